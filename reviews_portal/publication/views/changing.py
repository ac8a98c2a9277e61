"""Show a published review to fewer readers, or withdraw it: at once, with a reason."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from learning.models import Audience, Review
from learning.models.review_kind import NARROWEST_FIRST
from learning.sight import Status
from learning.utils.form_recovery import recovers_typed_text, take_kept, writer
from reviews_portal.publication import actions
from reviews_portal.publication.changing_forms import NarrowForm, WithdrawForm
from reviews_portal.publication.decorators import editor_required, publication_page
from reviews_portal.publication.forms import audiences_of


@recovers_typed_text()
@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def audience(request: HttpRequest, review: Review) -> HttpResponse:
    """Show a published review to fewer readers at once, or lead to the decision that shows it to more."""
    kept = take_kept(request) if request.method != "POST" else None
    form = NarrowForm(request.POST if request.method == "POST" else kept and kept[1], review=review)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            actions.narrow(review, Audience(values["audience"]), reason=values["reason"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Audience changed.")
            return redirect(publication_page(review.slug))
    return show_change(request, review, form, "publication/audience.html")


@recovers_typed_text()
@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, review: Review) -> HttpResponse:
    """Ask the editor why, then withdraw a published review at once."""
    kept = take_kept(request) if request.method != "POST" else None
    form = WithdrawForm(request.POST if request.method == "POST" else kept and kept[1])
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(review, reason=form.cleaned_data["reason"], by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Review withdrawn. Its page now says that it has been withdrawn.")
            return redirect(publication_page(review.slug))
    return show_change(request, review, form, "publication/withdraw.html")


def show_change(request: HttpRequest, review: Review, form, template: str) -> HttpResponse:
    """Return the page of a change of a published review; for another review, the page on its publication."""
    if review.status != Status.PUBLISHED and not form.errors:
        messages.info(request, "The review is not published.")
        return redirect(publication_page(review.slug))
    context = {
        "review": review,
        "form": form,
        "wider": audiences_of(review),
        "narrower": review.audience != NARROWEST_FIRST[0],
        "writer": writer(request.user),
    }
    return render(request, template, context, status=422 if form.errors else 200)
