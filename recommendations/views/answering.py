"""An agency's editor writes the response to a request, keeps it, previews it and submits it."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from learning.utils.differences import differences
from learning.utils.form_recovery import sign_in_first, take_kept, writer
from learning.utils.rate_limits import TooManyRequests, count
from recommendations.actions import drafting
from recommendations.forms import DraftForm
from recommendations.models import (
    Acceptance,
    ConflictingDraft,
    RequestState,
    ResponseDraft,
    ResponseRequest,
    ResponseVersion,
    StepAction,
)
from recommendations.workspace_permissions import permissions_of

from .checking import read
from .requests import STEPS, request_seen, shared

WORDS = {"text", "acceptance_reason", "progress_reason"}  # draft fields that may be too long


@require_http_methods(["GET", "HEAD", "POST"])
def response_request(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a request to those whom it concerns; the editors of its agency write the response here.

    What they submitted or what is published is shown as it stands, and the form after `?write`.
    """
    if not request.user.is_authenticated:
        return sign_in_first(request) if request.method == "POST" else redirect_to_login(request.path)
    asked = request_seen(request, pk)
    if asked.agency_id not in permissions_of(request.user).agencies:
        if request.method == "POST":
            raise Http404
        return read(request, asked)
    # For who writes for the agency and looks after it for the partnership, too.
    if "check" in request.GET and asked.asked_by_id in permissions_of(request.user).watched:
        return read(request, asked)
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=request.user)
    if request.method == "POST":
        return save(request, asked, draft, DraftForm(request.POST.copy(), instance=draft))
    if kept := take_kept(request):
        return save(request, asked, draft, DraftForm(kept[1], instance=draft))
    if "write" not in request.GET and (version := answer_to_show(request.user, asked, draft)):
        return answered(request, asked, draft, version)
    return write(request, asked, draft, DraftForm(instance=draft))


def answer_to_show(user, asked: ResponseRequest, draft: ResponseDraft) -> ResponseVersion | None:
    """Return what its editors see before any form: what waits to be checked, or is published and not gone on with."""
    versions = asked.versions_for(user)
    if asked.waits:
        return versions.waiting().first()
    if asked.state == RequestState.PUBLISHED and (current := versions.current().first()):
        return None if drafting.goes_on_from(draft, current) else current
    return None


def answered(
    request: HttpRequest, asked: ResponseRequest, draft: ResponseDraft, version: ResponseVersion
) -> HttpResponse:
    """Show what was submitted or is published as it stands, what happens next, and the way to a new version."""
    context = about_writing(request, asked, draft)
    wanted = StepAction.SUBMITTED if asked.waits else StepAction.PUBLISHED
    own = [step for step in context["steps"] if step.version_id == version.pk and step.action == wanted]
    deciding = ResponseRequest.objects.deciding_on(asked.recommendation, asked.agency).select_related("asked_by")
    context |= {
        "version": version,
        "step": next(iter(own), None),  # a document's answer may have been published before steps were written down
        "checked_by": [one.asked_by for one in deciding] if asked.waits else [],
        "is_begun": drafting.goes_on_from(draft, version),
    }
    return render(request, "recommendations/workspace/answered.html", context)


def about_writing(request: HttpRequest, asked: ResponseRequest, draft: ResponseDraft) -> dict[str, Any]:
    """Return what those who write see of a request beside the form or their answer."""
    return shared(request, asked) | {
        "draft": draft,
        "late_texts": drafting.conflicting_drafts_for(request.user, draft),
        "may_check": asked.asked_by_id in permissions_of(request.user).watched,
    }


def write(
    request: HttpRequest, asked: ResponseRequest, draft: ResponseDraft, form: DraftForm, status: int = 200
) -> HttpResponse:
    """Show the form in which a response is written."""
    context = about_writing(request, asked, draft) | {"form": form, "writer": writer(request.user)}
    return render(request, "recommendations/workspace/write.html", context, status=status)


def save(request: HttpRequest, asked: ResponseRequest, draft: ResponseDraft, form: DraftForm) -> HttpResponse:
    """Save all typed values that are valid; then preview or submit, if asked to.

    If a text is far too long, nothing is saved, and everything typed stays in the form.
    """
    typed, cleaned = form.typed(), form.cleaned_data
    if WORDS & form.errors.keys():
        return write(request, asked, draft, form, status=422)
    try:
        draft = drafting.save_draft(draft, typed, revision=cleaned.get("revision", -1), by=request.user)
    except drafting.SavedInBetween as conflict:
        return decide(request, asked, conflict.draft, conflict.kept)
    except ValidationError as error:
        form.add_error(None, error)
        return write(request, asked, draft, form, status=422)
    form.data["revision"] = draft.revision  # type: ignore[index]  # a copy of what was sent
    if not request.accepts("text/html"):
        saved = f"{timezone.localtime(draft.saved_at):%H:%M}"
        return JsonResponse({"revision": draft.revision, "saved": saved, "unread": sorted(form.errors)})
    if form.errors:
        return write(request, asked, draft, form, status=422)
    drafting.throw_away(draft, cleaned.get("late") or 0, by=request.user)
    match form.data.get("do"):
        case "preview":
            return redirect("response_preview", asked.pk)
        case "submit":
            try:
                count(request, STEPS)
                drafting.submit(draft, revision=draft.revision, by=request.user)
            except (TooManyRequests, ValidationError) as error:
                form.add_error(None, error if isinstance(error, ValidationError) else str(error))
                return write(request, asked, draft, form, status=422)
            messages.success(request, "Submitted. There is nothing more for you to do now.")
        case _:
            messages.success(request, said_of(draft, form.data.get("meant", "")))
            if asked.waits or "write" in request.GET:
                return redirect(writing_page(asked))
    return redirect(asked)


def writing_page(asked: ResponseRequest) -> str:
    """Return the address of the form, whatever was submitted or published before."""
    return f"{asked.get_absolute_url()}?write"


def said_of(draft: ResponseDraft, meant: str = "") -> str:
    """Return what is said when a draft is saved: that it is, and what may keep it from being submitted."""
    not_yet = "It is not submitted yet." if meant == "submit" else ""
    return " ".join(filter(None, ["Your draft is saved.", not_yet, drafting.too_long(draft)]))


def decide(request: HttpRequest, asked: ResponseRequest, draft: ResponseDraft, kept: ConflictingDraft) -> HttpResponse:
    """Show both texts with their differences to somebody whose save came too late, and who decides now."""
    now = drafting.said(draft)
    context = shared(request, asked) | {
        "draft": draft,
        "kept": kept,
        "form": DraftForm(as_sent(kept, draft), instance=copy(draft)),
        "writer": writer(request.user),
        "pieces": differences(draft.text, kept.typed.get("text", "")),
        "changed": [
            (DraftForm.base_fields[name].label, now[name], value)
            for name, value in kept.typed.items()
            if name != "text" and now[name] != value
        ],
    }
    return render(request, "recommendations/workspace/conflict.html", context, status=409)


def as_sent(kept: ConflictingDraft, draft: ResponseDraft) -> dict[str, object]:
    """Return what was kept as a form would send it, on the revision that the draft is at now."""
    parts = {part.label: part.pk for part in draft.response.recommendation.parts.all()}
    chosen = [parts[label] for label in kept.typed.get("parts", []) if label in parts]
    said = {name: value for name, value in kept.typed.items() if value != Acceptance.NOT_STATED}
    return said | {"parts": chosen, "revision": draft.revision, "late": kept.pk}


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def late_text(request: HttpRequest, pk: int, late: int) -> HttpResponse:
    """Show again what came too late, beside the draft as it is now; a post throws it away."""
    asked = request_seen(request, pk)
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=request.user)
    if request.method == "POST":
        if drafting.throw_away(draft, late, by=request.user):
            messages.success(request, "What you typed too late is thrown away. The draft is as it was saved.")
        return redirect(asked)
    kept = drafting.conflicting_drafts_for(request.user, draft).filter(pk=late).first()
    if kept is None:
        raise Http404
    return decide(request, asked, draft, kept)


@login_required
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a draft as it will be published, with what it lacks, or the button that submits it."""
    asked = request_seen(request, pk)
    if asked.agency_id not in permissions_of(request.user).agencies:
        raise Http404
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=request.user)
    context = shared(request, asked) | {
        "draft": draft.as_submitted(),
        "missing": drafting.missing(draft),
        "form": DraftForm(instance=draft),
        "writer": writer(request.user),
    }
    return render(request, "recommendations/workspace/preview.html", context)
