"""Parses a search query: words in any form, "exact phrases", `or`, `-not`.

Only a query that is too long is an error. What cannot be parsed as an operator is taken as a word.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, pairwise

from .compounds import halves, is_beginning
from .tokenizer import FUNCTION_WORDS, Word, stem, tokens_of_compounds, words_in

MAX_LENGTH = 200  # characters
MAX_TERMS = 16
# Quotation marks that phones and word processors type.
QUOTES = str.maketrans("“”„«»＂", '""""""')
PIECE = re.compile(r'(?P<minus>(?<!\S)[-−–](?=\S))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')

type Phrase = tuple[str, ...]  # consecutive tokens; mostly one


class UnreadableQuery(ValueError):
    """The query is too long; the message says why and what to do."""


@dataclass(frozen=True)
class Typed:
    """A word or phrase as typed. `place` is its index in `Query.wanted`, None for a function word."""

    plain: str
    phrase: Phrase
    place: int | None
    compounds: tuple[Phrase, ...] = ()  # other ways to write it as one word or two


@dataclass(frozen=True)
class Query:
    """A parsed query: a match contains at least one phrase of each group in `wanted`, and none in `unwanted`.

    `typed` are all words and phrases that are not excluded, in order. `exact` are the indexes in `wanted` of quoted
    phrases, for which no other names are searched.
    """

    wanted: tuple[tuple[Phrase, ...], ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    typed: tuple[Typed, ...] = ()
    exact: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def phrases(self) -> list[Phrase]:
        """Every phrase of the query, and the other ways to write its compounds."""
        asked = [phrase for choices in self.wanted for phrase in choices]
        return asked + [phrase for phrases in self.compounds.values() for phrase in phrases]

    @cached_property
    def compounds(self) -> dict[int, list[Phrase]]:
        """Other ways to write compounds, by their index in `wanted`."""
        found: dict[int, list[Phrase]] = {}
        for one in self.typed:
            if one.place is not None and one.compounds:
                found.setdefault(one.place, []).extend(one.compounds)
        for one, after in pairwise(self.typed):
            both = (one, after) if after.place is not None else (one,)  # "well being": a function word has no place
            if is_beginning(one.plain) and len(one.phrase) == len(after.phrase) == 1 and self.are_alone(*both):
                for place in (place for place in (one.place, after.place) if place is not None):
                    found.setdefault(place, []).append((stem(one.plain + after.plain),))
        return found

    def are_alone(self, *typed: Typed) -> bool:
        """Return whether each of these is an unquoted phrase without alternatives."""
        return all(
            one.place is not None and one.place not in self.exact and len(self.wanted[one.place]) == 1 for one in typed
        )

    @property
    def full_phrase(self) -> Phrase:
        """All typed tokens as one phrase; empty if there are alternatives, as in "nurse or teacher"."""
        if any(len(choices) > 1 for choices in self.wanted):
            return ()
        return tuple(token for one in self.typed for token in one.phrase)

    def runs(self, longest: int) -> list[tuple[Phrase, list[int]]]:
        """Return each run of at most `longest` words that may be a name: its tokens, and their indexes in `wanted`."""
        free = [
            one.place is None or (len(self.wanted[one.place]) == 1 and one.place not in self.exact)
            for one in self.typed
        ]
        stretches = combinations(range(len(self.typed) + 1), 2)
        found = []
        for start, end in stretches:
            places = [one.place for one in self.typed[start:end] if one.place is not None]
            if places and end - start <= longest and all(free[start:end]):
                found.append((tuple(token for one in self.typed[start:end] for token in one.phrase), places))
        return found


def read_query(text: str) -> Query:
    """Parse a query.

    Raises UnreadableQuery if it is too long or has too many words.
    """
    if len(text) > MAX_LENGTH:
        raise UnreadableQuery(
            f"Your search is {len(text):,} characters long. Shorten it to {MAX_LENGTH} characters or "
            "fewer. A few words on one subject find the most."
        )
    wanted: list[list[Phrase]] = []
    unwanted: list[Phrase] = []
    typed: list[Typed] = []
    exact: set[int] = set()
    joins = False
    for piece in PIECE.finditer(text.translate(QUOTES)):
        word = piece["word"]
        if word and word.lower() == "or" and not piece["minus"]:
            joins = bool(wanted)
            continue
        words = list(words_in(piece["phrase"] if word is None else word))
        phrase = tuple(one.token for one in words)
        plain = " ".join(one.plain for one in words)
        if not phrase:
            continue
        if piece["minus"]:
            unwanted.append(phrase)
            joins = False
        elif word and plain in FUNCTION_WORDS:
            typed.append(Typed(plain, phrase, None))
        else:
            if joins:
                wanted[-1].append(phrase)
            else:
                wanted.append([phrase])
            exact |= {len(wanted) - 1} if word is None else set()
            other_ways = () if word is None else tuple(compounds_of(word, words))
            typed.append(Typed(plain, phrase, len(wanted) - 1, other_ways))
            joins = False
    if not wanted and not unwanted:  # a query of function words only searches for them
        wanted = [[one.phrase] for one in typed]
        typed = [Typed(one.plain, one.phrase, place) for place, one in enumerate(typed)]
    if len(typed) + len(unwanted) > MAX_TERMS:
        raise UnreadableQuery(f"Your search has more than {MAX_TERMS} words. Use {MAX_TERMS} or fewer.")
    return Query(
        tuple(tuple(dict.fromkeys(choices)) for choices in wanted),
        tuple(dict.fromkeys(unwanted)),
        tuple(typed),
        frozenset(exact),
    )


def compounds_of(typed: str, words: list[Word]) -> Iterator[Phrase]:
    """Yield the other ways to write a compound: a hyphenated one as one word, or one word as two."""
    if len(words) == 1:
        if two := halves(words[0].plain):
            yield tuple(map(stem, two))
    else:
        for token in tokens_of_compounds(typed)[:1]:
            yield (token,)
