"""Decorators for the views of publication: who may use a view, and with which method."""

from django.urls import reverse

from learning.models import Review
from learning.utils import form_pages
from learning.views.decorators import review_editor_required


def publication_page(slug: str, **kwargs) -> str:
    """Return the URL of the page on the publication of a review."""
    return reverse("publication", args=[slug])


def page_of_form(slug: str, way: str) -> str:
    """Return the URL of a form that records a decision; `way` is its name, see `forms.WAYS`."""
    return reverse(f"publication_{way}", args=[slug])


on_publication_page = form_pages.redirect_unless_post(publication_page)
on_page_of_form = form_pages.redirect_unless_post(page_of_form)
editor_required = review_editor_required(lambda user: Review.objects.visible_to(user).prefetch_related("kinds"))
