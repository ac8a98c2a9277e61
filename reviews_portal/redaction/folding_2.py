"""The second version of the folding: a passage is identified by its letters and its number of words.

It is based on `learning.utils.folding`. Some characters may or may not end a word, such as a hyphen at the end of a
line, a soft hyphen, markup or a capital inside a word. A stretch of text matches if its letters match and its words
can be counted to the same number. More such characters may be added. The letters and the number of words of a passage
must never change, because digests are made from them.
"""

import re
import unicodedata
from collections.abc import Iterator
from html.entities import html5
from typing import NamedTuple

from learning.utils.folding import HIDDEN, Folding, fold, places

SPACE = "\1"  # stands for a zero-width space, which may separate two words
# Letters of other scripts that look like Latin ones, and signs that are letters in a box.
ALIKE = dict(zip("ӀӏӨөՕօոսհցզ", "IlOoOonuhgq", strict=True))
BOXED = re.compile(
    r"(?:(?:NEGATIVE )?SQUARED LATIN|NEGATIVE CIRCLED LATIN|PARENTHESIZED LATIN|REGIONAL INDICATOR)"
    r" (CAPITAL|SMALL|SYMBOL) LETTER ([A-Z])$"
)
# An escaped character in markup (also escaped twice, with leading zeros, or without its semicolon) or in an address.
NO_END = sorted((name for name, sign in html5.items() if name[-1] != ";" and sign.isalpha()), key=len, reverse=True)
ESCAPE = re.compile(
    r"&(?:(?:amp|AMP|#38|#[xX]26);){0,3}+"
    rf"(?:#[0-9]{{1,20}};?|#[xX][0-9a-fA-F]{{1,20}};?|[A-Za-z][A-Za-z0-9]{{1,30}};|shy|nbsp|{'|'.join(NO_END)})"
    r"|&(?:amp|AMP|#38|#[xX]26);|(?:%(?:25){0,3}[0-9A-Fa-f]{2})+"
)


class Letters(Folding):
    """A folding that keeps capitals, reads escaped characters, and knows more letters that look like Latin ones."""

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
# The same with any attributes and contents of a tag; these are read as well, see `ways`.
WHOLE_TAG = (
    r"</?(?i:a|abbr|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p"
    r"|pre|q|s|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul|wbr)"
    r"(?:\s[^<>]{0,300}+)?/?>|<!--[^<>]{0,300}+>"
)
# Characters between two pieces that a reader may not notice: marks of emphasis, dots and signs at which a word may be
# divided, and characters without a shape of their own.
SIGNS = "*_~`\\\\¬·‧⁃֊᠆⸗\u2800\ufffc\ufffd\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"
HYPHENS = r"[-–—−=¬·‧⁃֊᠆⸗]"
# Including the marks of quotations and of table cells.
END_OF_LINE = r"(?:[ \t]*+(?:\r\n?+|[\n\v\f\x85\u2028\u2029|])[ \t>|]*+)++"


def word_and_soft(tag: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return the pattern of a piece of folded text, and that of what may be invisible between two, for these tags."""
    # A word; a capital or a digit inside it starts a new piece.
    piece = re.compile(rf"{tag}|([A-Z]++[^\W\d_A-Z]*+|[^\W\d_A-Z]++|\d++)")
    line = rf"(?:{HYPHENS}|[\0\1])(?:[\0\1]|{tag})*+{END_OF_LINE}"
    return piece, re.compile(rf"(?:{line}|{tag}|[-\0\1{SIGNS}])*+")


PLAIN, MARKED_UP = word_and_soft(TAG), word_and_soft(WHOLE_TAG)
MARKUP = re.compile(WHOLE_TAG)


class Piece(NamedTuple):
    """A word of a text or a part of one, in folded letters, with how it is separated from the piece before it."""

    start: int
    end: int
    letters: str
    is_word: bool  # certainly begins a word
    may_be_word: bool  # may begin a word
    is_counted: bool  # counts as a word when a passage is measured


def pieces_of(folded: str, how: tuple[re.Pattern[str], re.Pattern[str]] = PLAIN) -> list[Piece]:
    """Return the pieces of a folded text in order."""
    piece, soft = how
    found: list[Piece] = []
    for match in piece.finditer(folded):
        if match[1] is None:
            continue
        between = folded[found[-1].end : match.start()] if found else "."
        # Spaced letters, as in a heading, may be one word.
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
    """Return the patterns with which to read a folded text: as it is and, if it has tags, also without them."""
    return [PLAIN, MARKED_UP] if "<" in folded and MARKUP.search(folded) else [PLAIN]


def measure(passage: str) -> tuple[str, int]:
    """Return the letters of a passage, with its capitals, and its number of words."""
    pieces = pieces_of(fold(passage, LETTERS))
    return "".join(piece.letters for piece in pieces), sum(piece.is_counted for piece in pieces)


def letters_in(text: str) -> list[str]:
    """Return all letters of a text in lower case, once for each way to read it."""
    folded = fold(text, LETTERS)
    return ["".join(match[1] or "" for match in piece.finditer(folded)).casefold() for piece, _ in ways(folded)]


def runs(text: str, sizes: set[tuple[int, int]]) -> Iterator[tuple[int, int, str, str]]:
    """Yield each stretch of one of these sizes (letters, words), in the form of `folding_1.runs`."""
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
        size, least, most = 0, 0, 0  # letters; fewest and most words, without and with possible ends of words
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
