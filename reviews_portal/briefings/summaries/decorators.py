"""Decorators for the views of a review's own summaries: who may use a view, and with which method."""

from django.urls import reverse

from learning.models import Review
from learning.utils import form_pages
from learning.views.decorators import review_editor_required


def summaries_page(slug: str) -> str:
    """Return the URL of the page with the summaries of a review."""
    return reverse("summaries", args=[slug])


def preview_page(slug: str) -> str:
    """Return the URL of the preview of a review's briefing."""
    return reverse("summaries_preview", args=[slug])


form_of_summaries = form_pages.redirect_unless_post(summaries_page)
form_of_preview = form_pages.redirect_unless_post(preview_page)
editor_required = review_editor_required(
    lambda user: Review.objects.visible_to(user).select_related("briefing_approval__partnership")
)
