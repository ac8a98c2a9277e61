"""The second version of the folding: a passage is its letters, and how many words they are.

It is made of `learning.folding`. What parts a word for the eye only, such as a hyphen at the end of a line, a soft
hyphen, markup or a capital within, may be the end of a word or not: a stretch of text is the passage if its letters
are, and its words can be counted so.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from learning.folding import ENTITY, HIDDEN, Folding, fold, places

SPACE = "\1"  # where a space without width stood: it may part two words
# As markup and addresses write characters.
LETTERS = Folding(hidden=HIDDEN, case=True, escape=re.compile(rf"{ENTITY.pattern}|(?:%[0-9A-Fa-f]{{2}})+"))
LETTERS[0x200B] = SPACE
TAG = r"</?(?:a|b|br|em|i|li|mark|p|span|strong|u)\s*/?>"
# In folded text: a word, which a capital or a digit within begins anew.
PIECE = re.compile(rf"{TAG}|([A-Z]++[^\W\d_A-Z]*+|[^\W\d_A-Z]++|\d++)")
# What stands between two pieces and may be nothing to a reader.
END_OF_LINE = r"[ \t]*+\r?\n[ \t]*+"
SOFT = re.compile(rf"(?:-(?:[\0\1]*+{END_OF_LINE})?|(?<=[\0\1]){END_OF_LINE}|{TAG}|[\0\1])*+")


class Piece(NamedTuple):
    """A word of a text or a part of one, in folded letters, and how it is parted from the piece before it."""

    start: int
    end: int
    letters: str
    is_word: bool  # it begins a word in any case
    may_be_word: bool  # and here it may
    is_counted: bool  # it is a word of its own in a passage


def pieces_of(folded: str) -> list[Piece]:
    """Return the pieces of a folded text in order."""
    found: list[Piece] = []
    for match in PIECE.finditer(folded):
        if match[1] is None:
            continue
        between = folded[found[-1].end : match.start()] if found else " "
        if not SOFT.fullmatch(between):
            is_word = may_be_word = is_counted = True
        else:
            is_word = False
            is_counted = bool(between.strip(HIDDEN))
            may_be_word = is_counted or (not between and (match[1].isdigit() or found[-1].letters.isdigit()))
        found.append(Piece(*match.span(), match[1], is_word, may_be_word, is_counted))
    return found


def measure(passage: str) -> tuple[str, int]:
    """Return the letters of a passage, with its capitals, and how many words it has."""
    pieces = pieces_of(fold(passage, LETTERS))
    return "".join(piece.letters for piece in pieces), sum(piece.is_counted for piece in pieces)


def letters_in(text: str) -> str:
    """Return all letters of a text, in small ones."""
    return "".join(match[1] or "" for match in PIECE.finditer(fold(text, LETTERS))).casefold()


def runs(text: str, sizes: set[tuple[int, int]]) -> Iterator[tuple[int, int, str, str]]:
    """Yield each stretch of one of these sizes, in letters and words, as `folding_1.runs` does."""
    folded = fold(text, LETTERS)
    pieces = pieces_of(folded)
    longest, most_words = max(letters for letters, _ in sizes), max(words for _, words in sizes)
    lengths = {letters for letters, _ in sizes}
    at: list[tuple[int, int]] = []
    for first, begin in enumerate(pieces):
        if not begin.may_be_word:
            continue
        size, least, most = 0, 0, 0  # of letters; of words, if no soft end of one counts, and if all do
        for last in range(first, len(pieces)):
            piece = pieces[last]
            least += piece.is_word or last == first
            most += 1
            size += len(piece.letters)
            if size > longest or least > most_words:
                break
            if size not in lengths or not any(size == letters and least <= words <= most for letters, words in sizes):
                continue
            if last + 1 == len(pieces) or pieces[last + 1].may_be_word:
                at = at or places(text, LETTERS)
                end = piece.end
                while end < len(folded) and folded[end] == HIDDEN:  # an accent belongs to its letter
                    end += 1
                exact = "".join(one.letters for one in pieces[first : last + 1])
                yield at[begin.start][0], at[end - 1][1], exact.casefold(), exact
