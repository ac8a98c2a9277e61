"""Text for all writers: characters without ink are left out, and those that cannot be shown are replaced by a mark.

Nothing else changes. A letter that cannot be shown becomes a mark, because readers must know that something was there.
An invisible control character becomes nothing, because a mark would show a fault that the document does not have.
"""

import re

SHOWN_AS = "\N{REPLACEMENT CHARACTER}"

# Control characters but tab and line feed, surrogates, noncharacters and private use (Word's bullets).
_UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0xF0000, 0x10000))
    + "]"
)
# Unicode's ignorable characters: they have no ink, and could change the direction of text or hide in it. The soft
# hyphen, the two joiners and the variation selectors stay, because words, scripts and emoji are written with them.
_INKLESS = re.compile(
    "[\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
_LINE_END = re.compile("\r\n|[\r\x85\u2028\v\f]")
_ADDRESS = re.compile(r"(https?://[^\s/]|mailto:\S)\S{0,1990}\Z", re.IGNORECASE)


def printable(text: str) -> str:
    """Return a text that every format can hold: with "\\n" as line end, spaces for tabs, and marks for the unshowable.

    Characters without ink are removed.
    """
    if text.isprintable():  # most texts: no control, format, surrogate or private character, and no line end
        return text
    inked = _INKLESS.sub("", _LINE_END.sub("\n", text).replace("\u2029", "\n\n").replace("\t", " "))
    return _UNSHOWN.sub(SHOWN_AS, inked)


def linked(address: str) -> str:
    """Return an address that a file may link to (http, https, mailto), or nothing for any other."""
    return address if _ADDRESS.match(address) and printable(address) == address else ""
