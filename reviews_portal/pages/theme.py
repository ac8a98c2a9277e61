"""The page of a theme: its statements, and the number and years of its reviews."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import ItemKind, Theme
from learning.models.old_slug import at_slug
from learning.search.filters import sort_of
from recommendations.statements import STATEMENT_KINDS
from reviews_portal.selectors.theme import ThemeFilter, found_in, neighbours

from .results import results_page


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the statements of all reviews on a theme, good practice first, with filters."""
    found_theme = at_slug(Theme.objects.all(), slug)
    filters = ThemeFilter(request.GET, theme=found_theme, request=request, kinds=STATEMENT_KINDS)
    sort = sort_of(request)
    found = filters.find(within=f"theme:{found_theme.pk}", order=sort)
    context = {
        "theme": found_theme,
        "found": found_in(found_theme, found.sets, request.user),
        "filters": filters,
        "questions": found.counts("kind").get(ItemKind.QUESTION, 0),
        "neighbours": neighbours(found_theme, found, filters),
        "is_empty": not found.all,
        **results_page(request, found, sort),
    }
    return render(request, "pages/theme.html", context)
