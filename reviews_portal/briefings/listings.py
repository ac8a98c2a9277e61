"""A list that a reader asked for: one outline of all of it or, where no document holds it, one after the other."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from learning.models import Audience, Review, Status
from learning.search.results import SearchResults

from .outline import LOOKS, Outline, Section
from .quoting import Quoter, give_themes, narrowest

MOST = 500  # items in one document: more is no briefing, and is offered as CSV
BATCH = 1000  # records that are read at once

type Sections = tuple[Section, ...]


class TooMany(Exception):
    """A list that is too long for a document; its words say how long it is, and what to do."""

    def __init__(self, listing: "Listing") -> None:
        super().__init__(
            f"This list has {listing.number:,} items, and a document holds {MOST}. Narrow the list, or take it as CSV."
        )
        self.listing = listing


@dataclass(frozen=True)
class Listing:
    """A list of which only the ordered keys have been read, in one query.

    Records are read by their keys, so that a later part costs no more than an earlier one.
    """

    request: HttpRequest
    title: str
    path: str  # of its page, with the filters
    keys: Sequence[Any]
    fetch: Callable[[Sequence[Any]], list]  # returns the records with some of these keys, in order
    audiences: Callable[[], Iterable[tuple[str, str]]]  # of its reviews, each with their status
    arrange: Callable[[list, Quoter], Sections]
    lead: str = ""
    subject: str = ""  # what its title names, see `Outline.subject`

    @property
    def number(self) -> int:
        """How many records it has."""
        return len(self.keys)

    @property
    def contents(self) -> str:
        """A digest that is equal for lists of the same records in the same order."""
        return salted_hmac("contents of a list", str(self.keys), algorithm="sha256").hexdigest()

    @property
    def audience(self) -> str:
        """The mark for all of it, without reading it."""
        return narrowest(Review(audience=one, status=status).mark for one, status in self.audiences())

    def outline(self) -> Outline:
        """Return all of it as one outline. Raises TooMany for a list that no document holds."""
        if self.number > MOST:
            raise TooMany(self)
        return self.outline_of(self.fetch(self.keys))

    def outlines(self) -> Iterator[Outline]:
        """Yield it however long it is, a batch of records at a time, which is all that is in memory."""
        for start in range(0, self.number, BATCH):
            yield self.outline_of(self.fetch(self.keys[start : start + BATCH]))

    def outline_of(self, records: list) -> Outline:
        """Return the outline of some of its records."""
        quoter = quoter_for(self.request)
        give_themes(records)
        sections = self.arrange(records, quoter)
        lead = self.lead or count_of(records)
        return outline(quoter, self.path, self.title, lead=lead, subject=self.subject, sections=sections)


def quoter_for(request: HttpRequest) -> Quoter:
    """Return what quotes for this request, today."""
    return Quoter(site_of(request), timezone.localdate())


def site_of(request: HttpRequest) -> str:
    """Return the address of the portal that was asked, without a slash at its end."""
    return request.build_absolute_uri("/").rstrip("/")


def outline(quoter: Quoter, path: str, title: str, **parts) -> Outline:
    """Return an outline with what every outline says: by which portal, when, from which page, for whom."""
    return Outline(
        title=title,
        made_on=quoter.on,
        documents=quoter.documents,
        audience=quoter.audience,
        reviews=quoter.reviews,
        portal=quoter.portal,
        address=quoter.site + path,
        **parts,
    )


def by_kind(statements: Iterable, quoter: Quoter) -> Sections:
    """Return statements in their order, those of one kind that follow each other under its name."""
    return tuple(
        Section(LOOKS[look], tuple(quoter.statement(one) for one in group))
        for look, group in groupby(statements, key=lambda one: one.look)
    )


def audiences_found(found: SearchResults) -> list[tuple[str, str]]:
    """Return the audiences of what search found, from the index, which holds only what is published."""
    return [
        (audience, Status.PUBLISHED)
        for audience in Audience.values
        if found.filtered.intersect(found.sets.tagged(f"audience:{audience}"))
    ]


def count_of(statements: list) -> str:
    """Return in words how many items from how many reviews these are."""
    return count_in_words(len(statements), len({one.review_id for one in statements}))


def count_in_words(items: int, reviews: int) -> str:
    """Return "1 item from 1 review" or "12 items from 3 reviews"."""
    return f"{items:,} item{'' if items == 1 else 's'} from {reviews:,} review{'' if reviews == 1 else 's'}"
