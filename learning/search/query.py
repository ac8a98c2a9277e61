"""Reads what somebody typed: words in any form, "exact phrases", `or`, `-not`.

Nothing typed is an error but too much of it; what cannot be read as an operator is read as a word.
"""

import re
from dataclasses import dataclass

from .words import FUNCTION_WORDS, words_in

MAX_LENGTH = 200  # characters
MAX_TERMS = 12
# What phones and documents type for a plain quote.
QUOTES = str.maketrans("“”„«»＂", '""""""')
PIECE = re.compile(r'(?P<minus>(?<!\S)[-−–](?=\S))?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"]+))')

type Phrase = tuple[str, ...]  # tokens that stand side by side; mostly one


class UnreadableQuery(ValueError):
    """What was typed cannot be searched for; the message says why and what to do."""


@dataclass(frozen=True)
class Query:
    """What is asked for: one phrase at least of each of `wanted`, none of `unwanted`.

    `typed` are the plain words as they were typed, in order; `exact` the places in `wanted` of what stood in
    quotation marks and is looked for under no other name.
    """

    wanted: tuple[tuple[Phrase, ...], ...] = ()
    unwanted: tuple[Phrase, ...] = ()
    typed: tuple[tuple[str, Phrase], ...] = ()
    exact: frozenset[int] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.wanted)

    @property
    def phrases(self) -> list[Phrase]:
        """Every phrase that is asked for."""
        return [phrase for choices in self.wanted for phrase in choices]


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
    typed: list[tuple[str, Phrase]] = []
    asides: list[Phrase] = []  # function words, which count only where there is nothing else
    exact: set[int] = set()
    joins = False
    for piece in PIECE.finditer(text.translate(QUOTES)):
        word = piece["word"]
        if word and word.lower() == "or" and not piece["minus"]:
            joins = bool(wanted)
            continue
        words = list(words_in(piece["phrase"] if word is None else word))
        phrase = tuple(one.token for one in words)
        if not phrase:
            continue
        if piece["minus"]:
            unwanted.append(phrase)
        elif word and words[0].plain in FUNCTION_WORDS and len(words) == 1:
            asides.append(phrase)
            continue
        elif joins:
            wanted[-1].append(phrase)
        else:
            wanted.append([phrase])
        if not piece["minus"]:
            exact |= {len(wanted) - 1} if word is None else set()
            typed.append((" ".join(one.plain for one in words), phrase))
        joins = False
    if not wanted and not unwanted:
        wanted = [[phrase] for phrase in asides]
    if len(typed) + len(unwanted) + (len(asides) if wanted and not typed else 0) > MAX_TERMS:
        raise UnreadableQuery(f"Your search has more than {MAX_TERMS} words. Use {MAX_TERMS} or fewer.")
    return Query(
        tuple(tuple(dict.fromkeys(choices)) for choices in wanted),
        tuple(dict.fromkeys(unwanted)),
        tuple(typed),
        frozenset(exact),
    )
