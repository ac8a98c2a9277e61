"""Ranks the hits of a query in one generation of the index."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial

from pyroaring import BitMap

from learning.models.search_entry import SearchEntry
from learning.sight import sight_key, tags_seen_by
from learning.utils.bounded import weight_of

from .engine import entries_with, entries_with_each
from .entry import GAP
from .index_sets import NOTHING, IndexSets
from .query import Phrase, Query
from .registry import SOURCES
from .tokenizer import tokens_of

MOST_BEARERS = 3  # records with a name in the query whose other names are also searched for
MOST_ALSO = 12  # other names searched for, in the whole query
LONGEST_NAME = 6  # words of a query that are looked up together as a name
NAMED = ("theme", "agency", "term")  # sources of records that have other names
TITLED = ("kind:theme", "kind:work", "kind:term", "kind:agency", "kind:review", "kind:resource")


@dataclass(frozen=True)
class AlsoLookedFor:
    """Another name of a record named in the query, as staff wrote it, and its tokens."""

    name: str
    phrase: Phrase


@dataclass
class SearchRanking:
    """The hits of a query in one generation of the index, as sets of entries, the best matches first."""

    tiers: list[BitMap] = field(default_factory=list)
    also: list[AlsoLookedFor] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    is_relaxed: bool = False  # no entry contains all the words: these contain some of them

    @property
    def hits(self) -> BitMap:
        return BitMap.union(*self.tiers) if self.tiers else BitMap()


def rank(query: Query, sets: IndexSets, visible: BitMap, user) -> SearchRanking:
    """Return the visible hits of a query, the best matches first.

    First come records named exactly as the query, then themes with the query as a phrase in their names, then entries
    that contain it as a phrase, then themes with all its words in their names, then entries with all its words, then
    entries found only by another name. If none has all the words, entries with any of them are
    returned, those with most of them first.
    """
    look_up(sets, phrases_of(query))
    unwanted = BitMap.union(BitMap(), *(holding(sets, phrase) for phrase in query.unwanted))
    allowed = visible - unwanted
    if not query.wanted:
        return SearchRanking([allowed])
    words = [
        BitMap.union(*(holding(sets, phrase) for phrase in [*choices, *query.compounds.get(place, [])]))
        for place, choices in enumerate(query.wanted)
    ]
    plain = BitMap.intersection(*words) & allowed
    ranking = SearchRanking()
    wide = list(words)
    visible_names = sets.seen_by(tags_seen_by(user))
    for run, places in query.runs(LONGEST_NAME):
        also, tags = other_names(sets, run, visible_names, user)
        if not (also or tags):
            continue
        also = [one for one in also if one not in ranking.also][: MOST_ALSO - len(ranking.also)]
        ranking.also += also
        ranking.tags += tags
        look_up(sets, [(one.phrase, False) for one in also])
        other = BitMap.union(
            *(holding(sets, one.phrase) for one in also), *(sets.tagged(tag) for tag in tags), BitMap()
        )
        for place in places:
            wide[place] = wide[place] | other
    titled = BitMap.intersection(
        *(
            BitMap.union(
                *(holding(sets, phrase, in_title=True) for phrase in [*choices, *query.compounds.get(place, [])])
            )
            for place, choices in enumerate(query.wanted)
        )
    )
    tiers = []
    if query.full_phrase:
        named = holding(sets, (GAP, *query.full_phrase, GAP), in_title=True)
        tiers += [named & sets.tagged(kind) for kind in TITLED]
    with_words = titled & sets.any_of(("kind:theme", "kind:work"))
    if len(query.full_phrase) > 1:
        # Names with the words side by side come before names with the words scattered.
        tiers.append(with_words & holding(sets, query.full_phrase, in_title=True))
        tiers.append((holding(sets, query.full_phrase) & plain) - titled)
    tiers.append(with_words)
    tiers += [plain - titled, plain]
    tiers.append(BitMap.intersection(*wide))
    seen = BitMap()
    for tier in tiers:
        rest = (tier & allowed) - seen
        if rest:
            ranking.tiers.append(rest)
            seen = seen | rest
    if not ranking.tiers and len(wide) > 1:
        ranking.is_relaxed = True
        ranking.tiers = with_most([one & allowed for one in wide], sets)
    return ranking


def with_most(words: list[BitMap], sets: IndexSets) -> list[BitMap]:
    """Return the entries in any of these sets: those in most of them first, and themes before others."""
    at_least = [BitMap() for _ in range(len(words) + 1)]
    for word in words:
        for number in range(len(words), 1, -1):
            at_least[number] |= at_least[number - 1] & word
        at_least[1] |= word
    themes = sets.tagged("kind:theme")
    at_least.append(BitMap())
    exactly = [at_least[number] - at_least[number + 1] for number in range(len(words), 0, -1)]
    return [tier for some in exactly for tier in (some & themes, some - themes) if tier]


def other_names(sets: IndexSets, run: Phrase, visible_names: BitMap, user) -> tuple[list[AlsoLookedFor], list[str]]:
    """Return the other names of the records with this name, and the tags of the themes of which it is an alias."""
    bearers = sets.keep("names", read_names).get(" ".join(run), NOTHING) & visible_names
    if not bearers:
        return [], []
    wanted: dict[str, list[int]] = defaultdict(list)
    for source, record in sets.records_of(list(bearers)[:MOST_BEARERS]):
        wanted[source].append(record)
    also: list[AlsoLookedFor] = []
    tags: list[str] = []
    for source, keys in wanted.items():
        for key, names in names_of(source, keys, sets, user):
            if source == "theme" and tuple(tokens_of(names[0])) != run:
                tags.append(f"theme:{key}")
            also += [
                AlsoLookedFor(name, phrase) for name in names if (phrase := tuple(tokens_of(name))) not in (run, ())
            ]
    return also, tags


def names_of(source: str, keys: list[int], sets: IndexSets, user) -> list[tuple[int, list[str]]]:
    """Return the primary key and the names of the records with these keys that a user may see, read once and kept."""

    def read() -> list[tuple[int, list[str]]]:
        return [(one.pk, SOURCES[source].names(one)) for one in SOURCES[source].records(keys, user)]

    return sets.shown.keep((sight_key(user), "names", source, *keys), read, weight_of)


def read_names() -> dict[str, BitMap]:
    """Return the entries with each name, as tokens, of all kinds of record that have other names."""
    names: dict[str, BitMap] = defaultdict(BitMap)
    for entry, title in SearchEntry.objects.filter(source__in=NAMED).order_by().values_list("pk", "title"):
        for name in title.split(GAP)[1:]:
            names[name.strip()].add(entry)
    names.pop("", None)
    return dict(names)


def phrases_of(query: Query) -> Iterator[tuple[Phrase, bool]]:
    """Yield every phrase to look up for a query, with whether to search titles only."""
    for phrase in (*query.unwanted, *query.phrases):
        yield phrase, False
    for phrase in query.phrases:
        yield phrase, True
    if phrase := query.full_phrase:
        yield from ((phrase, False), (phrase, True), ((GAP, *phrase, GAP), True))


def look_up(sets: IndexSets, asked: Iterable[tuple[Phrase, bool]]) -> None:
    """Look up several phrases in one query and store the results for `holding()`."""
    if missing := [one for one in dict.fromkeys(asked) if one not in sets.found]:
        for one, entries in zip(missing, entries_with_each(missing), strict=True):
            sets.remember(one, partial(BitMap, entries))


def holding(sets: IndexSets, phrase: Phrase, *, in_title: bool = False) -> BitMap:
    """Return the entries that contain a phrase, from memory if it was looked up in this generation."""
    return sets.remember((phrase, in_title), lambda: entries_with(phrase, in_title=in_title))
