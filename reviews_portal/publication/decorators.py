"""Decorators for the views of publication: who may use a view, and with which method."""

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


def publication_page(slug: str, **kwargs) -> str:
    """Return the URL of the page on the publication of a review."""
    return reverse("publication", args=[slug])


def page_of_form(slug: str, way: str) -> str:
    """Return the URL of a form that records a decision; `way` is its name, see `forms.WAYS`."""
    return reverse(f"publication_{way}", args=[slug])


on_publication_page = form_pages.redirect_unless_post(publication_page)
on_page_of_form = form_pages.redirect_unless_post(page_of_form)


def editor_required(view: View) -> View:
    """Pass the review in the URL to the view; return 404 to everybody who does not edit it.

    A form that is sent to a former URL of the review is received, so that nothing typed is lost.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, slug: str, **kwargs) -> HttpResponseBase:
        visible = Review.objects.visible_to(request.user)
        review = with_slug(visible.prefetch_related("partnerships", "kinds"), slug)
        if review is None or not edits(request.user, review):
            raise Http404
        if review.slug != slug and request.method != "POST":
            raise Moved(slug, review.slug)
        return view(request, review, **kwargs)

    return login_required(wrapper)
