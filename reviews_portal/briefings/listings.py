"""A list as one outline or, if it is too long for a document, as a sequence of outlines."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from learning.languages import PAGE, asked_language
from learning.models import Audience, Review, Status
from learning.search.results import SearchResults

from .outline import LOOKS, Outline, Section
from .quoting.quoter import Quoter, give_themes, narrowest

MOST = 500  # items in one document; longer lists are offered as CSV only
BATCH = 1000  # records read at once

type Sections = tuple[Section, ...]


class TooMany(Exception):
    """A list too long for a document; the message says how long it is and what to do."""

    def __init__(self, listing: "Listing") -> None:
        super().__init__(
            f"This list has {listing.number:,} items, but a document can have only {MOST}. Filter the list, or"
            " download it as CSV."
        )
        self.listing = listing


@dataclass(frozen=True)
class Listing:
    """A list of which only the keys have been read, in order and in one query.

    Records are read by their keys, so that later batches cost no more than earlier ones.
    """

    request: HttpRequest
    title: str
    path: str  # of the list's page, with its filters
    keys: Sequence[Any]
    fetch: Callable[[Sequence[Any]], list]  # returns the records with these keys, in order
    audiences: Callable[[], Iterable[tuple[str, str]]]  # returns the audience and status of its reviews
    arrange: Callable[[list, Quoter], Sections]
    lead: str = ""
    subject: str = ""  # see `Outline.subject`

    @property
    def number(self) -> int:
        """The number of its records."""
        return len(self.keys)

    @property
    def contents(self) -> str:
        """A digest that is the same for lists of the same records in the same order."""
        return salted_hmac("contents of a list", str(self.keys), algorithm="sha256").hexdigest()

    @property
    def audience(self) -> str:
        """The audience mark of the whole list, found without reading its records."""
        return narrowest(Review(audience=one, status=status).mark for one, status in self.audiences())

    def outline(self) -> Outline:
        """Return the whole list as one outline. Raises TooMany if it is too long for a document."""
        if self.number > MOST:
            raise TooMany(self)
        return self.outline_of(self.fetch(self.keys))

    def outlines(self) -> Iterator[Outline]:
        """Yield the list as outlines of one batch of records each, so that only one batch is in memory."""
        for start in range(0, self.number, BATCH):
            yield self.outline_of(self.fetch(self.keys[start : start + BATCH]))

    def outline_of(self, records: list) -> Outline:
        """Return the outline of some of the records."""
        quoter = quoter_for(self.request)
        give_themes(records)
        sections = self.arrange(records, quoter)
        lead = self.lead or count_of(records)
        return outline(quoter, self.path, self.title, lead=lead, subject=self.subject, sections=sections)


def quoter_for(request: HttpRequest) -> Quoter:
    """Return a Quoter for this request, with today's date and the language that it asks for."""
    return Quoter(site_of(request), timezone.localdate(), asked_language(request.GET) or PAGE)


def site_of(request: HttpRequest) -> str:
    """Return the portal's base URL in this request, without a slash at its end."""
    return request.build_absolute_uri("/").rstrip("/")


def outline(quoter: Quoter, path: str, title: str, **parts) -> Outline:
    """Return an outline with the values that every outline has: portal, date, page and audience."""
    return Outline(
        title=title,
        made_on=quoter.on,
        documents=quoter.documents,
        audience=quoter.audience,
        reviews=quoter.reviews,
        portal=quoter.portal,
        address=quoter.site + in_that_language(path, quoter.language),
        **parts,
    )


def in_that_language(path: str, language: str) -> str:
    """Return the path of a page, which may have filters, in a language."""
    return f"{path}{'&' if '?' in path else '?'}language={language}" if language != PAGE else path


def by_kind(statements: Iterable, quoter: Quoter) -> Sections:
    """Return statements in order, with consecutive statements of one kind in a section named after it."""
    return tuple(
        Section(LOOKS[look], tuple(quoter.statement(one) for one in group))
        for look, group in groupby(statements, key=lambda one: one.look)
    )


def audiences_found(found: SearchResults) -> list[tuple[str, str]]:
    """Return the audience and status of search results; the index contains only published records."""
    return [
        (audience, Status.PUBLISHED)
        for audience in Audience.values
        if found.filtered.intersect(found.sets.tagged(f"audience:{audience}"))
    ]


def count_of(statements: list) -> str:
    """Return in words how many items these are, and from how many reviews."""
    return count_in_words(len(statements), len({one.review_id for one in statements}))


def count_in_words(items: int, reviews: int) -> str:
    """Return "1 item from 1 review" or "12 items from 3 reviews"."""
    return f"{items:,} item{'' if items == 1 else 's'} from {reviews:,} review{'' if reviews == 1 else 's'}"
