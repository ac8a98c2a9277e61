"""Decorators that restrict the views of hidden content to editors and administrators: others get a 404."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse

from learning.models import ErrorReport, Hiding, Review
from learning.sight import edit_rule
from learning.utils import form_pages
from learning.views.decorators import any_editor_required

View = Callable[..., HttpResponseBase]


def hiding_page(pk: int) -> str:
    """Return the address of the page on which something hidden is decided."""
    return reverse("hiding", args=[pk])


def report_page(pk: int) -> str:
    """Return the address of the page of a report."""
    return reverse("report", args=[pk])


redirect_to_hiding_unless_post = form_pages.redirect_unless_post(hiding_page)
redirect_to_report_unless_post = form_pages.redirect_unless_post(report_page)


def hiding_required(view: View) -> View:
    """Pass what was hidden to the view, and return 404 to everybody who does not edit its review."""

    @wraps(view)
    def wrapper(request: HttpRequest, pk: int) -> HttpResponseBase:
        seen = Hiding.objects.visible_to(request.user)
        seen = seen.select_related("review", "section", "document", "hidden_by", "decided_by")
        return view(request, get_object_or_404(seen, pk=pk))

    return any_editor_required(wrapper)


def report_required(view: View) -> View:
    """Pass a report to the view, and return 404 to everybody who may not see it."""

    @wraps(view)
    def wrapper(request: HttpRequest, pk: int) -> HttpResponseBase:
        seen = ErrorReport.objects.visible_to(request.user).select_related("review")
        return view(request, get_object_or_404(seen, pk=pk))

    return any_editor_required(wrapper)


def edited_review(request: HttpRequest, slug: str) -> Review:
    """Return a review that the user edits. Raises Http404 for any other."""
    return get_object_or_404(Review.objects.filter(edit_rule(request.user)).visible_to(request.user), slug=slug)
