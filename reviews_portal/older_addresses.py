"""Addresses of an earlier form that still answer as they did."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .briefings.views.exports import export
from .pages.learning import learning_list


def learning(request: HttpRequest) -> HttpResponseBase:
    """Answer `/learning/` with its page or, for `?format=csv`, with the export of the same list."""
    if request.GET.get("format") == "csv":
        return export(request, "learning", "csv")
    return learning_list(request)
