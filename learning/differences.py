"""Two texts, compared word by word."""

import re
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel

from .folding import as_seen

WORD = re.compile(r"(\w+|[^\w\s]|)(\s*)")  # a word or sign, and the space after it


class Piece(NamedTuple):
    """Part of a text: "same" in both, "gone" from the older, or "new" in the newer."""

    what: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Return the pieces of both texts in order; those that are "same" or "new" make up the newer text as it is seen.

    As many words as can be are the same. Whatever the texts, it takes a fraction of a second: difflib of the standard
    library took over a minute for two long ones.
    """
    before, after = words(as_seen(old)), words(as_seen(new))
    pieces: list[Piece] = []
    gone = come = ""
    i = j = 0
    # Words alone are matched: on spaces any two texts would meet.
    for block in Indel.opcodes([word for word, _ in before], [word for word, _ in after]).as_matching_blocks():
        gone += joined(before[i : block.a])
        come += joined(after[j : block.b])
        i, j = block.a + block.size, block.b + block.size
        for (word, space), (_, new_space) in zip(before[block.a : i], after[block.b : j], strict=True):
            pieces += [*changed(gone, come), Piece("same", word)]
            gone, come = ("", "") if space == new_space else (space, new_space)
            if space == new_space:
                pieces.append(Piece("same", space))
    return merged([*pieces, *changed(gone, come)])


def words(text: str) -> list[tuple[str, str]]:
    """Return each word or sign of a text with the space after it."""
    return [pair for pair in WORD.findall(text) if any(pair)]


def joined(pairs: list[tuple[str, str]]) -> str:
    return "".join(word + space for word, space in pairs)


def changed(gone: str, come: str) -> list[Piece]:
    return [Piece(what, text) for what, text in (("gone", gone), ("new", come)) if text]


def merged(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces with those of a kind that follow each other as one."""
    groups = groupby(pieces, key=lambda piece: piece.what)
    return [Piece(what, text) for what, group in groups if (text := "".join(piece.text for piece in group))]
