"""Edit the details of a review: its title, dates, kinds and so on."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from learning.identity.forms import verdict_of
from learning.models import Review
from learning.utils.form_recovery import recovers_typed_text, typed_into, writer
from learning.utils.stale_forms import ChangedInBetween
from learning.vocabulary.forms import add_errors
from reviews_portal.editing.actions.reviews import save_details
from reviews_portal.editing.detail_suggestions import suggested_details
from reviews_portal.editing.document_forms import DocumentDetailsForm
from reviews_portal.editing.review_forms import DetailsForm

from .decorators import editor_required


@recovers_typed_text()
@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, review: Review) -> HttpResponse:
    """Show the form for the details of a review; a POST saves them. Those of a published review need a reason."""
    typed = typed_into(request)
    form = DetailsForm(typed, instance=Review.objects.get(pk=review.pk))
    if request.method == "POST" and form.is_valid() and saves_details(request, form, partial(save_details, review)):
        messages.success(request, "Details saved.")
        return redirect("manage_review", review.slug)
    copy = getattr(review, "working_copy", None)
    is_new = copy is not None and not copy.is_correction  # what a published review leaves blank was decided before
    if copy and is_new:
        form.suggest(suggested_details(copy))
    left_blank = form.left_blank if is_new else []
    context = {"form": form, "left_blank": left_blank, "review": review, "writer": writer(request.user)}
    return render(request, "editing/details.html", context, status=form.status)


def saves_details(request: HttpRequest, form: DetailsForm | DocumentDetailsForm, save: Callable[..., Any]) -> bool:
    """Save what a valid form says with an action, and return whether it was saved. If not, the form shows why."""
    opened, reason = form.cleaned_data["opened"], form.cleaned_data.get("reason", "")
    try:
        save(form.details, opened=opened, by=request.user, reason=reason, verdict=verdict_of(request.POST))
    except ChangedInBetween as error:
        form.show_changed(error)
    except ValidationError as error:
        add_errors(form, error)
    else:
        return True
    return False
