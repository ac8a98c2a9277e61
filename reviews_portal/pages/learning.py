"""All learning: every item and recommendation in one list, with facets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.search.filters import SearchFilters, sort_of
from recommendations.statements import STATEMENT_KINDS

from .results import results_page


def learning_list(request: HttpRequest) -> HttpResponse:
    """Show every learning item and recommendation that the reader may see, with filters."""
    filters = SearchFilters(request.GET, request=request, kinds=STATEMENT_KINDS)
    sort = sort_of(request, "newest")
    found = filters.find(order=sort)
    context = {"filters": filters, **results_page(request, found, sort)}
    return render(request, "pages/learning.html", context)
