"""Two texts, compared word by word."""

import re
from typing import NamedTuple

from rapidfuzz.distance import Indel

WORD = re.compile(r"\w+\s*|[^\w\s]\s*|\s+")  # with the space after it: on spaces alone no two texts meet


class Piece(NamedTuple):
    """Part of a text: "same" in both, "gone" from the older, or "new" in the newer."""

    what: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Return the pieces of both texts in order; those that are "same" or "new" make up the newer text.

    As many words as can be are the same. Whatever the texts, it takes a fraction of a second: difflib of the standard
    library took over a minute for two long ones.
    """
    before, after = WORD.findall(old), WORD.findall(new)
    pieces: list[Piece] = []
    i = j = 0
    for block in Indel.opcodes(before, after).as_matching_blocks():
        if i < block.a:
            pieces.append(Piece("gone", "".join(before[i : block.a])))
        if j < block.b:
            pieces.append(Piece("new", "".join(after[j : block.b])))
        i, j = block.a + block.size, block.b + block.size
        if block.size:
            pieces.append(Piece("same", "".join(after[block.b : j])))
    return pieces
