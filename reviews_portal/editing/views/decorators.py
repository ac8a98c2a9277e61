"""Decorators for the views on which reviews are edited: who may use a view, and with which method."""

from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from learning.models import Review
from learning.utils import form_pages
from learning.views.decorators import review_editor_required
from reviews_portal.editing.actions.permissions import reviews_edited_by
from reviews_portal.editing.models import Row, WorkingCopy
from reviews_portal.typed_text import fields_sent

View = Callable[..., HttpResponseBase]


def edit_page(slug: str, pk: int | None = None, **kwargs) -> str:
    """Return the URL of the page on which a review is edited; with the key of a row, with its form open."""
    page = reverse("review_edit", args=[slug])
    return f"{page}?row={pk}#row-{pk}" if pk else page


def page_named(name: str) -> Callable[..., str]:
    """Return a function that returns the URL of a page of a review, by the name of its URL pattern."""

    def page(slug: str, **kwargs) -> str:
        return reverse(name, args=[slug])

    return page


redirect_unless_post = form_pages.redirect_unless_post(edit_page)
editor_required = review_editor_required(
    lambda user: reviews_edited_by(user).select_related("working_copy__opened_by")
)


def open_copy_required(view: View) -> View:
    """Pass the working copy of the review to the view. If it is no longer open, show what was typed."""

    @wraps(view)
    def wrapper(request: HttpRequest, review: Review, **kwargs) -> HttpResponseBase:
        copy = getattr(review, "working_copy", None)
        if copy is None:
            return no_longer_here(request, review)
        copy.review = review  # with the partnerships that were fetched
        return view(request, copy, **kwargs)

    return wrapper


def row_required(view: View) -> View:
    """Pass the row in the URL to the view, with its themes and agencies.

    If it is gone, or is hidden from readers now, show what was typed.
    """

    @wraps(view)
    def wrapper(request: HttpRequest, copy: WorkingCopy, pk: int, **kwargs) -> HttpResponseBase:
        rows = Row.objects.filter(copy=copy, pk=pk).select_related("document", "saved_by").with_tags()
        row = rows.order_by("pk").first()
        if row is None:
            return no_longer_here(request, copy.review)
        if row.has_record and Row.objects.filter(pk=pk).hidden_keys():
            return no_longer_here(request, copy.review, is_hidden=True)
        row.copy = copy
        return view(request, row, **kwargs)

    return wrapper


def no_longer_here(request: HttpRequest, review: Review, *, is_hidden: bool = False) -> HttpResponse:
    """Return a page that says that a row or working copy is gone or hidden, with what was typed into the form."""
    if not request.POST and not getattr(review, "working_copy", None):
        return redirect(edit_page(review.slug))
    context = {"review": review, "fields": fields_sent(request), "is_open": hasattr(review, "working_copy")}
    context["is_hidden"] = is_hidden
    return render(request, "editing/gone.html", context, status=404)
