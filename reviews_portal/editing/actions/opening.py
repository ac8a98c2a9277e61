"""Open a review for editing: its records become the rows of a working copy."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from learning.models import LearningItem, Resource, Review, ReviewSection, SourceDocument
from learning.models.item import LEVELS
from recommendations.models import Recommendation
from reviews_portal.editing.models import Row, RowKind, WorkingCopy
from reviews_portal.editing.models.row import STEP
from reviews_portal.editing.models.row_kind import Becomes

from .permissions import check_may_edit
from .publishing.differences import MODELS
from .publishing.plan import COLUMNS, OF_ALL, TAGS
from .publishing.snapshots import snapshot
from .rows import locked_even_if_hidden, touch

TYPES: dict[type, Becomes] = {
    ReviewSection: Becomes.SECTION,
    LearningItem: Becomes.ITEM,
    Recommendation: Becomes.RECOMMENDATION,
    Resource: Becomes.RESOURCE,
}
SAME = ("language", "place", "source_defect", "is_key")  # columns that rows share with all records


@transaction.atomic
def open_copy(review: Review, *, by) -> WorkingCopy:
    """Return the working copy of a review; if there is none, make it from the records of the review.

    Raises PermissionDenied unless `by` may edit the review.
    """
    check_may_edit(review, by)
    copy, is_new = WorkingCopy.objects.get_or_create(review=review, defaults={"opened_by": by})
    if is_new:
        write_rows(copy, list(rows_of(review)))
    return copy


@transaction.atomic
def discard_copy(copy: WorkingCopy, *, by) -> None:
    """Delete a working copy with all its rows. The records of its review stay as they are.

    Documents that were added with it, and that readers cannot see yet, are also deleted. Raises PermissionDenied
    unless `by` may edit the review.
    """
    check_may_edit(copy.review, by)
    copy.delete()
    for document in SourceDocument.objects.filter(review=copy.review_id, awaits_publication=True):
        document._history_user = by
        document.delete()


@transaction.atomic
def reload_row(row: Row, *, by) -> Row:
    """Give a row the words, tags and details that its record has now, and restore it if it was removed.

    This undoes a change to text that has since been hidden from readers, which cannot be published. Raises
    PermissionDenied unless `by` may edit the review, and ValidationError if the row or the record is gone.
    """
    now = locked_even_if_hidden(row, by)
    model: Any = MODELS.get(now.becomes)
    record = model.objects.filter(pk=now.record_id).first() if model and now.record_type == now.becomes else None
    if record is None:
        raise ValidationError("The published version no longer exists.")
    for name, column in COLUMNS[now.becomes].items():
        setattr(now, column, getattr(record, name))
    for name in (*OF_ALL, *(["is_key"] if hasattr(record, "is_key") else [])):
        setattr(now, name, getattr(record, name))
    now.opened_as = snapshot(record, now.becomes)
    now.removed_at = now.joined_into = None
    touch(now, by)
    now.save()
    for name in TAGS.get(now.becomes, ()):
        getattr(now, name).set(getattr(record, name).all())
    return now


def rows_of(review: Review) -> Iterator[tuple[Row, Any]]:
    """Yield the rows that the records of a review become, in order, each with the record of its themes and agencies.

    Headings get rows of their own. One without words ends the heading above it.
    """
    for document in review.documents.order_by("position"):
        position, heading, subheading = 0, "", ""
        for record in records_in(review, document.pk):
            headings = []
            if record.heading != heading:
                headings.append((RowKind.HEADING, record.heading))
                heading, subheading = record.heading, ""
            if record.subheading != subheading:
                headings.append((RowKind.SUBHEADING, record.subheading))
                subheading = record.subheading
            opened = [(Row(kind=kind, words=words), None) for kind, words in headings]
            for row, tagged in (*opened, *opened_from(record)):
                position += STEP
                row.document, row.position = document, position
                yield row, tagged


def records_in(review: Review, document: int) -> list[Any]:
    """Return the records of a review that are from one document, in its order."""
    items = LearningItem.objects.select_related("parent__parent")
    recommendations = Recommendation.objects.with_parts()
    found: list[Any] = []
    for records in (items, recommendations):
        own = records.filter(review=review, document=document)
        found += own.prefetch_related("themes", "agency_kinds", "agencies")
    for model in (ReviewSection, Resource):
        found += model.objects.filter(review=review, document=document)
    found.sort(key=lambda record: record.position)
    mark_unusual_parents([record for record in found if isinstance(record, LearningItem)])
    return found


def mark_unusual_parents(items: Iterable[LearningItem]) -> None:
    """Set `depth_here` of each item, and `under_here` where it is not under the item above it on the level above."""
    above: dict[int, int] = {}
    for item in items:
        level = min(1 + len(item.ancestors()), LEVELS)
        item.depth_here = level  # type: ignore[attr-defined]
        is_usual = level == 1 or above.get(level - 1) == item.parent_id
        item.under_here = "" if is_usual or item.parent is None else item.parent.reference  # type: ignore[attr-defined]
        above = {one: key for one, key in above.items() if one < level} | {level: item.pk}


def opened_from(record: Any) -> Iterator[tuple[Row, Any]]:
    """Yield the rows of one record: of a recommendation also its parts, and its end."""
    row = Row(**{name: getattr(record, name) for name in SAME}, record_id=record.pk)
    row.opened_as = snapshot(record, TYPES[type(record)])
    if isinstance(record, ReviewSection):
        row.record_type, row.kind, row.words, row.is_bullet = (
            Becomes.SECTION,
            record.kind,
            record.text,
            record.is_bullet,
        )
        yield row, None
    elif isinstance(record, Resource):
        row.record_type, row.kind, row.words = Becomes.RESOURCE, RowKind.RESOURCE, record.title
        row.address, row.address_state = record.address, record.address_state
        yield row, None
    elif isinstance(record, LearningItem):
        row.record_type, row.kind, row.words, row.reference = Becomes.ITEM, record.kind, record.text, record.reference
        row.level, row.under = record.depth_here, record.under_here  # type: ignore[attr-defined]
        yield row, record
    else:
        yield from rows_of_recommendation(row, record)


def rows_of_recommendation(row: Row, recommendation: Recommendation) -> Iterator[tuple[Row, Any]]:
    """Yield the rows of a recommendation: its first words in `row`, its parts, and its end."""
    row.record_type, row.kind, row.words = Becomes.RECOMMENDATION, RowKind.RECOMMENDATION, recommendation.stem
    row.reference, row.label, row.series = recommendation.reference, recommendation.short_label, recommendation.series
    row.scope, row.numbering_is_ours = recommendation.scope, recommendation.numbering_is_ours
    yield row, recommendation
    for part in recommendation.parts.all():
        own = Row(kind=RowKind.PART, record_type=Becomes.PART, record_id=part.pk, words=part.text, label=part.label)
        own.level, own.language = part.level, part.language
        own.place, own.source_defect = part.place, part.source_defect
        own.opened_as = snapshot(part, Becomes.PART)
        yield own, part
    if recommendation.tail:
        own = Row(kind=RowKind.TAIL, record_type=Becomes.TAIL, record_id=recommendation.pk, words=recommendation.tail)
        yield own, None


def write_rows(copy: WorkingCopy, opened: list[tuple[Row, Any]]) -> None:
    """Save new rows, with the themes and agencies of the records that they were opened from."""
    for row, _ in opened:
        row.copy = copy
    rows = Row.objects.bulk_create([row for row, _ in opened])
    links: dict[str, list[Any]] = defaultdict(list)
    for row, (_, tagged) in zip(rows, opened, strict=True):
        if tagged is None:
            continue
        for name, column in (("themes", "theme"), ("agency_kinds", "agencykind"), ("agencies", "agency")):
            through: Any = getattr(Row, name).through
            records = getattr(tagged, name).all() if hasattr(tagged, name) else ()
            links[name] += [through(**{"row": row, column: record}) for record in records]
    for name, made in links.items():
        getattr(Row, name).through.objects.bulk_create(made)
