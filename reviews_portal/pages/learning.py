"""All learning: every item and recommendation in one list, with facets."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render

from learning.search.filters import SearchFilters, sort_of
from reviews_portal.briefings.views.exports import export

from .results import STATEMENT_KINDS, results_page


def learning_list(request: HttpRequest) -> HttpResponseBase:
    """Every learning item and recommendation that the reader may see, narrowed as asked."""
    if request.GET.get("format") == "csv":  # an older address of the same
        return export(request, "learning", "csv")
    filters = SearchFilters(request.GET, request=request, kinds=STATEMENT_KINDS)
    sort = sort_of(request, "newest")
    found = filters.find(order=sort)
    context = {"filters": filters, **results_page(request, found, sort)}
    return render(request, "pages/learning.html", context)
