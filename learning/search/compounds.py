"""Words that are written together, with a hyphen, or apart: "multiagency", "multi-agency", "multi agency".

The index holds a word with a hyphen also as one ("multiagency"), by rule. What is written with a space is found from
one word, and the other way round, where its first half is one that such words begin with.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

# What begins words that are written in either way, and hardly stands before another word by chance.
BEGINNINGS = (
    "anti", "co", "cross", "cyber", "extra", "inter", "intra", "mid", "multi", "neo", "neuro", "non", "peri", "post",
    "pre", "psycho", "self", "semi", "socio", "step", "sub", "trans", "well",
)  # fmt: skip
SHORTEST = 4  # letters of what follows
HYPHENATED = re.compile(r"(?<![\w-])[^\W\d_]++(?:-[^\W\d_]++)++(?![\w-])")  # of a folded text


def joined(folded: str) -> Iterator[str]:
    """Yield each word with hyphens of a folded text as one word; of three parts or more also each two neighbours."""
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
    """Return whether words that are written in either way begin with this."""
    return plain in BEGINNINGS
