"""The responses that editors quoted from a review’s documents: a list, and a page on which one can be withdrawn."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from learning.models import Review
from learning.rate_limits import TooManyRequests, count
from learning.utils import form_pages
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer
from learning.views.decorators import review_editor_required
from learning.vocabulary.forms import add_errors
from recommendations.actions import quoted_responses as actions
from recommendations.models import ResponseVersion
from recommendations.quoting.forms import WithdrawalForm
from recommendations.quoting.reading import answered_in

from .requests import STEPS


def responses_page(slug: str) -> str:
    """Return the URL of the list of a review's responses."""
    return reverse("quoted_responses", args=[slug])


def held_page(slug: str, pk: int) -> str:
    """Return the URL of the page of a quoted response."""
    return reverse("quoted_response", args=[slug, pk])


@review_editor_required()
@require_safe
def responses(request: HttpRequest, review: Review) -> HttpResponse:
    """List the recorded responses to a review's recommendations, and the agencies without one."""
    context = {"review": review, "answered": answered_in(review)}
    return render(request, "recommendations/quoting/responses.html", context)


# --- The page of one response ----------------------------------------------------------------------------------------


def version_of(review: Review, pk: int) -> ResponseVersion:
    """Return a quoted response to a recommendation of a review. Raises Http404 for any other version."""
    versions = ResponseVersion.objects.filter(response__recommendation__review=review).with_words()
    found = versions.select_related(
        "document__review", "passage__document__review", "response__agency__stands_for", "response__recommendation"
    ).filter(pk=pk)
    version = found.first()
    if version is None or not actions.is_quotation(version):
        raise Http404
    return version


def show(request: HttpRequest, review: Review, version: ResponseVersion, form: Any = None) -> HttpResponse:
    """Show a quoted response with what can be done with it. If given, `form` has errors."""
    versions = list(actions.related_versions(version).prefetch_related("parts__parent", "steps"))
    if form is None and (kept := take_kept(request, ["withdraw"])):
        form = WithdrawalForm(kept[1])
        messages.info(request, SHOWN_AGAIN)
    published = ResponseVersion.objects.published().filter(pk__in=[one.pk for one in versions])
    current = ResponseVersion.objects.current().filter(pk__in=[one.pk for one in versions])
    context = {
        "review": review,
        "version": version,
        "versions": versions,
        "steps": version.steps.order_by("at", "pk"),
        "position": str(version.source.position) if version.source else "",
        "is_published": published.exists(),
        "is_current": current.exists(),
        "form": form,
        "withdrawal": form or WithdrawalForm(),
        "writer": writer(request.user),
    }
    status = 422 if form and form.errors else 200
    return render(request, "recommendations/quoting/response.html", context, status=status)


@review_editor_required()
@require_safe
def response(request: HttpRequest, review: Review, pk: int) -> HttpResponse:
    """Show a quoted response, published or withdrawn."""
    return show(request, review, version_of(review, pk))


@recovers_typed_text("withdraw", page=held_page)
@form_pages.redirect_unless_post(held_page)
@review_editor_required()
def withdraw(request: HttpRequest, review: Review, pk: int) -> HttpResponse:
    """Withdraw a quoted response with a reason."""
    version = version_of(review, pk)
    form = WithdrawalForm(request.POST)
    if form.is_valid():
        try:
            count(request, STEPS)
            actions.withdraw_quoted_response(version, by=request.user, **form.cleaned_data)
        except TooManyRequests as error:
            form.add_error(None, str(error))
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Response withdrawn. Readers can no longer see it.")
            return redirect(responses_page(review.slug))
    return show(request, review, version, form)
