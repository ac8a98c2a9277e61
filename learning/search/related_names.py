"""What a record is tied to, from the index: who a statement speaks to, its themes, where its review was.

`tests/learning/search/test_related_names.py` holds it against the tables themselves.
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

# The facets that a line is made of, in its order, and the name of each of their values.
AREA = Coalesce(NullIf("area", Value("")), "name")  # of a partnership, or its name where none is given
NAMED = {
    "agency": (Agency, "name"),
    "speaks-to": (AgencyKind, "name"),
    "partnership": (Partnership, AREA),
    "theme": (Theme, "name"),
}


@dataclass(frozen=True)
class Named:
    """A value of a facet in words: a partnership's is its area, where it has one."""

    facet: str
    name: str
    slug: str


def named(sets: IndexSets) -> dict[str, Named]:
    """Return everything that a record can be tied to by its tag, in the order of names."""

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
    """Give statements, which stand under the keys of their entries, `line_bodies`, `line_place` and `line_themes`."""
    if not statements:
        return
    entries = BitMap(statements)
    names: dict[str, dict[int, list[str]]] = {facet: defaultdict(list) for facet in NAMED}
    for tag, one in named(sets).items():
        tagged = sets.tagged(tag)
        if entries.intersect(tagged):
            name, given = one.name, names[one.facet]
            for key in entries & tagged:
                given[key].append(name)
    agencies, kinds, places, themes = (names[facet] for facet in ("agency", "speaks-to", "partnership", "theme"))
    for key, statement in statements.items():
        statement.line_bodies = agencies[key] + kinds[key]
        statement.line_place = ", ".join(places[key]) or statement.review.partnership_as_named
        statement.line_themes = themes[key]


def attach_lines(statements: Sequence[Statement], sets: IndexSets) -> None:
    """Give statements, of which the reviews have been read, what their lines name.

    Those of published reviews take it from the index, in one query; the others are not in it, and have read for them
    from the tables what `Statement.line_bodies` and `Statement.line_place` name.
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
    """Return the slugs that records, given as keys by source, are tied to: by source, key and facet; one query."""
    entries, tied = named(sets), defaultdict[tuple[str, int, str], list[str]](list)
    for source, record, tags in entries_of(records).values_list("source", "record", "tags"):
        for one in filter(None, map(entries.get, tags.split())):
            tied[source, record, one.facet].append(one.slug)
    return defaultdict(list, {owner: sorted(slugs) for owner, slugs in tied.items()})


def entries_of(records: Mapping[str, Iterable[int]]) -> QuerySet:
    """Return the entries of records, given as keys by source, and of others that have the same keys."""
    return SearchEntry.objects.filter(
        source__in=records, record__in={key for keys in records.values() for key in keys}
    )
