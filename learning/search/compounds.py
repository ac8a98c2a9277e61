"""Compounds written as one word, with a hyphen, or as two words: "multiagency", "multi-agency", "multi agency".

The index holds a word with a hyphen also as one ("multiagency"), by rule. What is written with a space is found from
one word, and the other way round, where its first half is one that such words begin with.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

# First halves of such compounds, which rarely stand before another word by chance.
BEGINNINGS = (
    "anti", "co", "cross", "cyber", "extra", "inter", "intra", "mid", "multi", "neo", "neuro", "non", "peri", "post",
    "pre", "psycho", "self", "semi", "socio", "step", "sub", "trans", "well",
)  # fmt: skip
SHORTEST = 4  # letters of the second half
HYPHENATED = re.compile(r"(?<![\w-])[^\W\d_]++(?:-[^\W\d_]++)++(?![\w-])")  # of a folded text


def joined(folded: str) -> Iterator[str]:
    """Yield each hyphenated word of a folded text as one word; of three or more parts, also each pair."""
    if "-" not in folded:
        return
    for found in HYPHENATED.findall(folded):
        parts = found.split("-")
        yield "".join(parts)
        if len(parts) > 2:
            yield from map("".join, pairwise(parts))


def halves(plain: str) -> tuple[str, str] | None:
    """Return a word as two: its beginning, if it begins as such words do, and what follows."""
    for beginning in BEGINNINGS:
        rest = plain.removeprefix(beginning)
        if rest != plain and len(rest) >= SHORTEST:
            return beginning, rest
    return None


def is_beginning(plain: str) -> bool:
    """Return whether such compounds begin with this."""
    return plain in BEGINNINGS
