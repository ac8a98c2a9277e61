"""Old URLs that still work."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .briefings.views.exports import export
from .pages.learning import learning_list


def learning(request: HttpRequest) -> HttpResponseBase:
    """Return the page at `/learning/` or, for `?format=csv`, the export of the same list."""
    if request.GET.get("format") == "csv":
        return export(request, "learning", "csv")
    return learning_list(request)
