"""Search results for one reader: counted at once, and fetched a page at a time."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from pyroaring import BitMap

from learning.models import Statement
from learning.sight import sight_key, tags_seen_by
from learning.utils.bounded import weight_of
from learning.wordings import attach_wordings

from .index_sets import IndexSets
from .origins import with_origins
from .query import Query
from .ranking import SearchRanking, rank
from .registry import SOURCES
from .related_names import attach_related_names

BEST = "best"
MOST_ON_PAGE = 100  # records that a page shows of a list
SORTS = {"good-practice": "good practice first", "newest": "newest first", "reference": "reference"}


class SearchResults(Sequence):
    """The records in a list or search, in order. A slice fetches only records that the reader may see."""

    def __init__(
        self,
        user,
        sets: IndexSets,
        *,
        query: Query | None = None,
        chosen: dict[str, list[str]] | None = None,
        kinds: Sequence[str] = (),
        within: str = "",
        tiers: Sequence[BitMap] = (),
        order: str = BEST,
    ) -> None:
        """Find the entries in `sets`, from which all counts on a page are taken.

        `chosen` are the selected tags of each facet. `kinds` and the tag `within` limit the whole list. Without a
        query, `tiers` are the entries of the list, the best matches first, each entry in one tier.
        """
        self.user = user
        self.sets = sets
        self.order = order if query or tiers or order != BEST else "good-practice"
        self.chosen = {facet: tags for facet, tags in (chosen or {}).items() if tags}
        visible = self.sets.seen_by(tags_seen_by(user))
        if kinds:
            visible = visible & self.sets.any_of(f"kind:{kind}" for kind in kinds)
        if within:
            visible = visible & self.sets.with_value(within)
        if query:
            self.ranking = rank(query, self.sets, visible, user)
        else:
            self.ranking = SearchRanking([tier & visible for tier in tiers] if tiers else [visible])
        self.all = self.ranking.hits & visible
        self.filtered = self._filtered_by(self.chosen)

    def _filtered_by(self, chosen: dict[str, list[str]]) -> BitMap:
        filtered = self.all
        for tags in chosen.values():
            filtered = filtered & BitMap.union(*map(self.sets.with_value, tags))
        return filtered

    def counts(self, facet: str) -> dict[str, int]:
        """Return the count of each value of a facet under the selected values of other facets, the highest first."""
        others = {name: tags for name, tags in self.chosen.items() if name != facet}
        base = self.filtered if len(others) == len(self.chosen) else self._filtered_by(others)
        counted = [
            (-n, value) for value, entries in self.sets.values(facet) if (n := base.intersection_cardinality(entries))
        ]
        return {value: -n for n, value in sorted(counted)}

    def __len__(self) -> int:
        return len(self.filtered)

    def __getitem__(self, index):
        if not isinstance(index, slice):
            return self[index : index + 1][0]
        return self.fetch(self.keys(index.start or 0, len(self) if index.stop is None else index.stop))

    def keys(self, start: int, end: int) -> list[int]:
        """Return the ids of the entries from `start` to `end`."""
        if self.order != BEST:
            return self.sets.in_order(self.filtered, self.order, start, end)
        keys: list[int] = []
        passed = 0
        for tier in self.ranking.tiers:
            here = tier & self.filtered
            first, last = max(start - passed, 0), min(end - passed, len(here))
            if first < last:
                keys += self.sets.in_order(here, "good-practice", first, last)
            passed += len(here)
        return keys

    def fetch(self, keys: Sequence[int]) -> list:
        """Return the records of these entries that the reader may see, in order, with their related names."""
        return list(self.fetch_by_key(keys).values())

    def fetch_by_key(self, keys: Sequence[int]) -> dict[int, Any]:
        """Return the records of these entries that the reader may see, by the id of the entry.

        The records of a page are read once in a generation for all readers who may see the same. They are shared: a
        page that sets anything on a record must copy it first. Longer lists are exports, which are not kept.
        """
        if len(keys) > MOST_ON_PAGE:
            return self.read(keys, for_page=False)
        sight, shown = sight_key(self.user), self.sets.shown
        records = {key: shown.get((sight, key)) for key in keys}
        for key, record in self.read([key for key, record in records.items() if record is None]).items():
            shown.put((sight, key), record, weight_of(record))
            records[key] = record
        return {key: record for key, record in records.items() if record is not None}

    def read(self, keys: Sequence[int], *, for_page: bool = True) -> dict[int, Any]:
        """Read the records of these entries that the reader may see from the database, by the id of the entry.

        An export is not `for_page`: it does without what only pages show.
        """
        rows = dict(zip(keys, self.sets.records_of(keys), strict=True))
        wanted: dict[str, list[int]] = defaultdict(list)
        for source, record in rows.values():
            wanted[source].append(record)
        records: dict[tuple[str, int], Any] = {}
        for source, pks in wanted.items():
            here = SOURCES[source].records(pks, self.user).order_by()
            is_shared = not for_page and issubclass(SOURCES[source].model, Statement)
            found_here = with_origins(here, self.sets.origins) if is_shared else list(here)
            SOURCES[source].attach(found_here)
            if for_page:
                SOURCES[source].attach_on_page(found_here)
            records |= {(source, record.pk): record for record in found_here}
        found = {key: records[row] for key, row in rows.items() if row in records}
        worded = self.sets.remember("languages", lambda: self.sets.any_of(self.sets.tags.get("language", ())))
        if some := [one for key, one in found.items() if key in worded and isinstance(one, Statement)]:
            attach_wordings(some)
        attach_related_names(
            {key: record for key, record in found.items() if isinstance(record, Statement)}, self.sets
        )
        return found


def counted(user, sets: IndexSets, facet: str, kinds: Sequence[str] = ()) -> dict[str, int]:
    """Return the values of a facet that records of these kinds have, of those visible to a reader; read once and kept.

    Without `kinds` they are of any kind.
    """
    key = ("counted", facet, tuple(kinds), tags_seen_by(user))
    return sets.keep(key, lambda: SearchResults(user, sets, kinds=kinds).counts(facet))
