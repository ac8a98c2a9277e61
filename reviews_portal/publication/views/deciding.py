"""The page on the publication of a review, and what a second person does there."""

from collections.abc import Iterable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from learning.models import Review
from learning.models.review_kind import NARROWEST_FIRST
from learning.sight import Status, edit_rule
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer
from reviews_portal.publication import actions
from reviews_portal.publication.cautions import cautions_for
from reviews_portal.publication.decorators import editor_required, on_publication_page, publication_page
from reviews_portal.publication.facts import facts_of
from reviews_portal.publication.forms import ReturnForm, audiences_of
from reviews_portal.publication.models import PublicationDecision, State, open_decision
from reviews_portal.publication.people import editors_of
from reviews_portal.publication.rules import mark_of, problems_of
from reviews_portal.publication.statements import statements_of

DONE = {
    "publish": "Decision confirmed. The review is published.",
    "widen": "Decision confirmed. More people can read the review now.",
    "not-published": "Decision confirmed. The review is not published.",
}
FORMS = ("", "return")  # the forms of the page on which a decision is confirmed


@editor_required
@require_http_methods(["GET", "HEAD"])
def publication(request: HttpRequest, review: Review) -> HttpResponse:
    """Show what is recorded on the publication of a review, what is missing, and what the reader can do next."""
    kept = take_kept(request, FORMS)
    if kept:
        messages.info(request, SHOWN_AGAIN)
    return show(request, review, form=ReturnForm(kept[1] if kept else None))


@login_required
@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to the publication page of the review that a decision is about; 404 for those who do not edit it.

    Emails link here, because the address of a review holds its title.
    """
    edited = Review.objects.filter(edit_rule(request.user))
    found = get_object_or_404(PublicationDecision.objects.select_related("review"), pk=pk, review__in=edited)
    return redirect(publication_page(found.review.slug))


def show(
    request: HttpRequest,
    review: Review,
    problems: Iterable[str] = (),
    form: ReturnForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """Return the page on the publication of a review."""
    decision = open_decision(review)
    context: dict[str, object] = {
        "review": review,
        "decision": decision,
        "is_published": review.status == Status.PUBLISHED,
        "wider": audiences_of(review) if review.status == Status.PUBLISHED else [],
        "narrower": review.status == Status.PUBLISHED and review.audience != NARROWEST_FIRST[0],
        "past": [(one, facts_of(one)) for one in review.publication_decisions.confirmed()],
        "problems": list(problems),
        "form": form or ReturnForm(),
        "writer": writer(request.user),
    }
    if decision:
        decision.review = review
        context |= about(request, decision)
    return render(request, "publication/page.html", context, status=status)


def about(request: HttpRequest, decision: PublicationDecision) -> dict[str, object]:
    """Return what the page says about the decision that is not confirmed yet."""
    way = {"elsewhere": "elsewhere", "here": "decision"}.get(decision.ground, "decision")
    way = way if decision.publishes else "not_published"
    found: dict[str, object] = {
        "facts": facts_of(decision),
        "missing": list(problems_of(decision).values()),
        "way": way,
        "continue": reverse(f"publication_{way}", args=[decision.review.slug]),
        "may_decide": actions.may_decide(decision, request.user),
        "is_mine": decision.proposed_by == request.user,
    }
    if decision.is_proposed:
        statements = statements_of(decision.review)
        others = editors_of(decision.review).exclude(pk=decision.proposed_by_id)
        found |= {"seen": mark_of(decision), "statements": statements, "is_lone": not others.exists()}
        if decision.publishes:
            found["cautions"] = list(cautions_for(decision.review, request.user))
    return found


# --- The second person -----------------------------------------------------------------------------------------------


@on_publication_page
@editor_required
def confirm(request: HttpRequest, review: Review) -> HttpResponse:
    """Confirm the decision that the page showed, and carry it out. A second click does nothing."""
    decision = decision_sent(request, review)
    if decision is None:
        return show(request, review, [actions.NOT_SENT], status=409)
    seen, has_read = request.POST.get("seen", ""), bool(request.POST.get("read"))
    try:
        if actions.confirm(decision, seen=seen, by=request.user, has_read=has_read):
            messages.success(request, DONE[decision.purpose])
    except ValidationError as error:
        return show(request, Review.objects.get(pk=review.pk), error.messages, status=409)
    return redirect(publication_page(review.slug))


@recovers_typed_text("return", page=publication_page)
@on_publication_page
@editor_required
def return_for_changes(request: HttpRequest, review: Review) -> HttpResponse:
    """Return a decision to its editors with a note."""
    decision, form = decision_sent(request, review), ReturnForm(request.POST)
    if decision is None:
        return show(request, review, [actions.NOT_SENT], form, 409)
    if not form.is_valid():
        return show(request, review, form=form, status=422)
    try:
        actions.return_for_changes(decision, note=form.cleaned_data["note"], by=request.user)
    except ValidationError as error:
        return show(request, review, error.messages, form, 409)
    messages.success(request, "Returned with your note. We have emailed the editors and the person who sent it.")
    return redirect(publication_page(review.slug))


@on_publication_page
@editor_required
def withdraw_proposal(request: HttpRequest, review: Review) -> HttpResponse:
    """Cancel the request for confirmation that the user sent."""
    decision = decision_sent(request, review)
    try:
        if decision is None:
            raise ValidationError(actions.NOT_SENT)
        actions.withdraw_proposal(decision, by=request.user)
    except ValidationError as error:
        return show(request, review, error.messages, status=409)
    messages.success(request, "Request for confirmation cancelled. What you recorded is kept.")
    return redirect(publication_page(review.slug))


def decision_sent(request: HttpRequest, review: Review) -> PublicationDecision | None:
    """Return the decision of a review that a form names; None if there is none, or it was never sent."""
    key = request.POST.get("decision", "")
    own = PublicationDecision.objects.filter(review=review).exclude(state=State.DRAFT)
    return own.filter(pk=int(key)).first() if key.isascii() and key.isdecimal() and len(key) < 10 else None
