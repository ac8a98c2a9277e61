"""Change one row: split, join, move or remove it."""

from itertools import pairwise

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from learning.utils.column_limits import whole_number
from reviews_portal.editing.actions import rows as actions
from reviews_portal.editing.actions import several, splitting
from reviews_portal.editing.actions.ordering import row_above, row_below
from reviews_portal.editing.models import Row

from .answers import changed
from .page import row_asked
from .saving import of_a_row, refused, saves_row


@of_a_row
@saves_row
def split(request: HttpRequest, row: Row) -> HttpResponse:
    """Split a row at the places sent by a button or a script, or else at the empty lines in its words.

    A button sends the revision of the row that it was shown with, then the places.
    """
    revision, pieces = row.revision, request.POST.getlist("piece") or row.words.split("\n\n")
    if before := request.POST.get("before"):
        revision, *places = (whole_number(one) or 0 for one in before.split())
        cuts = [0, *sorted(places), len(row.words)]
        pieces = [row.words[start:end] for start, end in pairwise(cuts)]
    try:
        rows = splitting.split_row(row, pieces, revision=revision, by=request.user)
    except ValidationError as error:
        return refused(request, row, error)
    doubtful = next((one for one in rows if one.is_doubtful), None)
    return changed(request, row.copy, rows, f"Split into {len(rows)} rows.", placed=True, to=doubtful)


@of_a_row
@saves_row
def join(request: HttpRequest, row: Row) -> HttpResponse:
    """Add the words of the next row to this one."""
    other = row_below(row)
    try:
        if other is None:
            raise ValidationError("There is no row below this one in its document.")
        now = splitting.join_rows(row, other, by=request.user)
    except ValidationError as error:
        return refused(request, row, error)
    return changed(request, row.copy, [now], "Joined with the next row.", gone=[other])


@of_a_row
@saves_row
def move_up(request: HttpRequest, row: Row) -> HttpResponse:
    """Move a row above the one above it."""
    above = row_above(row)
    if above is None:
        return refused(request, row, ValidationError("This is already the first row in its document."))
    return moved(request, row, row_above(above))


@of_a_row
@saves_row
def move_down(request: HttpRequest, row: Row) -> HttpResponse:
    """Move a row below the one below it."""
    below = row_below(row)
    if below is None:
        return refused(request, row, ValidationError("This is already the last row in its document."))
    return moved(request, row, below)


@of_a_row
@saves_row
def move(request: HttpRequest, row: Row) -> HttpResponse:
    """Move a row below another one: its number as typed, 0 for the beginning, or its key from a script."""
    if "after" in request.POST:
        after = row_asked(request, row.copy, "after")
        if after or request.POST["after"] == "0":
            return moved(request, row, after)
    number = whole_number(request.POST.get("number", "").strip())
    rows = row.copy.rows.kept().in_order()
    if number is None or number > rows.count():
        error = ValidationError("Enter the number of a row, or 0 for the beginning.")
        return refused(request, row, error)
    return moved(request, row, rows[number - 1] if number else None)


def moved(request: HttpRequest, row: Row, after: Row | None) -> HttpResponse:
    """Move a row, and say so."""
    if after and after.pk == row.pk:
        return changed(request, row.copy, [row], "The row is already there.")
    try:
        now = actions.move_row(row, after=after, by=request.user)
    except ValidationError as error:
        return refused(request, row, error)
    return changed(request, row.copy, [now], "Row moved.", placed=True)


@of_a_row
@saves_row
def take_out(request: HttpRequest, row: Row) -> HttpResponse:
    """Remove a row, and offer to restore it."""
    below = row_below(row) or row_above(row)
    rows = several.take_out(row.copy, [row.pk], by=request.user)
    return changed(request, row.copy, [], "Row removed.", gone=rows, undo=rows, to=below)
