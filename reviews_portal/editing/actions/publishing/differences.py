"""What publishing a working copy would change: planned records compared with those that the review has now."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from learning.models import LearningItem, Resource, Review, ReviewSection, SourceDocument
from recommendations.models import Recommendation, RecommendationPart
from reviews_portal.editing.models import Row, WorkingCopy
from reviews_portal.editing.models.row_kind import RECORDED_ONCE, Becomes

from .plan import TAGS, WORDS, plan_of
from .planned import Plan, Planned
from .positions import in_order
from .snapshots import take_over

MODELS: dict[Becomes, Any] = {
    Becomes.SECTION: ReviewSection,
    Becomes.ITEM: LearningItem,
    Becomes.RECOMMENDATION: Recommendation,
    Becomes.RESOURCE: Resource,
    Becomes.PART: RecommendationPart,
}
type Key = tuple[Becomes, int]


class Change(StrEnum):
    """What happens to a record."""

    ADDED = "Added"
    REWORDED = "Text changed"
    KIND = "Type of text changed"
    TAGGED = "Themes or details changed"
    MOVED = "Moved"
    JOINED = "Joined"
    REMOVED = "Removed"


@dataclass
class Difference:
    """One record that publishing would change."""

    change: Change
    row: Row
    before: str = ""  # its words now
    after: str = ""  # its words then
    fields: set[str] = field(default_factory=set)
    conflicts: set[str] = field(default_factory=set)  # those that were changed elsewhere since the row was opened

    @property
    def needs_reason(self) -> bool:
        """Whether readers are told the reason: the text changes, not only its position or how it is found.

        Planned actions, responses and agencies are added without a reason, as on their own pages.
        """
        if self.row.becomes in RECORDED_ONCE:
            return False
        return self.change in (Change.ADDED, Change.REWORDED, Change.JOINED, Change.REMOVED)


@dataclass
class Comparison:
    """The records that a review has, those that its rows become, and the differences."""

    plan: Plan
    held: dict[Key, Any]  # the records of the review, with the parts of recommendations
    gone: dict[Key, Row]  # records whose row was removed or has become something else
    found: list[Difference]


def compared(copy: WorkingCopy) -> Comparison:
    """Return what publishing a working copy would change, in document order."""
    plan = plan_of(copy)
    held = held_by(copy.review)
    kept = {key for one in every(plan) if (key := key_of(one)) in held}
    gone = {
        key: row
        for row in Row.objects.filter(copy=copy).exclude(record_id=None).select_related("document", "joined_into")
        if (key := row_key(row)) in held and key not in kept
    }
    moved = moved_in(plan, held)
    found = [difference for one in every(plan) if (difference := difference_of(one, held, moved))]
    found += [removal_of(row, held[key]) for key, row in gone.items() if row.removed_at]
    found += [Difference(Change.ADDED, one.row, "", all_words(one.row)) for one in plan.quoted]
    found.sort(key=lambda one: (one.row.document.position, one.row.position))
    return Comparison(plan, held, gone, found)


def mark_of(found: Iterable[Difference], added: Iterable[SourceDocument] = ()) -> str:
    """Return a digest of differences and of added documents, which changes as soon as any of them does."""
    shown = [[one.row.pk, one.change, one.before, one.after, sorted(one.fields)] for one in found]
    shown += [[document.pk, document.title, document.publisher] for document in added]
    return hashlib.sha256(json.dumps(shown).encode(errors="surrogatepass")).hexdigest()


def held_by(review: Review) -> dict[Key, Any]:
    """Return the records of a review by their type and key."""
    found: dict[Key, Any] = {}
    for becomes, model in MODELS.items():
        if becomes == Becomes.PART:
            rows = model.objects.filter(recommendation__review=review)
        else:
            rows = model.objects.filter(review=review)
        for record in rows.prefetch_related(*TAGS.get(becomes, ())):
            found[becomes, record.pk] = record
    return found


def every(plan: Plan) -> Iterator[Planned]:
    """Yield all planned records, each recommendation before its parts."""
    for record in plan.records:
        yield record
        yield from record.parts


def row_key(row: Row) -> Key:
    """Return the type and the key of the record that a row was opened from; the end of a recommendation is that."""
    becomes = Becomes.RECOMMENDATION if row.record_type == Becomes.TAIL else Becomes(row.record_type)
    return (becomes, row.record_id or 0)


def key_of(record: Planned) -> Key:
    """Return the key of the record that a planned one changes; the row of another type of record makes a new one."""
    return (
        (record.becomes, record.row.record_id or 0)
        if record.row.record_type == record.becomes
        else (record.becomes, 0)
    )


def moved_in(plan: Plan, held: dict[Key, Any]) -> set[int]:
    """Return the keys of the rows whose records change their order or their parent."""
    moved = set()
    for document in dict.fromkeys(record.document.pk for record in plan.records):
        own = [record for record in plan.records if record.document.pk == document]
        lists = [own, *(record.parts for record in own if record.parts)]
        for records in lists:
            now = [held.get(key_of(record)) for record in records]
            positions = [one.position if one is not None else None for one in now]
            stays = in_order(positions)
            moved |= {
                record.row.pk
                for index, (record, position) in enumerate(zip(records, positions, strict=True))
                if position is not None and index not in stays
            }
    return moved | {record.row.pk for record in every(plan) if is_under_another(record, held)}


def is_under_another(record: Planned, held: dict[Key, Any]) -> bool:
    """Return whether an item or a part will have a different parent."""
    now = held.get(key_of(record))
    if now is None or record.becomes not in (Becomes.ITEM, Becomes.PART):
        return False
    if record.row.level == 1:
        return now.parent_id is not None
    if record.under:
        parent = held.get((Becomes.ITEM, now.parent_id or 0))
        return parent is None or parent.reference != record.under
    return record.above is None or key_of(record.above) != (record.becomes, now.parent_id)


def difference_of(record: Planned, held: dict[Key, Any], moved: set[int]) -> Difference | None:
    """Return how a planned record differs from the one that the review has, or None."""
    now = held.get(key_of(record))
    if now is None:
        before = held.get(row_key(record.row)) if record.row.record_id else None
        change = Change.KIND if before is not None else Change.ADDED
        return Difference(change, record.row, words_of(before) if before else "", record.words)
    conflicts = take_over(record, now)
    fields = fields_changed(record, now)
    if record.row.pk in moved:
        fields.add("place in the document")
    if not fields:
        return None
    if fields & WORDS:
        change = Change.REWORDED
    elif "kind" in fields:
        change = Change.KIND
    elif fields <= {"document", "place in the document"}:
        change = Change.MOVED
    else:
        change = Change.TAGGED
    return Difference(change, record.row, words_of(now), record.words, fields, conflicts)


def fields_changed(record: Planned, now: Any) -> set[str]:
    """Return the names of the columns and tags in which a planned record differs from the one that it changes."""
    fields = {name for name, value in record.values.items() if getattr(now, name) != value}
    for name, tags in record.tags.items():
        if {one.pk for one in getattr(now, name).all()} != {one.pk for one in tags}:
            fields.add(name)
    if record.becomes != Becomes.PART and now.document_id != record.document.pk:
        fields.add("document")
    return fields


def all_words(row: Row) -> str:
    """Return the text of a planned action, response or agency, with its other columns."""
    return "\n".join([row.words, *(f"{heading}: {text}" for heading, text in row.cells)])


def removal_of(row: Row, record: Any) -> Difference:
    """Return the difference for a record whose row was removed."""
    change = Change.JOINED if row.joined_into_id else Change.REMOVED
    after = row.joined_into.words if row.joined_into else ""
    return Difference(change, row, words_of(record), after)


def words_of(record: Any) -> str:
    """Return the words of a record, of a recommendation with its parts."""
    own = [getattr(record, name) for name in ("text", "stem", "title") if hasattr(record, name)]
    parts = [part.text for part in record.parts.all()] if isinstance(record, Recommendation) else []
    return "\n".join(filter(None, [*own, *parts, getattr(record, "tail", "")]))
