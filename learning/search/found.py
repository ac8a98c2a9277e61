"""What a query and a choice of filters find for one reader: counted at once, fetched a page at a time."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from pyroaring import BitMap

from learning.models.search_entry import SearchEntry
from learning.sight import tags_seen_by

from .engine import entries_with
from .entry import GAP
from .facets import Facets
from .query import Phrase, Query
from .registry import SOURCES
from .words import tokens_of

BEST = "best"
MOST_BEARERS = 3  # of one name, whose other names are looked for too
MOST_ALSO = 12  # other names, for the whole query
LONGEST_NAME = 6  # words of a query that are looked up together as a name
NAMED = ("kind:theme", "kind:agency", "kind:term")  # what has other names
TITLED = ("kind:theme", "kind:work", "kind:term", "kind:agency", "kind:review", "kind:resource")


@dataclass(frozen=True)
class AlsoLookedFor:
    """Another name of something that was asked for: the words as staff wrote them, and their tokens."""

    name: str
    phrase: Phrase


@dataclass
class Reading:
    """What a query comes to in one generation of the index: its hits in the order of how well they match."""

    tiers: list[BitMap] = field(default_factory=list)
    also: list[AlsoLookedFor] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    is_relaxed: bool = False  # nothing holds all the words: these hold some

    @property
    def hits(self) -> BitMap:
        return BitMap.union(*self.tiers) if self.tiers else BitMap()


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
        order: str = BEST,
    ) -> None:
        """Find within `known`, in which all of a page is counted.

        `chosen` are the tags that each facet is narrowed to; `kinds` and the tag `within` bound the whole list.
        """
        self.user = user
        self.facets = known
        self.order = order if query or order != BEST else "good-practice"
        self.chosen = {facet: tags for facet, tags in (chosen or {}).items() if tags}
        visible = self.facets.seen_by(tags_seen_by(user))
        if kinds:
            visible = visible & self.facets.any_of(f"kind:{kind}" for kind in kinds)
        if within:
            visible = visible & self.facets.with_value(within)
        self.reading = read(query, self.facets, visible, user) if query else Reading([visible])
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
        counts = {
            tag.partition(":")[2]: base.intersection_cardinality(self.facets.with_value(tag))
            for tag in self.facets.tags.get(facet, ())
        }
        return {value: n for value, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])) if n}

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
        """Return the records of these entries that the reader may see, in the same order."""
        entries = SearchEntry.objects.filter(pk__in=keys).values_list("pk", "source", "record")
        rows = {pk: (source, record) for pk, source, record in entries}
        wanted: dict[str, list[int]] = defaultdict(list)
        for source, record in rows.values():
            wanted[source].append(record)
        records = {
            (source, record.pk): record
            for source, pks in wanted.items()
            for record in SOURCES[source].records(pks, self.user).order_by()
        }
        return [records[rows[key]] for key in keys if key in rows and rows[key] in records]


# --- What a query comes to ----------------------------------------------------------------------------------


def read(query: Query, known: Facets, visible: BitMap, user) -> Reading:
    """Return the hits of a query among what is visible, the best matches first.

    First what bears the whole query as its name, and themes with its words in their names; then what holds it as a
    phrase; then what holds all its words; then what only another name of it finds.
    """
    unwanted = BitMap.union(BitMap(), *(holding(known, phrase) for phrase in query.unwanted))
    allowed = visible - unwanted
    if not query.wanted:
        return Reading([allowed])
    words = [BitMap.union(*(holding(known, phrase) for phrase in choices)) for choices in query.wanted]
    plain = BitMap.intersection(*words) & allowed
    reading = Reading()
    wide = list(words)
    for run, places in query.runs(LONGEST_NAME):
        also, tags = other_names(known, run, visible, user)
        if not (also or tags):
            continue
        also = [one for one in also if one not in reading.also][: MOST_ALSO - len(reading.also)]
        reading.also += also
        reading.tags += tags
        other = BitMap.union(
            *(holding(known, one.phrase) for one in also), *(known.tagged(tag) for tag in tags), BitMap()
        )
        for place in places:
            wide[place] = wide[place] | other
    titled = BitMap.intersection(
        *(BitMap.union(*(holding(known, phrase, in_title=True) for phrase in choices)) for choices in query.wanted)
    )
    tiers = []
    if query.whole:
        named = holding(known, (GAP, *query.whole, GAP), in_title=True)
        tiers += [named & known.tagged(kind) for kind in TITLED]
    tiers.append(titled & known.any_of(("kind:theme", "kind:work")))
    if len(query.whole) > 1:
        tiers.append((holding(known, query.whole) & plain) - titled)
    tiers += [plain - titled, plain]
    tiers.append(BitMap.intersection(*wide))
    seen = BitMap()
    for tier in tiers:
        rest = (tier & allowed) - seen
        if rest:
            reading.tiers.append(rest)
            seen = seen | rest
    if not reading.tiers and len(wide) > 1:
        reading.is_relaxed = True
        reading.tiers = with_most([one & allowed for one in wide], known)
    return reading


def with_most(words: list[BitMap], known: Facets) -> list[BitMap]:
    """Return what is in any of these sets: what is in most of them first, and themes before the rest."""
    at_least = [BitMap() for _ in range(len(words) + 1)]
    for word in words:
        for number in range(len(words), 1, -1):
            at_least[number] |= at_least[number - 1] & word
        at_least[1] |= word
    themes = known.tagged("kind:theme")
    at_least.append(BitMap())
    exactly = [at_least[number] - at_least[number + 1] for number in range(len(words), 0, -1)]
    return [tier for some in exactly for tier in (some & themes, some - themes) if tier]


def other_names(known: Facets, run: Phrase, visible: BitMap, user) -> tuple[list[AlsoLookedFor], list[str]]:
    """Return by what other names that which bears this name goes, and the tags of themes of which it is an alias."""
    named = holding(known, (GAP, *run, GAP), in_title=True) & known.any_of(NAMED)
    named &= known.seen_by(tags_seen_by(user))
    if not named:
        return [], []
    wanted: dict[str, list[int]] = defaultdict(list)
    entries = SearchEntry.objects.filter(pk__in=list(named)[:MOST_BEARERS]).order_by("pk")
    for source, record in entries.values_list("source", "record"):
        wanted[source].append(record)
    also: list[AlsoLookedFor] = []
    tags: list[str] = []
    for source, keys in wanted.items():
        for bearer in SOURCES[source].records(keys, user):
            names = SOURCES[source].names(bearer)
            if source == "theme" and tuple(tokens_of(names[0])) != run:
                tags.append(f"theme:{bearer.pk}")
            also += [
                AlsoLookedFor(name, phrase) for name in names if (phrase := tuple(tokens_of(name))) not in (run, ())
            ]
    return also, tags


def holding(known: Facets, phrase: Phrase, *, in_title: bool = False) -> BitMap:
    """Return the entries that hold a phrase, from memory where it was asked for in this generation."""
    return known.remember((phrase, in_title), lambda: entries_with(phrase, in_title=in_title))
