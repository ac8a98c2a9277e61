"""All learning: every item and recommendation in one list, with facets."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.search.filters import FoundFilter

from .found import STATEMENT_KINDS, page_of_found, sort_of


def learning_list(request: HttpRequest) -> HttpResponse:
    """Every learning item and recommendation that the reader may see, narrowed as asked."""
    filters = FoundFilter(request.GET, request=request, kinds=STATEMENT_KINDS)
    sort = sort_of(request, "newest")
    context = {"filters": filters, **page_of_found(request, filters.find(order=sort), sort)}
    return render(request, "pages/learning.html", context)
