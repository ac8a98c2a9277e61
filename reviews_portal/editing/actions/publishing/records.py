"""Write the records that rows become, in an order that no constraint refuses. New ones are written in bulk."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Model

from learning.hidden import hide_below
from learning.models import HiddenRecord, LaterNote, LearningItem, OldReference, Review, SourceWording, Status
from learning.models.item import LEVELS
from learning.models.sourced import kinds_sourced
from learning.published_changes import note_change
from recommendations.models import RecommendationPart
from reviews_portal.editing.models import Row
from reviews_portal.editing.models.row_kind import RECORDED_ONCE, Becomes

from .differences import MODELS, Change, Comparison, every, key_of, row_key
from .history import write_history
from .plan import TAGS
from .planned import Planned
from .positions import new_part_positions, new_positions
from .snapshots import snapshot

ASIDE = 1_000_000_000  # added to positions while records change places, so that no two have the same
PARTS_ASIDE = 10_000
LINKED = ["record_type", "record_id", "reference", "opened_as"]


class Writing:
    """Writes the differences of one comparison."""

    def __init__(self, review: Review, comparison: Comparison, by, reasons: Mapping[int, str]) -> None:
        self.review, self.comparison, self.by, self.reasons = review, comparison, by, reasons
        self.plan, self.held = comparison.plan, comparison.held
        self.was_public = review.was_ever_public
        self.changes = {one.row.pk: one for one in comparison.found}
        self.made: dict[Planned, Any] = {
            record: self.held[key] for record in every(self.plan) if (key := key_of(record)) in self.held
        }
        self.owners = {part: record for record in self.plan.records for part in record.parts}
        self.positions = self.planned_positions()
        self.written: list[Row] = []
        self.created: list[Planned] = []
        self.updated: list[Planned] = []

    def write(self) -> None:
        """Delete, move, create and update records, in an order that no constraint refuses."""
        self.leave_references()
        self.remove()
        self.put_aside()
        self.give_references()
        existing = list(self.made)
        self.create()
        for record in existing:
            self.save(record)
        self.write_history(self.created, is_new=True)
        self.write_history(self.updated, is_new=False)
        Row._base_manager.bulk_update(self.written, LINKED, 200)
        self.give_themes()
        self.note_changes()

    # --- Places and references ---

    def planned_positions(self) -> dict[Planned, int]:
        """Return the position of each record in its document, and of each part in its recommendation.

        The present one stays where it can.
        """
        found: dict[Planned, int] = {}
        for document in dict.fromkeys(record.document.pk for record in self.plan.records):
            records = [one for one in self.plan.records if one.document.pk == document]
            now = [self.position_now(one, "document_id", document) for one in records]
            found |= zip(records, new_positions(now, self.taken(document)), strict=True)
        for record in self.plan.records:
            owner = self.made[record].pk if record in self.made else 0
            now = [self.position_now(part, "recommendation_id", owner) for part in record.parts]
            found |= zip(record.parts, new_part_positions(now), strict=True)
        return found

    def position_now(self, record: Planned, column: str, within: int) -> int | None:
        """Return the position that the record of a planned one has in the same document or recommendation, or None."""
        made = self.made.get(record)
        return made.position if made is not None and getattr(made, column) == within else None

    def taken(self, document: int) -> set[int]:
        """Return the positions of records of a document that are in no row, such as quoted actions."""
        rows = {row_key(row) for row in Row.objects.filter(copy__review=self.review).exclude(record_id=None)}
        types = {model: becomes for becomes, model in MODELS.items()}
        found: set[int] = set()
        for model in kinds_sourced():
            positions = model._base_manager.filter(document=document).values_list("pk", "position")
            found |= {place for pk, place in positions if model not in types or (types[model], pk) not in rows}
        return found

    def put_aside(self) -> None:
        """Give records and parts that move temporary positions that no other has, until they are saved.

        Second wordings follow a part to its new position.
        """
        for record, made in self.made.items():
            position = self.positions[record]
            if record in self.owners:
                if made.position != position and made.recommendation_id == self.held_owner(record):
                    RecommendationPart._base_manager.filter(pk=made.pk).update(position=position + PARTS_ASIDE)
                    self.wordings_of(made).update(part_position=position + PARTS_ASIDE)
            elif (made.document_id, made.position) != (record.document.pk, position):
                rows = MODELS[record.becomes]._base_manager.filter(pk=made.pk)
                rows.update(position=F("position") + ASIDE + made.pk)
        moved = SourceWording._base_manager.filter(review=self.review, part_position__gt=PARTS_ASIDE)
        moved.update(part_position=F("part_position") - PARTS_ASIDE)

    def held_owner(self, part: Planned) -> int | None:
        """Return the key of the recommendation that a part will belong to, None if that is new."""
        owner = self.made.get(self.owners[part])
        return owner.pk if owner is not None else None

    def wordings_of(self, part: RecommendationPart):
        """Return the second wordings of a part."""
        reference = part.recommendation.reference
        return SourceWording._base_manager.filter(reference=reference, part_position=part.position)

    def give_references(self) -> None:
        """Give new statements their references, in document order."""
        new = [one for one in self.plan.records if one.row.is_statement and not one.row.reference]
        for record, reference in zip(new, self.review.next_references(len(new)), strict=True):
            record.row.reference = reference

    # --- Deleting ---

    def leave_references(self) -> None:
        """Keep the references of deleted statements, with where each redirects, and move the notes of joined ones."""
        for held, row in self.comparison.gone.items():
            record = self.held[held]
            if not (reference := getattr(record, "reference", "")) or not row.removed_at:
                continue
            into = row_joined(row)
            if isinstance(record, LearningItem) and into is not None and into.record_type == Becomes.ITEM:
                LaterNote.objects.filter(item=record).update(item=into.record_id)
            if self.was_public:
                leads_to = into.reference if into is not None else ""
                OldReference.objects.update_or_create(
                    reference=reference, defaults={"review": self.review, "leads_to": leads_to}
                )

    def remove(self) -> None:
        """Delete records, parts first, after detaching the sub-points that stay from the points above them."""
        gone = sorted(self.comparison.gone.items(), key=lambda one: one[0][0] != Becomes.PART)
        items = [key for (becomes, key), _ in gone if becomes == Becomes.ITEM]
        parts = [key for (becomes, key), _ in gone if becomes == Becomes.PART]
        LearningItem._base_manager.filter(parent__in=items).update(parent=None)
        RecommendationPart._base_manager.filter(parent__in=parts).update(parent=None)
        for held, row in gone:
            record = self.held[held]
            if held[0] == Becomes.PART:
                self.wordings_of(record).delete()
            elif row.removed_at and hasattr(record, "reference"):
                SourceWording.objects.filter(reference=record.reference).delete()
            self.delete(record, row)

    # --- Creating ---

    def create(self) -> None:
        """Create the new records, parents before their children."""
        new = [record for record in every(self.plan) if record not in self.made]
        for becomes in (Becomes.SECTION, Becomes.RESOURCE, Becomes.RECOMMENDATION):
            self.create_all([one for one in new if one.becomes == becomes])
        for becomes in (Becomes.ITEM, Becomes.PART):
            for level in range(1, LEVELS + 1):
                self.create_all([one for one in new if one.becomes == becomes and one.row.level == level])
        if HiddenRecord.objects.filter(hiding__review=self.review).exists():
            for record in new:
                if record.becomes == Becomes.ITEM:
                    hide_below(self.made[record])  # which a signal does for records that are saved one by one

    def create_all(self, new: list[Planned]) -> None:
        """Create new records of one type in bulk, with their themes and agencies."""
        if not new:
            return
        model: Any = MODELS[new[0].becomes]
        own = {} if new[0].becomes == Becomes.PART else {"review": self.review}
        records = model.objects.bulk_create([model(**own, **self.values_of(one)) for one in new])
        for record, made in zip(new, records, strict=True):
            self.made[record] = made
        for name in TAGS.get(new[0].becomes, ()):
            tag_all(model, name, [(self.made[one], one.tags[name]) for one in new])
        for record in new:
            self.link(record, self.made[record])
        self.created += new

    def give_themes(self) -> None:
        """Add the themes of its statements to the review, which has all of them; writing in bulk sends no signal."""
        themes = {theme for record in self.plan.records for theme in record.tags.get("themes", ())}
        if missing := themes - set(self.review.themes.all()):
            self.review.themes.add(*missing)

    # --- Updating ---

    def values_of(self, record: Planned) -> dict[str, Any]:
        """Return all columns of a planned record, including its position, parent and document."""
        values = record.values | {"position": self.positions[record]}
        if record.becomes == Becomes.PART:
            above = self.made[record.above] if record.above else None
            return values | {"recommendation": self.made[self.owners[record]], "parent": above}
        values["document"] = record.document
        if record.row.is_statement:
            values["reference"] = record.row.reference
        if record.becomes == Becomes.ITEM:
            values["parent"] = self.parent_of(record)
        return values

    def parent_of(self, record: Planned) -> LearningItem | None:
        """Return the parent of an item, or None."""
        if record.row.level == 1:
            return None
        if record.under and (found := LearningItem.objects.filter(review=self.review, reference=record.under).first()):
            return found
        return self.made[record.above] if record.above else None

    def save(self, record: Planned) -> None:
        """Save a record if its values or its tags differ from those that it has."""
        made, values = self.made[record], self.values_of(record)
        is_changed = any(getattr(made, name) != value for name, value in values.items())
        tags = {
            name: records
            for name, records in record.tags.items()
            if {one.pk for one in getattr(made, name).all()} != {one.pk for one in records}
        }

        if not is_changed and not tags:
            return
        made.skip_history_when_saving = True  # it is written for all of them at once
        made._public_reason = self.reasons.get(record.row.pk, "").strip()
        if is_changed:
            for name, value in values.items():
                setattr(made, name, value)
            made.save()
        for name, records in tags.items():
            getattr(made, name).set(records)
        del made.skip_history_when_saving, made._public_reason
        self.link(record, made)
        self.updated.append(record)

    def link(self, record: Planned, made: Any) -> None:
        """Store on a row which record it became, with a snapshot of that record."""
        row = record.row
        row.record_type, row.record_id = record.becomes, made.pk
        row.opened_as = snapshot(made, record.becomes, record.tags)
        self.written.append(row)

    # --- Reasons and history ---

    def reason_of(self, row: Row) -> str:
        """Return why a record changes, for its history."""
        difference = self.changes.get(row.pk)
        return self.reasons.get(row.pk, "").strip() or str(difference.change if difference else Change.MOVED)

    def delete(self, record: Any, row: Row) -> None:
        """Delete a record; its history says who did and why."""
        record._history_user, record._change_reason = self.by, self.reason_of(row)[:100]
        record.delete()

    def write_history(self, records: Sequence[Planned], *, is_new: bool) -> None:
        """Write the history of records that were created, or changed, all at once."""
        for record in records:
            self.made[record]._change_reason = self.reason_of(record.row)[:100]
        for becomes, model in MODELS.items():
            made = [self.made[record] for record in records if record.becomes == becomes]
            write_history(model, made, by=self.by, is_new=is_new)

    def note_changes(self) -> None:
        """List what was added to and removed from a published review under What's new; signals list the rest."""
        if self.review.status != Status.PUBLISHED:
            return
        for one in self.comparison.found:
            if one.change in (Change.ADDED, Change.JOINED, Change.REMOVED) and one.row.becomes not in RECORDED_ONCE:
                note_change(self.review.pk, one.row.reference, self.reasons.get(one.row.pk, "").strip())


def row_joined(row: Row) -> Row | None:
    """Return the row that a row was finally joined into; None if it was only removed."""
    seen = {row.pk}
    while row.joined_into and row.joined_into.pk not in seen:
        row = row.joined_into
        seen.add(row.pk)
    return None if row.removed_at else row


def tag_all(model: type[Model], name: str, tagged: Iterable[tuple[Any, Iterable[Any]]]) -> None:
    """Give new records their themes or agencies in bulk."""
    field: Any = model._meta.get_field(name)
    through: Any = field.remote_field.through
    own, other = field.m2m_field_name(), field.m2m_reverse_field_name()
    through.objects.bulk_create(through(**{own: record, other: tag}) for record, tags in tagged for tag in tags)
