"""Plan what the rows of a working copy become: records with their headings, parents and parts, in document order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from learning.models import AgencyKind, ReviewSection
from reviews_portal.editing.models import Row, RowKind, WorkingCopy
from reviews_portal.editing.models.row_kind import RECORDED_ONCE, Becomes

from .answered import resolve
from .planned import Plan, Planned, Quoted

# Columns of the records of each type that rows fill, with the name of the row's own column.
COLUMNS: dict[Becomes, dict[str, str]] = {
    Becomes.SECTION: {"kind": "kind", "text": "words", "is_bullet": "is_bullet"},
    Becomes.ITEM: {"kind": "kind", "text": "words"},
    Becomes.RECOMMENDATION: {
        "stem": "words",
        "short_label": "label",
        "series": "series",
        "scope": "scope",
        "numbering_is_ours": "numbering_is_ours",
    },
    Becomes.PART: {"text": "words", "label": "label"},
    Becomes.RESOURCE: {"title": "words", "address": "address", "address_state": "address_state"},
}
OF_ALL = {name: name for name in ("place", "source_defect", "language")}
WORDS = {"text", "stem", "tail", "title", "heading", "subheading", "label", "short_label", "series", "address"}
TAGS: dict[Becomes, tuple[str, ...]] = {
    Becomes.ITEM: ("themes", "agency_kinds", "agencies"),
    Becomes.RECOMMENDATION: ("themes", "agency_kinds", "agencies"),
    Becomes.PART: ("agency_kinds", "agencies"),
}
LONGEST_HEADING = ReviewSection._meta.get_field("heading").max_length or 0
TOO_LONG = f"A heading can have up to {LONGEST_HEADING} characters. Split it, or choose another type of text."
STRAY = (
    "This type of text cannot have all the details entered here. Move them into the wording, or choose “Planned "
    "action” or “Agency response”."
)
NO_TEXT = "This heading has no text below it. Add the text, choose another type, or remove it."
NOT_KEPT = (
    "Planned actions, responses and agencies are shown without headings, so readers would not see this one. Choose "
    "another type of text, or remove it."
)
NOT_SHOWN = "Readers do not see “{}” with this type of text. Put it into the wording, or clear it."
HAS_RECORD = (
    "Text that was recorded as another type cannot become a planned action, an agency response or an agency involved. "
    "Change the type back, and add a new row."
)
MOVE = "Change its level, or move it."


def rows_in_order(copy: WorkingCopy) -> list[Row]:
    """Return the rows of a working copy in order, with their themes and agencies, without removed ones."""
    return list(Row.objects.filter(copy=copy).kept().in_order().with_tags().select_related("document"))


def plan_of(copy: WorkingCopy) -> Plan:
    """Return what the rows of a working copy become now."""
    everyone = AgencyKind.objects.filter(slug=AgencyKind.EVERYONE).first()
    return planned(rows_in_order(copy), everyone)


def planned(rows: Iterable[Row], everyone: AgencyKind | None = None) -> Plan:
    """Return what rows become. A statement that is for nobody in particular is for `everyone`."""
    rows = list(rows)
    plan = Plan([], [], [])
    heading = subheading = ""
    document = 0
    recommendation: Planned | None = None
    in_chapter: Planned | None = None  # the last recommendation since the last heading
    items: dict[int, Planned] = {}
    for row in rows:
        if row.document_id != document:
            document, heading, subheading, recommendation, items = row.document_id, "", "", None, {}
            in_chapter = None
        if row.becomes == Becomes.HEADING and len(row.words.strip()) > LONGEST_HEADING:
            plan.misplaced.append((row, TOO_LONG))
        if row.has_stray_columns:
            plan.misplaced.append((row, STRAY))
        plan.misplaced += [(row, NOT_SHOWN.format(text)) for text in row.stray_texts.values()]
        if row.kind == RowKind.HEADING:
            heading, subheading, in_chapter = row.words.strip(), "", None
        elif row.becomes in RECORDED_ONCE:
            if row.record_type and not row.is_recorded:
                plan.misplaced.append((row, HAS_RECORD))
            elif not row.is_recorded:
                plan.quoted.append(Quoted(row, in_chapter))
        elif row.kind == RowKind.SUBHEADING:
            subheading = row.words.strip()
        elif row.becomes == Becomes.NOTHING:
            plan.unmarked.append(row)
        elif row.becomes in (Becomes.PART, Becomes.TAIL):
            if problem := add_to(recommendation, row):
                plan.misplaced.append((row, problem))
        else:
            record = record_of(row, heading, subheading, everyone)
            plan.records.append(record)
            recommendation = record if row.becomes == Becomes.RECOMMENDATION else None
            in_chapter = recommendation or in_chapter
            if row.becomes == Becomes.ITEM:
                place(record, items)
    plan.misplaced += headings_lost(rows)
    number_ours(plan.records)
    for record in plan.records:
        include_parts(record, everyone)
    resolve(plan.quoted, [one for one in plan.records if one.becomes == Becomes.RECOMMENDATION])
    return plan


def headings_lost(rows: Iterable[Row]) -> Iterator[tuple[Row, str]]:
    """Yield the headings that no record would have, each with what to do: records keep those above them.

    One without words only ends the heading above it.
    """
    open_headings: list[
        list[Any]
    ] = []  # the headings above the present row that no record has yet, with what is below
    document = 0
    for row in rows:
        if row.becomes == Becomes.HEADING or row.document_id != document:
            ends = row.document_id != document or row.kind == RowKind.HEADING
            ended = [one for one in open_headings if ends or one[0].kind == row.kind]
            yield from ((one, NOT_KEPT if has_quoted else NO_TEXT) for one, has_quoted in ended)
            open_headings = [one for one in open_headings if one not in ended]
            document = row.document_id
        if row.becomes == Becomes.HEADING:
            open_headings += [[row, False]] if row.words.strip() else []
        elif row.becomes in RECORDED_ONCE:
            for one in open_headings:
                one[1] = True
        elif row.becomes not in (Becomes.PART, Becomes.TAIL):
            open_headings = []
    yield from ((one, NOT_KEPT if has_quoted else NO_TEXT) for one, has_quoted in open_headings)


def record_of(row: Row, heading: str, subheading: str, everyone: AgencyKind | None) -> Planned:
    """Return the record that a row becomes under these headings."""
    own = COLUMNS[row.becomes] | OF_ALL | {"is_key": "is_key"}
    values = {name: getattr(row, column) for name, column in own.items()}
    values |= {"heading": heading, "subheading": subheading}
    record = Planned(row, row.becomes, row.document, values, tags_of(row))
    if row.becomes == Becomes.RECOMMENDATION:
        values["tail"] = ""
    if record.tags and everyone and not (record.tags["agency_kinds"] or record.tags["agencies"]):
        record.tags["agency_kinds"] = [everyone]
    return record


def tags_of(row: Row) -> dict[str, list[Any]]:
    """Return the themes and agencies of a row that the record it becomes can have."""
    return {name: list(getattr(row, name).all()) for name in TAGS.get(row.becomes, ())}


def place(record: Planned, items: dict[int, Planned]) -> None:
    """Put an item under the nearest item above it on a higher level; `items` are the last ones on each level."""
    level = record.row.level
    record.under = record.row.under
    if level > 1:
        record.above = items.get(level - 1)
        if record.above is None and not record.under:
            record.misplaced = f"This is at level {level}, but there is no point at level {level - 1} above it. {MOVE}"
    for deeper in [one for one in items if one >= level]:
        del items[deeper]
    items[level] = record


def add_to(recommendation: Planned | None, row: Row) -> str:
    """Add a part or a tail to the recommendation above it. Return what is wrong with its place, or ""."""
    if recommendation is None:
        return (
            "There is no recommendation above this. Move it below its recommendation, or choose another type of text."
        )
    if row.becomes == Becomes.TAIL:
        if recommendation.tail:
            return f"This recommendation already has “{RowKind.TAIL.label}”. Join the two, or choose another type."
        recommendation.tail, recommendation.values["tail"] = row, row.words
        return ""
    values = {name: getattr(row, column) for name, column in (COLUMNS[Becomes.PART] | OF_ALL).items()}
    part = Planned(row, Becomes.PART, row.document, values, tags_of(row))
    if row.level > 1:
        part.above = next((one for one in reversed(recommendation.parts) if one.row.level == 1), None)
        if part.above is None:
            return f"This is at level 2, but there is no part at level 1 above it. {MOVE}"
    recommendation.parts.append(part)
    return ""


def number_ours(records: Iterable[Planned]) -> None:
    """Number the recommendations that have no number by their order, and give parts without a label a letter."""
    counted: Counter[int] = Counter()
    for record in records:
        if record.becomes != Becomes.RECOMMENDATION:
            continue
        counted[record.document.pk] += 1
        if not record.values["short_label"].strip():
            record.values |= {"short_label": str(counted[record.document.pk]), "numbering_is_ours": True}
        for number, part in enumerate(record.parts):
            if not part.values["label"].strip():
                part.values["label"] = letter(number)


def letter(number: int) -> str:
    """Return the label of a part that its document does not number: a to z, then aa, ab and so on."""
    first, last = divmod(number, 26)
    return (chr(96 + first) if first else "") + chr(97 + last)


def include_parts(record: Planned, everyone: AgencyKind | None) -> None:
    """Make a recommendation relevant to the agencies of its parts, too. New parts are not for all agencies by default.

    If a part names somebody, the recommendation is no longer for all agencies, unless that was chosen for it.
    """
    for part in record.parts:
        if not part.row.record_id:
            part.tags["agency_kinds"] = [kind for kind in part.tags["agency_kinds"] if kind != everyone]
        for name in TAGS[Becomes.PART]:
            record.tags[name] += [one for one in part.tags[name] if one not in record.tags[name]]
    chosen = [*record.row.agency_kinds.all()] if record.parts else []
    named = [kind for kind in record.tags.get("agency_kinds", []) if kind != everyone] or record.tags.get("agencies")
    if record.parts and named and everyone not in chosen:
        record.tags["agency_kinds"] = [kind for kind in record.tags["agency_kinds"] if kind != everyone]
