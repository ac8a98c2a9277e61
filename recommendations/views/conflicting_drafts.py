"""An agency's editor whose save came after somebody else's compares both texts and decides which to keep."""

from copy import copy

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from learning.utils.differences import differences
from learning.utils.form_recovery import writer
from recommendations.actions import drafting
from recommendations.forms import DraftForm
from recommendations.models import Acceptance, ConflictingDraft, RecommendationPart, ResponseDraft, ResponseRequest

from .decorators import agency_editor_required, redirect_unless_post
from .requests import shared


def compare(
    request: HttpRequest, response_request: ResponseRequest, draft: ResponseDraft, kept: ConflictingDraft
) -> HttpResponse:
    """Show the saved text and the conflicting one with their differences, and the form to save the latter."""
    now, typed = drafting.said(draft), dict(kept.typed)
    if "parts" in typed:
        labels = {part.pk: part.full_label for part in parts_of(draft)}
        now["parts"] = in_words(now["parts"], labels)
        typed["parts"] = in_words(typed["parts"], labels)
    context = shared(request, response_request) | {
        "draft": draft,
        "kept": kept,
        "form": DraftForm(as_sent(kept, draft), instance=copy(draft)),
        "writer": writer(request.user),
        "pieces": differences(draft.text, kept.typed.get("text", "")),
        "changed": [
            (DraftForm.base_fields[name].label, now[name], value)
            for name, value in typed.items()
            if name != "text" and now[name] != value
        ],
    }
    return render(request, "recommendations/workspace/conflict.html", context, status=409)


def parts_of(draft: ResponseDraft) -> QuerySet[RecommendationPart]:
    """Return the parts that the response may be about."""
    return draft.response.recommendation.parts.select_related("parent")


def in_words(parts: list[int], labels: dict[int, str]) -> str:
    """Return the chosen parts, given by their keys, as readers know them."""
    return ", ".join(labels[part] for part in parts if part in labels)


def as_sent(kept: ConflictingDraft, draft: ResponseDraft) -> dict[str, object]:
    """Return a conflicting draft as a form would send it, with the draft's current revision."""
    parts = {part.pk for part in parts_of(draft)}
    chosen = [part for part in kept.typed.get("parts", []) if part in parts]
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
