"""Reviews: the list, and one review whole."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from learning.filters import ReviewFilter
from learning.models import Outcome, Review
from learning.paging import page_of
from learning.withdrawal import gone_or_missing

from .whole import read_whole

SORTS = {"newest": "Newest first", "title": "By title"}
IN_BRIEF = 4
NEIGHBOUR = ("code", "slug", "title", "status", "audience")  # what a link to another review shows of it


def review_list(request: HttpRequest) -> HttpResponse:
    """Every review that the reader may see."""
    filters = ReviewFilter(request.GET, Review.objects.visible_to(request.user), request=request)
    sort = "title" if request.GET.get("sort") == "title" else "newest"
    reviews = filters.qs.newest_first() if sort == "newest" else filters.qs.with_year().order_by("title", "code")
    page = page_of(request, reviews.prefetch_related("partnerships", "documents"))
    return render(request, "pages/review_list.html", {"filters": filters, "page": page, "sort": sort, "sorts": SORTS})


def review(request: HttpRequest, slug: str) -> HttpResponse:
    """One review: what happened, what was learnt, what must change; then the whole, in the source's order."""
    visible = Review.objects.visible_to(request.user)
    found = visible.filter(slug=slug).prefetch_related("partnerships").first()
    if found is None:
        if moved := visible.filter(old_addresses__slug=slug).first():
            return redirect(moved, permanent=True)
        return gone_or_missing(request, Q(slug=slug) | Q(old_addresses__slug=slug))

    whole = read_whole(found, request)
    context = {
        "review": found,
        "happened": [section for section in whole.sections if section.is_key],
        "learnt": [item for item in whole.items if item.is_key][:IN_BRIEF],
        "must_change": [item for item in whole.recommendations if item.is_key][:IN_BRIEF],
        "item_count": len(whole.items),
        "recommendations": whole.recommendations,
        "has_responses": any(recommendation.answers for recommendation in whole.recommendations),
        "parts": whole.parts,
        "wordings": whole.wordings,
        "outcome": Outcome(found.outcome).label,
        "themes": found.themes.all(),
        "agencies_involved": found.agencies_involved.select_related("agency"),
        "previous": visible.filter(code__lt=found.code).order_by("-code").only(*NEIGHBOUR).first(),
        "next": visible.filter(code__gt=found.code).order_by("code").only(*NEIGHBOUR).first(),
    }
    return render(request, "pages/review.html", context)
