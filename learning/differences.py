"""Two texts, compared word by word."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

WORD = re.compile(r"\s+|\w+|[^\w\s]")


class Piece(NamedTuple):
    """Part of a text: "same" in both, "gone" from the older, or "new" in the newer."""

    what: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Return the pieces of both texts in order; those that are "same" or "new" make up the newer text."""
    before, after = WORD.findall(old), WORD.findall(new)
    pieces: list[Piece] = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(Piece("same", "".join(after[j1:j2])))
            continue
        if i1 < i2:
            pieces.append(Piece("gone", "".join(before[i1:i2])))
        if j1 < j2:
            pieces.append(Piece("new", "".join(after[j1:j2])))
    return pieces
