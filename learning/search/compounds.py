"""Compounds written as one word, with a hyphen, or as two words: "multiagency", "multi-agency", "multi agency".

The index also stores a hyphenated word as one word ("multiagency"). A query for two words finds the one-word form, and
the other way round, if the first half is one of `BEGINNINGS`.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

# First halves of such compounds. As separate words they rarely occur by chance before another word.
BEGINNINGS = (
    "anti", "co", "cross", "cyber", "extra", "inter", "intra", "mid", "multi", "neo", "neuro", "non", "peri", "post",
    "pre", "psycho", "self", "semi", "socio", "step", "sub", "trans", "well",
)  # fmt: skip
SHORTEST = 4  # letters of the second half
HYPHENATED = re.compile(r"(?<![\w-])[^\W\d_]++(?:-[^\W\d_]++)++(?![\w-])")  # in folded text


def joined(folded: str) -> Iterator[str]:
    """Yield each hyphenated word of a folded text as one word, and each pair of parts if it has three or more."""
    if "-" not in folded:
        return
    for found in HYPHENATED.findall(folded):
        parts = found.split("-")
        yield "".join(parts)
        if len(parts) > 2:
            yield from map("".join, pairwise(parts))


def halves(plain: str) -> tuple[str, str] | None:
    """Return a word split after one of `BEGINNINGS`, or None if it does not start with one."""
    for beginning in BEGINNINGS:
        rest = plain.removeprefix(beginning)
        if rest != plain and len(rest) >= SHORTEST:
            return beginning, rest
    return None


def is_beginning(plain: str) -> bool:
    """Return whether this is the first half of such compounds."""
    return plain in BEGINNINGS
