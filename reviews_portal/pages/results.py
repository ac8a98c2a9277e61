"""What the lists that search finds have in common: their order, and a page of them ready to be shown."""

from django.http import HttpRequest

from learning.models import ItemKind
from learning.search.results import BEST, SearchResults
from learning.utils.paging import page_of
from recommendations.search import KIND as RECOMMENDATION

from .statements import attach_parts

STATEMENT_KINDS = [*ItemKind.values, RECOMMENDATION]
SORTS = {"good-practice": "Good practice first", "newest": "Newest first", "reference": "By reference"}


def sort_of(request: HttpRequest, usual: str = "good-practice") -> str:
    """Return the order that `?sort=` asks for, or the usual one."""
    asked = request.GET.get("sort", "")
    return asked if asked in SORTS or asked == BEST == usual else usual


def results_page(request: HttpRequest, found: SearchResults, sort: str) -> dict[str, object]:
    """Return what the template of a list needs: the page that is asked for, its order, and the other orders."""
    page = page_of(request, found)
    attach_parts(page)
    sorts = ({BEST: "Best match first"} if found.order == BEST else {}) | SORTS
    return {"page": page, "sort": sort, "sorts": sorts}
