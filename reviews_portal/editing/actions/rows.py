"""Change the rows of a working copy. Nothing that readers see changes, and nothing that was typed is lost."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from learning.models import AgencyKind, SourceDocument
from learning.utils.clean_text import clean
from learning.utils.text import ends_a_sentence
from reviews_portal.editing.models import ConflictingRow, Row, RowKind, WorkingCopy
from reviews_portal.editing.models.row import MOST_CONFLICTS

from .ordering import position_after
from .permissions import check_may_edit

TAGS = ("themes", "agency_kinds", "agencies")
MOST_ROWS = 5_000  # of a working copy
NOT_HERE = "This row is no longer in the working copy. Somebody has taken it out or published the review."


@dataclass
class ChangedMeanwhile(Exception):
    """Another person changed the row since it was opened. Nothing was overwritten, and the typed text is kept."""

    row: Row
    kept: ConflictingRow


@dataclass(frozen=True)
class NewRow:
    """The words of a row that is about to be added, and what is known of it."""

    words: str
    kind: str = RowKind.UNMARKED
    is_bullet: bool = False
    label: str = ""


def locked(row: Row, by) -> Row:
    """Return a row as it is now, locked until the transaction ends.

    Raises PermissionDenied unless `by` may edit its review, and ValidationError if it is not there any more.
    """
    found = Row.objects.select_for_update(of=("self",)).select_related("copy__review", "document").filter(pk=row.pk)
    if (now := found.order_by("pk").first()) is None:
        raise ValidationError(NOT_HERE)
    check_may_edit(now.copy.review, by)
    return now


def locked_rows(copy: WorkingCopy, keys: Iterable[int], by) -> list[Row]:
    """Return rows of a working copy in order, locked. Raises PermissionDenied as `locked` does."""
    check_may_edit(copy.review, by)
    rows = Row.objects.select_for_update(of=("self",)).filter(copy=copy, pk__in=list(keys))
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
        raise ValidationError("Add the document that the words are from first.")
    if (count := copy.rows.count() + len(new)) > MOST_ROWS:
        raise ValidationError(
            f"A review can have {MOST_ROWS:,} rows at most, and this one would have {count:,}. Add fewer at once."
        )
    now, rows = timezone.now(), []
    for position, one in zip(position_after(copy, document, after, len(new)), new, strict=True):
        row = Row(copy=copy, document=document, position=position, kind=one.kind, words=one.words)
        row.is_bullet, row.label, row.saved_by, row.saved_at = one.is_bullet, one.label, by, now
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
        held, plain = plain_values({name: value_of(now, name) for name in typed}), plain_values(typed)
        if held == plain:
            return now
        if revision == now.revision:
            return write(now, {name: value for name, value in typed.items() if held[name] != plain[name]}, by)
        kept = keep_conflict(now, plain, by)
    # Outside the transaction, because the typed text must be kept when that is rolled back.
    raise ChangedMeanwhile(now, kept)


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
            f"Not saved: someone else has changed this row, and you already have {MOST_CONFLICTS} texts of it to "
            "compare. Use or delete one of them first. What you typed is still in the form."
        )
    return ConflictingRow.objects.create(row=row, by=by, typed=plain)


def write(row: Row, typed: dict[str, Any], by) -> Row:
    """Write values to a locked row."""
    fields = [name for name in typed if name not in TAGS]
    for name in fields:
        setattr(row, name, typed[name])
    if "level" in typed:
        row.under = ""
    touch(row, by)
    row.save(update_fields=[*fields, "under", "revision", "saved_by", "saved_at"])
    for name in TAGS:
        if name in typed:
            getattr(row, name).set(typed[name])
    return row


def touch(row: Row, by) -> None:
    """Note on a row, without saving it, that a person changed it now."""
    row.revision += 1
    row.saved_by, row.saved_at = by, timezone.now()


def conflicts_for(user, copy: WorkingCopy):
    """Return the texts that a user typed into rows that others had changed, and those of removed accounts."""
    own = ConflictingRow.objects.filter(Q(by=user) | Q(by=None), row__copy=copy)
    return own.select_related("row__document").order_by("row__position", "-pk")


@transaction.atomic
def delete_conflict(conflict: ConflictingRow, *, by) -> None:
    """Delete a kept text. Raises PermissionDenied unless `by` may edit the review."""
    check_may_edit(conflict.row.copy.review, by)
    conflict.delete()


# --- Several at once -------------------------------------------------------------------------------------------------


@transaction.atomic
def set_kind(copy: WorkingCopy, keys: Iterable[int], kind: RowKind, *, by) -> list[Row]:
    """Mark rows as one kind, and return those that changed.

    Raises PermissionDenied unless `by` may edit the review.
    """
    changed = [row for row in locked_rows(copy, keys, by) if row.kind != kind]
    for row in changed:
        row.kind = kind
        touch(row, by)
        row.save(update_fields=["kind", "revision", "saved_by", "saved_at"])
    return changed


@transaction.atomic
def set_tags(
    copy: WorkingCopy, keys: Iterable[int], tags: Mapping[str, Iterable], *, by, add: bool = False
) -> list[Row]:
    """Give rows these themes, agencies or kinds of agency, instead of those they have or, with `add`, besides them.

    `tags` has collections by the name of the field. Returns the rows. Raises PermissionDenied unless `by` may edit the
    review.
    """
    rows = locked_rows(copy, keys, by)
    for row in rows:
        for name, records in tags.items():
            (getattr(row, name).add if add else getattr(row, name).set)(*([*records] if add else [[*records]]))
        touch(row, by)
        row.save(update_fields=["revision", "saved_by", "saved_at"])
    return rows


@transaction.atomic
def take_out(copy: WorkingCopy, keys: Iterable[int], *, by) -> list[Row]:
    """Take rows out of the working copy, and return them; they can be put back until the review is published.

    Raises PermissionDenied unless `by` may edit the review.
    """
    rows = [row for row in locked_rows(copy, keys, by) if row.removed_at is None]
    for row in rows:
        row.removed_at = timezone.now()
        touch(row, by)
        row.save(update_fields=["removed_at", "revision", "saved_by", "saved_at"])
    return rows


@transaction.atomic
def put_back(copy: WorkingCopy, keys: Iterable[int], *, by) -> list[Row]:
    """Put rows back where they were, and return them. Raises PermissionDenied unless `by` may edit the review."""
    rows = [row for row in locked_rows(copy, keys, by) if row.removed_at]
    for row in rows:
        row.removed_at = row.joined_into = None
        touch(row, by)
        row.save(update_fields=["removed_at", "joined_into", "revision", "saved_by", "saved_at"])
    return rows


# --- Split, join and move --------------------------------------------------------------------------------------------


@transaction.atomic
def split_row(row: Row, pieces: Sequence[str], *, revision: int, by) -> list[Row]:
    """Split a row into pieces of its words, and return them. The first keeps its record and its reference.

    The others are of the same kind, with the same themes and agencies. Raises PermissionDenied unless `by` may edit
    the review, and ValidationError if the row was changed meanwhile, or the pieces are not its words.
    """
    now = locked(row, by)
    if revision != now.revision:
        raise ValidationError("Someone has changed this row since you opened it. Read it again, then split it.")
    parts = [part for piece in pieces if (part := clean(piece).strip())]
    if " ".join(" ".join(parts).split()) != " ".join(now.words.split()):
        raise ValidationError("The pieces are not the words of this row. Only choose where to split it.")
    if len(parts) < 2:
        raise ValidationError("Choose a place within the words, so that there are words before it and after it.")
    write(now, {"words": parts[0]}, by)
    tags = {name: list(getattr(now, name).all()) for name in TAGS}
    rows = [now]
    for position, words in zip(position_after(now.copy, now.document, now, len(parts) - 1), parts[1:], strict=True):
        new = Row(copy=now.copy, document=now.document, position=position, kind=now.kind, words=words)
        new.level, new.language, new.is_bullet = now.level, now.language, now.is_bullet
        new.series, new.scope, new.place = now.series, now.scope, now.place
        new.saved_by = by
        new.save()
        for name, records in tags.items():
            getattr(new, name).set(records)
        rows.append(new)
    return rows


@transaction.atomic
def join_rows(row: Row, other: Row, *, by) -> Row:
    """Add the words of the next row to a row, and take that out; its address will lead to the row that stays.

    Raises PermissionDenied unless `by` may edit the review, and ValidationError if they are not rows of one document
    of one working copy.
    """
    first, second = locked(row, by), locked(other, by)
    if first.pk == second.pk or first.copy_id != second.copy_id or first.document_id != second.document_id:
        raise ValidationError("Only rows of the same document can be joined.")
    if first.removed_at or second.removed_at:
        raise ValidationError(NOT_HERE)
    between = "\n" if ends_a_sentence(first.words) else " "
    write(first, {"words": f"{first.words.rstrip()}{between}{second.words.lstrip()}"}, by)
    second.removed_at, second.joined_into = timezone.now(), first
    touch(second, by)
    second.save(update_fields=["removed_at", "joined_into", "revision", "saved_by", "saved_at"])
    return first


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
    touch(now, by)
    now.save(update_fields=["document", "position", "revision", "saved_by", "saved_at"])
    return now
