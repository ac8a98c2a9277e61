"""Decorators for the views of redactions: who may use a view, and with which method.

For a view of one redaction, they look it up by the key in the URL, and pass it to the view in place of the key.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from learning.utils import form_pages

from .models import Redaction, may_propose

View = Callable[..., HttpResponseBase]


def redaction_page(pk: int) -> str:
    """Return the address of the page of a redaction."""
    return reverse("redaction", args=[pk])


redirect_unless_post = form_pages.redirect_unless_post(redaction_page)


def proposer_required(view: View) -> View:
    """Return 403 to everybody who may not propose redactions."""

    @wraps(view)
    def wrapper(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if not may_propose(request.user):
            raise PermissionDenied("Only editors of a partnership and administrators can propose redactions.")
        return view(request, *args, **kwargs)

    return login_required(wrapper)


def reader_required(view: View) -> View:
    """Pass the redaction to the view, and return 404 to everybody who may not see it."""

    @wraps(view)
    def wrapper(request: HttpRequest, pk: int) -> HttpResponseBase:
        seen = Redaction.objects.visible_to(request.user).select_related("proposed_by", "decided_by")
        return view(request, get_object_or_404(seen, pk=pk))

    return login_required(wrapper)
