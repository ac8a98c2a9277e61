"""What a query comes to in one generation of the index: its hits, the best matches first."""

from collections import defaultdict
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
