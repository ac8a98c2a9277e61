"""Converts records to items of an outline: quoted exactly, each with its document, place and citation.

The records have been read with the permissions of the user.
"""

from collections.abc import Iterable
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects

from learning.citation import citation
from learning.languages import PAGE, language_of
from learning.models import LearningItem, Resource, Review, ReviewSection, SourceDocument, SourceWording, Theme
from learning.models.resource import AddressState
from learning.models.section import WHAT_HAPPENED
from learning.search.index_sets import index_sets
from learning.wordings import in_language, lacking_in_words
from recommendations.grouped_responses import Answer, also_answers_in_words
from recommendations.judgements import judgements
from recommendations.models import QuotedAction, Recommendation, Response, ResponseVersion
from reviews_portal.briefings.outline import Cell, Document, Item

from .words import (
    and_,
    dated,
    joint_line,
    languages_in_item,
    marked_language,
    place_in,
    progress_line,
    reference_above,
    source_in,
    source_of,
    words_of,
)

AUDIENCES = ("Own partnership only", "Professionals only")  # audience marks, the narrowest first


class Quoter:
    """Makes the items of one outline, and collects the documents that they quote and their audiences."""

    def __init__(self, site: str, on: date, language: str = PAGE) -> None:
        """`site` is the portal's base URL without a slash at its end; `on` is the date of the citations.

        `language` is that of the words of items that have them in several.
        """
        self.language = language
        self.site = site
        self.on = on
        self.portal = settings.PORTAL_NAME
        self._documents: dict[int, Document] = {}
        self._places: dict[int, int] = {}  # index in `documents`, by primary key
        self._marks: dict[str, str] = {}  # the audience mark of each review quoted so far, by its code

    @property
    def documents(self) -> tuple[Document, ...]:
        """The documents quoted so far; `Item.document` is an index to them."""
        return tuple(self._documents.values())

    @property
    def audience(self) -> str:
        """The audience mark of everything quoted so far: the narrowest, or "" if all is public."""
        return narrowest(self._marks.values())

    @property
    def reviews(self) -> tuple[str, ...]:
        """The codes of the reviews quoted so far."""
        return tuple(sorted(self._marks))

    @cached_property
    def groups(self) -> dict[str, str]:
        """The group of each theme, by the name of the theme."""
        return index_sets().keep("groups of themes", lambda: dict(Theme.objects.values_list("name", "group")))

    def document(self, document: SourceDocument, review: Review) -> int:
        """Return the index of a document in `documents`; it is added if necessary."""
        key = document.pk
        if key not in self._documents:
            self._places[key] = len(self._documents)
            self._documents[key] = Document(
                title=document.title,
                review=review.title,
                code=review.code,
                publisher=document.publisher,
                dated=dated(document, review),
                licence=document.licence,
                address=document.address,
                language=marked_language(document.language),
            )
        return self._places[key]

    def mark(self, review: Review) -> str:
        """Return the audience mark of a review, and add both to what was quoted so far."""
        if review.code not in self._marks:
            self._marks[review.code] = review.mark
        return self._marks[review.code]

    def narrative(self, record: ReviewSection, review: Review) -> Item:
        """Return the item of a paragraph or bullet of a document."""
        record = self.worded(record)
        return Item(
            look="narrative",
            label="",
            text=record.text,
            line=lacking_in_words(record),
            review=review.code,
            document=self.document(source_in(record).document, review),
            place=place_in(source_in(record)),
            **languages_in_item(record),
            audience=self.mark(review),
            is_bullet=record.is_bullet,
            is_event=record.kind in WHAT_HAPPENED,
            is_key=record.is_key,
            kind=record.kind,
        )

    def resource(self, record: Resource, review: Review) -> Item:
        """Return the item of a resource, with the address as printed and a note if that is damaged."""
        record = self.worded(record)
        damaged = record.address_state == AddressState.DAMAGED
        remarks = ["The web address in the document is damaged." if damaged else "", lacking_in_words(record)]
        return Item(
            look="narrative",
            label="Further reading",
            text=record.title,
            tail=record.address,
            line=" · ".join(filter(None, remarks)),
            review=review.code,
            document=self.document(source_in(record).document, review),
            place=place_in(source_in(record)),
            **languages_in_item(record),
            audience=self.mark(review),
        )

    def wording(self, record: SourceWording, review: Review) -> Item:
        """Return the item of a statement's wording in a second document."""
        part = f" {record.part_label}" if record.part_label else ""
        return Item(
            look="narrative",
            label=f"{record.reference}{part} in “{record.document.title}”",
            text=record.text,
            review=review.code,
            document=self.document(record.document, review),
            place=place_in(record),
            audience=self.mark(review),
            language=marked_language(language_of(record)),
        )

    def worded(self, record: Any) -> Any:
        """Return a record in the language of the outline, if it has words in several and none was chosen yet."""
        return in_language(record, self.language) if record.wordings and not record.shown_in else record

    def statement(self, record: LearningItem | Recommendation, *, in_review: bool = False, above: str = "") -> Item:
        """Return the item of a learning item or recommendation, with its sub-points and responses under it.

        `in_review` leaves out of its line what an outline of a single review says once. `above` is the reference of
        the item below which it is shown; otherwise its line says what it stands under.
        """
        record = self.worded(record)
        review, source = record.review, source_in(record)
        address = self.site + record.get_absolute_url()
        points = getattr(record, "under", [])
        under = [self.statement(point, in_review=in_review, above=record.reference) for point in points]
        under += [self.answer(answer, review) for answer in getattr(record, "answers", [])]
        under += [self.action(one, review) for plan in getattr(record, "plans", []) for one in plan.actions]
        place = [] if review.title == record.place_name else [record.place_name]
        own = [] if in_review else [review.title, *place, record.line_year_with_warning]
        stands_under = above or reference_above(record)
        if stands_under and not above:
            own.insert(0, f"Under {stands_under}")
        scope = record.scope_in_line if isinstance(record, Recommendation) else ""
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
            document=self.document(source.document, review),
            place=place_in(source),
            line=" · ".join(filter(None, [*own, scope, ", ".join(record.agency_names), lacking_in_words(record)])),
            **languages_in_item(record),
            address=address,
            citation=citation(record, address, self.on, self.portal),
            audience=self.mark(review),
            is_key=record.is_key,
            themes=(themes := tuple(getattr(record, "theme_names", ()))),
            groups=tuple(sorted({self.groups[name] for name in themes if name in self.groups})),
            kind=getattr(record, "kind", ""),
            is_sub_point=bool(getattr(record, "parent_id", None)),
            stands_under=stands_under,
        )

    def answer(self, answer: Answer, review: Review) -> Item:
        """Return the item of a response that several agencies share, under all their names."""
        versions = [response.current for response in answer.responses if response.current]
        version = next((one for one in versions if one.source), None)
        for one in versions:
            if one.source:
                self.document(one.source, review)
        sources = dict.fromkeys(source_of(one) for one in versions if one.source)
        lines = [f"From {and_(sources)}" if sources else "", also_answers_in_words(answer.also_answered)]
        quoted = answer.passage.pairs if answer.passage else versions
        return Item(
            look="response",
            label=f"Response from {and_(dict.fromkeys(response.agency.name for response in answer.responses))}",
            text="\n\n".join(answer.paragraphs),
            line=" · ".join(filter(None, lines)),
            versions=tuple(one.pk for one in quoted),
            review=review.code,
            document=self.document(version.source, review) if version and version.source else -1,
            place=place_in(version) if version else "",
            audience=self.mark(review),
            is_typed=answer.is_typed,
            language=marked_language(answer.language),
        )

    def action(self, record: QuotedAction, review: Review) -> Item:
        """Return the item of an action of a published plan, with what the plan prints beside it."""
        document = self.document(record.document, review)
        place = f", {place}" if (place := place_in(record)) else ""
        published = record.document.published or "undated"
        return Item(
            look="action",
            label=record.name,
            text=record.text,
            cells=tuple(Cell(cell.heading, cell.text, cell.column) for cell in record.cells),
            line=f"As published in “{record.document.title}”{place}, {published}. Not checked or updated since.",
            review=review.code,
            document=document,
            place=place_in(record),
            address=self.site + record.get_absolute_url(),
            audience=self.mark(review),
            stands_under=record.above.reference if record.above else "",
            language=marked_language(language_of(record)),
        )

    def standing(self, response: Response, review: Review) -> Item:
        """Return the item of an agency's progress: its own statements, and the judgements of partnerships."""
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
        """Return the item of an agency's response, with the recommendation in its label."""
        recommendation = version.response.recommendation
        review = recommendation.review
        return Item(
            look="response",
            label=f"Response to {recommendation.label_in_sentence}, {review.title}",
            text=version.words,
            line=" · ".join(filter(None, [progress_line(version), joint_line(version)])),
            versions=(version.pk,),
            reference=recommendation.reference,
            review=review.code,
            document=self.document(version.source, review) if version.source else -1,
            place=place_in(version),
            address=self.site + recommendation.get_absolute_url(),
            audience=self.mark(review),
            is_typed=version.is_typed,
            language=marked_language(language_of(version)),
        )


def give_themes(records: Iterable[Any]) -> None:
    """Set the `theme_names` of statements that do not have them, with one query for each kind of statement."""
    listed = [one for one in records if not hasattr(one, "theme_names")]
    for model in (LearningItem, Recommendation):
        own = [one for one in listed if isinstance(one, model)]
        prefetch_related_objects(own, "themes")
        for one in own:
            one.theme_names = sorted(theme.name for theme in one.themes.all())


def narrowest(marks: Iterable[str]) -> str:
    """Return the mark for all of these: the narrowest audience, and whether anything is unpublished."""
    found = list(marks)
    audience = next((one for one in AUDIENCES if any(one in mark for mark in found)), "")
    status = "Not published" if any("Not published" in mark for mark in found) else ""
    return ", ".join(filter(None, [audience, status]))
