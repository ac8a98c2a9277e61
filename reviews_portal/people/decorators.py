"""Decorators for the views of a partnership's roles: who may use a view, and with which method."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from learning.models import Partnership
from learning.models.old_slug import at_slug
from learning.utils import form_pages
from recommendations.workspace_permissions import permissions_of

View = Callable[..., HttpResponseBase]


def people_page(slug: str, **kwargs) -> str:
    """Return the URL of the page that lists the roles at a partnership."""
    return reverse("people", args=[slug])


redirect_unless_post = form_pages.redirect_unless_post(people_page)


def editor_required(view: View) -> View:
    """Pass the partnership in the URL to the view; return 404 to everybody who does not edit for it."""

    @wraps(view)
    def wrapper(request: HttpRequest, slug: str, **kwargs) -> HttpResponseBase:
        edited = Partnership.objects.filter(pk__in=permissions_of(request.user).partnerships)
        return view(request, at_slug(edited, slug), **kwargs)

    return login_required(wrapper)
