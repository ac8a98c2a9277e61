"""The second version of the folding: a passage is its letters, and how many words they are.

It is made of `learning.utils.folding`. What parts a word for the eye only, such as a hyphen at the end of a line, a
soft hyphen, markup or a capital within, may be the end of a word or not: a stretch of text is the passage if its
letters are, and its words can be counted so. More of what may part a word can be added; the letters and the number of
words of a passage must stay what they are, as its digest is made of them.
"""

import re
import unicodedata
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

from learning.utils.folding import HIDDEN, Folding, fold, places

SPACE = "\1"  # where a space without width stood: it may part two words
# Letters of further scripts that look like Latin ones, and signs that are letters in a box.
ALIKE = dict(zip("ӀӏӨөՕօոսհցզ", "IlOoOonuhgq", strict=True))
BOXED = re.compile(
    r"(?:(?:NEGATIVE )?SQUARED LATIN|NEGATIVE CIRCLED LATIN|PARENTHESIZED LATIN|REGIONAL INDICATOR)"
    r" (CAPITAL|SMALL|SYMBOL) LETTER ([A-Z])$"
)
# A character as markup writes it, be it twice, with zeros before its number, or without the end; and as addresses do.
NO_END = sorted((name for name, sign in html5.items() if name[-1] != ";" and sign.isalpha()), key=len, reverse=True)
ESCAPE = re.compile(
    r"&(?:(?:amp|AMP|#38|#[xX]26);){0,3}+"
    rf"(?:#[0-9]{{1,20}};?|#[xX][0-9a-fA-F]{{1,20}};?|[A-Za-z][A-Za-z0-9]{{1,30}};|shy|nbsp|{'|'.join(NO_END)})"
    r"|&(?:amp|AMP|#38|#[xX]26);|(?:%(?:25){0,3}[0-9A-Fa-f]{2})+"
)


class Letters(Folding):
    """A folding that keeps capitals, reads what is escaped, and knows more of what looks like a Latin letter."""

    def __init__(self) -> None:
        super().__init__(hidden=HIDDEN, case=True, escape=ESCAPE)
        self[0x200B] = SPACE
        self.update({ord(letter): latin for letter, latin in ALIKE.items()})

    def __missing__(self, code: int) -> str | None:
        character = chr(code)
        if boxed := BOXED.match(unicodedata.name(character, "")):
            self[code] = boxed[2].lower() if boxed[1] == "SMALL" else boxed[2]
        elif (digit := unicodedata.decimal(character, None)) is not None:
            self[code] = str(digit)
        else:
            return super().__missing__(code)
        return self[code]


LETTERS = Letters()
TAG = r"</?(?:a|b|br|em|i|li|mark|p|span|strong|u)\s*/?>"
# The same with all that it may hold: what stands in that is read, too, see `ways`.
WHOLE_TAG = (
    r"</?(?i:a|abbr|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p"
    r"|pre|q|s|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|wbr)"
    r"(?:\s[^<>]{0,300}+)?/?>|<!--[^<>]{0,300}+>"
)
# What stands between two pieces and may be nothing to a reader: marks of emphasis, dots and signs that show where a
# word may be parted, and characters that stand for none or have no form of their own.
SIGNS = "*_~`\\\\¬·‧⁃֊᠆⸗\u2800\ufffc\ufffd\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
HYPHENS = r"[-–—−=¬·‧⁃֊᠆⸗]"
# With the marks of quotations and of a table's cells.
END_OF_LINE = r"(?:[ \t]*+(?:\r\n?+|[\n\v\f\x85\u2028\u2029|])[ \t>|]*+)++"


def word_and_soft(tag: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return what a piece of folded text is, and what may be nothing between two, where tags are such."""
    # A word, which a capital or a digit within begins anew.
    piece = re.compile(rf"{tag}|([A-Z]++[^\W\d_A-Z]*+|[^\W\d_A-Z]++|\d++)")
    line = rf"(?:{HYPHENS}|[\0\1])(?:[\0\1]|{tag})*+{END_OF_LINE}"
    return piece, re.compile(rf"(?:{line}|{tag}|[-\0\1{SIGNS}])*+")


PLAIN, MARKED_UP = word_and_soft(TAG), word_and_soft(WHOLE_TAG)
MARKUP = re.compile(WHOLE_TAG)


class Piece(NamedTuple):
    """A word of a text or a part of one, in folded letters, and how it is parted from the piece before it."""

    start: int
    end: int
    letters: str
    is_word: bool  # it begins a word in any case
    may_be_word: bool  # and here it may
    is_counted: bool  # it is a word of its own in a passage


def pieces_of(folded: str, how: tuple[re.Pattern[str], re.Pattern[str]] = PLAIN) -> list[Piece]:
    """Return the pieces of a folded text in order."""
    piece, soft = how
    found: list[Piece] = []
    for match in piece.finditer(folded):
        if match[1] is None:
            continue
        between = folded[found[-1].end : match.start()] if found else "."
        # Letters that are set apart, as in a heading, may be one word.
        is_set_apart = between == " " and len(match[1]) == len(found[-1].letters) == 1 and match[1].isalpha()
        if not (is_set_apart or soft.fullmatch(between)):
            is_word = may_be_word = is_counted = True
        else:
            is_word = False
            is_counted = bool(between.strip(HIDDEN))
            may_be_word = is_counted or (not between and (match[1].isdigit() or found[-1].letters.isdigit()))
        found.append(Piece(*match.span(), match[1], is_word, may_be_word, is_counted))
    return found


def ways(folded: str) -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    """Return how a folded text is read: as it is and, if it has tags, without all that stands in them."""
    return [PLAIN, MARKED_UP] if "<" in folded and MARKUP.search(folded) else [PLAIN]


def measure(passage: str) -> tuple[str, int]:
    """Return the letters of a passage, with its capitals, and how many words it has."""
    pieces = pieces_of(fold(passage, LETTERS))
    return "".join(piece.letters for piece in pieces), sum(piece.is_counted for piece in pieces)


def letters_in(text: str) -> list[str]:
    """Return all letters of a text, in small ones, in each way that it is read."""
    folded = fold(text, LETTERS)
    return ["".join(match[1] or "" for match in piece.finditer(folded)).casefold() for piece, _ in ways(folded)]


def runs(text: str, sizes: set[tuple[int, int]]) -> Iterator[tuple[int, int, str, str]]:
    """Yield each stretch of one of these sizes, in letters and words, as `folding_1.runs` does."""
    folded = fold(text, LETTERS)
    at: list[tuple[int, int]] = []
    for pieces in (pieces_of(folded, way) for way in ways(folded)):
        for first, last in stretches(pieces, sizes):
            at = at or places(text, LETTERS)
            end = pieces[last].end
            while end < len(folded) and folded[end] == HIDDEN:  # an accent belongs to its letter
                end += 1
            exact = "".join(one.letters for one in pieces[first : last + 1])
            yield at[pieces[first].start][0], at[end - 1][1], exact.casefold(), exact


def stretches(pieces: list[Piece], sizes: set[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last piece of each stretch of one of these sizes."""
    longest, most_words = max(letters for letters, _ in sizes), max(words for _, words in sizes)
    lengths = {letters for letters, _ in sizes}
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
                yield first, last
