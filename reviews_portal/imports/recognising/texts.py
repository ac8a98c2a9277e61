"""Compare texts by the words that they share, whatever their capitals, accents and punctuation."""

import re
from collections.abc import Sequence

from learning.utils.folding import fold

from ..draft import Statement, Type

type Runs = set[tuple[str, ...]]

RUN = 5  # words in a row that two texts share
SHORTEST = 6  # words of a text that is evidence
ALIKE = 0.8  # of the runs of words of a text are in another one
NO_NAMES = {
    *("child", "children", "baby", "babies", "family", "adult", "adults", "young", "person", "sibling", "siblings"),
    *("mr", "mrs", "ms", "miss", "subject", "twin", "twins", "and", "the"),
}


def words_of(text: str) -> list[str]:
    """Return the words of a text for comparison: without accents, capitals, apostrophes and punctuation."""
    return re.findall(r"\w+", fold(text).replace("'", ""))


def runs_of(text: str) -> Runs:
    """Return the runs of words of a text or, if it is short, all its words."""
    words = words_of(text)
    return {tuple(words[at : at + RUN]) for at in range(max(1, len(words) - RUN + 1))} if words else set()


def is_within(text: str, runs: Runs) -> bool:
    """Return whether nearly all runs of words of a text are among these."""
    own = runs_of(text)
    return bool(own) and len(own & runs) / len(own) >= ALIKE


def names_in(subject: str) -> set[str]:
    """Return the words of a subject that are a name, such as "q" of "Child Q"."""
    return set(words_of(subject)) - NO_NAMES


def recommended_in(statements: Sequence[Statement]) -> list[str]:
    """Return the texts of recommendations that are long enough to be compared."""
    return [one.text for one in statements if one.type is Type.RECOMMENDATION and len(words_of(one.text)) >= SHORTEST]
