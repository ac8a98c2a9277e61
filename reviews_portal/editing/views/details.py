"""Edit the details of a review: its title, dates, kinds and so on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from learning.identity.forms import verdict_of
from learning.models import Review
from learning.utils.form_recovery import SHOWN_AGAIN, recovers_typed_text, take_kept, writer
from learning.utils.stale_forms import ChangedInBetween
from learning.vocabulary.forms import add_errors
from reviews_portal.editing.actions import reviews as actions
from reviews_portal.editing.detail_suggestions import suggested_details
from reviews_portal.editing.review_forms import DetailsForm

from .decorators import editor_required


@recovers_typed_text()
@editor_required
@require_http_methods(["GET", "HEAD", "POST"])
def details(request: HttpRequest, review: Review) -> HttpResponse:
    """Show the form for the details of a review; a POST saves them. Those of a published review need a reason."""
    kept = take_kept(request) if request.method != "POST" else None
    if kept:
        messages.info(request, SHOWN_AGAIN)
    typed = request.POST if request.method == "POST" else kept[1] if kept else None
    form = DetailsForm(typed, instance=Review.objects.get(pk=review.pk))
    if request.method == "POST" and form.is_valid():
        opened, reason = form.cleaned_data["opened"], form.cleaned_data.get("reason", "")
        try:
            actions.save_details(
                review, form.details, opened=opened, by=request.user, reason=reason, verdict=verdict_of(request.POST)
            )
        except ChangedInBetween as error:
            form.show_changed(error)
        except ValidationError as error:
            add_errors(form, error)
        else:
            messages.success(request, "Details saved.")
            return redirect("manage_review", review.slug)
    copy = getattr(review, "working_copy", None)
    is_new = copy is not None and not copy.is_correction  # what a published review leaves blank was decided before
    if copy and is_new:
        form.suggest(suggested_details(copy))
    left_blank = form.left_blank if is_new else []
    context = {"form": form, "left_blank": left_blank, "review": review, "writer": writer(request.user)}
    return render(request, "editing/details.html", context, status=form.status)
