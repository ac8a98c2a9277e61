"""Decorators for the views of the vocabularies: who may use a view."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from learning.models import Agency
from learning.models.old_slug import at_slug
from learning.sight import sees_drafts, sight_of

View = Callable[..., HttpResponseBase]


def editor_required(view: View) -> View:
    """Return 404 to everybody but editors of a partnership and administrators."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not sees_drafts(request.user):
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(wrapper)


def administrator_required(view: View) -> View:
    """Return 404 to everybody but administrators."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not sight_of(request.user).everything:
            raise Http404
        return view(request, *args, **kwargs)

    return login_required(wrapper)


def own_agency_required(view: View) -> View:
    """Pass the agency in the URL to the view; return 404 to everybody who edits for none of its partnerships.

    Administrators may use every agency. A generic name is not an agency of its own here.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, slug: str, **kwargs) -> HttpResponseBase:
        sight = sight_of(request.user)
        agencies = Agency.objects.filter(stands_for=None).select_related("kind")
        if not sight.everything:
            through = Agency.partnerships.through.objects.filter(partnership__in=sight.edited_partnerships)
            agencies = agencies.filter(pk__in=through.values("agency"))
        return view(request, at_slug(agencies, slug), **kwargs)

    return login_required(wrapper)
