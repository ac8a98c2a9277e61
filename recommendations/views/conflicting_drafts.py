"""An agency's editor whose save came after somebody else's compares both texts and decides which to keep."""

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from learning.utils.differences import differences
from learning.utils.form_recovery import writer
from recommendations.actions import drafting
from recommendations.forms import DraftForm
from recommendations.models import Acceptance, ConflictingDraft, ResponseDraft, ResponseRequest

from .decorators import agency_editor_required, redirect_unless_post
from .requests import shared


def compare(
    request: HttpRequest, response_request: ResponseRequest, draft: ResponseDraft, kept: ConflictingDraft
) -> HttpResponse:
    """Show the saved text and the conflicting one with their differences, and the form to save the latter."""
    now = drafting.said(draft)
    context = shared(request, response_request) | {
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
    """Return a conflicting draft as a form would send it, with the draft's current revision."""
    parts = {part.label: part.pk for part in draft.response.recommendation.parts.all()}
    chosen = [parts[label] for label in kept.typed.get("parts", []) if label in parts]
    said = {name: value for name, value in kept.typed.items() if value != Acceptance.NOT_STATED}
    return said | {"parts": chosen, "revision": draft.revision, "late": kept.pk}


@agency_editor_required
def conflicting_draft(request: HttpRequest, response_request: ResponseRequest, late: int) -> HttpResponse:
    """Show a conflicting draft again, beside the draft as it is now.

    A POST here still deletes it, for pages that were loaded before deleting had its own URL.
    """
    if request.method == "POST":
        return delete(request, response_request, late)
    draft = drafting.draft_for(response_request.recommendation, response_request.agency, by=request.user)
    kept = drafting.conflicting_drafts_for(request.user, draft).filter(pk=late).first()
    if kept is None:
        raise Http404
    return compare(request, response_request, draft, kept)


@redirect_unless_post
@agency_editor_required
def delete_conflicting_draft(request: HttpRequest, response_request: ResponseRequest, late: int) -> HttpResponse:
    """Delete a conflicting draft; the saved draft is unchanged."""
    return delete(request, response_request, late)


def delete(request: HttpRequest, response_request: ResponseRequest, late: int) -> HttpResponse:
    """Delete a conflicting draft, if it still exists, and redirect to the page of the request."""
    draft = drafting.draft_for(response_request.recommendation, response_request.agency, by=request.user)
    if drafting.throw_away(draft, late, by=request.user):
        messages.success(request, "Your text has been deleted. The saved draft is unchanged.")
    return redirect(response_request)
