"""Text as every format can hold it."""

import re
import unicodedata

UNPRINTABLE = "\ufffd"
INVISIBLE = set("\u200b\u200c\u200d\u2060\ufeff\u180e")
BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
UNUSUAL = re.compile(r"[^ -~\n]")


def printable(text: str) -> str:
    """Return a text in which what cannot be shown stands as a visible mark."""
    return UNUSUAL.sub(_mark, text.replace("\r\n", "\n"))


def _mark(found: re.Match[str]) -> str:
    one = found[0]
    if one == "\t":
        return " "
    is_noncharacter = ord(one) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(one) <= 0xFDEF
    if one in INVISIBLE or one in BIDI or is_noncharacter or unicodedata.category(one) in ("Cc", "Cs"):
        return UNPRINTABLE
    return one
