"""Change, remove or restore several rows of a working copy at once."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from reviews_portal.editing.models import Row, RowKind, WorkingCopy
from reviews_portal.editing.models.row_kind import MAY_BE_KEY, NUMBERED
from reviews_portal.editing.pasting import with_label, without_label
from reviews_portal.editing.suggestions import Suggestions, records_of, still_to_choose

from .rows import locked_rows, save_changed


@transaction.atomic
def set_kind(copy: WorkingCopy, keys: Iterable[int], kind: RowKind, *, by) -> list[Row]:
    """Mark rows as one kind, and return those that changed.

    Raises PermissionDenied unless `by` may edit the review.
    """
    changed = [row for row in locked_rows(copy, keys, by) if row.kind != kind]
    for row in changed:
        row.kind, row.doubt = kind, ""
        save_changed(row, "kind", "doubt", by=by)
    return changed


NO_KEY_POINT = (
    "Only learning, recommendations and other text can be key points, not headings or rows that are not marked."
)


@transaction.atomic
def mark_rows(copy: WorkingCopy, keys: Iterable[int], kind: RowKind, *, by) -> list[Row]:
    """Mark rows as one kind, and return those that changed.

    A new row that becomes a recommendation or a part shows its printed number as its label, so the number is removed
    from the words. For any other kind, it is put back into the words. Raises PermissionDenied unless `by` may edit
    the review.
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
        save_changed(row, "level", "under", by=by)
    return changed


@transaction.atomic
def set_tags(
    copy: WorkingCopy, keys: Iterable[int], tags: Mapping[str, Iterable], *, by, add: bool = False
) -> list[Row]:
    """Give rows these themes, agencies or kinds of agency, instead of those they have or, with `add`, in addition.

    `tags` has collections by the name of the field. Returns the rows. Raises PermissionDenied unless `by` may edit the
    review.
    """
    rows = locked_rows(copy, keys, by)
    for row in rows:
        for name, records in tags.items():
            (getattr(row, name).add if add else getattr(row, name).set)(*([*records] if add else [[*records]]))
        save_changed(row, by=by)
    return rows


@dataclass(frozen=True)
class Suggested:
    """The rows to which suggestions were added, those of which a person must choose one, and those that had none."""

    added: list[Row] = field(default_factory=list)
    to_choose: list[Row] = field(default_factory=list)  # some of which are also in `added`
    without: list[Row] = field(default_factory=list)


@transaction.atomic
def add_suggested(copy: WorkingCopy, keys: Mapping[int, Collection[str]], *, by) -> Suggested:
    """Add suggested themes and agencies to rows, and return the rows by what became of them.

    `keys` has the keys of the suggestions to accept, by the key of the row. An empty collection accepts all of them,
    except those for a name that several agencies share: a person chooses between them. Keys that are no longer
    suggested are ignored. Agencies replace “all agencies”, and are added to those chosen before.

    Raises PermissionDenied unless `by` may edit the review.
    """
    suggestions = Suggestions(copy, by)
    rows, found = locked_rows(copy, keys, by), Suggested()
    for_some = Row.objects.filter(pk__in=[row.pk for row in rows]).keys_for_some_agencies()
    for row in rows:
        themes = [theme.name for theme in row.themes.all()]
        agencies = [agency.name for agency in row.agencies.all()] if row.pk in for_some else []
        offered = suggestions.of(row, themes=themes, has_agencies=row.pk in for_some, agencies=agencies)
        tags = records_of(keys[row.pk] or [one.key for one in offered if not one.is_shared], offered)
        names = {record.name for records in tags.values() for record in records}
        if tags.keys() & {"agencies", "agency_kinds"} and row.pk not in for_some:
            row.agency_kinds.clear()  # all agencies
        for name, records in tags.items():
            getattr(row, name).add(*records)
        if tags:
            save_changed(row, by=by)
            found.added.append(row)
        if still_to_choose(offered, {*agencies, *names}):
            found.to_choose.append(row)
        elif not tags:
            found.without.append(row)
    return found


@transaction.atomic
def dismiss_suggestion(copy: WorkingCopy, key: int, suggestion: str, *, by) -> Row | None:
    """Suggest something no longer for a row, and return the row, or None if it is not suggested there.

    Nothing else of the row changes, so a form in which somebody is typing can still be saved. Raises PermissionDenied
    unless `by` may edit the review.
    """
    for row in locked_rows(copy, [key], by):
        has_agencies = bool(Row.objects.filter(pk=row.pk).keys_for_some_agencies())
        themes, agencies = ([one.name for one in tags.all()] for tags in (row.themes, row.agencies))
        offered = Suggestions(copy, by).of(row, themes=themes, has_agencies=has_agencies, agencies=agencies)
        if suggestion in {one.key for one in offered}:
            row.dismissed = [*row.dismissed, suggestion]
            row.save(update_fields=["dismissed"])
            return row
    return None


@transaction.atomic
def take_out(copy: WorkingCopy, keys: Iterable[int], *, by) -> list[Row]:
    """Remove rows from the working copy, and return them; they can be restored until the review is published.

    Raises PermissionDenied unless `by` may edit the review.
    """
    rows = [row for row in locked_rows(copy, keys, by) if row.removed_at is None]
    for row in rows:
        row.removed_at = timezone.now()
        save_changed(row, "removed_at", by=by)
    return rows


@transaction.atomic
def put_back(copy: WorkingCopy, keys: Iterable[int], *, by) -> list[Row]:
    """Restore removed rows in their old place, and return them. Raises PermissionDenied unless `by` may edit."""
    rows = [row for row in locked_rows(copy, keys, by) if row.removed_at]
    for row in rows:
        row.removed_at = row.joined_into = None
        save_changed(row, "removed_at", "joined_into", by=by)
    return rows


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
        save_changed(row, "is_key", by=by)
    return changed
