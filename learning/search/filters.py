"""The filters of lists that search finds: the same plain GET parameters, with the number behind each value."""

from collections.abc import Sequence

from django.http import HttpRequest, QueryDict

from learning.filters import NOT_STATED, ChoicesFilter, Facet, Option, PortalFilterSet
from learning.models import Agency, Audience, ReviewType, SearchEntry
from learning.sight import tags_seen_by
from learning.vocabulary import Vocabulary

from .facets import Facets, facets_for
from .found import BEST, Found
from .query import Query
from .registry import kind_labels

MOST_OPTIONS = 12  # of a facet with many values, beside those that are chosen

# Which facet of the index a parameter narrows, and in which vocabulary its slugs are looked up.
FACETS = {
    "kind": ("kind", None),
    "theme": ("theme", "themes"),
    "agency": ("agency", "agencies"),
    "speaks_to": ("speaks-to", "agency_kinds"),
    "type": ("type", None),
    "partnership": ("partnership", "partnerships"),
    "year": ("year", None),
    "audience": ("audience", None),
}


class FoundFilter(PortalFilterSet):
    """Narrows what was found, and counts what each value of each facet would leave under all other choices."""

    kind = ChoicesFilter(label="Kind")
    theme = ChoicesFilter(label="Theme")
    agency = ChoicesFilter(label="Agency named")
    speaks_to = ChoicesFilter(label="Speaks to")
    type = ChoicesFilter(label="Review type", choices=ReviewType.choices)
    partnership = ChoicesFilter(label="Partnership")
    year = ChoicesFilter(label="Year")
    audience = ChoicesFilter(label="Audience", choices=Audience.choices)

    order = tuple(FACETS)
    found: Found  # set by find()

    def __init__(self, data: QueryDict, *, request: HttpRequest, kinds: Sequence[str] = ()) -> None:
        """`kinds` bound the list for good; without them it is of every kind."""
        labels = kind_labels()
        self.kinds = {kind: labels[kind] for kind in kinds} if kinds else labels
        self.known = facets_for(request)
        self.agencies = agencies_seen(self.known, request.user)
        super().__init__(data, SearchEntry.objects.none(), request=request)

    def choices(self, vocabulary: Vocabulary) -> dict[str, list[tuple[str, str]]]:
        user = self.request.user
        years = self.known.keep(("years", tags_seen_by(user)), lambda: list(Found(user, self.known).counts("year")))
        return {
            "kind": list(self.kinds.items()),
            "theme": vocabulary.themes,
            "agency": [(slug, name) for slug, name in self.agencies.values()],
            "speaks_to": vocabulary.agency_kinds,
            "partnership": [*vocabulary.partnerships, (NOT_STATED, "Not stated or not known")],
            "year": [*((year, year) for year in years if year != NOT_STATED), (NOT_STATED, "Not stated")],
        }

    def find(self, *, query: Query | None = None, within: str = "", order: str = BEST) -> Found:
        """Return what the reader finds; the facets count within it from now on."""
        user = self.request.user
        kinds = tuple(self.kinds) if len(self.kinds) < len(kind_labels()) else ()
        self.found = Found(user, self.known, query=query, chosen=self.tags(), kinds=kinds, within=within, order=order)
        return self.found

    def tags(self) -> dict[str, list[str]]:
        """Return the tags of each facet that the list is narrowed to."""
        values = self.form.cleaned_data if self.form.is_valid() else {}
        return {
            FACETS[name][0]: [f"{FACETS[name][0]}:{self.value(name, one)}" for one in chosen]
            for name, chosen in values.items()
            if chosen
        }

    def value(self, name: str, slug: str) -> str:
        """Return how the index writes a value: those of vocabularies by their key, so that a name may change."""
        vocabulary = FACETS[name][1]
        if vocabulary is None or slug == NOT_STATED:
            return slug
        if vocabulary == "agencies":
            return str(next(key for key, pair in self.agencies.items() if pair[0] == slug))
        return str(self.vocabulary.key(vocabulary, slug))

    def facet(self, name: str) -> Facet:
        """Return a facet with those of its values that leave anything, or are chosen."""
        counts = self.found.counts(FACETS[name][0])
        chosen = self.form.cleaned_data.get(name, []) if self.form.is_valid() else []
        choices = self.counted_choices(name, counts, chosen)
        many = name in ("theme", "agency", "partnership")
        if many:
            choices = choices[:MOST_OPTIONS] + [one for one in choices[MOST_OPTIONS:] if one[0] in chosen]
        options = [Option(slug, label, number, slug in chosen) for slug, label, number in choices]
        options = [option for option in options if option.number or option.is_chosen]
        return Facet(name, str(self.form[name].label), options)

    def counted_choices(self, name: str, counts: dict[str, int], chosen: list[str]) -> list[tuple[str, str, int]]:
        """Return slug, label and number of each value, the most frequent first where their order means nothing."""
        if name == "year":
            years = sorted((year for year in counts if year != NOT_STATED), reverse=True)
            return [(year, year, counts[year]) for year in years] + [
                (NOT_STATED, "Not stated", counts.get(NOT_STATED, 0))
            ]
        vocabulary = FACETS[name][1]
        if vocabulary is None:
            return [(value, label, counts.get(value, 0)) for value, label in self.form.fields[name].choices]
        pairs = self.agencies if vocabulary == "agencies" else self.vocabulary.by_key(vocabulary)
        found = [(*pairs[int(key)], n) for key, n in counts.items() if key.isdecimal() and int(key) in pairs]
        if not chosen and NOT_STATED not in counts:
            return found
        counted = {slug for slug, _, _ in found}
        rest = [(slug, label) for slug, label in self.form.fields[name].choices if slug not in counted]
        # "Not stated" has no key of its own; what is chosen and leaves nothing is shown with a nought.
        return found + [(slug, label, counts.get(slug, 0)) for slug, label in rest]


def agencies_seen(known: Facets, user) -> dict[int, tuple[str, str]]:
    """Return slug and name, by key, of every agency that the user may see."""
    seen = known.seen_by(tags_seen_by(user)) & known.tagged("kind:agency")

    def read() -> dict[int, tuple[str, str]]:
        keys = SearchEntry.objects.filter(source="agency").values_list("pk", "record")
        visible = [record for key, record in keys if key in seen]
        agencies = Agency.objects.visible_to(user).filter(pk__in=visible)
        return {pk: (slug, name) for pk, slug, name in agencies.values_list("pk", "slug", "name")}

    return known.keep(("agencies", tags_seen_by(user)), read)
