"""A whole review: its documents by chapter, each statement with its sub-points and responses.

Its page and its exports show the same, so it is read once in a generation (decision 0011).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from learning.languages import PAGE
from learning.models import (
    AgencyInvolved,
    LearningItem,
    Resource,
    Review,
    ReviewSection,
    SectionKind,
    SourceDocument,
    SourceWording,
    Theme,
    nest,
)
from learning.search.index_sets import index_sets_for
from learning.search.related_names import attach_lines
from learning.sight import sight_key
from learning.utils.bounded import weight_of
from learning.wordings import (
    DOCUMENT_ORDER,
    attach_wordings,
    chosen_language,
    in_language,
    in_other_languages,
    languages_of,
)
from recommendations.grouped_responses import answers, number_of_responses, show_joint_once
from recommendations.models import QuotedAction, Recommendation, Response
from recommendations.plans.reading import Plan, give_actions, in_document_order, plans_of
from recommendations.second_wordings import name_parts

from .chapters import Chapter, chapters
from .hidden_places import HiddenPlace, without_hidden

UNASSIGNED = "Actions not linked to a recommendation"  # the heading above those that a plan puts under none


@dataclass
class Part:
    """A document of a review, with its chapters."""

    document: SourceDocument
    chapters: list[Chapter]
    restates: bool = False  # whether it only repeats statements that are shown under another document
    actions: list[QuotedAction] = field(default_factory=list)  # those that are quoted from it
    lacks: str = ""  # the language of the page, if it has no words in that
    quoted: list[SourceDocument] = field(default_factory=list)  # other documents from which its words are shown

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
    wordings: list[SourceWording]  # other wordings of statements in the same language, in a second document
    parts: list[Part]
    plans: list[Plan] = field(default_factory=list)  # the actions that name no recommendation
    languages: list[str] = field(default_factory=list)  # of its words
    hidden: list[HiddenPlace] = field(default_factory=list)  # where something is hidden
    language: str = ""  # in which it is shown, if it has several
    agencies_involved: list[AgencyInvolved] = field(default_factory=list)
    themes: list[Theme] = field(default_factory=list)

    @property
    def pen_portrait(self) -> str:
        """The anchor of the first chapter with a pen portrait, which says who a review is about; or ""."""
        for chapter in (chapter for part in self.parts for chapter in part.chapters):
            records = (record for block in chapter.blocks for record in block.records)
            if any(getattr(record, "kind", "") == SectionKind.PEN_PORTRAIT for record in records):
                return chapter.anchor
        return ""


def review_detail(key: int, request: HttpRequest, asked: str = "") -> ReviewDetail:
    """Return everything in a review, by its primary key, that the reader may see.

    Whoever calls this has asked whether the reader may see the review. It is read once in a generation for all readers
    who may see the same, so nothing may be set on it, and nothing in it may depend on the day. If it was published in
    several languages, the words are in the one `asked` for, or in that of the page, as far as they were published in
    it.
    """
    language = asked or PAGE
    return index_sets_for(request).shown.keep(
        (sight_key(request.user), "review", key, language),
        partial(read_review_detail, key, request, language),
        weight_of,
    )


def read_review_detail(key: int, request: HttpRequest, asked: str) -> ReviewDetail:
    """Read a review as `review_detail` returns it; statements have their names, sub-points and answers.

    Raises Http404 if it was deleted in the meantime.
    """
    review = get_object_or_404(Review._base_manager, pk=key)
    prefetch_related_objects([review], "partnerships", "kinds")
    documents = list(review.documents.order_by("position"))
    by_key = {document.pk: document for document in documents}
    places: list[HiddenPlace] = []
    own_items = LearningItem.objects.filter(review=review, document__in=documents)
    recommended = Recommendation.objects.filter(review=review, document__in=documents)
    items = without_hidden(own_items, by_key, places)
    recommendations = without_hidden(recommended.prefetch_related("parts"), by_key, places)
    sections = without_hidden(ReviewSection.objects.filter(review=review), by_key, places)
    resources = list(Resource.objects.filter(review=review))
    for record in (*items, *recommendations, *sections, *resources):
        record.review, record.document = review, by_key[record.document_id]
    attach_lines([*items, *recommendations], index_sets_for(request))
    quoted = QuotedAction.objects.shown().filter(review=review, document__in=documents)
    actions = list(in_document_order(quoted))
    for action in actions:
        action.review, action.document = review, by_key[action.document_id]
    worded = SourceWording.objects.shown().filter(review=review, document__in=documents)
    wordings = list(worded.order_by(*DOCUMENT_ORDER))
    for wording in wordings:
        wording.review, wording.document = review, by_key[wording.document_id]
    restating = {wording.document_id for wording in wordings}
    every = [*items, *recommendations, *sections, *resources]
    attach_wordings(every, wordings)
    languages = languages_of(every)
    if language := chosen_language(asked, languages):
        items, recommendations, sections, resources = (
            [in_language(record, language) for record in some]
            for some in (items, recommendations, sections, resources)
        )
    elsewhere = {one.pk for record in every for one in in_other_languages(record, record.wordings)}
    give_answers(recommendations)
    plans = plans_of(give_actions(recommendations, actions))
    places = [replace(one, shown_in=language) for one in places]
    records = [*sections, *nest(items), *recommendations, *resources, *places]
    return ReviewDetail(
        review=review,
        sections=sections,
        items=items,
        recommendations=recommendations,
        wordings=in_order(
            [one for one in wordings if one.reference and one.text and one.pk not in elsewhere],
            [*items, *recommendations],
        ),
        parts=[
            Part(
                document,
                list(chapters(document, records)),
                restates=document.pk in restating,
                actions=[one for one in actions if one.document_id == document.pk],
                lacks=language_lacked(document, [*items, *recommendations, *sections, *resources], language),
                quoted=quoted_under(document, [*items, *recommendations, *sections, *resources]),
            )
            for document in documents
        ],
        plans=plans,
        languages=languages,
        language=language,
        hidden=places,
        agencies_involved=list(review.agencies_involved.select_related("agency").order_by("position", "pk")),
        themes=list(review.themes.all()),
    )


def quoted_under(document: SourceDocument, records: Iterable[Any]) -> list[SourceDocument]:
    """Return the other documents that have the words in which records of a document are shown."""
    quoted = [one.quoted_from.document for one in records if one.document_id == document.pk and one.quoted_from]
    return [one for one in dict.fromkeys(quoted) if one != document]


def language_lacked(document: SourceDocument, records: Iterable[Any], language: str) -> str:
    """Return the language of the page if no record of a document has words in it, or "".

    The records of such a document do not say it again.
    """
    own = [record for record in records if record.document_id == document.pk]
    if not (language and own and all(record.lacks == "all" for record in own)):
        return ""
    for record in own:
        record.lacks = ""
    return language


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
