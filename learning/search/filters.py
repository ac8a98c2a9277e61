"""The filters of lists that come from the search index: plain GET parameters, each the tags of one facet."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest, QueryDict

from learning.facets import NOT_STATED, Choices, Facet, FacetFilters, Option
from learning.models import Agency, Audience, ReviewType, SearchEntry
from learning.search.filter_choices import vocabulary_for
from learning.sight import tags_seen_by
from learning.utils.parameters import are_too_many, within_bounds

from .index_sets import IndexSets, index_sets_for
from .query import Query
from .registry import kind_labels
from .results import BEST, SORTS, SearchResults

MOST_OPTIONS = 12  # of a facet with many values, beside those that are chosen


@dataclass(frozen=True)
class Parameter:
    """What a parameter is called on the page, which facet of the index it narrows, and which values it takes.

    These are the slugs of a vocabulary, or fixed choices, or what `choices_of` says.
    """

    label: str
    facet: str
    vocabulary: str = ""
    choices: Choices = ()


PARAMETERS = {
    "kind": Parameter("Kind", "kind"),
    "theme": Parameter("Theme", "theme", "themes"),
    "agency": Parameter("Agency named", "agency", "agencies"),
    "speaks_to": Parameter("Speaks to", "speaks-to", "agency_kinds"),
    "type": Parameter("Review type", "type", choices=ReviewType.choices),
    "partnership": Parameter("Partnership", "partnership", "partnerships"),
    "year": Parameter("Year", "year"),
    "audience": Parameter("Audience", "audience", choices=Audience.choices),
}


class SearchFilters(FacetFilters):
    """Narrows what was found, and counts what each value of each facet would leave under all other choices."""

    parameters: Mapping[str, Parameter] = PARAMETERS
    found: SearchResults  # set by find()

    def __init__(self, data: QueryDict, *, request: HttpRequest, kinds: Sequence[str] = ()) -> None:
        """`kinds` bound the list for good; without them it is of every kind."""
        labels = kind_labels()
        self.data, self.are_too_many = within_bounds(data), are_too_many(data)
        self.user = request.user
        self.kinds = {kind: labels[kind] for kind in kinds} if kinds else labels
        self.sets = index_sets_for(request)
        self.vocabulary = vocabulary_for(request)

    @property
    def labels(self) -> dict[str, str]:
        return {name: parameter.label for name, parameter in self.parameters.items()}

    @cached_property
    def agencies(self) -> dict[int, tuple[str, str]]:
        """Slug and name, by key, of every agency that the reader may see."""
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

    def years(self) -> list[str]:
        """Return the years of all that the reader may see."""
        key = ("years", tags_seen_by(self.user))
        return self.sets.keep(key, lambda: list(SearchResults(self.user, self.sets).counts("year")))

    def find(self, *, query: Query | None = None, within: str = "", order: str = BEST) -> SearchResults:
        """Return what the reader finds; the facets count within it from now on."""
        kinds = tuple(self.kinds) if len(self.kinds) < len(kind_labels()) else ()
        chosen = self.tags()
        self.found = SearchResults(
            self.user, self.sets, query=query, chosen=chosen, kinds=kinds, within=within, order=order
        )
        return self.found

    def tags(self) -> dict[str, list[str]]:
        """Return the tags of each facet that the list is narrowed to."""
        return {
            (facet := self.parameters[name].facet): [f"{facet}:{self.value(name, one)}" for one in values]
            for name, values in self.selected.items()
        }

    def value(self, name: str, slug: str) -> str:
        """Return how the index writes a value: those of vocabularies by their key, so that a name may change."""
        vocabulary = self.parameters[name].vocabulary
        if not vocabulary or slug == NOT_STATED:
            return slug
        if vocabulary == "agencies":
            return str(next(key for key, pair in self.agencies.items() if pair[0] == slug))
        return str(self.vocabulary.key(vocabulary, slug))

    def facet(self, name: str) -> Facet:
        """Return a facet with those of its values that leave anything, or are chosen."""
        chosen = self.selected.get(name, {})
        choices = self.counted_choices(name, self.found.counts(self.parameters[name].facet), chosen)
        if name in ("theme", "agency", "partnership"):
            choices = choices[:MOST_OPTIONS] + [one for one in choices[MOST_OPTIONS:] if one[0] in chosen]
        options = [
            Option(slug, label, number, slug in chosen) for slug, label, number in choices if number or slug in chosen
        ]
        return Facet(name, self.labels[name], options)

    def counted_choices(self, name: str, counts: dict[str, int], chosen: Container[str]) -> list[tuple[str, str, int]]:
        """Return slug, label and number of each value, the most frequent first where their order means nothing."""
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
        # "Not stated" has no key of its own; what is chosen and leaves nothing is shown with a nought.
        return found + [(slug, label, counts.get(slug, 0)) for slug, label in rest]


class ListFilters(SearchFilters):
    """Narrows a list of one kind of statement. It offers every value, and counts none."""

    parameters = {name: PARAMETERS[name] for name in ("theme", "speaks_to", "type", "partnership", "year")}

    def years(self) -> list[str]:
        """Return the years of all in this list that the reader may see, newest first."""
        kinds = tuple(self.kinds)
        return self.sets.keep(
            ("years", kinds, tags_seen_by(self.user)),
            lambda: sorted(SearchResults(self.user, self.sets, kinds=kinds).counts("year"), reverse=True),
        )

    def facet(self, name: str) -> Facet:
        """Return a facet with all its values."""
        return FacetFilters.facet(self, name)


def sort_of(request: HttpRequest, usual: str = "good-practice", sorts: Container[str] = tuple(SORTS)) -> str:
    """Return the order that `?sort=` asks for, if it is one of `sorts`, or the usual one."""
    asked = request.GET.get("sort", "")
    return asked if asked in sorts or asked == BEST == usual else usual


def agencies_seen(sets: IndexSets, user) -> dict[int, tuple[str, str]]:
    """Return slug and name, by key, of every agency that the user may see."""
    seen = sets.seen_by(tags_seen_by(user)) & sets.tagged("kind:agency")

    def read() -> dict[int, tuple[str, str]]:
        keys = SearchEntry.objects.filter(source="agency").values_list("pk", "record")
        visible = [record for key, record in keys if key in seen]
        agencies = Agency.objects.visible_to(user).filter(pk__in=visible)
        return {pk: (slug, name) for pk, slug, name in agencies.values_list("pk", "slug", "name")}

    return sets.keep(("agencies", tags_seen_by(user)), read)
