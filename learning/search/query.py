"""Reads what somebody typed: words in any form, "exact phrases", `or`, `-not`.

Nothing typed is an error but too much of it; what cannot be read as an operator is read as a word.
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
# What phones and documents type for a plain quote.
QUOTES = str.maketrans("“”„«»＂", '""""""')
PIECE = re.compile(r'(?P<minus>(?<!\S)[-−–](?=\S))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')

type Phrase = tuple[str, ...]  # tokens that stand side by side; mostly one


class UnreadableQuery(ValueError):
    """What was typed cannot be searched for; the message says why and what to do."""


@dataclass(frozen=True)
class Typed:
    """A word or phrase as it was typed; `place` is where `Query.wanted` has it, None for a function word."""

    plain: str
    phrase: Phrase
    place: int | None
    compounds: tuple[Phrase, ...] = ()  # the same compound as one word, or as two


@dataclass(frozen=True)
class Query:
    """What is asked for: one phrase at least of each of `wanted`, none of `unwanted`.

    `typed` is all that is not unwanted, in order; `exact` are the places in `wanted` of what stood in quotation marks
    and is looked for under no other name.
    """

    wanted: tuple[tuple[Phrase, ...], ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    typed: tuple[Typed, ...] = ()
    exact: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def phrases(self) -> list[Phrase]:
        """Every phrase of the query, with each way to write its compounds."""
        asked = [phrase for choices in self.wanted for phrase in choices]
        return asked + [phrase for phrases in self.compounds.values() for phrase in phrases]

    @cached_property
    def compounds(self) -> dict[int, list[Phrase]]:
        """For each place of `wanted`, the further phrases to look for: other ways to write its compounds."""
        found: dict[int, list[Phrase]] = {}
        for one in self.typed:
            if one.place is not None and one.compounds:
                found.setdefault(one.place, []).extend(one.compounds)
        for one, after in pairwise(self.typed):
            both = (one, after) if after.place is not None else (one,)  # "well being": a function word is in no place
            if is_beginning(one.plain) and len(one.phrase) == len(after.phrase) == 1 and self.are_alone(*both):
                for place in (place for place in (one.place, after.place) if place is not None):
                    found.setdefault(place, []).append((stem(one.plain + after.plain),))
        return found

    def are_alone(self, *typed: Typed) -> bool:
        """Return whether each of these phrases may be written in other ways and has no alternatives."""
        return all(
            one.place is not None and one.place not in self.exact and len(self.wanted[one.place]) == 1 for one in typed
        )

    @property
    def whole(self) -> Phrase:
        """All tokens that were typed, side by side; none where alternatives were."""
        if any(len(choices) > 1 for choices in self.wanted):
            return ()
        return tuple(token for one in self.typed for token in one.phrase)

    def runs(self, longest: int) -> list[tuple[Phrase, list[int]]]:
        """Return each stretch of what was typed that may be a name: its tokens, and the places in `wanted`."""
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
    """Return what a query asks for.

    Raises UnreadableQuery if it is too long or has too many words.
    """
    if len(text) > MAX_LENGTH:
        raise UnreadableQuery(
            f"Your search is {len(text):,} characters long. Shorten it to {MAX_LENGTH} or fewer: "
            "a few words on one subject find the most."
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
            written = () if word is None else tuple(compounds_of(word, words))
            typed.append(Typed(plain, phrase, len(wanted) - 1, written))
            joins = False
    if not wanted and not unwanted:  # function words count where there is nothing else
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
    """Yield the other ways to write a compound: as one word or, if it is one word, as two."""
    if len(words) == 1:
        if two := halves(words[0].plain):
            yield tuple(map(stem, two))
    else:
        for token in tokens_of_compounds(typed)[:1]:
            yield (token,)
