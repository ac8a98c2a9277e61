"""Change several rows of a working copy at once, beside what `rows` has."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction

from reviews_portal.editing.models import Row, RowKind, WorkingCopy
from reviews_portal.editing.models.row_kind import MAY_BE_KEY, NUMBERED
from reviews_portal.editing.pasting import with_label, without_label

from .rows import locked_rows, set_kind, touch

NO_KEY_POINT = "Choose learning, recommendations or other text as key points, not headings or rows without a kind."


@transaction.atomic
def mark_rows(copy: WorkingCopy, keys: Iterable[int], kind: RowKind, *, by) -> list[Row]:
    """Mark rows as one kind, and return those that changed.

    A printed number leaves the words of a new row that becomes a recommendation or a part, which show it as their
    label; of any other kind it stands in the words. Raises PermissionDenied unless `by` may edit the review.
    """
    changed = set_kind(copy, keys, kind, by=by)
    for row in changed:
        if row.record_type or not row.label:
            continue
        words = (without_label if kind in NUMBERED else with_label)(row.words, row.label)
        if words != row.words:
            row.words = words
            row.save(update_fields=["words"])
    return changed


@transaction.atomic
def set_level(copy: WorkingCopy, keys: Iterable[int], level: int, *, by) -> list[Row]:
    """Put rows at one level, and return those that changed.

    Raises PermissionDenied unless `by` may edit the review.
    """
    changed = [row for row in locked_rows(copy, keys, by) if row.level != level]
    for row in changed:
        row.level, row.under = level, ""
        touch(row, by)
        row.save(update_fields=["level", "under", "revision", "saved_by", "saved_at"])
    return changed


@transaction.atomic
def set_key_points(copy: WorkingCopy, keys: Iterable[int], are_key: bool, *, by) -> list[Row]:
    """Make rows key points, or no longer, and return those that changed.

    Rows of kinds that cannot be key points, such as headings, are left as they are. Raises PermissionDenied unless
    `by` may edit the review, and ValidationError if none of the rows can be a key point.
    """
    rows = [row for row in locked_rows(copy, keys, by) if row.kind in MAY_BE_KEY or not are_key]
    if not rows:
        raise ValidationError(NO_KEY_POINT)
    changed = [row for row in rows if row.is_key != are_key]
    for row in changed:
        row.is_key = are_key
        touch(row, by)
        row.save(update_fields=["is_key", "revision", "saved_by", "saved_at"])
    return changed
