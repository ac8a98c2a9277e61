"""Text for all writers: invisible characters are removed, and characters that cannot be shown become a visible mark.

Nothing else changes. A letter that cannot be shown gets a mark so that readers know that something was there. An
invisible control character gets none, because a mark would show a defect that the document does not have.
"""

import re

SHOWN_AS = "\N{REPLACEMENT CHARACTER}"

# Control characters except tab and line feed, surrogates, noncharacters, private use characters (Word's bullets).
_UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0xF0000, 0x10000))
    + "]"
)
# Unicode's default ignorable characters, which are invisible, can change the direction of text and can hide in it. The
# soft hyphen, joiners and variation selectors stay, because words, scripts and emoji need them.
_INKLESS = re.compile(
    "[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_LINE_END = re.compile("\r\n|[\r\x85\u2028\v\f]")
_ADDRESS = re.compile(r"(https?://[^\s/]|mailto:\S)\S{0,1990}\Z", re.IGNORECASE)


def printable(text: str) -> str:
    """Return a text that every format can show: "\\n" as line end, spaces for tabs, marks for other characters.

    Invisible characters are removed.
    """
    if text.isprintable():  # most texts have no control, format or surrogate characters and no line ends
        return text
    inked = _INKLESS.sub("", _LINE_END.sub("\n", text).replace("\u2029", "\n\n").replace("\t", " "))
    return _UNSHOWN.sub(SHOWN_AS, inked)


def linked(address: str) -> str:
    """Return an address that a file may link to (http, https, mailto), or nothing for any other."""
    return address if _ADDRESS.match(address) and printable(address) == address else ""
