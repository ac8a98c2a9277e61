"""Write the rows of a working copy as the records of its review: only the differences, in one transaction."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F

from learning.models import LaterNote, LearningItem, OldReference, Review, SourceWording
from learning.models.source import kinds_sourced
from learning.search.index import deferred
from recommendations.models import QuotedAction, Recommendation, RecommendationPart, Response, ResponseRequest
from recommendations.models.response import ResponseVersion
from reviews_portal.editing.models import Row, WorkingCopy
from reviews_portal.editing.models.row_kind import Becomes

from .differences import MODELS, Change, Comparison, Difference, compared, key_of, row_key
from .permissions import check_may_edit
from .planning import Planned
from .positions import new_positions
from .problems import check_publishable_rows

ASIDE = 1_000_000_000  # added to positions while records change places, so that no two have the same
NOT_CHANGED = "Nothing has been changed, so there is nothing to publish."


def write_records(copy: WorkingCopy, *, by, reasons: Mapping[int, str] | None = None) -> list[Difference]:
    """Write the differences between the rows and the records of a review, and return them.

    `reasons` are by the key of the row. New statements get their references in document order. A removed or joined
    statement of a review that was public leaves its reference behind. Raises PermissionDenied unless `by` may edit the
    review, and ValidationError if rows cannot become records, somebody changed the same record elsewhere, or a record
    that would go is in use.
    """
    check_may_edit(copy.review, by)
    with transaction.atomic(), deferred():
        review = Review.objects.select_for_update(no_key=True).get(pk=copy.review_id)
        copy = WorkingCopy.objects.select_for_update(of=("self",)).select_related("review").get(pk=copy.pk)
        check_publishable_rows(copy)
        comparison = compared(copy)
        check_removable(comparison)
        Writing(review, comparison, by, reasons or {}).write()
        return comparison.found


@transaction.atomic
def publish_corrections(copy: WorkingCopy, *, by, reasons: Mapping[int, str]) -> list[Difference]:
    """Publish what was changed in the working copy of a published review, and close it.

    Each change of what readers can read needs a reason, which they see. Raises PermissionDenied and ValidationError as
    `write_records` does, and ValidationError by row for a missing reason, or if nothing was changed.
    """
    check_may_edit(copy.review, by)
    found = compared(copy).found
    if not found:
        raise ValidationError(NOT_CHANGED)
    if missing := [one for one in found if one.needs_reason and not reasons.get(one.row.pk, "").strip()]:
        raise ValidationError(
            {f"reason-{one.row.pk}": "Enter why this changes, such as “a word had been left out”." for one in missing}
        )
    found = write_records(copy, by=by, reasons=reasons)
    copy.delete()
    return found


@transaction.atomic
def write_before_publication(review: Review, by) -> None:
    """Write the working copy of a review that is about to be published, if it has one, and close it.

    Raises PermissionDenied and ValidationError as `write_records` does, and ValidationError if there would be nothing
    to read.
    """
    if copy := WorkingCopy.objects.filter(review=review).select_related("review").first():
        write_records(copy, by=by)
        copy.delete()
    if not any(model._base_manager.filter(review=review).exists() for model in kinds_sourced()):
        raise ValidationError("There is nothing to publish yet. Add what the document says first.")


# --- What may go -----------------------------------------------------------------------------------------------------


def check_removable(comparison: Comparison) -> None:
    """Raise ValidationError, naming them, if records that would go have responses, requests, actions or notes."""
    problems = []
    for (becomes, key), row in comparison.gone.items():
        record = comparison.held[becomes, key]
        if isinstance(record, Recommendation) and is_answered(record):
            problems.append(
                f"{record.reference} has requests, responses or planned actions, so it must stay a recommendation. "
                "Put it back, and correct its words instead."
            )
        if isinstance(record, RecommendationPart) and ResponseVersion.objects.filter(parts=record).exists():
            problems.append(
                f"A response answers {record}, so it must stay a part. Put it back, and correct its words."
            )
        has_notes = isinstance(record, LearningItem) and record.later_notes.exists()
        if has_notes and not (row.joined_into and row.joined_into.record_type == Becomes.ITEM):
            problems.append(f"{record.reference} has later notes. Remove them first, or keep it as it is.")
    if problems:
        raise ValidationError(problems)


def is_answered(recommendation: Recommendation) -> bool:
    """Return whether requests, responses or quoted actions refer to a recommendation."""
    return any(
        model._base_manager.filter(recommendation=recommendation).exists()
        for model in (ResponseRequest, Response, QuotedAction)
    )


# --- Writing ---------------------------------------------------------------------------------------------------------


class Writing:
    """Writes the differences of one comparison, in an order that no constraint refuses."""

    def __init__(self, review: Review, comparison: Comparison, by, reasons: Mapping[int, str]) -> None:
        self.review, self.comparison, self.by, self.reasons = review, comparison, by, reasons
        self.was_public = review.was_ever_public
        self.changes = {one.row.pk: one for one in comparison.found}
        self.made: dict[Planned, Any] = {}
        self.positions = self.planned_positions()

    def write(self) -> None:
        """Remove what goes, put aside what changes its place, and write what is new or different."""
        self.leave_references()
        self.remove()
        self.put_aside()
        self.give_references()
        for record in self.comparison.plan.records:
            self.made[record] = self.save(record)
            if record.becomes == Becomes.RECOMMENDATION:
                self.save_parts(record)

    def planned_positions(self) -> dict[Planned, int]:
        """Return the position of each planned record in its document, the present one where it can stay."""
        found: dict[Planned, int] = {}
        documents = {record.document.pk: record.document for record in self.comparison.plan.records}
        for key in documents:
            records = [one for one in self.comparison.plan.records if one.document.pk == key]
            now = [self.position_now(one) for one in records]
            found |= zip(records, new_positions(now, self.taken(key)), strict=True)
        return found

    def position_now(self, record: Planned) -> int | None:
        """Return the position that the record of a planned one has in the same document, None if it has none there."""
        held = self.comparison.held.get(key_of(record))
        return held.position if held is not None and held.document_id == record.document.pk else None

    def taken(self, document: int) -> set[int]:
        """Return the positions of records of a document that are in no row, such as quoted actions."""
        rows = {row_key(row) for row in Row.objects.filter(copy__review=self.review).exclude(record_id=None)}
        found: set[int] = set()
        types = {model: becomes for becomes, model in MODELS.items()}
        for model in kinds_sourced():
            positions = model._base_manager.filter(document=document).values_list("pk", "position")
            found |= {place for pk, place in positions if model not in types or (types[model], pk) not in rows}
        return found

    def leave_references(self) -> None:
        """Keep the references of statements that go, with where each leads, and move the notes of joined ones."""
        for (becomes, key), row in self.comparison.gone.items():
            record = self.comparison.held[becomes, key]
            if not (reference := getattr(record, "reference", "")) or not row.removed_at:
                continue
            into = self.row_joined(row)
            if isinstance(record, LearningItem) and into is not None and into.record_type == Becomes.ITEM:
                LaterNote.objects.filter(item=record).update(item=into.record_id)
            if self.was_public:
                leads_to = into.reference if into is not None else ""
                OldReference.objects.update_or_create(
                    reference=reference, defaults={"review": self.review, "leads_to": leads_to}
                )

    def row_joined(self, row: Row) -> Row | None:
        """Return the row that a row was joined into at last, None if it was only taken out."""
        seen = {row.pk}
        while row.joined_into and row.joined_into.pk not in seen:
            row = row.joined_into
            seen.add(row.pk)
        return None if row.removed_at else row

    def remove(self) -> None:
        """Delete the records that go, parts first, and sub-points freed from the points above them."""
        gone = sorted(self.comparison.gone.items(), key=lambda one: one[0][0] != Becomes.PART)
        items = [key for (becomes, key), _ in gone if becomes == Becomes.ITEM]
        parts = [key for (becomes, key), _ in gone if becomes == Becomes.PART]
        LearningItem._base_manager.filter(parent__in=items).update(parent=None)
        RecommendationPart._base_manager.filter(parent__in=parts).update(parent=None)
        for held, row in gone:
            record = self.comparison.held[held]
            if held[0] == Becomes.PART:
                own = SourceWording.objects.filter(reference=record.recommendation.reference)
                own.filter(part_position=record.position).delete()
            elif row.removed_at and hasattr(record, "reference"):
                SourceWording.objects.filter(reference=record.reference).delete()
            self.recorded(record, row, record.delete)

    def put_aside(self) -> None:
        """Give records that change their place positions that no other has, until they are saved."""
        for record, position in self.positions.items():
            held = self.comparison.held.get(key_of(record))
            if held is not None and (held.document_id, held.position) != (record.document.pk, position):
                rows = MODELS[record.becomes]._base_manager.filter(pk=held.pk)
                rows.update(position=F("position") + ASIDE + held.pk)

    def give_references(self) -> None:
        """Give new statements their references, in document order."""
        new = [one for one in self.comparison.plan.records if one.row.is_statement and not one.row.reference]
        for record, reference in zip(new, self.review.next_references(len(new)), strict=True):
            record.row.reference = reference

    def save(self, record: Planned) -> Any:
        """Save a planned record if it is new or differs, and return it."""
        made = self.comparison.held.get(key_of(record))
        if made is None:
            made = MODELS[record.becomes](review=self.review)
        values = record.values | {"document": record.document, "position": self.positions[record]}
        if record.row.is_statement:
            values["reference"] = record.row.reference
        if record.becomes == Becomes.ITEM:
            values["parent"] = self.parent_of(record)
        self.save_values(record, made, values)
        return made

    def parent_of(self, record: Planned) -> LearningItem | None:
        """Return the item that an item stands under."""
        if record.row.level == 1:
            return None
        if record.under and (found := LearningItem.objects.filter(review=self.review, reference=record.under).first()):
            return found
        return self.made[record.above] if record.above else None

    def save_parts(self, recommendation: Planned) -> None:
        """Save the parts of a recommendation. Second wordings follow a part that gets another position."""
        owner = self.made[recommendation]
        held = [self.comparison.held.get(key_of(part)) for part in recommendation.parts]
        now = [one.position if one is not None and one.recommendation_id == owner.pk else None for one in held]
        positions = new_part_positions(now)
        moved = {old: new for old, new in zip(now, positions, strict=True) if old is not None and old != new}
        parts = RecommendationPart._base_manager.filter(recommendation=owner)
        for old in moved:
            parts.filter(position=old).update(position=old + 10_000)
        wordings = SourceWording._base_manager.filter(reference=owner.reference)
        for old in moved:
            wordings.filter(part_position=old).update(part_position=old + 10_000)
        for old, new in moved.items():
            wordings.filter(part_position=old + 10_000).update(part_position=new)
        for part, was, position in zip(recommendation.parts, held, positions, strict=True):
            made = was if was is not None else RecommendationPart()
            above = self.made[part.above] if part.above else None
            self.save_values(
                part, made, part.values | {"recommendation": owner, "position": position, "parent": above}
            )
            self.made[part] = made

    def save_values(self, record: Planned, made: Any, values: dict[str, Any]) -> None:
        """Save a record if any of these values or its tags differ from those that it has, and link its row to it."""
        is_new = made.pk is None
        is_changed = is_new or any(value_now(made, name) != value for name, value in values.items())
        keys = {name: {one.pk for one in tags} for name, tags in record.tags.items()}
        tags = {
            name: record.tags[name]
            for name, wanted in keys.items()
            if is_new or {one.pk for one in getattr(made, name).all()} != wanted
        }

        def change() -> None:
            if is_changed:
                for name, value in values.items():
                    setattr(made, name, value)
                made.save()
            for name, records in tags.items():
                getattr(made, name).set(records)

        if is_changed or tags:
            self.recorded(made, record.row, change)
        row = record.row
        if (row.record_type, row.record_id) != (record.becomes, made.pk):
            row.record_type, row.record_id = record.becomes, made.pk
            Row._base_manager.filter(pk=row.pk).update(
                record_type=row.record_type, record_id=row.record_id, reference=row.reference
            )

    def recorded(self, record: Any, row: Row, change: Callable[[], Any]) -> None:
        """Make a change whose history says who made it and why."""
        difference = self.changes.get(row.pk)
        reason = self.reasons.get(row.pk, "").strip() or (difference.change if difference else Change.MOVED)
        record._history_user, record._change_reason = self.by, reason[:100]
        record._public_reason = self.reasons.get(row.pk, "").strip()
        change()
        del record._history_user, record._change_reason, record._public_reason


def value_now(record: Any, name: str) -> Any:
    """Return the value of a column; of a relation the record that it refers to."""
    if record.pk is None:
        return None
    return getattr(record, name)


def new_part_positions(now: Iterable[int | None]) -> list[int]:
    """Return the positions of the parts of a recommendation in order: the present ones if those are in order."""
    given = list(now)
    if None not in given and given == sorted(given):  # type: ignore[type-var]
        return [position for position in given if position is not None]
    return list(range(1, len(given) + 1))
