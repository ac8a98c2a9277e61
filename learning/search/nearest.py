"""What may have been meant where nothing, or not every word, was found."""

from dataclasses import dataclass

from pyroaring import BitMap
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from learning.models import Theme
from learning.models.search_entry import SearchEntry, SearchWord
from learning.sight import tags_seen_by

from .facets import Facets
from .found import Found
from .query import Query
from .reading import holding
from .registry import SOURCES
from .words import stem, words_in

CANDIDATES = 5
READ = 5  # records, in which the form of a word is looked up
SHORTEST = 4  # letters of a word that is compared with others
NEAR_ENOUGH = 60  # of 100, for the name of a theme


@dataclass(frozen=True)
class Correction:
    """A query in which each word that nothing holds is replaced by the nearest that something does."""

    text: str


def nearest_words(query: Query, found: Found) -> Correction | None:
    """Return the query that may have been meant; None if all its words are found, or nothing is near."""
    known, visible = found.facets, found.facets.seen_by(tags_seen_by(found.user))
    words, changed = [], False
    for one in query.typed:
        plain, phrase, nearer = one.plain, one.phrase, None
        if len(phrase) == 1 and plain.isalpha() and not (holding(known, phrase) & visible):
            nearer = nearest_word(plain, known, visible, found.user)
        changed = changed or nearer is not None
        words.append(nearer or (plain if len(phrase) == 1 else f'"{plain}"'))
    return Correction(" ".join(words)) if changed else None


def nearest_word(plain: str, known: Facets, visible: BitMap, user) -> str | None:
    """Return the word nearest to a mistyped one, in a form that stands in something the reader may see."""
    if len(plain) < SHORTEST:
        return None
    most = 1 if len(plain) < 6 else 2
    words = words_seen_by(known, user)
    near = process.extract(plain, words, scorer=OSA.distance, score_cutoff=most, limit=CANDIDATES)
    ranked: list[tuple[float, int, str]] = []
    for word, distance, _ in near:
        if n := holding(known, (stem(word),)).intersection_cardinality(visible):
            ranked.append((distance, -n, word))
    forms = (visible_form(stem(word), plain, known, visible, user) for _, _, word in sorted(ranked))
    return next((form for form in forms if form), None)


def visible_form(token: str, plain: str, known: Facets, visible: BitMap, user) -> str | None:
    """Return the form of a token that is nearest to what was typed, read from a few records that the reader may see.

    The list of words may hold a form that only a record that is hidden by now had.
    """
    keys = list(holding(known, (token,)) & visible)[:READ]
    forms: set[str] = set()
    for name, record in SearchEntry.objects.filter(pk__in=keys).values_list("source", "record"):
        source = SOURCES[name]
        if source.records([record], user).exists():
            for entry in source.entries([record]):
                found = (word for text in (entry.title, entry.body) for word in words_in(text))
                forms |= {word.plain for word in found if word.token == token}
    return min(forms, key=lambda form: (OSA.distance(form, plain), form), default=None)


def words_seen_by(known: Facets, user) -> list[str]:
    """Return the words of what the reader may see."""
    tags = tags_seen_by(user)

    def read() -> list[str]:
        rows = SearchWord.objects.order_by()
        if tags != ("everything",):
            rows = rows.filter(seen_by__in=tags)
        return list(rows.values_list("word", flat=True).distinct())

    return known.keep(("words", tags), read)


def nearest_themes(query: Query, themes: list[tuple[str, str]], most: int = 4) -> list[tuple[str, str]]:
    """Return slug and name of the themes whose names or aliases are nearest to what was typed."""
    typed = " ".join(one.plain for one in query.typed)
    if not typed:
        return []
    names: dict[str, str] = {}
    for slug, name, aliases in Theme.objects.values_list("slug", "name", "aliases"):
        for one in (name, *aliases):
            names[one.lower()] = slug
    near = process.extract(typed.lower(), list(names), scorer=fuzz.WRatio, score_cutoff=NEAR_ENOUGH, limit=20)
    found = dict.fromkeys(names[name] for name, _, _ in near)
    labels = dict(themes)
    return [(slug, labels[slug]) for slug in list(found)[:most]]
