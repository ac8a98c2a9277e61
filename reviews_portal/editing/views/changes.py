"""Show what publishing the working copy of a published review would change, and publish it."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from learning.utils.differences import differences
from learning.utils.form_pages import redirect_unless_post
from learning.utils.form_recovery import recovers_typed_text, take_kept, writer
from reviews_portal.editing.actions import opening
from reviews_portal.editing.actions.documents import added_with
from reviews_portal.editing.actions.publishing.differences import compared, mark_of
from reviews_portal.editing.actions.publishing.publish import publish_corrections
from reviews_portal.editing.models import WorkingCopy
from reviews_portal.editing.review_forms import CorrectionsForm

from .decorators import editor_required, open_copy_required, page_named

changes_page = page_named("review_changes")


@editor_required
@open_copy_required
@require_safe
def changes(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Show each difference between the working copy and what is published, and ask for the reasons."""
    kept = take_kept(request)
    return show(request, copy, form_for(copy, kept[1] if kept else None))


def form_for(copy: WorkingCopy, typed: Any) -> CorrectionsForm:
    """Return the form for the reasons of the differences, with what was typed into it or None."""
    return CorrectionsForm(typed, found=compared(copy).found, hidden=copy.rows.hidden_keys())


def show(request: HttpRequest, copy: WorkingCopy, form: CorrectionsForm) -> HttpResponse:
    """Return the page of differences with this form."""
    added = list(added_with(copy))
    context = {
        "copy": copy,
        "review": copy.review,
        "form": form,
        "added": added,
        "number": len(form.found) + len(added),
        "mark": mark_of(form.found, added),
        "found": [
            (one, differences(one.before, one.after), form.reason_field(one), one.row.pk in form.hidden)
            for one in form.found
        ],
        "writer": writer(request.user),
    }
    return render(request, "editing/changes.html", context, status=422 if form.errors else 200)


@redirect_unless_post(changes_page)
@editor_required
@open_copy_required
def use_published(request: HttpRequest, copy: WorkingCopy, pk: int) -> HttpResponse:
    """Give a row the text that is published now, because it was changed elsewhere or has been hidden."""
    row = get_object_or_404(copy.rows, pk=pk)
    try:
        opening.reload_row(row, by=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, "The row now has the published text.")
    return redirect("review_changes", copy.review.slug)


@recovers_typed_text(page=changes_page)
@redirect_unless_post(changes_page)
@editor_required
@open_copy_required
def publish(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Publish the corrections, with their reasons."""
    form = form_for(copy, request.POST)
    if not copy.is_correction:
        return redirect("manage_review", copy.review.slug)
    if form.is_valid():
        added = len(added_with(copy))
        try:
            found = publish_corrections(copy, by=request.user, reasons=form.reasons, seen=request.POST.get("seen", ""))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            number = len(found) + added
            messages.success(request, f"{number} change{'' if number == 1 else 's'} published.")
            return redirect(copy.review)
    return show(request, copy, form)
