"""Suggestions for queries with words that were not found. Only corrections that are nearly certain are made."""

from dataclasses import dataclass

from pyroaring import BitMap
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from learning.models import Theme
from learning.sight import tags_seen_by

from .dictionary import is_word, like
from .index_sets import IndexSets
from .query import Query
from .ranking import holding, look_up
from .results import SearchResults
from .tokenizer import stem, tokens_of, words_in

CANDIDATES = 12  # candidates looked up in the index, in one query
CORRECTED = 2  # most words corrected in a query
SHORTEST = 5  # the shortest word that is compared with others, in letters
LONG = 8  # the shortest word in which two letters may be wrong
NEAR_ENOUGH = 85  # similarity out of 100 to the name of a theme


@dataclass(frozen=True)
class Correction:
    """A query in which words that occur in no record are replaced by the nearest words that do."""

    text: str


def nearest_words(query: Query, found: SearchResults) -> Correction | None:
    """Return a corrected query, or None if all its words are found or no correction is certain enough.

    English words, names of people and words of the catalogue's own names are never replaced, and only they are
    suggested.
    """
    sets, visible = found.sets, found.sets.seen_by(tags_seen_by(found.user))
    words, changed, compounds = [], 0, query.compounds
    for one in query.typed:
        plain, phrase, nearer = one.plain, one.phrase, None
        ways = [phrase, *(compounds.get(one.place, []) if one.place is not None else [])]
        may_be_wrong = len(phrase) == 1 and plain.isalpha() and len(plain) >= SHORTEST and changed < CORRECTED
        if may_be_wrong and not any(holding(sets, way) & visible for way in ways) and not is_word(plain):
            nearer = nearest_word(plain, sets, visible)
        changed += nearer is not None
        words.append(nearer or (plain if len(phrase) == 1 else f'"{plain}"'))
    return Correction(" ".join(words)) if changed else None


def nearest_word(plain: str, sets: IndexSets, visible: BitMap) -> str | None:
    """Return the English word or word of a theme's name nearest to a mistyped one, or None if none is clearly nearest.

    The suggestion must occur in a record that the reader may see. It is taken from a word list and never from a
    record, so that it cannot reveal hidden text.
    """
    candidates = {*like(plain), *sets.keep("words of themes", words_of_themes)}
    near = process.extract(
        plain, candidates, scorer=OSA.distance, score_cutoff=2 if len(plain) >= LONG else 1, limit=CANDIDATES
    )
    look_up(sets, [((stem(word),), False) for word, _, _ in near])
    for distance in (1, 2):
        found = {stem(word): word for word, off, _ in reversed(near) if off == distance}
        occurring = [word for token, word in found.items() if holding(sets, (token,)) & visible]
        if occurring:
            return occurring[0] if len(occurring) == 1 else None
    return None


def words_of_themes() -> list[str]:
    """Return the words in the names of themes, which are public: technical terms that are not in the dictionary."""
    themes = Theme.objects.current().values_list("name", "aliases")
    return sorted({word.plain for name, aliases in themes for one in (name, *aliases) for word in words_in(one)})


def nearest_themes(query: Query, themes: list[tuple[str, str]], most: int = 4) -> list[tuple[str, str]]:
    """Return the slug and name of the themes that a query names, exactly or nearly.

    Themes with a name contained in the query come first, the longest name first, then those with a name similar to the
    whole query. `themes` are the slug and name of those that may be returned.
    """
    typed = " ".join(one.plain for one in query.typed)
    tokens = {token for one in query.typed for token in one.phrase}
    if not typed:
        return []
    contained: list[tuple[int, str]] = []
    names: dict[str, str] = {}
    for slug, name, aliases in Theme.objects.current().values_list("slug", "name", "aliases"):
        for one in (name, *aliases):
            names[one.lower()] = slug
            if (own := set(tokens_of(one))) <= tokens:
                contained.append((-len(own), slug))
    near = process.extract(typed, list(names), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH, limit=most)
    found = dict.fromkeys([*(slug for _, slug in sorted(contained)), *(names[name] for name, _, _ in near)])
    labels = dict(themes)
    return [(slug, labels[slug]) for slug in list(found)[:most] if slug in labels]
