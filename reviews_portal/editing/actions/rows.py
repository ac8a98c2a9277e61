"""Add, edit and move rows of a working copy. Nothing that readers see changes, and nothing that was typed is lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from learning.addresses import web_link
from learning.models import AgencyKind, SourceDocument
from learning.models.resource import AddressState
from learning.utils.clean_text import clean
from reviews_portal.editing.models import ConflictingRow, Row, RowKind, WorkingCopy
from reviews_portal.editing.models.row import MOST_CONFLICTS
from reviews_portal.editing.models.row_kind import NUMBERED
from reviews_portal.editing.pasting import with_label

from .ordering import position_after
from .permissions import check_may_edit

TAGS = ("themes", "agency_kinds", "agencies")
MOST_ROWS = 5_000  # of a working copy
HIDDEN = (
    "This text is hidden from readers, so it cannot be changed here. First restore or redact it on the page "
    "“Hidden from readers”."
)
RECORDED = "This has been recorded in the review. You can now only change it on its own page."
NOT_HERE = "You can no longer edit this. Someone has removed the row, or published or closed the review."


@dataclass
class ChangedMeanwhile(Exception):
    """Another person changed the row since it was opened. Nothing was overwritten, and the typed text is kept."""

    row: Row
    kept: ConflictingRow


@dataclass(frozen=True)
class NewRow:
    """A row to be added: its words, and its kind and label if they are known."""

    words: str
    kind: str = RowKind.UNMARKED
    is_bullet: bool = False
    label: str = ""
    level: int = 1
    language: str = ""
    address: str = ""
    place: str = ""
    source_block: int | None = None
    doubt: str = ""
    beside: Mapping[str, Any] = field(default_factory=dict)  # columns of an action or a response, by name


def locked(row: Row, by) -> Row:
    """Return a row as it is now, locked until the transaction ends.

    Raises PermissionDenied unless `by` may edit its review, and ValidationError if it no longer exists, has
    been recorded, or its text is hidden from readers: part of it could become visible elsewhere.
    """
    now = locked_even_if_hidden(row, by)
    if now.is_hidden:
        raise ValidationError(HIDDEN)
    if now.is_recorded:
        raise ValidationError(RECORDED)
    return now


def locked_even_if_hidden(row: Row, by) -> Any:
    """Return a row as `locked` does, with `is_hidden`."""
    found = Row.objects.select_for_update(of=("self",)).filter(pk=row.pk).order_by("pk")
    now: Any = (found.with_hidden() if row.has_record else found).first()
    if now is None:
        raise ValidationError(NOT_HERE)
    if not row.has_record:
        now.is_hidden = False
    if now.document_id == row.document_id:
        now.document = row.document
    now.copy = row.copy  # which a row never leaves
    check_may_edit(now.copy.review, by)
    return now


def locked_rows(copy: WorkingCopy, keys: Iterable[int], by) -> list[Row]:
    """Return rows of a working copy in order, locked, without those that are hidden from readers or recorded.

    Raises PermissionDenied as `locked` does.
    """
    check_may_edit(copy.review, by)
    rows = Row.objects.shown().editable().select_for_update(of=("self",)).filter(copy=copy, pk__in=list(keys))
    return list(rows.select_related("document").order_by("document__position", "position", "pk"))


# --- Add -------------------------------------------------------------------------------------------------------------


@transaction.atomic
def add_rows(
    copy: WorkingCopy,
    new: Sequence[NewRow],
    *,
    after: Row | None,
    document: SourceDocument | None = None,
    by,
) -> list[Row]:
    """Add rows below another one, or at the beginning of a document, by default the first, and return them in order.

    They take their document and themes from the row above them, and are for all agencies until somebody chooses
    others. Raises PermissionDenied unless `by` may edit the review, and ValidationError if it has no document or too
    many rows.
    """
    check_may_edit(copy.review, by)
    if WorkingCopy.objects.select_for_update().filter(pk=copy.pk).first() is None:
        raise ValidationError(NOT_HERE)
    first = document or copy.review.documents.order_by("position").first()
    document = after.document if after else first
    if document is None:
        raise ValidationError("First add the document that the text comes from.")
    if (count := copy.rows.count() + len(new)) > MOST_ROWS:
        raise ValidationError(
            f"A review can have up to {MOST_ROWS:,} rows, and this one would have {count:,}. Add fewer rows."
        )
    now, rows = timezone.now(), []
    for position, one in zip(position_after(copy, document, after, len(new)), new, strict=True):
        row = Row(copy=copy, document=document, position=position, kind=one.kind, words=one.words, **one.beside)
        row.is_bullet, row.label, row.saved_by, row.saved_at = one.is_bullet, one.label, by, now
        row.level, row.place, row.source_block, row.doubt = one.level, one.place, one.source_block, one.doubt
        row.language = one.language or row.language
        if one.address:
            row.address = one.address
            row.address_state = AddressState.GIVEN if web_link(one.address) else AddressState.DAMAGED
        rows.append(row)
    rows = Row.objects.bulk_create(rows)
    give_tags(rows, themes=list(after.themes.all()) if after and after.is_statement else [])
    return rows


def give_tags(rows: list[Row], themes: list) -> None:
    """Give new rows these themes, and the kind of agency that stands for all agencies."""
    tagged = [Row.themes.through(row=row, theme=theme) for row in rows for theme in themes]
    Row.themes.through.objects.bulk_create(tagged)
    if everyone := AgencyKind.objects.filter(slug=AgencyKind.EVERYONE).first():
        kinds = [Row.agency_kinds.through(row=row, agencykind=everyone) for row in rows]
        Row.agency_kinds.through.objects.bulk_create(kinds)


# --- Edit ------------------------------------------------------------------------------------------------------------


def save_row(row: Row, typed: dict[str, Any], *, revision: int, by) -> Row:
    """Save what was typed into this revision of a row, and return the row as it is now.

    `typed` has fields of the row by name; themes, agencies and kinds of agency are collections. Saving the same values
    again changes nothing. Raises PermissionDenied unless `by` may edit the review, ChangedMeanwhile if the row is at
    another revision with other values, and ValidationError if it is not there any more.
    """
    with transaction.atomic():
        now = locked(row, by)
        # Each change of themes or agencies makes a new revision. At the same one they are not read again.
        tagged = row if row.revision == now.revision else now
        held = plain_values({name: value_of(tagged if name in TAGS else now, name) for name in typed})
        plain = plain_values(typed)
        if held == plain:
            return now
        if revision == now.revision:
            changed = {name: value for name, value in typed.items() if held[name] != plain[name]}
            return write(now, with_number(now, changed), by)
        kept = keep_conflict(now, plain, by)
    # Outside the transaction, because the typed text must be kept when that is rolled back.
    raise ChangedMeanwhile(now, kept)


def with_number(row: Row, changed: dict[str, Any]) -> dict[str, Any]:
    """Return the changes of a row, with its number put back into the words if it becomes a kind that has none.

    If its kind has none already, its number is removed with that in the words.
    """
    kind, label = changed.get("kind", row.kind), changed.get("label", row.label)
    if not label or kind in NUMBERED or row.record_type or changed.get("numbering_is_ours", row.numbering_is_ours):
        return changed
    words = with_label(changed.get("words", row.words), label)
    if row.kind in NUMBERED or "label" in changed:  # also typed again into a form that was open at that time
        return changed | {"words": words, "label": ""}
    return changed | ({"label": ""} if words != changed.get("words", words) else {})


def value_of(row: Row, name: str) -> Any:
    """Return the value of a field; of a collection its records."""
    return list(getattr(row, name).all()) if name in TAGS else getattr(row, name)


def plain_values(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as they are compared and kept: collections as sorted keys, and texts cleaned."""
    plain: dict[str, Any] = {}
    for name, value in values.items():
        if name in TAGS:
            plain[name] = sorted(one.pk for one in value)
        else:
            plain[name] = clean(value) if isinstance(value, str) else value
    return plain


def keep_conflict(row: Row, plain: dict[str, Any], by) -> ConflictingRow:
    """Store what a person typed into an older revision of a row, once. Raises ValidationError for one too many."""
    own = ConflictingRow.objects.filter(row=row, by=by)
    if kept := own.filter(typed=plain).first():
        return kept
    if own.count() >= MOST_CONFLICTS:
        raise ValidationError(
            f"Not saved: someone else has changed this row, and you already have {MOST_CONFLICTS} versions of it to "
            "compare. Use or delete one of them first. What you typed is still in the form."
        )
    return ConflictingRow.objects.create(row=row, by=by, typed=plain)


def write(row: Row, typed: dict[str, Any], by) -> Row:
    """Write values to a locked row.

    Another type or other words settle what the import was not sure of, unless `typed` says what is still in doubt.
    Spaces and empty lines are no other words.
    """
    fields = [name for name in typed if name not in TAGS]
    is_settled = "kind" in typed or typed.get("words", row.words).split() != row.words.split()
    for name in fields:
        setattr(row, name, typed[name])
    if "level" in typed:
        row.under = ""
    if is_settled:
        row.doubt = typed.get("doubt", "")
    save_changed(row, *fields, "under", "doubt", by=by)
    for name in TAGS:
        if name in typed:
            getattr(row, name).set(typed[name])
    return row


def touch(row: Row, by) -> None:
    """Note on a row, without saving it, that a person changed it now."""
    row.revision += 1
    row.saved_by, row.saved_at = by, timezone.now()


def save_changed(row: Row, *fields: str, by) -> None:
    """Save these fields of a row that a person has just changed, with who did so and when."""
    touch(row, by)
    row.save(update_fields=[*fields, "revision", "saved_by", "saved_at"])


def conflicts_for(user, copy: WorkingCopy):
    """Return the texts that a user typed into rows that others had changed, and those of removed accounts."""
    own = ConflictingRow.objects.filter(Q(by=user) | Q(by=None), row__copy=copy)
    return own.select_related("row__document").order_by("row__position", "-pk")


@transaction.atomic
def delete_conflict(conflict: ConflictingRow, *, by) -> None:
    """Delete a kept text. Raises PermissionDenied unless `by` may edit the review."""
    check_may_edit(conflict.row.copy.review, by)
    conflict.delete()


# --- Move ------------------------------------------------------------------------------------------------------------


@transaction.atomic
def move_row(row: Row, *, after: Row | None, by) -> Row:
    """Move a row below another one, or to the beginning of its document. It writes this row only.

    Raises PermissionDenied unless `by` may edit the review, and ValidationError if the other row is of another working
    copy.
    """
    now = locked(row, by)
    if after and (after.copy_id != now.copy_id or after.pk == now.pk):
        raise ValidationError("Choose another row of the same review.")
    now.document = after.document if after else now.document
    (now.position,) = position_after(now.copy, now.document, after, 1)
    save_changed(now, "document", "position", by=by)
    return now
