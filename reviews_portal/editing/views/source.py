"""The text of imported documents that is not in the review: add it, or say why it is left out."""

from collections.abc import Iterable, Iterator

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from learning.utils import form_pages
from learning.utils.column_limits import whole_number
from learning.utils.text import beginning
from reviews_portal.editing.actions import source as actions
from reviews_portal.editing.models import LeftOut, WorkingCopy
from reviews_portal.editing.source import Group, compared, open_groups
from reviews_portal.editing.source_forms import LeaveOutForm

from .answers import changed, for_script, said
from .decorators import edit_page, editor_required, open_copy_required, page_named, redirect_unless_post
from .several import NONE_CHOSEN as NO_ROWS_CHOSEN
from .several import keys_in

receives_form = form_pages.redirect_unless_post(page_named("review_source"))
NONE_CHOSEN = "Select the text to leave out."
NOTHING_TO_CONFIRM = "Nothing here needs to be confirmed, or it has already been confirmed or changed."


@editor_required
@open_copy_required
@require_safe
def source(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Show the text that is not in the review, and the text that has been left out."""
    return show(request, copy)


def show(
    request: HttpRequest,
    copy: WorkingCopy,
    sent: LeaveOutForm | None = None,
    chosen: Iterable[int] | None = None,
    problems: Iterable[str] = (),
) -> HttpResponse:
    """Return the page, with the form as `sent`, the `chosen` keys, and the problems with them."""
    found = compared(copy)
    groups = [
        {
            "group": group,
            "form": sent
            or LeaveOutForm(initial={"reason": group.suggested}, auto_id=f"{group.suggested or 'text'}_%s"),
        }
        for group in open_groups(found)
    ]
    context = {
        "copy": copy,
        "review": copy.review,
        "groups": groups,
        "number": sum(one.is_open for one in found),
        "left_out": [one.block for one in found if one.block.left_out],
        "has_source": bool(found),
        "ticked": set(chosen) if chosen is not None else set(at_first(group["group"] for group in groups)),
        "problems": list(problems),
    }
    return render(request, "editing/source.html", context, status=422 if problems else 200)


def at_first(groups: Iterable[Group]) -> Iterator[int]:
    """Yield the keys of the pieces to select at first: those with a suggested reason, or alone in their group."""
    for group in groups:
        if group.suggested or len(group.blocks) == 1:
            yield from (one.block.pk for one in group.blocks)


@receives_form
@editor_required
@open_copy_required
def leave_out(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Leave the selected text out of the review."""
    form, keys = LeaveOutForm(request.POST, auto_id="text_%s"), keys_in(request, "blocks")
    if not form.is_valid() or not keys:
        errors = [str(one) for found in form.errors.values() for one in found]
        return show(request, copy, form, keys, [*errors, *([] if keys else [NONE_CHOSEN])])
    try:
        number = actions.leave_out(
            copy, keys, LeftOut(form.cleaned_data["reason"]), note=form.cleaned_data["note"], by=request.user
        )
    except ValidationError as error:
        return show(request, copy, form, keys, error.messages)
    messages.success(request, f"{number} piece{'' if number == 1 else 's'} of text left out.")
    return redirect("review_source", copy.review.slug)


@receives_form
@editor_required
@open_copy_required
def take_back(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Return text that was left out to the list of missing text."""
    actions.take_back(copy, keys_in(request, "blocks"), by=request.user)
    messages.success(request, "This text is no longer left out.")
    return redirect("review_source", copy.review.slug)


@receives_form
@editor_required
@open_copy_required
def add(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Add the missing words of one piece to the review, as a row without a type of text."""
    key = whole_number(request.POST.get("add", ""))
    try:
        row = actions.add_to_review(copy, -1 if key is None else key, by=request.user)
    except ValidationError as error:
        messages.info(request, " ".join(error.messages))
        return redirect("review_source", copy.review.slug)
    link = edit_page(copy.review.slug, row.pk)
    added = beginning(" … ".join(row.words.split("\n")), 80)
    message = format_html('Added as a row: “{}”. <a href="{}">Choose its type of text</a>', added, link)
    messages.success(request, message)
    return redirect("review_source", copy.review.slug)


@redirect_unless_post
@editor_required
@open_copy_required
def confirm(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Record that rows about which the import was not sure are right: one of them, or those that are selected."""
    keys = keys_in(request, "confirm") or keys_in(request, "rows")
    rows = actions.confirm(copy, keys, by=request.user)
    if not rows and for_script(request):
        return JsonResponse({"refused": NOTHING_TO_CONFIRM if keys else NO_ROWS_CHOSEN}, status=422)
    return changed(request, copy, rows, said(len(rows), "confirmed"))
