"""The names of related agencies, themes and partnerships of statements, taken from the index.

`tests/learning/search/test_related_names.py` compares them with the tables.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from django.db.models import CharField, QuerySet, Value, prefetch_related_objects
from django.db.models.functions import Coalesce, NullIf
from pyroaring import BitMap

from learning.models import Agency, AgencyKind, Partnership, SearchEntry, Statement, Status, Theme

from .index_sets import IndexSets
from .registry import SOURCES

# The facets whose values have a name, in the order of a list's line, and the column with that name.
AREA = Coalesce(NullIf("area", Value("")), "name")  # of a partnership, or its name where none is given
NAMED = {
    "agency": (Agency, "name"),
    "speaks-to": (AgencyKind, "name"),
    "partnership": (Partnership, AREA),
    "theme": (Theme, "name"),
}


@dataclass(frozen=True)
class Named:
    """A value of a facet, with its name: for a partnership this is its area, if it has one."""

    facet: str
    name: str
    slug: str


def named(sets: IndexSets) -> dict[str, Named]:
    """Return every value that can be related to a record, by its tag, sorted by name."""

    def read() -> dict[str, Named]:
        first, *others = [
            model.objects.order_by()
            .annotate(facet=Value(facet, CharField()), words=Coalesce(name, Value("")))
            .values_list("facet", "pk", "words", "slug")
            for facet, (model, name) in NAMED.items()
        ]
        rows = first.union(*others, all=True).order_by()
        return {
            f"{facet}:{pk}": Named(facet, words, slug) for facet, pk, words, slug in sorted(rows, key=itemgetter(2))
        }

    return sets.keep("named", read)


def attach_related_names(statements: dict[int, Statement], sets: IndexSets) -> None:
    """Set the names of statements, given by the ids of their entries: of agencies, places and themes."""
    if not statements:
        return
    entries = BitMap(statements)
    names: dict[str, dict[int, list[str]]] = {facet: defaultdict(list) for facet in NAMED}
    for_all = ""  # the name of the kind that stands for all agencies
    for tag, one in named(sets).items():
        tagged = sets.tagged(tag)
        if entries.intersect(tagged):
            if one.facet == "speaks-to" and one.slug == AgencyKind.EVERYONE:
                for_all = one.name
            name, given = one.name, names[one.facet]
            for key in entries & tagged:
                given[key].append(name)
    agencies, kinds, places, themes = (names[facet] for facet in ("agency", "speaks-to", "partnership", "theme"))
    for key, statement in statements.items():
        statement.agency_names = agencies[key] + kinds[key]
        statement.relevant_to = agencies[key] + [name for name in kinds[key] if name != for_all]
        statement.place_name = ", ".join(places[key]) or statement.review.partnership_as_named
        statement.theme_names = themes[key]


def attach_lines(statements: Sequence[Statement], sets: IndexSets) -> None:
    """Set the related names of statements whose reviews have been read.

    For published reviews they come from the index, in one query. Drafts are not in the index: their relations are
    prefetched from the tables, for the properties `Statement.agency_names` and `Statement.place_name`.
    """
    by_source: dict[str, dict[int, Statement]] = {}
    for source in SOURCES.values():
        own = [one for one in statements if type(one) is source.model]
        if published := {one.pk: one for one in own if one.review.status == Status.PUBLISHED}:
            by_source[source.name] = published
        others = [one for one in own if one.review.status != Status.PUBLISHED]
        prefetch_related_objects(others, "agencies", "agency_kinds", "review__partnerships")
    if by_source:
        entries = entries_of(by_source).values_list("pk", "source", "record")
        found = {entry: by_source[source].get(record) for entry, source, record in entries}
        attach_related_names({entry: statement for entry, statement in found.items() if statement}, sets)


def slugs_of(records: dict[str, list[int]], sets: IndexSets) -> dict[tuple[str, int, str], list[str]]:
    """Return the slugs related to records, by source, key and facet, in one query. `records` are keys by source."""
    entries, tied = named(sets), defaultdict[tuple[str, int, str], list[str]](list)
    for source, record, tags in entries_of(records).values_list("source", "record", "tags"):
        for one in filter(None, map(entries.get, tags.split())):
            tied[source, record, one.facet].append(one.slug)
    return defaultdict(list, {owner: sorted(slugs) for owner, slugs in tied.items()})


def entries_of(records: Mapping[str, Iterable[int]]) -> QuerySet:
    """Return the entries of records, given as keys by source. It may include records of another source's keys."""
    return SearchEntry.objects.filter(
        source__in=records, record__in={key for keys in records.values() for key in keys}
    )
