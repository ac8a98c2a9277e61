"""Decorators for the views of a review's own summaries: who may use a view, and with which method."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from learning.models import Review
from learning.models.old_slug import Moved, with_slug
from learning.sight import edits
from learning.utils import form_pages

View = Callable[..., HttpResponseBase]


def summaries_page(slug: str) -> str:
    """Return the URL of the page with the summaries of a review."""
    return reverse("summaries", args=[slug])


def preview_page(slug: str) -> str:
    """Return the URL of the preview of a review's briefing."""
    return reverse("summaries_preview", args=[slug])


form_of_summaries = form_pages.redirect_unless_post(summaries_page)
form_of_preview = form_pages.redirect_unless_post(preview_page)


def editor_required(view: View) -> View:
    """Pass the review in the URL to the view; return 404 to everybody who does not edit it.

    A form that is sent to a former URL of the review is received, so that nothing typed is lost.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, slug: str) -> HttpResponseBase:
        visible = Review.objects.visible_to(request.user).select_related("briefing_approval__partnership")
        review = with_slug(visible.prefetch_related("partnerships"), slug)
        if review is None or not edits(request.user, review):
            raise Http404
        if review.slug != slug and request.method != "POST":
            raise Moved(slug, review.slug)
        return view(request, review)

    return login_required(wrapper)
