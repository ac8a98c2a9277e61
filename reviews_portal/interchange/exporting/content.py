"""Export the records that are quoted from the source documents of a review."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from learning.models import LearningItem, Resource, Review, ReviewSection, SourceWording
from learning.models.statement import Statement
from recommendations.models import QuotedAction, Recommendation
from recommendations.models.quoted_action import is_column
from reviews_portal.interchange.schema import content as schema
from reviews_portal.interchange.schema.responses import Response

from .values import columns_of
from .words import UsedWords

MOVED = (
    "“{record}” quotes a document of another review. Choose a document of its own review in /admin/ before you "
    "export this review."
)


@dataclass
class Content:
    """The quoted records of a review, as entries."""

    sections: list[schema.Section] = field(default_factory=list)
    items: list[schema.Item] = field(default_factory=list)
    recommendations: list[schema.Recommendation] = field(default_factory=list)
    resources: list[schema.Resource] = field(default_factory=list)
    quoted_actions: list[schema.QuotedAction] = field(default_factory=list)
    wordings: list[schema.Wording] = field(default_factory=list)


class References:
    """The references of the statements of a review, all of its own series.

    A statement that was moved from another review keeps its reference from there. In the document, it has the next
    number of its new review instead.
    """

    def __init__(self, review: Review, statements: Iterable[Statement]) -> None:
        self.last = review.references_used
        self.of: dict[str, str] = {}
        for statement in statements:
            reference = statement.reference
            if not reference.startswith(f"{review.code}-"):
                self.last += 1
                reference = f"{review.code}-{self.last}"
            self.of[statement.reference] = reference


def in_order(records: QuerySet, review: Review) -> list[Any]:
    """Return the records of a review that are not hidden, in the order of its documents.

    Raises ValidationError for one from a document of another review.
    """
    found = list(records.shown().filter(review=review).select_related("document"))  # type: ignore[attr-defined]
    for record in found:
        if record.document.review_id != review.pk:
            raise ValidationError(MOVED.format(record=record))
    return sorted(found, key=lambda record: (record.document.position, record.position, record.pk))


def statements_of(review: Review) -> tuple[list[LearningItem], list[Recommendation]]:
    """Return the statements of a review in the order of its documents, with the related records to export."""
    items = LearningItem.objects.select_related("parent").prefetch_related("later_notes")
    recommendations = Recommendation.objects.with_parts()
    tags = ("themes", "agency_kinds", "agencies__kind")
    return in_order(items.prefetch_related(*tags), review), in_order(recommendations.prefetch_related(*tags), review)


def content_of(
    review: Review,
    statements: tuple[list[LearningItem], list[Recommendation]],
    references: References,
    words: UsedWords,
    responses: dict[int, list[Response]],
) -> Content:
    """Return everything that a review quotes from its documents. The responses are passed in."""
    items, recommendations = statements
    sections, resources = in_order(ReviewSection.objects.all(), review), in_order(Resource.objects.all(), review)
    actions = in_order(QuotedAction.objects.in_own_review().select_related("recommendation"), review)
    return Content(
        sections=[schema.Section(**sourced(one, schema.Section)) for one in sections],
        items=[item_entry(one, references, words) for one in items],
        recommendations=[recommendation_entry(one, references, words, responses) for one in recommendations],
        resources=[schema.Resource(**sourced(one, schema.Resource)) for one in resources],
        quoted_actions=[action_entry(one, references) for one in actions],
        wordings=list(wordings_of(review, references, sections, resources)),
    )


def sourced(record: Any, entry: type[schema.Entry]) -> dict[str, Any]:
    """Return the values that every record from a document has."""
    return columns_of(record, entry) | {"document": record.document.slug}


def tags(record: Any, words: UsedWords, *names: str) -> dict[str, list[str]]:
    """Return the slugs of the tags of a record."""
    return {name: words.slugs(getattr(record, name).all()) for name in names}


def item_entry(item: LearningItem, references: References, words: UsedWords) -> schema.Item:
    """Return the entry of an item. Its authors are left out of its later notes."""
    values = sourced(item, schema.Item) | tags(item, words, "themes", "agency_kinds", "agencies")
    values["reference"] = references.of[item.reference]
    values["under"] = references.of.get(item.parent.reference) if item.parent else None
    notes = [schema.LaterNote(**columns_of(note, schema.LaterNote)) for note in item.later_notes.all()]
    return schema.Item(**values, later_notes=notes)


def recommendation_entry(
    one: Recommendation, references: References, words: UsedWords, responses: dict[int, list[Response]]
) -> schema.Recommendation:
    """Return the entry of a recommendation, with its parts and these responses."""
    values = sourced(one, schema.Recommendation) | tags(one, words, "themes", "agency_kinds", "agencies")
    values["reference"] = references.of[one.reference]
    parts = [
        schema.Part(
            **columns_of(part, schema.Part) | tags(part, words, "agency_kinds", "agencies"),
            under=part.parent.position if part.parent else None,
        )
        for part in one.parts.all()
    ]
    return schema.Recommendation(**values, parts=parts, responses=responses.get(one.pk, []))


def action_entry(action: QuotedAction, references: References) -> schema.QuotedAction:
    """Return the entry of an action of a published plan."""
    values = sourced(action, schema.QuotedAction)
    values["recommendation"] = references.of.get(action.above.reference) if action.above else None
    values["further_columns"] = [tuple(one) for one in values["further_columns"] if is_column(one)]
    return schema.QuotedAction(**values)


def wordings_of(review: Review, references: References, sections: list[Any], resources: list[Any]) -> Any:
    """Yield the entries of the second wordings of exported records in documents of the review."""
    at = {
        "section": {one.pk: schema.PlaceKey(document=one.document.slug, position=one.position) for one in sections},
        "resource": {one.pk: schema.PlaceKey(document=one.document.slug, position=one.position) for one in resources},
    }
    found = []
    wordings = SourceWording.objects.shown().filter(review=review, document__review=review)
    for one in wordings.select_related("document"):
        worded = {
            "reference": references.of.get(one.reference) if one.reference else None,
            "section": at["section"].get(one.section_id),
            "resource": at["resource"].get(one.resource_id),
        }
        if any(worded.values()):  # otherwise its record was removed
            values = columns_of(one, schema.Wording) | worded | {"document": one.document.slug}
            found.append((one.document.position, schema.Wording(**values)))
    return [entry for _, entry in sorted(found, key=lambda pair: (pair[0], key_of(pair[1])))]


def key_of(wording: schema.Wording) -> tuple:
    """Return the sort key of second wordings in a document: their record, and their language."""
    place = wording.section or wording.resource
    number = int(wording.reference.partition("-")[2]) if wording.reference else 0
    kind = "reference" if wording.reference else "section" if wording.section else "resource"
    return (
        kind,
        number,
        wording.part_position,
        place.document if place else "",
        place.position if place else 0,
        wording.language or "",
    )
