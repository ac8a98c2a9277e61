"""The width of text on a slide, whichever font replaces Arial.

Slides are opened on other machines: with Arial, with Liberation Sans, which has the same widths, or with DejaVu Sans
on a plain Linux machine, the widest of the three. Each width is that of the widest of these fonts, rounded up. The
tests check the widths against those of the fonts that are installed.
"""

import unicodedata
from functools import lru_cache

# Widths in hundredths of the font size.
REGULAR = {
    28: "'ijlı", 30: "Iłḷ", 32: " ,.·‘’\xa0", 34: "/:;\\|", 36: "f", 38: "-ľ", 40: "()[]t", 42: "!r¡", 46: '"',
    50: "*J`°\u065a", 52: "“”", 54: "sz", 56: "?L_c§–†‡", 58: "kŁ", 60: "vxy•", 62: "FTaeo¿«»øð",
    64: "$0123456789bdghnpqu{}£€ßđþ", 68: "EKPSYÞ", 70: "ABVXZħ", 74: "CRU", 76: "HN", 78: "&DGĐÐ", 80: "OQØ", 82: "w",
    84: "#+<=>^~×÷±✓", 86: "Ư", 88: "M", 92: "Ơ", 96: "%", 98: "m½¼¾", 100: "W©®—…™æÆ→", 102: "@", 104: "œ", 108: "Œ",
}  # fmt: skip
BOLD = {
    32: "'", 36: " ijlı\xa0", 38: ",./I\\|·‘’ł", 40: ":;", 42: "-", 44: "f", 46: "!()[]¡", 48: "t", 50: "`r°\u065aľ",
    54: '"*', 56: "J_§–†‡", 60: "csz", 62: "?¿", 64: "L•", 66: "vxy“”«»Ł", 68: "aek", 70: "$0123456789EFTo£€øð",
    72: "bdghnpqu{}ßđþ", 74: "CPSYZÞ", 78: "ABKRVX", 80: "ħ", 82: "U", 84: "#+<=>DGHN^~×÷±ĐÐ✓Ư", 86: "OQØ", 88: "&Ơ",
    94: "w", 100: "@M©®—…™→", 102: "%", 104: "½¼¾", 106: "mæ", 110: "Æœ", 112: "W", 118: "Œ",
}  # fmt: skip
OTHERS = 1.56  # the widest letter of other scripts in these fonts, which is wider than a Chinese one
_WIDTHS = {
    is_bold: {letter: wide / 100 for wide, letters in widths.items() for letter in letters}
    for is_bold, widths in ((False, REGULAR), (True, BOLD))
}


@lru_cache(maxsize=2_000)
def letter_width(letter: str, is_bold: bool) -> float:
    """Return the width of a letter; accents add nothing, and a combining accent has no width."""
    known = _WIDTHS[is_bold]
    if letter in known:
        return known[letter]
    if unicodedata.combining(letter):
        return 0
    base = unicodedata.decomposition(letter).split(" ")[0]  # such as "0077" for "w with circumflex"; "" without one
    return letter_width(chr(int(base, 16)), is_bold) if base.isalnum() else OTHERS


@lru_cache(maxsize=10_000)
def width(text: str, is_bold: bool = False) -> float:
    """Return the width of a text on one line, as a multiple of its font size."""
    return sum(letter_width(letter, is_bold) for letter in text)
