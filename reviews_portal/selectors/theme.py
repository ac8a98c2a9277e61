"""What reviews say about a theme: in how many and which years it was found, and related themes."""

from collections.abc import Container
from dataclasses import dataclass, replace
from typing import Any

from django.http import QueryDict

from learning.facets import Choices
from learning.models import Theme
from learning.search.filters import PARAMETERS, SearchFilters
from learning.search.index_sets import IndexSets
from learning.search.results import SearchResults
from learning.sight import tags_seen_by
from recommendations.statements import STATEMENT_KINDS

NEIGHBOURS = 6
CARRIERS = ("review", *STATEMENT_KINDS)  # kinds of record that have themes


@dataclass(frozen=True)
class FoundIn:
    """In how many reviews a theme was found, and in which years; None among these means undated."""

    reviews: int
    of: int
    years: list[int | None]

    @property
    def span(self) -> str:
        """The years as text: "2016 to 2021 and undated"."""
        stated = sorted(year for year in self.years if year)
        words = []
        if stated:
            words.append(str(stated[0]) if stated[0] == stated[-1] else f"{stated[0]} to {stated[-1]}")
        if None in self.years:
            words.append("undated")
        return " and ".join(words)


class ThemeFilter(SearchFilters):
    """Filters the statements on one theme; other themes are offered as a filter."""

    parameters = {name: one for name, one in PARAMETERS.items() if name != "theme"} | {
        "theme": replace(PARAMETERS["theme"], label="Other themes")
    }

    def __init__(self, data: QueryDict, *, theme: Theme | None = None, **options: Any) -> None:
        """`theme` is the theme of the list, which is not offered."""
        self.own = theme.slug if theme else ""
        super().__init__(data, **options)

    def choices_of(self, name: str) -> Choices:
        return [one for one in super().choices_of(name) if name != "theme" or one[0] != self.own]

    def counted_choices(self, name: str, counts: dict[str, int], chosen: Container[str]) -> list[tuple[str, str, int]]:
        counted = super().counted_choices(name, counts, chosen)
        return [one for one in counted if name != "theme" or one[0] != self.own]


def found_in(theme: Theme, known: IndexSets, user) -> FoundIn:
    """Return in how many of the reviews that the user may see a theme was found, and their years.

    It counts for a review if the review, one of its items or one of its recommendations has the theme.
    """
    seen = known.seen_by(tags_seen_by(user))
    reviews = seen & known.tagged("kind:review")
    tagged = seen & known.tagged(f"theme:{theme.pk}") & known.any_of(f"kind:{kind}" for kind in CARRIERS)
    found = known.of_reviews(reviews, known.reviews_of(tagged))
    years = [year for year, entries in known.values("year") if found.intersect(entries)]
    return FoundIn(
        reviews=len(found), of=len(reviews), years=[int(year) if year.isdecimal() else None for year in years]
    )


@dataclass(frozen=True)
class Neighbour:
    """A related theme, with the number of statements that have both."""

    slug: str
    name: str
    shared: int


def neighbours(theme: Theme, found: SearchResults, filters: SearchFilters) -> list[Neighbour]:
    """Return the themes that most often occur together with this one in the results."""
    names = filters.vocabulary.by_key["themes"]
    known = found.sets
    counts = {
        int(tag.partition(":")[2]): found.all.intersection_cardinality(known.tagged(tag))
        for tag in known.tags.get("theme", ())
    }
    counts.pop(theme.pk, None)
    beside = [Neighbour(*names[key], n) for key, n in counts.items() if n and key in names]
    return sorted(beside, key=lambda one: (-one.shared, one.name))[:NEIGHBOURS]
