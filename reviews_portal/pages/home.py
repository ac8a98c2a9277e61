"""The home page and the list of themes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import Review, Theme, ThemeGroup
from learning.search.filter_choices import vocabulary_for
from learning.search.index_sets import index_sets_for
from learning.search.results import SearchResults
from learning.sight import has_workspace, sees_drafts
from recommendations.statements import STATEMENT_KINDS
from reviews_portal.publication.models import PublicationDecision

NEWEST = 4


def home(request: HttpRequest) -> HttpResponse:
    """Show search, the form "Where I work", the themes by group with counts, and the newest reviews."""
    vocabulary, statements = vocabulary_for(request), statements_seen(request)
    context = {
        "groups": themes_by_group(statements),
        "agency_kinds": vocabulary.agency_kinds,
        "themes": vocabulary.themes,
        "newest": newest_reviews(request),
        "review_count": len(SearchResults(request.user, index_sets_for(request), kinds=["review"])),
        "item_count": len(statements),
        "has_workspace": has_workspace(request.user),
        "edits_reviews": (edits := sees_drafts(request.user)),
        "to_confirm": PublicationDecision.objects.to_confirm(request.user).count() if edits else 0,
    }
    return render(request, "pages/home.html", context)


def theme_list(request: HttpRequest) -> HttpResponse:
    """Show every theme: those with statements with scope note and count, then the names of the others."""
    groups = [
        (group, [pair for pair in themes if pair[1]], [theme for theme, count in themes if not count])
        for group, themes in themes_by_group(statements_seen(request))
    ]
    return render(request, "pages/theme_list.html", {"groups": groups})


def statements_seen(request: HttpRequest) -> SearchResults:
    """Return every item and recommendation that the reader may see."""
    return SearchResults(request.user, index_sets_for(request), kinds=STATEMENT_KINDS)


def newest_reviews(request: HttpRequest) -> list[Review]:
    """Return the newest reviews that the reader may see."""
    return SearchResults(request.user, index_sets_for(request), kinds=["review"], order="newest")[:NEWEST]


def themes_by_group(statements: SearchResults) -> list[tuple[ThemeGroup, list[tuple[Theme, int]]]]:
    """Return the groups in order, each with its themes and the number of statements on each."""
    counts = statements.counts("theme")
    groups: dict[str, list[tuple[Theme, int]]] = {group: [] for group in ThemeGroup.values}
    for theme in statements.sets.keep("themes", lambda: list(Theme.objects.current().order_by("name"))):
        groups[theme.group].append((theme, counts.get(str(theme.pk), 0)))
    return [(ThemeGroup(group), themes) for group, themes in groups.items()]
