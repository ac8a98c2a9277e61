"""Learning items: the list with its filters, and one item to cite."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.citation import cited
from learning.filters import ItemFilter
from learning.models import LearningItem
from learning.paging import page_of
from learning.withdrawal import gone_or_missing, review_code

SORTS = {"newest": "Newest first", "reference": "By reference"}


def item_list(request: HttpRequest) -> HttpResponse:
    """Every learning item that the reader may see."""
    filters = ItemFilter(request.GET, LearningItem.objects.visible_to(request.user), request=request)
    items = filters.qs.with_credits().select_related("parent")
    sort = "reference" if request.GET.get("sort") == "reference" else "newest"
    page = page_of(request, items.by_reference() if sort == "reference" else items.newest_first())
    return render(request, "learning/item_list.html", {"filters": filters, "page": page, "sort": sort, "sorts": SORTS})


def item(request: HttpRequest, reference: str) -> HttpResponse:
    """One item in its context, with its address and how to cite it."""
    visible = LearningItem.objects.visible_to(request.user)
    found = visible.with_credits().select_related("parent").filter(reference=reference).first()
    if found is None:
        return gone_or_missing(request, Q(code=review_code(reference)))
    context = {
        "item": found,
        "themes": found.themes.all(),
        "sub_points": visible.with_credits().filter(parent=found).order_by("position"),
        "later_notes": found.later_notes.all(),
        "citation": cited(request, found),
    }
    return render(request, "learning/item.html", context)
