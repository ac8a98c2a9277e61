"""The index in this process's memory: for each tag the set of its entries, and the sort key of every entry.

Counting in the database needs a scan for each facet; sets are counted in microseconds. The processes share nothing:
each compares its generation with the database's on every request, and reads the entries that have changed since. After
a restore the database may not know the generation in memory: then the whole index is read again.
"""

import threading
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from copy import copy
from functools import cached_property
from itertools import batched
from typing import Any

import numpy as np
from django.http import HttpRequest
from pyroaring import BitMap

from learning.models.search_entry import SearchEntry, SearchGeneration
from learning.utils.bounded import Bounded

from .entry import MOST_REVIEWS, NEWEST_BITS, REFERENCE_BITS, REVIEW_SHIFT
from .generation import Generation, generation_for, read_generation
from .registry import SOURCES

REMEMBERED = 256  # sets kept by `remember()`
MOST_KEPT = 512  # other data kept by `keep()`: some are of one reader, or of one agency's requests
MOST_SHOWN = 8_000_000  # weight of the records kept for pages, in characters; see `weight_of()`
MOST_ORIGINS = 4_000_000  # weight of the reviews and documents kept for exports
MOST_DRAWN = 2_000_000  # characters of rendered items
MOST_MARKED = 1_000_000  # characters of rendered words with the words of a search marked in them
BATCH = 5_000  # rows that are in memory at once while the index is read
READ = ("pk", "place", "tags", "source", "record")  # columns read of each entry
NOTHING = BitMap()

# The orders of a list, as bit masks for the sort keys of entries; see `entry.place`.
ORDERS = {
    "good-practice": (1 << 63) - 1,
    "newest": (1 << NEWEST_BITS) - 1,
    "reference": (1 << REFERENCE_BITS) - 1,
}


def stored[T](store: OrderedDict[object, T], key: object, make: Callable[[], T], *, most: int) -> T:
    """Return the value stored under a key, or make and store it. The oldest values beyond `most` are dropped."""
    found = store.get(key)
    if found is None:
        found = store[key] = make()
        if len(store) > most:
            with suppress(KeyError):  # another thread was quicker
                store.popitem(last=False)
    return found


class IndexSets:
    """The sets of one generation of the index. It is immutable: a new generation is a new object."""

    def __init__(self, generation: int = -1, token: str = "") -> None:
        self.generation = generation
        self.token = token
        self.by_tag: dict[str, BitMap] = {}
        self.places = np.zeros(0, dtype=np.int64)
        self.records = np.zeros(0, dtype=np.int64)  # primary key of each entry's record, and the number of its source
        self.found: OrderedDict[object, BitMap] = OrderedDict()
        # Other data. What is kept here or in `found` is read when it is missing, so after the generation.
        self.kept: OrderedDict[object, Any] = OrderedDict()
        # Records and rendered items that were shown in this generation. Their keys name the sight of their readers.
        self.shown: Bounded[Any] = Bounded(MOST_SHOWN)
        self.origins: Bounded[Any] = Bounded(MOST_ORIGINS)
        self.drawn: Bounded[str] = Bounded(MOST_DRAWN)
        self.marked: Bounded[str] = Bounded(MOST_MARKED)

    def apart(self) -> "IndexSets":
        """Return the same sets for a request whose records may be older than they are: it shows and draws for itself.

        A record may have been read before the generation of these sets, and what is drawn of it must not be kept.
        """
        apart = copy(self)
        apart.shown, apart.origins = Bounded(MOST_SHOWN), Bounded(MOST_ORIGINS)
        apart.drawn, apart.marked = Bounded(MOST_DRAWN), Bounded(MOST_MARKED)
        return apart

    def isolated(self) -> "IndexSets":
        """Return the same sets for a request that reads what nobody else may see: it shares nothing that it keeps."""
        isolated = self.apart()
        isolated.found, isolated.kept = OrderedDict(), OrderedDict()
        return isolated

    def with_changes(self, rows, generation: int, token: str = "") -> "IndexSets":
        """Return a new generation in which these entries are replaced; `rows` have the columns in `READ`."""
        sources = {source: number for number, source in enumerate(SOURCES)}
        new, changed = IndexSets(generation, token), BitMap()
        new.places, new.records = self.places.copy(), self.records.copy()
        tagged: dict[str, BitMap] = defaultdict(BitMap)
        for batch in batched(rows, BATCH):
            keys: dict[str, list[int]] = defaultdict(list)
            for key, _, tags, _, _ in batch:
                for tag in tags.split():
                    keys[tag].append(key)
            for tag, found in keys.items():
                tagged[tag].update(found)
            read = np.array([key for key, *_ in batch], dtype=np.int64)
            changed.update(read.tolist())
            new.places = with_room(new.places, read)
            new.places[read] = [place for _, place, *_ in batch]
            new.records = with_room(new.records, read)
            new.records[read] = [record * len(sources) + sources[source] for *_, source, record in batch]
        new.by_tag = {tag: rest for tag, entries in self.by_tag.items() if (rest := entries - changed)}
        for tag, entries in tagged.items():
            new.by_tag[tag] = new.tagged(tag) | entries
        return new

    def records_of(self, entries: Sequence[int]) -> list[tuple[str, int]]:
        """Return the source and the key of the record that each of these entries was made from."""
        names = list(SOURCES)
        keys, sources = np.divmod(self.records[np.array(entries, dtype=np.int64)], len(names))
        return [(names[source], key) for key, source in zip(keys.tolist(), sources.tolist(), strict=True)]

    def tagged(self, tag: str) -> BitMap:
        """Return the entries that carry a tag."""
        return self.by_tag.get(tag, NOTHING)

    @cached_property
    def tags(self) -> dict[str, list[str]]:
        """The tags of each facet."""
        tags: dict[str, list[str]] = defaultdict(list)
        for tag in self.by_tag:
            tags[tag.partition(":")[0]].append(tag)
        for tag in tags["of-kind"]:
            of_kind = f"speaks-to:{tag.split(':')[1]}"
            if of_kind not in self.by_tag and of_kind not in tags["speaks-to"]:
                tags["speaks-to"].append(of_kind)
        return tags

    def with_value(self, tag: str) -> BitMap:
        """Return the entries with a value of a facet. Naming an agency also counts as naming its kind of agency."""
        facet, _, kind = tag.partition(":")
        if facet != "speaks-to":
            return self.tagged(tag)
        agencies = [f"agency:{one.split(':')[2]}" for one in self.tags["of-kind"] if one.split(":")[1] == kind]
        return self.remember(tag, lambda: self.any_of([tag, *agencies]))

    def values(self, facet: str) -> list[tuple[str, BitMap]]:
        """Return each value of a facet with the entries that have it."""
        tags = self.tags.get(facet, [])
        return self.keep(("values", facet), lambda: [(tag.partition(":")[2], self.with_value(tag)) for tag in tags])

    def any_of(self, tags: Iterable[str]) -> BitMap:
        """Return the entries that carry one of these tags."""
        sets = [self.tagged(tag) for tag in tags]
        return BitMap.union(*sets) if sets else BitMap()

    def seen_by(self, tags: tuple[str, ...]) -> BitMap:
        """Return the entries visible to a reader with these tags, from `sight.tags_seen_by`."""
        if tags == ("everything",):
            return self.remember(tags, lambda: self.any_of(tag for tag in self.by_tag if tag.startswith("seen-by:")))
        return self.remember(tags, lambda: self.any_of(tags))

    def remember(self, key: object, make: Callable[[], BitMap]) -> BitMap:
        """Return the set stored under a key in this generation, or make and store it."""
        return stored(self.found, key, make, most=REMEMBERED)

    def keep[T](self, key: object, make: Callable[[], T]) -> T:
        """Return the data stored under a key in this generation, or read and store it."""
        return stored(self.kept, key, make, most=MOST_KEPT)

    @cached_property
    def review_numbers(self) -> np.ndarray:
        """The number in the code of each entry's review, taken from its sort key."""
        return (self.places >> REVIEW_SHIFT & MOST_REVIEWS).astype(np.int32)

    def reviews_of(self, entries: BitMap) -> np.ndarray:
        """Return an array that is True at the number of each review that these statements or reviews belong to."""
        found = np.zeros(self.review_numbers.max(initial=0) + 1, dtype=bool)
        found[self.review_numbers[ids_of(entries)]] = True
        return found

    def of_reviews(self, entries: BitMap, reviews: np.ndarray) -> BitMap:
        """Return the entries that belong to these reviews, given as by `reviews_of()`."""
        ids = ids_of(entries)
        return BitMap(ids[reviews[self.review_numbers[ids]]])

    def in_order(self, entries: BitMap, order: str, start: int, end: int) -> list[int]:
        """Return the ids of these entries from index `start` to `end`, in an order of `ORDERS`."""
        ids = ids_of(entries)
        return in_order(ids, self.places[ids] & ORDERS[order], start, end)


def ids_of(entries: BitMap) -> np.ndarray:
    """Return the ids of entries as an array."""
    return np.frombuffer(entries.to_array(), dtype=np.uint32)


def in_order(ids: np.ndarray, places: np.ndarray, start: int, end: int) -> list[int]:
    """Return the ids from index `start` to `end` in the order of their places, one for each id.

    Only the ids that are needed are sorted, and those that tie with the last of them.
    """
    end = min(end, len(ids))
    if end < len(ids):
        last = np.partition(places, end - 1)[end - 1]
        chosen = places <= last
        ids, places = ids[chosen], places[chosen]
    return ids[np.argsort(places, kind="stable")[start:end]].tolist()


def with_room(numbers: np.ndarray, keys: np.ndarray) -> np.ndarray:
    """Return an array indexed by key, enlarged if necessary to hold these keys."""
    missing = int(keys.max(initial=-1)) + 1 - len(numbers)
    if missing <= 0:
        return numbers
    return np.concatenate([numbers, np.zeros(missing + len(numbers) // 4, dtype=np.int64)])


_newest = IndexSets()
_lock = threading.Lock()


def index_sets(generation: Generation | None = None) -> IndexSets:
    """Return the index at this generation, by default the newest, reading only the entries that have changed.

    If the index in memory has moved on since this generation was read, return it `apart()`.
    """
    global _newest
    now = generation or read_generation()
    newest = _newest  # another thread may replace it
    if is_at(now, newest):
        return newest
    with _lock:
        if is_at(now, _newest):
            return _newest
        # A lower number is that of a request that other requests overtook, or of a restored database.
        if generation and now.number < _newest.generation and is_at(read_generation(), _newest):
            return _newest.apart()
        sets = _newest if is_later(now, _newest) else IndexSets()
        entries = SearchEntry.objects.order_by().filter(changed__gt=sets.generation)
        rows = entries.values_list(*READ).iterator(chunk_size=5000)
        _newest = sets.with_changes(rows, now.number, now.token)
        return _newest


def is_at(now: Generation, sets: IndexSets) -> bool:
    """Return whether these sets belong to a generation."""
    return (now.number, now.token) == (sets.generation, sets.token)


def is_later(now: Generation, sets: IndexSets) -> bool:
    """Return whether the database contains the generation of these sets, and all changes since that one."""
    if not now.complete_since <= sets.generation <= now.number:
        return False
    start = (now.number - sets.generation) * SearchGeneration.TOKEN
    return now.tokens[start : start + SearchGeneration.TOKEN] == sets.token != ""


def index_sets_for(request: HttpRequest) -> IndexSets:
    """Return the index at the generation of this request.

    Unless the request read its generation first (`begin()`), no record or rendered item is kept for others.
    """
    if not hasattr(request, "_index_sets"):
        sets = index_sets(generation_for(request))
        keeps = getattr(request, "_keeps_for_others", False)
        request._index_sets = sets if keeps else sets.apart()  # type: ignore[attr-defined]
    return request._index_sets  # type: ignore[attr-defined]


def forget() -> None:
    """Make the next request read the whole index; for tests, which reset the database."""
    global _newest
    _newest = IndexSets()
