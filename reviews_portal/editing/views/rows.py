"""Change one row: save what was typed, add rows beside it, split, join and move it, or choose one of two versions."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from learning.utils.column_limits import whole_number
from learning.utils.form_recovery import recovers_typed_text
from reviews_portal.editing.actions import rows as actions
from reviews_portal.editing.actions import several, splitting
from reviews_portal.editing.actions.ordering import row_above, row_below
from reviews_portal.editing.actions.reviews import documents_of
from reviews_portal.editing.forms import RowForm
from reviews_portal.editing.models import ConflictingRow, Row, WorkingCopy
from reviews_portal.editing.models.row_kind import NAMED
from reviews_portal.editing.remaining import counts_of

from .answers import at_row, changed, for_script, shown
from .decorators import edit_page, editor_required, open_copy_required, redirect_unless_post, row_required
from .page import Shown, row_asked, show
from .row_forms import RECORDS, html_of_conflict, html_of_form

TAKEN_OUT = "Someone has removed this row. Your text is saved: you can restore the row under “Removed rows”."


def page_of_row(slug: str, pk: int | None = None, **kwargs) -> str:
    """Return the URL of the page with the form of a row open."""
    return edit_page(slug, pk)


def problem(request: HttpRequest, row: Row, form: RowForm) -> HttpResponse:
    """Show the form of a row with what is wrong."""
    html = html_of_form(request, row, form)
    if for_script(request):
        return JsonResponse({"html": html, "errors": errors_of(form)}, status=422)
    return show(request, row.copy, Shown(opened={row.pk: html}, row=row, status=422))


def errors_of(form: RowForm) -> dict[str, list[str]]:
    """Return the errors of a form by the names of its fields."""
    return {name: [str(one) for one in found] for name, found in form.errors.items()}


def conflict(request: HttpRequest, row: Row, kept: ConflictingRow) -> HttpResponse:
    """Show both versions of a row that somebody else has changed since it was opened."""
    now = again(row)
    html = html_of_conflict(request, now, kept)
    if for_script(request):
        return JsonResponse({"html": html}, status=409)
    return show(request, row.copy, Shown(opened={row.pk: html}, row=now, status=409))


def again(row: Row) -> Row:
    """Return a row as it is now, with everything that the page shows of it."""
    now = Row.objects.select_related("document", "saved_by").with_tags().get(pk=row.pk)
    now.copy = row.copy
    return now


def saves_row(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Save the form of a row if it was sent, then call the view with the row. If not all is saved, show why."""

    @wraps(view)
    def wrapper(request: HttpRequest, row: Row) -> HttpResponse:
        if "words" not in request.POST:
            return view(request, row)
        form = RowForm(request.POST.copy(), row=row, user=request.user)
        typed = form.typed()
        if "words" in form.errors:
            return problem(request, row, form)
        try:
            now = actions.save_row(row, typed, revision=form.cleaned_data.get("revision", -1), by=request.user)
        except actions.ChangedMeanwhile as meanwhile:
            return conflict(request, row, meanwhile.kept)
        except ValidationError as error:
            form.add_error(None, error)
            return problem(request, row, form)
        now.copy = row.copy
        form.data["revision"] = now.revision  # type: ignore[index]  # a copy of what was sent
        if form.errors and not (for_script(request) and view is save_plainly):
            form.instance.revision = now.revision
            return problem(request, row, form)
        now.unread, now.tidy = errors_of(form), form.tidy()  # type: ignore[attr-defined]
        now.is_counted_alike = counts_alike(row, now, typed)  # type: ignore[attr-defined]
        return view(request, now)

    return wrapper


def counts_alike(row: Row, now: Row, typed: dict[str, Any]) -> bool:
    """Return whether saving what was typed into a row left the counts of its working copy as they were."""
    themes = {theme.pk for theme in typed.get("themes", row.themes.all())}
    names_agencies = now.becomes in NAMED and bool(typed.get("agencies")) != row.agencies.exists()
    is_compared = row.source_block is not None and now.words != row.words  # with the imported document
    return (
        not is_compared
        and not names_agencies
        and (row.is_doubtful, row.is_key) == (now.is_doubtful, now.is_key)
        and now.revision == row.revision + 1
        and (now.kind, now.removed_at) == (row.kind, row.removed_at)
        and themes == {theme.pk for theme in row.themes.all()}
    )


def save_plainly(request: HttpRequest, row: Row) -> HttpResponse:
    """Say that a row is saved, and return to the list. A script is told what could not be saved."""
    if for_script(request):
        errors = getattr(row, "unread", {})
        told = {
            "revision": row.revision,
            "saved": f"{timezone.localtime(row.saved_at):%H:%M}",
            "errors": errors,
            "unread": sorted(errors),
            "names": getattr(row, "tidy", {}),
            "message": TAKEN_OUT if row.removed_at else "",
        }
        if not getattr(row, "is_counted_alike", False):
            told["counts"] = vars(counts_of(row.copy))
        if "done" in request.POST and not errors:
            told["rows"] = shown(request, row.copy, [row], placed=False)
        return JsonResponse(told)
    messages.success(request, TAKEN_OUT if row.removed_at else "Row saved.")
    return redirect(at_row(row.copy, row))


def of_a_row(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Apply the rules of all views that change one row: who may use them, and that what was typed is kept."""
    return recovers_typed_text("row", page=page_of_row)(
        redirect_unless_post(editor_required(open_copy_required(row_required(view))))
    )


def refused(request: HttpRequest, row: Row, error: ValidationError) -> HttpResponse:
    """Say why an action was refused. What was typed before it is saved."""
    if for_script(request):
        return JsonResponse({"refused": " ".join(error.messages)}, status=422)
    for message in error.messages:
        messages.error(request, message)
    return redirect(edit_page(row.copy.review.slug, row.pk))


save = of_a_row(saves_row(save_plainly))


@of_a_row
@saves_row
def split(request: HttpRequest, row: Row) -> HttpResponse:
    """Split a row at the place that a script sends, or else at the empty lines in its words."""
    pieces = request.POST.getlist("piece") or row.words.split("\n\n")
    try:
        rows = splitting.split_row(row, pieces, revision=row.revision, by=request.user)
    except ValidationError as error:
        return refused(request, row, error)
    return changed(request, row.copy, rows, f"Split into {len(rows)} rows.", placed=True)


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


# --- Add -------------------------------------------------------------------------------------------------------------


@of_a_row
@saves_row
def add_above(request: HttpRequest, row: Row) -> HttpResponse:
    """Add an empty row above another one, and open its form."""
    return added(request, row.copy, after=row_above(row), document=row.document)


@of_a_row
@saves_row
def add_below(request: HttpRequest, row: Row) -> HttpResponse:
    """Add an empty row below another one, and open its form."""
    return added(request, row.copy, after=row)


@redirect_unless_post
@editor_required
@open_copy_required
def add(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Add an empty row at the end of a document or of all of them, and open its form."""
    return added(request, copy, **place_of(request, copy))


def added(request: HttpRequest, copy: WorkingCopy, **place: Any) -> HttpResponse:
    """Add an empty row at a place, as `add_rows` takes it, and open its form."""
    try:
        (row,) = actions.add_rows(copy, [actions.NewRow("")], by=request.user, **place)
    except ValidationError as error:
        if for_script(request):
            return JsonResponse({"refused": " ".join(error.messages)}, status=422)
        return show(request, copy, Shown(problems=error.messages, status=422))
    if for_script(request):
        return changed(request, copy, [row], "", placed=True)
    return redirect(edit_page(copy.review.slug, row.pk))


def place_of(request: HttpRequest, copy: WorkingCopy) -> dict[str, Any]:
    """Return where a form adds rows, as `add_rows` takes it: by default below the last row."""
    if after := row_asked(request, copy, "after"):
        return {"after": after}
    key = whole_number(request.POST.get("document", ""))
    if key is not None and (document := documents_of(copy.review).filter(pk=key).first()):
        last = copy.rows.filter(document=document).order_by("position").last()
        return {"after": last, "document": document}
    return {"after": copy.rows.kept().in_order().select_related("document").last()}
