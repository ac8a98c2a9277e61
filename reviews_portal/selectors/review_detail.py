"""A whole review: its documents by chapter, each statement with its sub-points and responses."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.http import HttpRequest
from django.utils.text import slugify

from learning.models import (
    ItemKind,
    LearningItem,
    Resource,
    Review,
    ReviewSection,
    SectionKind,
    SourceDocument,
    SourceWording,
    nest,
)
from learning.search.index_sets import index_sets_for
from learning.search.related_names import attach_lines
from recommendations.grouped_responses import answers, number_of_responses, show_joint_once
from recommendations.models import QuotedAction, Recommendation, Response
from recommendations.plans.reading import Plan, give_actions, in_document_order, plans_of
from recommendations.second_wordings import name_parts

IN_PLURAL = {
    ItemKind.GOOD_PRACTICE: "Good practice",
    ItemKind.AREA_TO_STRENGTHEN: "Areas to strengthen",
    ItemKind.ACTION_TAKEN_SINCE: "Action taken since",
}
UNASSIGNED = "Actions without a recommendation"  # the heading above those that a plan puts under none
SHORT = 160  # characters: a statement that is not longer stands in a list


@dataclass
class Run:
    """Consecutive records that are shown in one form: "bullets", "points" or "records".

    Points are short items of one kind, in one list under the name of their kind.
    """

    form: str
    records: list

    @property
    def label(self) -> str:
        """The name of the kind of its points, in the plural if there are several."""
        (first, *others) = self.records
        return IN_PLURAL.get(first.kind, f"{first.label}s") if others else first.label


@dataclass
class Block:
    """Records under one subheading of a document, in order."""

    heading: str
    subheading: str
    records: list = field(default_factory=list)

    @property
    def runs(self) -> list[Run]:
        """The records, with those that follow one another in one form together."""
        groups = groupby(self.records, key=form_of)
        return [Run(form, list(group)) for (form, _), group in groups]


def form_of(record: Any) -> tuple[str, str]:
    """Return the form in which a record is shown, and the kind of a point, which has a list for itself."""
    if getattr(record, "is_bullet", False):
        return "bullets", ""
    if isinstance(record, LearningItem) and not record.under and len(record.text) <= SHORT:
        return "points", record.kind
    return "records", ""


@dataclass
class Chapter:
    """A heading of a document, with the blocks under it."""

    heading: str
    anchor: str
    blocks: list[Block]
    document: int  # primary key of its document

    @property
    def reference(self) -> str:
        """What it is known by where it is kept: no other chapter has it."""
        return f"{self.document}#{self.anchor}"

    @property
    def references(self) -> Iterator[str]:
        """The references of its statements and their sub-points."""
        for block in self.blocks:
            for record in block.records:
                if isinstance(record, LearningItem | Recommendation):
                    yield from (one.reference for one in with_under(record))


@dataclass
class Part:
    """A document of a review, with its chapters."""

    document: SourceDocument
    chapters: list[Chapter]
    restates: bool = False  # whether it only repeats statements that are shown under another document
    actions: list[QuotedAction] = field(default_factory=list)  # those that are quoted from it

    @property
    def without_text(self) -> str:
        """The sentence to show for a document without text, or ""."""
        if self.chapters:
            return ""
        if any(action.recommendation_id for action in self.actions):
            return "The actions in this document are shown under their recommendations."
        if self.actions:
            return f"The actions in this document are shown under “{UNASSIGNED}”."
        if self.restates:
            return (
                "This document repeats points from another document of this review, where they are shown."
                " No other text of this document is held here."
            )
        return "No text of this document is held here."


@dataclass
class ReviewDetail:
    """Everything in a review, in the order of its documents."""

    review: Review
    sections: list[ReviewSection]
    items: list[LearningItem]
    recommendations: list[Recommendation]
    wordings: list[SourceWording]  # other wordings of statements, in a second document
    parts: list[Part]
    plans: list[Plan] = field(default_factory=list)  # the actions that name no recommendation

    @property
    def pen_portrait(self) -> str:
        """The anchor of the first chapter with a pen portrait, which says who a review is about; or ""."""
        for chapter in (chapter for part in self.parts for chapter in part.chapters):
            records = (record for block in chapter.blocks for record in block.records)
            if any(getattr(record, "kind", "") == SectionKind.PEN_PORTRAIT for record in records):
                return chapter.anchor
        return ""


def read_review_detail(review: Review, request: HttpRequest) -> ReviewDetail:
    """Return everything in a review that the reader may see; statements have their names, sub-points and answers."""
    documents = list(review.documents.all())
    items = list(LearningItem.objects.filter(review=review, document__in=documents))
    recommended = Recommendation.objects.filter(review=review, document__in=documents)
    recommendations = list(recommended.prefetch_related("parts"))
    sections = list(ReviewSection.objects.filter(review=review))
    resources = list(Resource.objects.filter(review=review))
    by_key = {document.pk: document for document in documents}
    for record in (*items, *recommendations, *sections, *resources):
        record.review, record.document = review, by_key[record.document_id]
    attach_lines([*items, *recommendations], index_sets_for(request))
    give_answers(recommendations)
    actions = list(in_document_order(QuotedAction.objects.filter(review=review, document__in=documents)))
    for action in actions:
        action.review, action.document = review, by_key[action.document_id]
    plans = plans_of(give_actions(recommendations, actions))
    wordings = []
    if len(documents) > 1:
        wordings = list(SourceWording.objects.filter(review=review).select_related("document"))
    restating = {wording.document_id for wording in wordings}
    records = [*sections, *nest(items), *recommendations, *resources]
    return ReviewDetail(
        review=review,
        sections=sections,
        items=items,
        recommendations=recommendations,
        wordings=in_order([wording for wording in wordings if wording.text], [*items, *recommendations]),
        parts=[
            Part(
                document,
                list(chapters(document, records)),
                restates=document.pk in restating,
                actions=[one for one in actions if one.document_id == document.pk],
            )
            for document in documents
        ],
        plans=plans,
    )


def in_order(wordings: Iterable[SourceWording], statements: Iterable[LearningItem | Recommendation]) -> list:
    """Return wordings of second documents, by document, in the order of their statements and parts."""
    ordered = sorted(statements, key=lambda one: (one.document.position, one.position))
    places = {one.reference: place for place, one in enumerate(ordered)}
    found = list(wordings)
    name_parts(found, {one.reference: one for one in ordered if isinstance(one, Recommendation)})

    def place(one: SourceWording) -> tuple[int, int, int, int]:
        return one.document.position, one.document_id, places.get(one.reference, len(places)), one.part_position

    return sorted(found, key=place)


def give_answers(recommendations: list[Recommendation]) -> None:
    """Set `answers` of each recommendation, its responses grouped by paragraph, and `response_count`.

    A joint response is shown once, under the first of these recommendations that it answers.
    """
    responses = Response.objects.filter(recommendation__in=recommendations).order_by("position")
    by_recommendation: dict[int, list[Response]] = {}
    for response in responses.fetch_current():
        by_recommendation.setdefault(response.recommendation_id, []).append(response)
    for recommendation in recommendations:
        given = by_recommendation.get(recommendation.pk, [])
        recommendation.answers = answers(given)
        recommendation.response_count = number_of_responses(given)
    show_joint_once(recommendations)


def with_under(record: Any) -> Iterator[Any]:
    """Yield a record and everything that stands under it, in order."""
    yield record
    for point in getattr(record, "under", ()):
        yield from with_under(point)


def chapters(document: SourceDocument, records: Iterable) -> Iterator[Chapter]:
    """Yield the chapters of a document: its records in order, under its own headings."""
    own = sorted((record for record in records if record.document_id == document.pk), key=lambda r: r.position)
    for number, (heading, under) in enumerate(groupby(own, key=lambda record: record.heading)):
        anchor = slugify(f"{document.position} {heading}")[:60] or f"part-{document.position}-{number}"
        blocks = [
            Block(heading, subheading, list(group))
            for subheading, group in groupby(under, key=lambda record: record.subheading)
        ]
        yield Chapter(heading, f"{anchor}-{number}", blocks, document.pk)
