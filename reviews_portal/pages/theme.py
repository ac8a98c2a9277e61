"""A theme: what is known on it, from how many reviews, since when."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from learning.filters import ChoicesFilter, StatementFilter
from learning.models import LearningItem, Review, Theme
from learning.paging import page_of
from recommendations.models import Recommendation

from .statements import DEFAULT_SORT, KIND_CHOICES, SORTS, StatementList

NEIGHBOURS = 6


@dataclass(frozen=True)
class Found:
    """In how many of the reviews a theme was found, and in which years; None among them is undated."""

    reviews: int
    of: int
    years: list[int | None]

    @property
    def span(self) -> str:
        """The years in words: "2016 to 2021, and undated"."""
        stated = sorted(year for year in self.years if year)
        words = []
        if stated:
            words.append(str(stated[0]) if stated[0] == stated[-1] else f"{stated[0]} to {stated[-1]}")
        if None in self.years:
            words.append("undated")
        return " and ".join(words)


class ThemeFilter(StatementFilter):
    """Narrows what is known on one theme; the same form serves items and recommendations."""

    kind = ChoicesFilter(label="Kind", method="of_kind", choices=KIND_CHOICES)

    order = ("kind", "speaks_to", "type", "partnership", "year")

    def of_kind(self, queryset, name, values):
        """Leave the queryset as it is: the list narrows itself by kind, and counts every kind."""
        return queryset

    def kinds(self) -> list[str]:
        """Return the kinds that were chosen."""
        return self.form.cleaned_data["kind"] if self.form.is_valid() else []


def theme(request: HttpRequest, slug: str) -> HttpResponse:
    """What all reviews say on one theme, good practice first, narrowed as asked."""
    found_theme = get_object_or_404(Theme, slug=slug)
    found = found_in(found_theme, request.user)
    items = LearningItem.objects.visible_to(request.user).filter(themes=found_theme)
    recommendations = Recommendation.objects.visible_to(request.user).filter(themes=found_theme)
    filters = ThemeFilter(request.GET, items, request=request, years=found.years)
    of_recommendations = ThemeFilter(request.GET, recommendations, request=request, years=found.years)
    sort = request.GET.get("sort", DEFAULT_SORT)
    statements = StatementList(filters.qs, of_recommendations.qs, kinds=filters.kinds(), sort=sort)
    context = {
        "theme": found_theme,
        "found": found,
        "filters": filters,
        "page": page_of(request, statements),
        "sort": statements.sort,
        "sorts": {name: label for name, (label, _) in SORTS.items()},
        "neighbours": neighbours(found_theme, request.user),
    }
    return render(request, "pages/theme.html", context)


def on_theme(theme: Theme) -> Q:
    """Return the condition that a review, or something in it, is on a theme."""
    return Q(Exists(Review.themes.through.objects.filter(theme=theme, review=OuterRef("pk"))))


def found_in(theme: Theme, user) -> Found:
    """Return in how many of the reviews that the user may see the theme was found, and their years."""
    years = Review.objects.visible_to(user).with_year().order_by().values_list("learnt_year")
    counts = list(years.annotate(of=Count("pk"), found=Count("pk", filter=on_theme(theme))))
    return Found(
        reviews=sum(found for _, _, found in counts),
        of=sum(of for _, of, _ in counts),
        years=[year for year, _, found in counts if found],
    )


def neighbours(theme: Theme, user) -> list[Theme]:
    """Return the themes that most often stand beside this one on the items the user may see."""
    beside = LearningItem.objects.visible_to(user).filter(themes=theme)
    return list(
        Theme.objects.exclude(pk=theme.pk)
        .annotate(shared=Count("learningitems", filter=Q(learningitems__in=beside)))
        .filter(shared__gt=0)
        .order_by("-shared", "name")[:NEIGHBOURS]
    )
