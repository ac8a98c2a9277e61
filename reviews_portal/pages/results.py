"""Shared context of lists of search results."""

from django.http import HttpRequest

from learning.search.results import BEST, SORTS, SearchResults
from learning.utils.paging import page_of


def results_page(request: HttpRequest, found: SearchResults, sort: str) -> dict[str, object]:
    """Return the template context of a list: the requested page, its sort order, and the other sort orders."""
    page = page_of(request, found)
    sorts = ({BEST: "best match"} if found.order == BEST else {}) | SORTS
    return {"page": page, "sort": sort, "sorts": sorts}
