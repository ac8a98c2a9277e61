"""Decorators for the views of one request: who may use a view, and with which method.

The decorators for roles look up the request by the key in the URL, and pass it to the view in place of the key.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

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
