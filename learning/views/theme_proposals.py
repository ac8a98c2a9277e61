"""Editors propose themes and see what became of them; administrators decide on the proposals."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from learning.models import Partnership, ProposalState, ThemeProposal
from learning.rate_limits import TooManyRequests, count
from learning.sight import sight_of
from learning.utils import form_pages
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer
from learning.utils.paging import page_of
from learning.vocabulary import theme_actions
from learning.vocabulary.forms import AcceptForm, DeclineForm, MergeForm, ProposeForm, add_errors

from .agencies import CHANGES
from .decorators import administrator_required, any_editor_required

DECISIONS: dict[str, type[forms.Form]] = {"accept": AcceptForm, "merge": MergeForm, "decline": DeclineForm}


def proposal_page(pk: int) -> str:
    """Return the URL of the page of a proposal."""
    return reverse("theme_proposal", args=[pk])


@any_editor_required
@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """List proposed themes: those of the user's partnerships or, for administrators, all."""
    seen = ThemeProposal.objects.visible_to(request.user).select_related("partnership", "theme")
    context = {
        "waiting": seen.filter(state=ProposalState.OPEN).order_by("proposed_at", "pk"),
        "page": page_of(request, seen.exclude(state=ProposalState.OPEN).order_by("-decided_at", "-pk")),
        "is_administrator": sight_of(request.user).everything,
        "may_propose": bool(sight_of(request.user).edited_partnerships),
    }
    return render(request, "learning/manage/theme_proposals.html", context)


# --- Proposing -------------------------------------------------------------------------------------------------------


@recovers_typed_text()
@any_editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose a theme for a partnership of the user."""
    mine = Partnership.objects.filter(pk__in=sight_of(request.user).edited_partnerships).order_by("name", "pk")
    if not mine:  # administrators add themes in the administration
        raise Http404
    if request.method != "POST":
        kept = take_kept(request)
        if kept:
            messages.info(request, SHOWN_AGAIN)
        return show_propose(request, ProposeForm(kept[1] if kept else None, partnerships=mine))
    form = ProposeForm(request.POST, partnerships=mine)
    if form.is_valid():
        try:
            count(request, CHANGES)
            proposal = theme_actions.propose_theme(**form.cleaned_data, by=request.user)
        except TooManyRequests as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Proposed. We will email you when an administrator has decided.")
            return redirect(proposal)
    return show_propose(request, form)


def show_propose(request: HttpRequest, form: ProposeForm) -> HttpResponse:
    """Show the form that proposes a theme."""
    context = {"form": form, "writer": writer(request.user)}
    return render(request, "learning/manage/propose_theme.html", context, status=422 if form.errors else 200)


# --- Deciding --------------------------------------------------------------------------------------------------------


def made_form(name: str, proposal: ThemeProposal, data: QueryDict | None = None) -> forms.Form:
    """Return one of the forms of a decision; its fields have ids that are unique on the page."""
    made = DECISIONS[name]
    if issubclass(made, AcceptForm) and data is None:
        return made.of(proposal, auto_id=f"id_{name}_%s")
    return made(data, auto_id=f"id_{name}_%s")


def show(request: HttpRequest, proposal: ThemeProposal, *, form_name: str = "", form: Any = None) -> HttpResponse:
    """Show a proposal, to administrators with the forms to decide on it. If given, `form` has errors."""
    if form is None and (kept := take_kept(request, DECISIONS)):
        form_name, form = kept[0], made_form(kept[0], proposal, kept[1])
        messages.info(request, SHOWN_AGAIN)
    may_decide = sight_of(request.user).everything and proposal.is_open
    forms_shown = {name: made_form(name, proposal) for name in DECISIONS} if may_decide else {}
    context = {
        "proposal": proposal,
        "forms": forms_shown | ({form_name: form} if form else {}),
        "form": form,
        "form_name": form_name,
        "writer": writer(request.user),
    }
    status = 422 if form and form.errors else 200
    return render(request, "learning/manage/theme_proposal.html", context, status=status)


def proposal_seen(request: HttpRequest, pk: int) -> ThemeProposal:
    """Return a proposal that the user may see. Raises Http404 for any other."""
    seen = ThemeProposal.objects.visible_to(request.user).select_related("partnership", "theme")
    return get_object_or_404(seen, pk=pk)


@any_editor_required
@require_safe
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a proposal, and what was decided on it."""
    return show(request, proposal_seen(request, pk))


def decides(name: str) -> Callable[[Callable[..., str]], Callable[..., HttpResponseBase]]:
    """Return a decorator for a view that decides with the form of this name, and returns a message.

    If the form is invalid or the decision is refused, the page shows what was typed and why.
    """

    def decorator(view: Callable[..., str]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        @administrator_required
        def wrapper(request: HttpRequest, pk: int) -> HttpResponse:
            found = proposal_seen(request, pk)
            form = made_form(name, found, request.POST)
            if form.is_valid():
                try:
                    count(request, CHANGES)
                    messages.success(request, view(request, found, form))
                except TooManyRequests as error:
                    form.add_error(None, str(error))
                except ValidationError as error:
                    add_errors(form, error)
                else:
                    return redirect(found)
            return show(request, found, form_name=name, form=form)

        return wrapper

    return decorator


@recovers_typed_text("accept", page=proposal_page)
@form_pages.redirect_unless_post(proposal_page)
@decides("accept")
def accept(request: HttpRequest, found: ThemeProposal, form) -> str:
    """Create the proposed theme."""
    theme = theme_actions.accept_theme(found, by=request.user, **form.cleaned_data)
    return f"The theme “{theme}” has been created. The proposer has been notified."


@recovers_typed_text("merge", page=proposal_page)
@form_pages.redirect_unless_post(proposal_page)
@decides("merge")
def merge(request: HttpRequest, found: ThemeProposal, form) -> str:
    """Merge a proposal into an existing theme."""
    theme = theme_actions.merge_theme(found, by=request.user, **form.cleaned_data)
    return f"The proposal has been merged into “{theme}”. The proposer has been notified."


@recovers_typed_text("decline", page=proposal_page)
@form_pages.redirect_unless_post(proposal_page)
@decides("decline")
def decline(request: HttpRequest, found: ThemeProposal, form) -> str:
    """Decline the proposal with a reason."""
    theme_actions.decline_theme(found, by=request.user, **form.cleaned_data)
    return "The proposal has been declined. The proposer has been notified."
