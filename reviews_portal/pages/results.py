"""What the lists that search finds have in common: a page of them ready to be shown."""

from django.http import HttpRequest

from learning.search.results import BEST, SORTS, SearchResults
from learning.utils.paging import page_of
from recommendations.statements import attach_parts


def results_page(request: HttpRequest, found: SearchResults, sort: str) -> dict[str, object]:
    """Return what the template of a list needs: the page that is asked for, its order, and the other orders."""
    page = page_of(request, found)
    attach_parts(page)
    sorts = ({BEST: "Best match first"} if found.order == BEST else {}) | SORTS
    return {"page": page, "sort": sort, "sorts": sorts}
