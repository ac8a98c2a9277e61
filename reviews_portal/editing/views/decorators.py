"""Decorators for the views on which a review is edited: who may use a view, and with which method."""

from collections.abc import Callable
from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from learning.models import Review
from learning.models.old_slug import Moved, with_slug
from learning.sight import sees_drafts
from reviews_portal.editing.actions.permissions import reviews_edited_by
from reviews_portal.editing.models import WorkingCopy

View = Callable[..., HttpResponseBase]


def page_named(name: str) -> Callable[..., str]:
    """Return a function that returns the URL of a page of a review, by the name of its URL pattern."""

    def page(slug: str, **kwargs) -> str:
        return reverse(name, args=[slug])

    return page


def any_editor_required(view: View) -> View:
    """Return 404 to everybody who edits for no partnership and is no administrator."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not sees_drafts(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(wrapper)


def editor_required(view: View) -> View:
    """Pass the review in the URL to the view; return 404 to everybody who does not edit it.

    A form that is sent to a former URL of the review is received, so that nothing typed is lost.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, slug: str, **kwargs) -> HttpResponseBase:
        review = with_slug(reviews_edited_by(request.user).prefetch_related("partnerships", "kinds"), slug)
        if review is None:
            raise Http404
        if review.slug != slug and request.method != "POST":
            raise Moved(slug, review.slug)
        return view(request, review, **kwargs)

    return login_required(wrapper)


def working_copy_required(view: View) -> View:
    """Pass the working copy of the review in the URL to the view; without one, redirect to the page that opens it."""

    @wraps(view)
    def wrapper(request: HttpRequest, review: Review, **kwargs) -> HttpResponseBase:
        copy = WorkingCopy.objects.filter(review=review).first()
        if copy is None:
            messages.info(request, "This review is not open for editing. Open it first.")
            return redirect("manage_review", review.slug)
        copy.review = review
        return view(request, copy, **kwargs)

    return editor_required(wrapper)
