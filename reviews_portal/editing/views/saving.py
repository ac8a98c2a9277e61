"""Save the form of a row, which all views that change one row do first."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone

from learning.utils.form_recovery import recovers_typed_text
from reviews_portal.editing.actions import rows as actions
from reviews_portal.editing.models import ConflictingRow, Row
from reviews_portal.editing.models.row_kind import NAMED
from reviews_portal.editing.remaining import counts_of
from reviews_portal.editing.row_form import RowForm

from .answers import at_row, for_script, shown
from .decorators import edit_page, editor_required, open_copy_required, redirect_unless_post, row_required
from .page import Shown, show
from .row_forms import html_of_conflict, html_of_form

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
