"""Compare two texts word by word."""

import re
from itertools import groupby
from typing import NamedTuple

from rapidfuzz.distance import Indel

from .folding import as_seen

WORD = re.compile(r"(\w+|[^\w\s]|)(\s*)")  # a word or sign, and the space after it
LINE = re.compile(r"([^\n]*)(\n*)")
MOST_PAIRS = 100_000_000  # pairs of words, one of each text: 12 MB of memory during the comparison

type Unit = tuple[str, str]  # a unit of comparison, and the space after it


class Piece(NamedTuple):
    """Part of a text: "same" in both, "gone" from the older, or "new" in the newer."""

    what: str
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Return the pieces of both texts in order; the "same" and "new" pieces together make up the newer text.

    As many words as possible are the same; very long texts are compared by paragraphs instead. A common beginning and
    end are not compared. Memory grows with the product of the numbers of words, and is bounded by MOST_PAIRS.
    """
    old, new = as_seen(old), as_seen(new)
    for cut in (words, paragraphs):
        before, after = cut(old), cut(new)
        start, end = alike_at_both_ends(before, after)
        inner = before[start : len(before) - end], after[start : len(after) - end]
        if len(inner[0]) * len(inner[1]) <= MOST_PAIRS:
            same = [[Piece("same", joined(part))] for part in (before[:start], before[len(before) - end :])]
            return merged([*same[0], *compared(*inner), *same[1]])
    return changed(old, new)


def alike_at_both_ends(before: list[Unit], after: list[Unit]) -> tuple[int, int]:
    """Return how many units two texts have in common at the beginning and, after these, at the end."""
    most = min(len(before), len(after))
    start = next((place for place in range(most) if before[place] != after[place]), most)
    most -= start
    return start, next((place for place in range(most) if before[-1 - place] != after[-1 - place]), most)


def compared(before: list[Unit], after: list[Unit]) -> list[Piece]:
    """Return the pieces of two texts, given as units."""
    pieces: list[Piece] = []
    gone = come = ""
    i = j = 0
    # Only words are matched: spaces would match in any two texts.
    for block in Indel.opcodes([word for word, _ in before], [word for word, _ in after]).as_matching_blocks():
        gone += joined(before[i : block.a])
        come += joined(after[j : block.b])
        i, j = block.a + block.size, block.b + block.size
        for (word, space), (_, new_space) in zip(before[block.a : i], after[block.b : j], strict=True):
            pieces += [*changed(gone, come), Piece("same", word)]
            gone, come = ("", "") if space == new_space else (space, new_space)
            if space == new_space:
                pieces.append(Piece("same", space))
    return [*pieces, *changed(gone, come)]


def paragraphs(text: str) -> list[Unit]:
    """Return the lines of a text, each with the space after it."""
    return [pair for pair in LINE.findall(text) if any(pair)]


def words(text: str) -> list[Unit]:
    """Return each word or sign of a text with the space after it."""
    return [pair for pair in WORD.findall(text) if any(pair)]


def joined(pairs: list[Unit]) -> str:
    return "".join(word + space for word, space in pairs)


def changed(gone: str, come: str) -> list[Piece]:
    return [Piece(what, text) for what, text in (("gone", gone), ("new", come)) if text]


def merged(pieces: list[Piece]) -> list[Piece]:
    """Return the pieces, with adjacent pieces of the same kind merged."""
    groups = groupby(pieces, key=lambda piece: piece.what)
    return [Piece(what, text) for what, group in groups if (text := "".join(piece.text for piece in group))]
