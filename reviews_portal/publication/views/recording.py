"""The forms that record a decision on the publication of a review."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from learning.models import Review
from learning.rate_limits import RateLimit, TooManyRequests, count
from learning.sight import Status
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer
from reviews_portal.publication import actions
from reviews_portal.publication.decorators import editor_required, on_page_of_form, page_of_form, publication_page
from reviews_portal.publication.facts import facts_of
from reviews_portal.publication.forms import WAYS, DecisionForm, audiences_of
from reviews_portal.publication.models import PublicationDecision, open_decision
from reviews_portal.publication.statements import digest_of, statements_of

SAVES = RateLimit("publication", "You have saved too often in the last hour.", each=120, network=600, everybody=6000)
HEADINGS = {
    "elsewhere": "The review is already published elsewhere",
    "decision": "Record the decision to publish",
    "not_published": "Record that the review will not be published",
}
WIDENING = HEADINGS | {
    "elsewhere": "Show the review to more readers: it is already published elsewhere",
    "decision": "Record the decision to show the review to more readers",
}


@recovers_typed_text()
@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest, review: Review, way: str) -> HttpResponse:
    """Show a form that records a decision, and save what is entered, complete or not."""
    decision = open_decision(review)
    if request.method == "POST":
        return save(request, review, way)
    if decision and decision.is_proposed:
        messages.info(request, actions.SENT)
        return redirect(publication_page(review.slug))
    if review.status == Status.PUBLISHED and (way == "not_published" or not audiences_of(review)):
        messages.info(request, "The review is already published.")
        return redirect(publication_page(review.slug))
    kept = take_kept(request)
    if kept:
        messages.info(request, SHOWN_AGAIN)
    form = WAYS[way](kept[1] if kept else None, review=review, decision=decision)
    return show_form(request, review, way, form)


def save(request: HttpRequest, review: Review, way: str) -> HttpResponse:
    """Save what is entered in a form, and return to the page on the publication."""
    saved = saved_form(request, review, way)
    if isinstance(saved, HttpResponse):
        return saved
    messages.success(request, "Saved. It has not been sent for confirmation yet.")
    return redirect(publication_page(review.slug))


@recovers_typed_text(page=page_of_form)
@on_page_of_form
@editor_required
def send(request: HttpRequest, review: Review, way: str) -> HttpResponse:
    """Save what is entered, and send it to a second person. If something is missing, show the form with errors."""
    saved = saved_form(request, review, way)
    if isinstance(saved, HttpResponse):
        return saved
    read = request.POST.get("seen", "") if request.POST.get("read") else ""
    try:
        actions.send(saved, revision=saved.revision, by=request.user, read=read)
    except ValidationError as error:
        form = WAYS[way](as_saved(request, saved), review=review, decision=saved)
        form.is_valid()
        form.show_problems(error.message_dict if hasattr(error, "error_dict") else {"": error.messages})
        return show_form(request, review, way, form, 422)
    messages.success(request, "Sent for confirmation. We have emailed the people who can confirm it.")
    return redirect(publication_page(review.slug))


def as_saved(request: HttpRequest, decision: PublicationDecision) -> QueryDict:
    """Return what was sent in a form, with the revision that it has since it was saved."""
    data = request.POST.copy()
    data["revision"] = str(decision.revision)
    return data


def saved_form(request: HttpRequest, review: Review, way: str) -> PublicationDecision | HttpResponse:
    """Save what is entered in a form and return the decision, or the page that says why it was not saved."""
    decision = open_decision(review)
    if decision and decision.is_proposed and decision.proposed_by == request.user:  # a second click
        return redirect(publication_page(review.slug))
    form = WAYS[way](request.POST, review=review, decision=decision)
    if not form.is_valid():
        return show_form(request, review, way, form, 422)
    try:
        count(request, SAVES)
        return actions.save(review, form.entered, revision=form.cleaned_data["revision"], by=request.user)
    except TooManyRequests as error:
        form.add_error(None, str(error))
        return show_form(request, review, way, form, 429)
    except ValidationError as error:
        if decision and error.code == "changed":
            form = WAYS[way](as_saved(request, decision), review=review, decision=decision)
            form.is_valid()
        form.add_error(None, error)
        return show_form(request, review, way, form, 409, saved=decision)


def show_form(
    request: HttpRequest,
    review: Review,
    way: str,
    form: DecisionForm,
    status: int = 200,
    saved: PublicationDecision | None = None,
) -> HttpResponse:
    """Return the page of a form; with the `saved` decision, if somebody else saved it in between."""
    if saved:
        saved.review = review
    widens = review.status == Status.PUBLISHED
    statements = statements_of(review) if widens else []
    context = {
        "review": review,
        "form": form,
        "way": way,
        "heading": WIDENING[way] if widens else HEADINGS[way],
        "save": page_of_form(review.slug, way),
        "send": reverse(f"publication_{way}_send", args=[review.slug]),
        "widens": widens,
        "notes": dict.fromkeys(kind.publication_note for kind in review.kinds.all() if kind.publication_note),
        "statements": statements,
        "seen": digest_of(statements),
        "saved": facts_of(saved) if saved else [],
        "writer": writer(request.user),
    }
    return render(request, "publication/form.html", context, status=status)
