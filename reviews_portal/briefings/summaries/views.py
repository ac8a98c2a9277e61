"""The editors of a review write their own summaries for its seven-minute briefing, preview it and approve it."""

from collections.abc import Callable, Collection
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from learning.models import Review
from learning.rate_limits import RateLimit, TooManyRequests, count
from learning.utils.differences import differences
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer
from reviews_portal.briefings.fitting import laid_out
from reviews_portal.briefings.glossary import with_terms

from . import actions
from .approval import SEVEN_MINUTE, digest_of, stands
from .decorators import editor_required, form_of_preview, form_of_summaries, preview_page, summaries_page
from .forms import SummariesForm
from .parts import Prepared, prepared
from .reading import approval_of

NOBODY = "the partnership"  # in previews of reviews of which no partnership is recorded
SAVES = RateLimit("summaries", "You have sent too many forms in the last hour.", each=300, network=300, everybody=3000)


# --- Writing ---------------------------------------------------------------------------------------------------------


@editor_required
@require_safe
def summaries(request: HttpRequest, review: Review) -> HttpResponse:
    """Show the seven parts of a review's briefing, with the form for the partnership's own summaries.

    What was typed before the session or token expired is shown again.
    """
    briefing = prepared_for(request, review)
    kept = take_kept(request)
    if kept:
        messages.info(request, SHOWN_AGAIN)
    return show(request, review, briefing, SummariesForm(kept[1] if kept else None, prepared=briefing))


def prepared_for(request: HttpRequest, review: Review) -> Prepared:
    """Return the briefing of a review as the partnership of this user would hand it out."""
    partnership = actions.approver(request.user, review) or next(iter(review.partnerships.all()), None)
    return prepared(request, review, partnership.name if partnership else NOBODY)


def show(
    request: HttpRequest, review: Review, briefing: Prepared, form: SummariesForm, conflicts: Collection[str] = ()
) -> HttpResponse:
    """Return the page with this form. `conflicts` are the parts that other people changed since it was opened."""
    context = about(request, review, briefing) | {
        "form": form,
        "conflicts": [
            (one.part, differences(one.part.summary.text if one.part.summary else "", one.text.value() or ""))
            for one in form.by_part
            if one.part.name in conflicts
        ],
        "writer": writer(request.user),
    }
    status = 409 if conflicts else 422 if form.errors else 200
    return render(request, "briefings/summaries/page.html", context, status=status)


def about(request: HttpRequest, review: Review, briefing: Prepared) -> dict[str, Any]:
    """Return what both pages say about a review's briefing and its approval."""
    approval = approval_of(review, review.partnerships.all())
    return {
        "review": review,
        "approval": approval,
        "stands": approval is not None and stands(briefing.whole),
        "approver": actions.approver(request.user, review),
        "partnerships": review.partnerships.all(),
    }


def saves(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Save the form, then call the view with the review. If it is not saved, show why, with everything typed."""

    @wraps(view)
    def wrapper(request: HttpRequest, review: Review) -> HttpResponse:
        with transaction.atomic():  # so that nobody else saves between reading and saving
            actions.locked(review)
            briefing = prepared_for(request, review)
            form = SummariesForm(request.POST.copy(), prepared=briefing)
            if not form.is_valid():
                return show(request, review, briefing, form)
            try:
                count(request, SAVES)
                actions.save(review, form.typed(), saved=briefing.whole.summaries, by=request.user)
            except TooManyRequests as error:
                form.add_error(None, str(error))
                return show(request, review, briefing, form)
            except actions.SavedInBetween as conflict:
                return show_conflict(request, review, briefing, form, conflict.parts)
        return view(request, review)

    return wrapper


def show_conflict(
    request: HttpRequest, review: Review, briefing: Prepared, form: SummariesForm, parts: list[str]
) -> HttpResponse:
    """Show both versions of the parts that two people changed; saving the form again then keeps what it shows.

    Parts that only the other people changed are shown as they are now.
    """
    unbound, sent = SummariesForm(prepared=briefing), request.POST.copy()
    for one, now in zip(form.typed(), unbound.by_part, strict=True):
        if one.part not in parts and one.mark == one.opened:
            sent[now.text.html_name] = now.text.value()
            sent.setlist(now.references.html_name, now.references.value())
        sent[now.opened.html_name] = now.opened.value()
    return show(request, review, briefing, SummariesForm(sent, prepared=briefing), parts)


@recovers_typed_text(page=summaries_page)
@form_of_summaries
@editor_required
@saves
def save(request: HttpRequest, review: Review) -> HttpResponse:
    """Save the summaries, and redirect to their page."""
    messages.success(request, "Summaries saved. Readers see them only while the briefing is approved.")
    return redirect(summaries_page(review.slug))


@recovers_typed_text(page=summaries_page)
@form_of_summaries
@editor_required
@saves
def save_and_preview(request: HttpRequest, review: Review) -> HttpResponse:
    """Save the summaries, and redirect to the preview of the briefing."""
    return redirect(preview_page(review.slug))


# --- Approving -------------------------------------------------------------------------------------------------------


@editor_required
@require_safe
def preview(request: HttpRequest, review: Review) -> HttpResponse:
    """Show the briefing as it will be handed out, with the button to approve it."""
    return show_preview(request, review, prepared_for(request, review))


def show_preview(
    request: HttpRequest, review: Review, briefing: Prepared, problems: Collection[str] = (), status: int = 200
) -> HttpResponse:
    """Return the preview, with the problems that prevented the approval."""
    context = about(request, review, briefing) | {
        "outline": laid_out(with_terms(briefing.whole, [review.code]), SEVEN_MINUTE),
        "digest": digest_of(briefing.whole),
        "missing": actions.missing(briefing.whole),
        "problems": problems,
    }
    return render(request, "briefings/summaries/preview.html", context, status=status)


@form_of_preview
@editor_required
def approve(request: HttpRequest, review: Review) -> HttpResponse:
    """Approve the briefing as the editor saw it. If it has changed since, show it again and say so."""
    with transaction.atomic():  # so that nobody saves a summary between reading and approving
        actions.locked(review)
        briefing = prepared_for(request, review)
        try:
            count(request, SAVES)
            actions.approve(review, briefing.whole, seen=request.POST.get("seen", ""), by=request.user)
        except TooManyRequests as error:
            return show_preview(request, review, briefing, [str(error)], 429)
        except ValidationError as error:
            return show_preview(request, review, briefing, error.messages, 409)
    messages.success(request, "Briefing approved. Readers can now download it as a seven-minute briefing.")
    return redirect(preview_page(review.slug))


@form_of_preview
@editor_required
def withdraw_approval(request: HttpRequest, review: Review) -> HttpResponse:
    """Withdraw the approval: readers get the review summary again, without the partnership's own summaries."""
    if actions.withdraw_approval(review, by=request.user):
        messages.success(request, "Approval withdrawn. Readers now get the review summary, without your summaries.")
    return redirect(preview_page(review.slug))
