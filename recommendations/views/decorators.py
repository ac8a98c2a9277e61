"""Decorators for the views of one request or review: who may use a view, and with which method.

The decorators for roles look up the request by the key in the URL, or the review by its slug, and pass it to the view
in place of that.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from learning.models import Review
from learning.models.old_slug import Moved, with_slug
from learning.sight import edits
from learning.utils import form_pages
from recommendations.models import ResponseRequest
from recommendations.workspace_permissions import permissions_of

from .requests import request_page, request_seen

View = Callable[..., HttpResponseBase]


def is_agency_editor(user, response_request: ResponseRequest) -> bool:
    """Return whether a user writes for the agency that was asked."""
    return response_request.agency_id in permissions_of(user).agencies


def is_partnership_editor(user, response_request: ResponseRequest) -> bool:
    """Return whether a user edits for the partnership that asked, which must be able to act on the review."""
    return response_request.stands and response_request.asked_by_id in permissions_of(user).partnerships


def is_scrutineer(user, response_request: ResponseRequest) -> bool:
    """Return whether a user is a scrutineer of the partnership that asked, which must be able to act on the review."""
    return response_request.stands and response_request.asked_by_id in permissions_of(user).scrutinised


def required(may_use: Callable[..., bool]) -> Callable[[View], View]:
    """Return a decorator that passes the request to a view, and returns 404 to everybody who may not use it."""

    def decorator(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, pk: int, **kwargs) -> HttpResponseBase:
            response_request = request_seen(request, pk)
            if not may_use(request.user, response_request):
                raise Http404
            return view(request, response_request, **kwargs)

        return login_required(wrapper)

    return decorator


agency_editor_required = required(is_agency_editor)
partnership_editor_required = required(is_partnership_editor)
scrutineer_required = required(is_scrutineer)
redirect_unless_post = form_pages.redirect_unless_post(request_page)


def review_editor_required(view: View) -> View:
    """Pass the review in the URL to the view; return 404 to everybody who does not edit it.

    A form that is sent to a former URL of the review is received, so that nothing typed is lost.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, slug: str, **kwargs) -> HttpResponseBase:
        visible = Review.objects.visible_to(request.user).prefetch_related("partnerships")
        review = with_slug(visible, slug)
        if review is None or not edits(request.user, review):
            raise Http404
        if review.slug != slug and request.method != "POST":
            raise Moved(slug, review.slug)
        return view(request, review, **kwargs)

    return login_required(wrapper)
