"""Redirect from a statement to its row, and give a draft its references so that agencies can be asked."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from learning.utils.form_pages import redirect_unless_post
from learning.withdrawal import review_code
from reviews_portal.editing.actions.permissions import reviews_edited_by
from reviews_portal.editing.actions.publishing.publish import write_records
from reviews_portal.editing.models import Row, WorkingCopy

from .decorators import edit_page, editor_required, open_copy_required, page_named


@login_required
@require_safe
def edit_statement(request: HttpRequest, reference: str) -> HttpResponse:
    """Redirect an editor to the row of a statement, or to the page that opens its review for editing."""
    review = get_object_or_404(reviews_edited_by(request.user), code=review_code(reference))
    row = Row.objects.kept().filter(copy__review=review, reference=reference).first()
    if row is None:
        return redirect("manage_review", review.slug)
    return redirect(edit_page(review.slug, row.pk))


@redirect_unless_post(page_named("manage_review"))
@editor_required
@open_copy_required
def ask_before_publication(request: HttpRequest, copy: WorkingCopy) -> HttpResponse:
    """Give the statements of a draft their references, so that agencies can be asked, and list its recommendations.

    Readers see nothing of the draft.
    """
    if copy.is_correction:
        raise Http404
    try:
        write_records(copy, by=request.user)
    except ValidationError as error:
        for problem in error.messages:
            messages.error(request, problem)
        return redirect("review_checklist", copy.review.slug)
    recommendations = copy.review.recommendations.order_by("document__position", "position")
    return render(request, "editing/ask.html", {"review": copy.review, "recommendations": recommendations})
