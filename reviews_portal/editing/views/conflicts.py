"""Choose one of two versions of a row: the one typed by the user, or the one that somebody else saved meanwhile."""

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from learning.utils.column_limits import whole_number
from reviews_portal.editing.actions import rows as actions
from reviews_portal.editing.models import ConflictingRow, Row

from .answers import changed
from .row_forms import RECORDS
from .saving import conflict, of_a_row, refused


@of_a_row
def use_mine(request: HttpRequest, row: Row) -> HttpResponse:
    """Replace a row by the version that the user typed, unless somebody has changed it again since they compared."""
    kept = conflict_of(request, row)
    if kept is None:
        return changed(request, row.copy, [row], "This version has already been used or deleted.")
    revision = whole_number(request.POST.get("revision", ""))
    try:
        now = actions.save_row(row, values_of(kept), revision=-1 if revision is None else revision, by=request.user)
    except actions.ChangedMeanwhile as meanwhile:
        return conflict(request, row, meanwhile.kept)
    except ValidationError as error:
        return refused(request, row, error)
    actions.delete_conflict(kept, by=request.user)
    return changed(request, row.copy, [now], "Your version is saved.")


@of_a_row
def keep_theirs(request: HttpRequest, row: Row) -> HttpResponse:
    """Delete the version that the user typed; the row stays as it is."""
    if kept := conflict_of(request, row):
        actions.delete_conflict(kept, by=request.user)
    return changed(request, row.copy, [row], "Your version is deleted. The row is unchanged.")


def conflict_of(request: HttpRequest, row: Row) -> ConflictingRow | None:
    """Return the version of a row that the form names, if the user typed it."""
    key = whole_number(request.POST.get("kept", ""))
    own = actions.conflicts_for(request.user, row.copy).filter(row=row)
    return own.filter(pk=key).first() if key is not None else None


def values_of(kept: ConflictingRow) -> dict[str, Any]:
    """Return what was typed as an action takes it, without records that no longer exist."""
    return {
        name: list(RECORDS[name]._default_manager.filter(pk__in=value)) if name in RECORDS else value
        for name, value in kept.typed.items()
    }
