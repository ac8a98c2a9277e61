"""Records become items of an outline: quoted exactly, each with its document, its place and its citation.

What comes in here has been fetched through the rule of sight.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects

from learning.citation import citation
from learning.models import LearningItem, Resource, Review, ReviewSection, SourceDocument, SourceWording
from learning.models.resource import AddressState
from learning.models.source import WHAT_HAPPENED
from recommendations.grouped_responses import Answer
from recommendations.judgements import judgements
from recommendations.models import Recommendation, Response, ResponseVersion

from .outline import Document, Item, Part

AUDIENCES = ("Own partnership only", "Professionals only")  # as they are named, the narrowest first


class Quoter:
    """Makes the items of one outline, and keeps which documents they are quoted from and for whom they are."""

    def __init__(self, site: str, on: date) -> None:
        """`site` is the portal's address without a slash at its end; `on` is the day of the citations."""
        self.site = site
        self.on = on
        self.portal = settings.PORTAL_NAME
        self._documents: dict[int, Document] = {}
        self._places: dict[int, int] = {}  # which of them each is
        self._marks: set[str] = set()
        self._reviews: set[str] = set()

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents quoted so far, as `Item.document` counts them."""
        return tuple(self._documents.values())

    @property
    def audience(self) -> str:
        """The mark of the narrowest audience of what was quoted so far, empty if all is for everyone."""
        return narrowest(self._marks)

    @property
    def reviews(self) -> tuple[str, ...]:
        """The codes of the reviews that were quoted so far."""
        return tuple(sorted(self._reviews))

    def document(self, document: SourceDocument, review: Review) -> int:
        """Return which of the outline's documents this is."""
        if document.pk not in self._documents:
            self._places[document.pk] = len(self._documents)
            self._documents[document.pk] = Document(
                title=document.title,
                review=review.title,
                code=review.code,
                publisher=document.publisher,
                dated=dated(document, review),
                licence=document.licence,
                address=document.address,
            )
        return self._places[document.pk]

    def mark(self, review: Review) -> str:
        """Return for whom a review is, and remember it and that for the whole outline."""
        mark = review.mark
        self._reviews.add(review.code)
        if mark:
            self._marks.add(mark)
        return mark

    def narrative(self, record: ReviewSection, review: Review) -> Item:
        """Return a paragraph or bullet of a document."""
        return Item(
            look="narrative",
            label="",
            text=record.text,
            review=review.code,
            document=self.document(record.document, review),
            place=place_in(record),
            audience=self.mark(review),
            is_bullet=record.is_bullet,
            is_event=record.kind in WHAT_HAPPENED,
            is_key=record.is_key,
        )

    def resource(self, record: Resource, review: Review) -> Item:
        """Return further reading as the document gives it; a damaged address is said to be one."""
        damaged = record.address_state == AddressState.DAMAGED
        return Item(
            look="narrative",
            label="Further reading",
            text=record.title,
            tail=record.address,
            line="The address in the document is damaged." if damaged else "",
            review=review.code,
            document=self.document(record.document, review),
            place=place_in(record),
            audience=self.mark(review),
        )

    def wording(self, record: SourceWording, review: Review) -> Item:
        """Return how a second document words a statement."""
        part = f" ({record.part})" if record.part else ""
        return Item(
            look="narrative",
            label=f"{record.reference}{part} in “{record.document.title}”",
            text=record.text,
            review=review.code,
            document=self.document(record.document, review),
            place=place_in(record),
            audience=self.mark(review),
        )

    def statement(self, record: LearningItem | Recommendation, *, in_review: bool = False) -> Item:
        """Return a learning item or recommendation, with the points under it and the answers to it that it holds.

        `in_review` leaves out of its line what an outline of one review says once.
        """
        review, address = record.review, self.site + record.get_absolute_url()
        under = [self.statement(point, in_review=in_review) for point in getattr(record, "under", [])]
        under += [self.answer(answer, review) for answer in getattr(record, "answers", [])]
        place = [] if review.title == record.place_name else [record.place_name]
        own = [] if in_review else [review.title, *place, record.line_year]
        text, parts, tail = words_of(record)
        return Item(
            look=record.look,
            label=record.label,
            text=text,
            parts=parts,
            tail=tail,
            under=tuple(under),
            reference=record.reference,
            review=review.code,
            document=self.document(record.document, review),
            place=place_in(record),
            line=" · ".join(filter(None, [*own, ", ".join(record.agency_names)])),
            address=address,
            citation=citation(record, address, self.on, self.portal),
            audience=self.mark(review),
            is_key=record.is_key,
            themes=tuple(getattr(record, "theme_names", ())),
        )

    def answer(self, answer: Answer, review: Review) -> Item:
        """Return what bodies answered to a recommendation, once under all their names."""
        versions = [response.current for response in answer.responses if response.current]
        version = next((one for one in versions if one.document), None)
        for one in versions:
            if one.document:
                self.document(one.document, review)
        sources = dict.fromkeys(source_of(one) for one in versions if one.document)
        return Item(
            look="response",
            label=f"Response of {and_(response.agency.name for response in answer.responses)}",
            text="\n\n".join(answer.paragraphs),
            line=f"From {and_(sources)}" if sources else "",
            versions=tuple(one.pk for one in versions),
            review=review.code,
            document=self.document(version.document, review) if version and version.document else -1,
            place=place_in(version) if version else "",
            audience=self.mark(review),
            is_typed=answer.is_typed,
        )

    def standing(self, response: Response, review: Review) -> Item:
        """Return the status of an agency's response: its own statements, and the judgements of partnerships."""
        version = response.current
        assurance = "; ".join(map(str, judgements(response))) or "Not stated"
        return Item(
            look="response",
            label=response.agency.name,
            line=f"{progress_line(version)} · Assurance: {assurance}" if version else "",
            versions=(version.pk,) if version else (),
            review=review.code,
            audience=self.mark(review),
        )

    def version(self, version: ResponseVersion) -> Item:
        """Return what a body answered to a recommendation, which its label names."""
        recommendation = version.response.recommendation
        review = recommendation.review
        return Item(
            look="response",
            label=f"To recommendation {recommendation.number}, {review.title}",
            text=version.text,
            line=progress_line(version),
            versions=(version.pk,),
            reference=recommendation.reference,
            review=review.code,
            document=self.document(version.document, review) if version.document else -1,
            place=place_in(version),
            address=self.site + recommendation.get_absolute_url(),
            audience=self.mark(review),
            is_typed=version.is_typed,
        )


def give_themes(records: Iterable[Any]) -> None:
    """Give the statements among these the names of their themes, where their list has not; a query for each kind."""
    listed = [one for one in records if not hasattr(one, "theme_names")]
    for model in (LearningItem, Recommendation):
        own = [one for one in listed if isinstance(one, model)]
        prefetch_related_objects(own, "themes")
        for one in own:
            one.theme_names = sorted(theme.name for theme in one.themes.all())


def place_in(record: Any) -> str:
    """Return where in its document something stands; the lines of the text that we hold tell a reader nothing."""
    return "" if record.place.startswith("line") else record.place


def words_of(record: LearningItem | Recommendation) -> tuple[str, tuple[Part, ...], str]:
    """Return the published words of a statement: its text, its parts, and what follows these."""
    if isinstance(record, LearningItem):
        return record.text, (), ""
    return record.stem, tuple(Part(label, text) for label, text in record.line_parts), record.tail


def dated(document: SourceDocument, review: Review) -> str:
    """Return the date that a document states; where it states none, that of its review is said to be its review's."""
    if document.published:
        return str(document.published)
    return f"undated (its review was published {review.published})" if review.published else "undated"


def source_of(version: ResponseVersion) -> str:
    """Return in words where a version that a document holds stands."""
    place = place_in(version)
    return f"“{version.document}”, {place}" if place else f"“{version.document}”"


def progress_line(version: ResponseVersion) -> str:
    """Return what a body says of its answer beside its words."""
    return f"Acceptance: {version.get_acceptance_display()} · Progress: {version.get_progress_display()}"


def narrowest(marks: Iterable[str]) -> str:
    """Return the mark for all of these: the narrowest audience, and whether anything is not published."""
    found = list(marks)
    audience = next((one for one in AUDIENCES if any(one in mark for mark in found)), "")
    status = "Not published" if any("Not published" in mark for mark in found) else ""
    return ", ".join(filter(None, [audience, status]))


def and_(names: Iterable[str]) -> str:
    """Return names as a sentence lists them."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
