"""An agency's editor writes the response to a request, saves it, previews it and submits it."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from learning.rate_limits import TooManyRequests, count
from learning.utils.form_recovery import recovers_typed_text, take_kept, writer
from recommendations.actions import drafting
from recommendations.forms import DraftForm
from recommendations.models import RequestState, ResponseDraft, ResponseRequest, ResponseVersion, StepAction
from recommendations.workspace_permissions import permissions_of

from . import conflicting_drafts
from .decorators import agency_editor_required, redirect_unless_post
from .requests import STEPS, request_page, shared, writing_page

WORDS = {"text", "acceptance_reason", "progress_reason"}  # draft fields that may be too long


# --- Reading ---------------------------------------------------------------------------------------------------------


def respond(request: HttpRequest, response_request: ResponseRequest) -> HttpResponse:
    """Show the editors of an agency what they submitted or what is published, or the form; the form after `?write`.

    What they typed before their session or token expired is saved.
    """
    draft = draft_of(request, response_request)
    if kept := take_kept(request):
        return save(request, response_request, DraftForm(kept[1], instance=draft), then=saved)
    if "write" not in request.GET and (version := answer_to_show(request.user, response_request, draft)):
        return answered(request, response_request, draft, version)
    return write(request, response_request, draft, DraftForm(instance=draft))


def draft_of(request: HttpRequest, response_request: ResponseRequest) -> ResponseDraft:
    """Return the draft of the response to a request."""
    return drafting.draft_for(response_request.recommendation, response_request.agency, by=request.user)


def answer_to_show(user, response_request: ResponseRequest, draft: ResponseDraft) -> ResponseVersion | None:
    """Return what its editors see before any form: what waits to be checked, or is published and not gone on with."""
    versions = response_request.versions_for(user)
    if response_request.waits:
        return versions.waiting().first()
    if response_request.state == RequestState.PUBLISHED and (current := versions.current().first()):
        return None if drafting.goes_on_from(draft, current) else current
    return None


def answered(
    request: HttpRequest, response_request: ResponseRequest, draft: ResponseDraft, version: ResponseVersion
) -> HttpResponse:
    """Show what was submitted or is published as it stands, what happens next, and the way to a new version."""
    context = about_writing(request, response_request, draft)
    wanted = StepAction.SUBMITTED if response_request.waits else StepAction.PUBLISHED
    own = [step for step in context["steps"] if step.version_id == version.pk and step.action == wanted]
    deciding = ResponseRequest.objects.deciding_on(response_request.recommendation, response_request.agency)
    checked_by = [one.asked_by for one in deciding.select_related("asked_by")] if response_request.waits else []
    context |= {
        "version": version,
        "step": next(iter(own), None),  # a document's answer may have been published before steps were written down
        "checked_by": checked_by,
        "is_begun": drafting.goes_on_from(draft, version),
    }
    return render(request, "recommendations/workspace/answered.html", context)


def about_writing(request: HttpRequest, response_request: ResponseRequest, draft: ResponseDraft) -> dict[str, Any]:
    """Return what those who write see of a request beside the form or their answer."""
    return shared(request, response_request) | {
        "draft": draft,
        "conflicting_drafts": drafting.conflicting_drafts_for(request.user, draft),
        "may_check": response_request.asked_by_id in permissions_of(request.user).watched,
    }


def write(
    request: HttpRequest, response_request: ResponseRequest, draft: ResponseDraft, form: DraftForm
) -> HttpResponse:
    """Show the form in which a response is written; status 422 if it has errors."""
    context = about_writing(request, response_request, draft) | {"form": form, "writer": writer(request.user)}
    status = 422 if form.errors else 200
    return render(request, "recommendations/workspace/write.html", context, status=status)


# --- Saving ----------------------------------------------------------------------------------------------------------


def save(request: HttpRequest, response_request: ResponseRequest, form: DraftForm, *, then: Callable) -> HttpResponse:
    """Save all typed values that are valid; if all are saved, go on with `then`. Return the page to be shown.

    If a text is far too long, nothing is saved, and everything typed stays in the form. A script that saves gets JSON.
    """
    draft, typed, cleaned = form.instance, form.typed(), form.cleaned_data
    if WORDS & form.errors.keys():
        return write(request, response_request, draft, form)
    try:
        draft = drafting.save_draft(draft, typed, revision=cleaned.get("revision", -1), by=request.user)
    except drafting.SavedInBetween as conflict:
        return conflicting_drafts.compare(request, response_request, conflict.draft, conflict.kept)
    except ValidationError as error:
        form.add_error(None, error)
        return write(request, response_request, draft, form)
    form.data["revision"] = draft.revision  # type: ignore[index]  # a copy of what was sent
    if not request.accepts("text/html"):
        saved_at = f"{timezone.localtime(draft.saved_at):%H:%M}"
        return JsonResponse({"revision": draft.revision, "saved": saved_at, "unread": sorted(form.errors)})
    if form.errors:
        return write(request, response_request, draft, form)
    drafting.throw_away(draft, cleaned.get("late") or 0, by=request.user)
    return then(request, response_request, draft, form)


def saves_draft(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Save the form before the view, which gets the draft and the form; if not all is saved, show why instead."""

    @wraps(view)
    def wrapper(request: HttpRequest, response_request: ResponseRequest) -> HttpResponse:
        form = DraftForm(request.POST.copy(), instance=draft_of(request, response_request))
        return save(request, response_request, form, then=view)

    return wrapper


def saved(
    request: HttpRequest, response_request: ResponseRequest, draft: ResponseDraft, form: DraftForm
) -> HttpResponse:
    """Say that a draft is saved, and what may keep it from being submitted; lead back to the form."""
    # `do` is what the button of a form from before was to do.
    is_submitted_later = "submit" in (form.data.get("meant"), form.data.get("do"))
    not_yet = "It is not submitted yet." if is_submitted_later else ""
    messages.success(request, " ".join(filter(None, ["Your draft is saved.", not_yet, drafting.too_long(draft)])))
    return redirect(writing_page(response_request.pk))


@recovers_typed_text(page=request_page)
@redirect_unless_post
@agency_editor_required
@saves_draft
def save_draft(request, response_request: ResponseRequest, draft: ResponseDraft, form) -> HttpResponse:
    """Save the draft, and lead back to the form."""
    return saved(request, response_request, draft, form)


@recovers_typed_text(page=request_page, meant="preview")
@redirect_unless_post
@agency_editor_required
@saves_draft
def save_and_preview(request, response_request: ResponseRequest, draft: ResponseDraft, form) -> HttpResponse:
    """Save the draft, and lead to its preview."""
    return redirect("response_preview", response_request.pk)


@recovers_typed_text(page=request_page, meant="submit")
@redirect_unless_post
@agency_editor_required
@transaction.atomic  # so that nobody saves between the saving and the submitting
@saves_draft
def submit(request, response_request: ResponseRequest, draft: ResponseDraft, form) -> HttpResponse:
    """Save the draft and submit it. What cannot be submitted is saved all the same, and the form says why."""
    try:
        count(request, STEPS)
        drafting.submit(draft, revision=draft.revision, by=request.user)
    except (TooManyRequests, ValidationError) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return write(request, response_request, draft, form)
    messages.success(request, "Submitted. There is nothing more for you to do now.")
    return redirect(response_request)


# --- Preview ---------------------------------------------------------------------------------------------------------


@require_safe
@agency_editor_required
def preview(request: HttpRequest, response_request: ResponseRequest) -> HttpResponse:
    """Show a draft as it will be published, with what it lacks, or the button that submits it."""
    draft = draft_of(request, response_request)
    context = shared(request, response_request) | {
        "draft": draft.as_submitted(),
        "missing": drafting.missing(draft),
        "form": DraftForm(instance=draft),
        "writer": writer(request.user),
    }
    return render(request, "recommendations/workspace/preview.html", context)
