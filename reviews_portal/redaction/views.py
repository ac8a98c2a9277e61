"""Views to propose, inspect, confirm and refuse redactions. A passage is only ever sent by POST."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import BinaryField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from learning.models import Review
from learning.rate_limits import RateLimit, TooManyRequests, count
from learning.utils.paging import page_of

from . import actions, reader_text_removal
from .closed_files import files_closed_by, unsearched
from .decorators import proposer_required, reader_required, redirect_unless_post
from .forms import RedactionForm
from .models import Redaction, may_decide
from .occurrences import all_cells_with, files_of, fingerprint, places_of, review_of_each

SHOWN = 200  # occurrences on the page of a proposal
PROPOSALS = RateLimit(
    "proposals", "You have proposed too many redactions in the last hour.", each=60, network=60, everybody=600
)


@proposer_required
def redactions(request: HttpRequest) -> HttpResponse:
    """List the redactions that the user may see, open ones first."""
    seen = Redaction.objects.visible_to(request.user).select_related("proposed_by", "decided_by")
    context = {
        "open": seen.open(),
        "page": page_of(request, seen.decided()),
        "not_cleaned": seen.done().filter(cleaned_at=None).exists() and may_decide(request.user),
    }
    return render(request, "redaction/redactions.html", context)


@proposer_required
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_post_parameters("passage", "reason")
def propose(request: HttpRequest) -> HttpResponse:
    """Show the form to propose a redaction; a POST proposes it and redirects to its page."""
    form = RedactionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            count(request, PROPOSALS)
            made = actions.propose(**form.cleaned_data, by=request.user)
        except TooManyRequests as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request, "Redaction proposed. Check each place. Another person must confirm the redaction."
            )
            return redirect(made)
    return render(request, "redaction/propose.html", {"form": form}, status=422 if form.errors else 200)


@reader_required
def redaction(request: HttpRequest, one: Redaction) -> HttpResponse:
    """Show a redaction and, while it is open, each place where its words currently occur."""
    return show(request, one)


def shows_problems(view: Callable[..., str]) -> Callable[..., HttpResponse]:
    """Show the message that a view returns, or the error that it raises, on the page of its redaction."""

    @wraps(view)
    def wrapper(request: HttpRequest, one: Redaction) -> HttpResponse:
        try:
            messages.success(request, view(request, one))
        except ValidationError as error:
            one.refresh_from_db()
            return show(request, one, problems=error.messages)
        return redirect(one)

    return wrapper


@redirect_unless_post
@reader_required
@shows_problems
def confirm(request: HttpRequest, one: Redaction) -> str:
    """Confirm a redaction, which replaces the words everywhere."""
    done = actions.confirm(one, by=request.user, seen=request.POST.get("seen", ""))
    return f"Completed: the words were replaced in {done.places} place{'' if done.places == 1 else 's'}."


@redirect_unless_post
@reader_required
@shows_problems
def refuse(request: HttpRequest, one: Redaction) -> str:
    """Refuse a redaction, or withdraw the user's own proposal."""
    done = actions.refuse(one, by=request.user)
    return f"{done.outcome}. Nothing was changed, and the words have been deleted from the proposal."


@redirect_unless_post
@reader_required
@shows_problems
def remove_reader_texts(request: HttpRequest, one: Redaction) -> str:
    """Remove the chosen readers' texts that contain the words."""
    removed = reader_text_removal.remove(one, request.POST.getlist("text"), by=request.user)
    return f"{removed} {'text was' if removed == 1 else 'texts were'} removed."


def show(request: HttpRequest, one: Redaction, problems: list[str] | None = None) -> HttpResponse:
    """Return the page of a redaction, with these error messages."""
    context: dict[str, Any] = {
        "redaction": one,
        "problems": problems,
        "may_decide": may_decide(request.user),
        "taken_back": "withdraw" if one.proposed_by == request.user else "reject",  # what a refusal is to this user
    }
    if one.is_open:
        passages = one.passages()
        cells = actions.cells_seen(all_cells_with(passages), request.user)
        reviews = set(review_of_each(cells).values())
        codes = dict(Review.objects.filter(pk__in=reviews).values_list("pk", "code"))
        places = places_of(cells, passages, codes)
        closing = files_closed_by(cells) if may_decide(request.user) else []
        context |= {
            "count": len(cells),
            "seen": fingerprint(cells, unsearched(closing)),
            "emptied": sum(isinstance(cell.column, BinaryField) for cell in cells),
            "places": places[:SHOWN],
            "unshown": max(0, len(places) - SHOWN),
            "closing": closing,
            "files": files_of(codes) if may_decide(request.user) else [],
        }
    if context["may_decide"] and (one.is_open or one.is_done):
        context["texts"] = reader_text_removal.texts_with(one.passages())
    return render(request, "redaction/redaction.html", context, status=422 if problems else 200)
