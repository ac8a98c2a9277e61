"""Editors of a review type the actions of its published plans, as printed."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from learning.actions import HIDDEN
from learning.identity.decisions import check_verdict, flags_in_words
from learning.identity.forms import ask_about, verdict_of
from learning.models import Review, Status
from learning.rate_limits import TooManyRequests, count
from learning.utils import form_pages
from learning.utils.column_limits import whole_number
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer
from learning.views.decorators import review_editor_required
from learning.vocabulary.forms import add_errors
from recommendations.actions import quoted_actions as actions
from recommendations.models import QuotedAction
from recommendations.plans.reading import Plan, in_document_order, plans_of
from recommendations.quoting.forms import ActionForm, ChangeActionForm

from .quoted_response_form import OWN, PREVIEWED
from .requests import STEPS


def actions_page(slug: str, **kwargs) -> str:
    """Return the URL of the list of a review's quoted actions."""
    return reverse("quoted_actions", args=[slug])


def add_page(slug: str) -> str:
    """Return the URL of the form that adds an action."""
    return reverse("quoted_action_add", args=[slug])


@review_editor_required()
@require_safe
def quoted_actions(request: HttpRequest, review: Review) -> HttpResponse:
    """List the quoted actions of a review, by the plans that they are from."""
    found = in_document_order(QuotedAction.objects.in_own_review().filter(review=review))
    context = {
        "review": review,
        "plans": plans_of(found.select_related("document", "recommendation")),
        "may_change": review.status in HIDDEN,
    }
    return render(request, "recommendations/quoting/actions.html", context)


# --- Adding ----------------------------------------------------------------------------------------------------------


def first_shown(request: HttpRequest, review: Review) -> dict[str, Any]:
    """Return what the form shows first: the document and recommendation of the action before."""
    position = whole_number(request.GET.get("document", ""))
    documents = review.documents.order_by("position")
    of_newest = documents.filter(pk__in=review.quotedactions.order_by("-pk").values("document")[:1])
    document = documents.filter(position=position).first() or of_newest.first() or documents.first()
    wanted = request.GET.get("recommendation", "")
    return {
        "document": document,
        "recommendation": review.recommendations.filter(reference=wanted[:20]).first(),
        "seen": actions.newest_key(),
    }


def show_add(request: HttpRequest, review: Review, form: ActionForm) -> HttpResponse:
    """Show the form that adds an action."""
    context = {
        "review": review,
        "form": form,
        "is_public": review.status == Status.PUBLISHED,
        "writer": writer(request.user),
    }
    status = 422 if form.errors else 200
    return render(request, "recommendations/quoting/add_action.html", context, status=status)


@review_editor_required()
@require_safe
def add(request: HttpRequest, review: Review) -> HttpResponse:
    """Show the form in which an action is typed."""
    if not review.documents.exists():
        messages.info(request, "Add the document of the plan to this review first.")
        return redirect(actions_page(review.slug))
    kept = take_kept(request)
    if kept:
        messages.info(request, SHOWN_AGAIN)
    return show_add(
        request, review, ActionForm(kept[1] if kept else None, review=review, initial=first_shown(request, review))
    )


def typed_in(form: ActionForm) -> dict[str, Any]:
    """Return what the plan prints, of a valid form."""
    return {name: form.cleaned_data[name] for name in actions.TYPED}


@recovers_typed_text(page=add_page)
@form_pages.redirect_unless_post(add_page)
@review_editor_required()
def preview(request: HttpRequest, review: Review) -> HttpResponse:
    """Show the action as it will stand. Nothing is recorded."""
    form = ActionForm(request.POST, review=review)
    if not form.is_valid():
        return show_add(request, review, form)
    action = QuotedAction(review=review, document=form.cleaned_data["document"], position=0, **typed_in(form))
    try:
        actions.check_says_no_name(review, action)
        action.clean()
        if review.status == Status.PUBLISHED:
            check_verdict(review, actions.words_of(action), verdict_of(request.POST))
    except ValidationError as error:
        add_errors(form, error)
        return show_add(request, review, form)
    context = {
        "review": review,
        "action": action,
        "plans": [Plan(action.document, [action])],
        "sent": sent_in(request.POST),
        "is_public": review.status == Status.PUBLISHED,
        "writer": writer(request.user),
    }
    return render(request, "recommendations/quoting/preview_action.html", context)


def sent_in(sent: QueryDict) -> list[tuple[str, str]]:
    """Return the fields of a form, to be sent again from its preview."""
    return [(name, str(value)) for name, values in sent.lists() for value in values if name not in OWN]


@recovers_typed_text(page=add_page)
@form_pages.redirect_unless_post(add_page)
@review_editor_required()
def back(request: HttpRequest, review: Review) -> HttpResponse:
    """Show the form again with everything that was typed."""
    form = ActionForm(request.POST, review=review)
    if review.status == Status.PUBLISHED and form.is_valid():
        action = QuotedAction(review=review, document=form.cleaned_data["document"], position=0, **typed_in(form))
        ask_about(form, flags_in_words(review, actions.words_of(action)))
    return show_add(request, review, form)


@recovers_typed_text(page=add_page)
@form_pages.redirect_unless_post(add_page)
@review_editor_required()
def record(request: HttpRequest, review: Review) -> HttpResponse:
    """Record the action. In a published review, what was not previewed is shown first."""
    if review.status == Status.PUBLISHED and PREVIEWED not in request.POST:
        return preview(request, slug=review.slug)
    form = ActionForm(request.POST, review=review)
    if form.is_valid():
        try:
            count(request, STEPS)
            action = actions.record_quoted_action(
                form.cleaned_data["document"],
                by=request.user,
                seen=form.cleaned_data["seen"],
                verdict=verdict_of(request.POST),
                **typed_in(form),
            )
        except TooManyRequests as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, f"{action.name} has been added. You can add the next one below.")
            about = f"&recommendation={action.recommendation.reference}" if action.recommendation else ""
            return redirect(f"{add_page(review.slug)}?document={action.document.position}{about}")
    return show_add(request, review, form)


# --- Correcting ------------------------------------------------------------------------------------------------------


def action_of(review: Review, pk: int) -> QuotedAction:
    """Return a quoted action of a review that can still be changed. Raises Http404 for any other."""
    if review.status not in HIDDEN:
        raise Http404
    return get_object_or_404(QuotedAction.objects.select_related("document", "review"), review=review, pk=pk)


@recovers_typed_text()
@review_editor_required()
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, review: Review, pk: int) -> HttpResponse:
    """Correct an action of a review that is not published yet."""
    action = action_of(review, pk)
    initial = {name: getattr(action, name) for name in ("document", *actions.TYPED)}
    initial["opened"] = actions.mark_of(action)
    if request.method != "POST":
        kept = take_kept(request)
        if kept:
            messages.info(request, SHOWN_AGAIN)
        return show_change(
            request, action, ChangeActionForm(kept[1] if kept else None, review=review, initial=initial)
        )
    sent = request.POST.copy()
    form = ChangeActionForm(sent, review=review)
    if form.is_valid():
        try:
            count(request, STEPS)
            actions.change_quoted_action(action, by=request.user, opened=form.cleaned_data["opened"], **typed_in(form))
        except TooManyRequests as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            sent["opened"] = actions.mark_of(QuotedAction.objects.get(pk=action.pk))
            add_errors(form, error)
        else:
            messages.success(request, "Saved.")
            return redirect(actions_page(review.slug))
    return show_change(request, action, form)


def show_change(request: HttpRequest, action: QuotedAction, form: ActionForm) -> HttpResponse:
    """Show the form that corrects an action."""
    context = {"review": action.review, "action": action, "form": form, "writer": writer(request.user)}
    status = 422 if form.errors else 200
    return render(request, "recommendations/quoting/change_action.html", context, status=status)


@review_editor_required()
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, review: Review, pk: int) -> HttpResponse:
    """Ask for confirmation, then remove an action of a review that is not published yet."""
    action = action_of(review, pk)
    if request.method != "POST":
        return render(request, "recommendations/quoting/remove_action.html", {"review": review, "action": action})
    try:
        actions.remove_quoted_action(action, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, f"{action.name} has been removed.")
    return redirect(actions_page(review.slug))
