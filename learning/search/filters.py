"""Filters for lists that come from the search index. Each GET parameter selects tags of one facet."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.http import HttpRequest, QueryDict

from learning.facets import NOT_STATED, Choices, Facet, FacetFilters, Option, with_slugs_of_today
from learning.models import Agency, Audience
from learning.search.filter_choices import vocabulary_for
from learning.sight import tags_seen_by
from learning.utils.parameters import are_too_many, within_bounds

from .index_sets import IndexSets, index_sets_for
from .query import Query
from .registry import kind_labels
from .results import BEST, SORTS, SearchResults, counted

MOST_OPTIONS = 12  # shown of a facet with many values; selected ones are always shown


@dataclass(frozen=True)
class Parameter:
    """A GET parameter: its label, the facet that it filters, and where its values come from.

    The values are the slugs of a vocabulary, the fixed `choices`, or what `SearchFilters.choices_of` returns.
    """

    label: str
    facet: str
    vocabulary: str = ""
    choices: Choices = ()


PARAMETERS = {
    "kind": Parameter("Type", "kind"),
    "theme": Parameter("Theme", "theme", "themes"),
    "agency": Parameter("Agency named", "agency", "agencies"),
    "speaks_to": Parameter("Relevant to", "speaks-to", "agency_kinds"),
    "type": Parameter("Type of review", "type", "review_kinds"),
    "partnership": Parameter("Partnership", "partnership", "partnerships"),
    "year": Parameter("Year", "year"),
    "audience": Parameter("Audience", "audience", choices=Audience.choices),
}


class SearchFilters(FacetFilters):
    """Filters search results, and counts the results for each value of a facet under the other selected filters."""

    parameters: Mapping[str, Parameter] = PARAMETERS
    found: SearchResults  # set by find()

    def __init__(self, data: QueryDict, *, request: HttpRequest, kinds: Sequence[str] = ()) -> None:
        """`kinds` are the only kinds of record in this list; without them it has every kind."""
        labels = kind_labels()
        self.user = request.user
        self.kinds = {kind: labels[kind] for kind in kinds} if kinds else labels
        self.sets = index_sets_for(request)
        self.vocabulary = vocabulary_for(request)
        self.data = with_slugs_of_today(within_bounds(data), self.known_to)
        self.are_too_many = are_too_many(data)

    @property
    def labels(self) -> dict[str, str]:
        return {name: parameter.label for name, parameter in self.parameters.items()}

    @cached_property
    def agencies(self) -> dict[int, tuple[str, str]]:
        """Slug and name of every agency visible to the reader, by key."""
        return agencies_seen(self.sets, self.user)

    def choices_of(self, name: str) -> Choices:
        if choices := self.parameters[name].choices:
            return choices
        match name:
            case "kind":
                return list(self.kinds.items())
            case "agency":
                return list(self.agencies.values())
            case "partnership":
                return [*self.vocabulary.partnerships, (NOT_STATED, "Not stated or not known")]
            case "year":
                return [*((year, year) for year in self.years() if year != NOT_STATED), (NOT_STATED, "Not stated")]
        return getattr(self.vocabulary, self.parameters[name].vocabulary)

    def known_to(self, name: str) -> Container[str]:
        """Return the values that a parameter knows; none for a parameter that this list does not have."""
        return dict(self.choices_of(name)) if name in self.parameters else ()

    def years(self) -> list[str]:
        """Return the years of all records visible to the reader."""
        return list(counted(self.user, self.sets, "year"))

    def find(self, *, query: Query | None = None, within: str = "", order: str = BEST) -> SearchResults:
        """Return the results for this reader, and store them as `found`, in which `facet()` counts."""
        kinds = tuple(self.kinds) if len(self.kinds) < len(kind_labels()) else ()
        chosen = self.tags()
        self.found = SearchResults(
            self.user, self.sets, query=query, chosen=chosen, kinds=kinds, within=within, order=order
        )
        return self.found

    def tags(self) -> dict[str, list[str]]:
        """Return the selected tags of each facet."""
        return {
            (facet := self.parameters[name].facet): [f"{facet}:{self.value(name, one)}" for one in values]
            for name, values in self.selected.items()
        }

    def value(self, name: str, slug: str) -> str:
        """Return a value as the index stores it: vocabulary values by primary key, so that a slug may change."""
        vocabulary = self.parameters[name].vocabulary
        if not vocabulary or slug == NOT_STATED:
            return slug
        if vocabulary == "agencies":
            return str(next(key for key, pair in self.agencies.items() if pair[0] == slug))
        return str(self.vocabulary.key(vocabulary, slug))

    def facet(self, name: str) -> Facet:
        """Return a facet with the values that have results or are selected."""
        chosen = self.selected.get(name, {})
        choices = self.counted_choices(name, self.found.counts(self.parameters[name].facet), chosen)
        if name in ("theme", "agency", "partnership"):
            choices = choices[:MOST_OPTIONS] + [one for one in choices[MOST_OPTIONS:] if one[0] in chosen]
        options = [
            Option(slug, label, number, slug in chosen) for slug, label, number in choices if number or slug in chosen
        ]
        return Facet(name, self.labels[name], options)

    def counted_choices(self, name: str, counts: dict[str, int], chosen: Container[str]) -> list[tuple[str, str, int]]:
        """Return slug, label and count of each value; vocabularies are sorted by count, the highest first."""
        if name == "year":
            years = sorted((year for year in counts if year != NOT_STATED), reverse=True)
            return [(year, year, counts[year]) for year in years] + [
                (NOT_STATED, "Not stated", counts.get(NOT_STATED, 0))
            ]
        vocabulary = self.parameters[name].vocabulary
        if not vocabulary:
            return [(value, label, counts.get(value, 0)) for value, label in self.choices_of(name)]
        pairs = self.agencies if vocabulary == "agencies" else self.vocabulary.by_key[vocabulary]
        found = [(*pairs[int(key)], n) for key, n in counts.items() if key.isdecimal() and int(key) in pairs]
        if not chosen and NOT_STATED not in counts:
            return found
        counted = {slug for slug, _, _ in found}
        rest = [(slug, label) for slug, label in self.choices_of(name) if slug not in counted]
        # "Not stated" has no key of its own. Selected values without results are shown with the count 0.
        return found + [(slug, label, counts.get(slug, 0)) for slug, label in rest]


class ListFilters(SearchFilters):
    """Filters a list of one kind of statement. It shows every value that the list has, without counts."""

    parameters = {name: PARAMETERS[name] for name in ("theme", "speaks_to", "type", "partnership", "year")}

    def years(self) -> list[str]:
        """Return the years of all records in this list visible to the reader, newest first."""
        return sorted(self.counted("year"), reverse=True)

    def counted(self, facet: str) -> dict[str, int]:
        """Return the values of a facet that records in this list have, of those visible to the reader."""
        return counted(self.user, self.sets, facet, tuple(self.kinds))

    def facet(self, name: str) -> Facet:
        """Return a facet with all its values; of a vocabulary with those that are in this list or selected."""
        facet, vocabulary = FacetFilters.facet(self, name), self.parameters[name].vocabulary
        if vocabulary in ("", "partnerships"):  # of partnerships only those of visible reviews are known
            return facet
        held, keys = self.counted(self.parameters[name].facet), self.vocabulary.keys
        options = [one for one in facet.options if one.is_chosen or str(keys.get((vocabulary, one.value))) in held]
        return replace(facet, options=options)


def sort_of(request: HttpRequest, usual: str = "good-practice", sorts: Container[str] = tuple(SORTS)) -> str:
    """Return the sort order in `?sort=` if it is one of `sorts`, otherwise `usual`."""
    asked = request.GET.get("sort", "")
    return asked if asked in sorts or asked == BEST == usual else usual


def agencies_seen(sets: IndexSets, user) -> dict[int, tuple[str, str]]:
    """Return slug and name of every agency visible to the user, by key."""
    seen = sets.seen_by(tags_seen_by(user)) & sets.tagged("kind:agency")

    def read() -> dict[int, tuple[str, str]]:
        named = [record for _, record in sets.records_of(list(seen))]
        agencies = Agency.objects.visible_to(user).filter(pk__in=named)
        return {pk: (slug, name) for pk, slug, name in agencies.values_list("pk", "slug", "name")}

    return sets.keep(("agencies", tags_seen_by(user)), read)
