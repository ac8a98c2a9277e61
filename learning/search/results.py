"""What a query and a choice of filters find for one reader: counted at once, fetched a page at a time."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pyroaring import BitMap

from learning.models import Statement
from learning.sight import tags_seen_by

from .index_sets import Facets
from .query import Query
from .ranking import Reading, read
from .registry import SOURCES
from .related_names import give_lines

BEST = "best"


class Found(Sequence):
    """The records that a reader finds, in order. A slice of it is fetched through the rule of sight."""

    def __init__(
        self,
        user,
        known: Facets,
        *,
        query: Query | None = None,
        chosen: dict[str, list[str]] | None = None,
        kinds: Sequence[str] = (),
        within: str = "",
        tiers: Sequence[BitMap] = (),
        order: str = BEST,
    ) -> None:
        """Find entries within `known`, the state that all counts of a page are taken from.

        `chosen` are the tags selected in each facet; `kinds` and the tag `within` bound the whole list. Without a
        query, `tiers` hold the entries of the list, the best matches first, each entry in one tier.
        """
        self.user = user
        self.facets = known
        self.order = order if query or tiers or order != BEST else "good-practice"
        self.chosen = {facet: tags for facet, tags in (chosen or {}).items() if tags}
        visible = self.facets.seen_by(tags_seen_by(user))
        if kinds:
            visible = visible & self.facets.any_of(f"kind:{kind}" for kind in kinds)
        if within:
            visible = visible & self.facets.with_value(within)
        if query:
            self.reading = read(query, self.facets, visible, user)
        else:
            self.reading = Reading([tier & visible for tier in tiers] if tiers else [visible])
        self.all = self.reading.hits & visible
        self.narrowed = self._narrowed_to(self.chosen)

    def _narrowed_to(self, chosen: dict[str, list[str]]) -> BitMap:
        narrowed = self.all
        for tags in chosen.values():
            narrowed = narrowed & BitMap.union(*map(self.facets.with_value, tags))
        return narrowed

    def counts(self, facet: str) -> dict[str, int]:
        """Return how many there are of each value of a facet under all other choices, most first."""
        others = {name: tags for name, tags in self.chosen.items() if name != facet}
        base = self.narrowed if len(others) == len(self.chosen) else self._narrowed_to(others)
        counted = [
            (-n, value)
            for value, entries in self.facets.values(facet)
            if (n := base.intersection_cardinality(entries))
        ]
        return {value: -n for n, value in sorted(counted)}

    def __len__(self) -> int:
        return len(self.narrowed)

    def __getitem__(self, index):
        if not isinstance(index, slice):
            return self[index : index + 1][0]
        return self.fetch(self.keys(index.start or 0, len(self) if index.stop is None else index.stop))

    def keys(self, start: int, end: int) -> list[int]:
        """Return the ids of the entries from `start` to `end`."""
        if self.order != BEST:
            return self.facets.in_order(self.narrowed, self.order, start, end)
        keys: list[int] = []
        passed = 0
        for tier in self.reading.tiers:
            here = tier & self.narrowed
            first, last = max(start - passed, 0), min(end - passed, len(here))
            if first < last:
                keys += self.facets.in_order(here, "good-practice", first, last)
            passed += len(here)
        return keys

    def fetch(self, keys: list[int]) -> list:
        """Return the records of these entries that the reader may see, in order, each statement with its line."""
        return list(self.fetch_by_key(keys).values())

    def fetch_by_key(self, keys: list[int]) -> dict[int, Any]:
        """Return the same by the id of the entry."""
        rows = dict(zip(keys, self.facets.records_of(keys), strict=True))
        wanted: dict[str, list[int]] = defaultdict(list)
        for source, record in rows.values():
            wanted[source].append(record)
        records = {
            (source, record.pk): record
            for source, pks in wanted.items()
            for record in SOURCES[source].records(pks, self.user).order_by()
        }
        found = {key: records[row] for key, row in rows.items() if row in records}
        give_lines({key: record for key, record in found.items() if isinstance(record, Statement)}, self.facets)
        return found
