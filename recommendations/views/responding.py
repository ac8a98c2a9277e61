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
    """Show an agency's editors what they submitted or what is published, or else the form; `?write` always shows it.

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
    """Return the version to show instead of the form, if any.

    That is the version awaiting a check, or the published one unless the draft continues from it.
    """
    versions = response_request.versions_for(user)
    if response_request.waits:
        return versions.waiting().first()
    if response_request.state == RequestState.PUBLISHED and (current := versions.current().first()):
        return None if drafting.goes_on_from(draft, current) else current
    return None


def answered(
    request: HttpRequest, response_request: ResponseRequest, draft: ResponseDraft, version: ResponseVersion
) -> HttpResponse:
    """Show the submitted or published version, what happens next, and how to write a new version."""
    context = about_writing(request, response_request, draft)
    wanted = StepAction.SUBMITTED if response_request.waits else StepAction.PUBLISHED
    own = [step for step in context["steps"] if step.version_id == version.pk and step.action == wanted]
    deciding = ResponseRequest.objects.deciding_on(response_request.recommendation, response_request.agency)
    checked_by = [one.asked_by for one in deciding.select_related("asked_by")] if response_request.waits else []
    context |= {
        "version": version,
        "step": next(iter(own), None),  # responses in a document may have been published before steps were recorded
        "checked_by": checked_by,
        "is_begun": drafting.goes_on_from(draft, version),
    }
    return render(request, "recommendations/workspace/answered.html", context)


def about_writing(request: HttpRequest, response_request: ResponseRequest, draft: ResponseDraft) -> dict[str, Any]:
    """Return what writers see of a request beside the form or their response."""
    return shared(request, response_request) | {
        "draft": draft,
        "conflicting_drafts": drafting.conflicting_drafts_for(request.user, draft),
        "may_check": response_request.asked_by_id in permissions_of(request.user).watched,
    }


def write(
    request: HttpRequest, response_request: ResponseRequest, draft: ResponseDraft, form: DraftForm
) -> HttpResponse:
    """Show the form for a response, with status 422 if it has errors."""
    context = about_writing(request, response_request, draft) | {"form": form, "writer": writer(request.user)}
    own = [step for step in context["steps"] if step.version.passage_id is None]  # a joint one is not theirs to change
    context["returned"] = next((step for step in own if step.action == StepAction.RETURNED), None)
    status = 422 if form.errors else 200
    return render(request, "recommendations/workspace/write.html", context, status=status)


# --- Saving ----------------------------------------------------------------------------------------------------------


def save(request: HttpRequest, response_request: ResponseRequest, form: DraftForm, *, then: Callable) -> HttpResponse:
    """Save all typed values that are valid. If all are saved, call `then`. Return the page to show.

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
    """Save the form, then call the view with the draft and the form. If not everything is saved, show why instead."""

    @wraps(view)
    def wrapper(request: HttpRequest, response_request: ResponseRequest) -> HttpResponse:
        form = DraftForm(request.POST.copy(), instance=draft_of(request, response_request))
        return save(request, response_request, form, then=view)

    return wrapper


def saved(
    request: HttpRequest, response_request: ResponseRequest, draft: ResponseDraft, form: DraftForm
) -> HttpResponse:
    """Say that a draft is saved and what may prevent its submission, and redirect to the form."""
    # `do` is the action of a button on pages that were loaded before the buttons had their own URLs.
    is_submitted_later = "submit" in (form.data.get("meant"), form.data.get("do"))
    not_yet = "It has not been submitted yet." if is_submitted_later else ""
    messages.success(request, " ".join(filter(None, ["Draft saved.", not_yet, drafting.too_long(draft)])))
    return redirect(writing_page(response_request.pk))


@recovers_typed_text(page=request_page)
@redirect_unless_post
@agency_editor_required
@saves_draft
def save_draft(request, response_request: ResponseRequest, draft: ResponseDraft, form) -> HttpResponse:
    """Save the draft, and redirect to the form."""
    return saved(request, response_request, draft, form)


@recovers_typed_text(page=request_page, meant="preview")
@redirect_unless_post
@agency_editor_required
@saves_draft
def save_and_preview(request, response_request: ResponseRequest, draft: ResponseDraft, form) -> HttpResponse:
    """Save the draft, and redirect to its preview."""
    return redirect("response_preview", response_request.pk)


@recovers_typed_text(page=request_page, meant="submit")
@redirect_unless_post
@agency_editor_required
@transaction.atomic  # so that nobody else saves between saving and submitting
@saves_draft
def submit(request, response_request: ResponseRequest, draft: ResponseDraft, form) -> HttpResponse:
    """Save the draft and submit it. If it cannot be submitted, it is saved all the same and the form says why."""
    try:
        count(request, STEPS)
        drafting.submit(draft, revision=draft.revision, by=request.user)
    except (TooManyRequests, ValidationError) as error:
        form.add_error(None, error if isinstance(error, ValidationError) else str(error))
        return write(request, response_request, draft, form)
    messages.success(request, "Submitted. You do not need to do anything else for now.")
    return redirect(response_request)


# --- Preview ---------------------------------------------------------------------------------------------------------


@require_safe
@agency_editor_required
def preview(request: HttpRequest, response_request: ResponseRequest) -> HttpResponse:
    """Show a draft as it will be published, with what is missing or the button to submit it."""
    draft = draft_of(request, response_request)
    context = shared(request, response_request) | {
        "draft": draft.as_submitted(),
        "missing": drafting.missing(draft),
        "form": DraftForm(instance=draft),
        "writer": writer(request.user),
    }
    return render(request, "recommendations/workspace/preview.html", context)
