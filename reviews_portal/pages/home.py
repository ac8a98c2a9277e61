"""The home page: where somebody starts who has ten minutes."""

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models import LearningItem, Review, Theme, ThemeGroup
from learning.vocabulary import vocabulary_for
from recommendations.models import Recommendation

NEWEST = 4


def home(request: HttpRequest) -> HttpResponse:
    """Search, "I work in", themes by group with the number of items on each, newest reviews."""
    reviews = Review.objects.visible_to(request.user)
    context = {
        "groups": themes_by_group(request.user),
        "agency_kinds": vocabulary_for(request).agency_kinds,
        "themes": vocabulary_for(request).themes,
        "newest": reviews.newest_first().prefetch_related("partnerships")[:NEWEST],
        "review_count": reviews.count(),
    }
    return render(request, "pages/home.html", context)


def theme_list(request: HttpRequest) -> HttpResponse:
    """Every theme with its scope note and the number of items on it."""
    return render(request, "pages/theme_list.html", {"groups": themes_by_group(request.user)})


def themes_by_group(user) -> list[tuple[ThemeGroup, list[Theme]]]:
    """Return the groups in order, each with its themes, each with `count`: the statements the user may see."""
    counts: dict[int, int] = {}
    for model in (LearningItem, Recommendation):
        seen = model.objects.visible_to(user).order_by().values_list("themes").annotate(n=Count("pk", distinct=True))
        for theme, number in seen.filter(~Q(themes=None)):
            counts[theme] = counts.get(theme, 0) + number
    groups: dict[str, list[Theme]] = {group: [] for group in ThemeGroup.values}
    for theme in Theme.objects.order_by("name"):
        theme.count = counts.get(theme.pk, 0)
        groups[theme.group].append(theme)
    return [(ThemeGroup(group), themes) for group, themes in groups.items()]
