"""What all writers share of text: what cannot be shown is replaced by a mark that can be seen, and nothing else is."""

import re

SHOWN_AS = "\N{REPLACEMENT CHARACTER}"

# Control characters but tab and line feed, surrogates, noncharacters, private use (Word's bullets), and what would
# steer the direction of text or hide in it; the two joiners stay, because scripts and emoji are spelt with them.
_UNSHOWN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufff0-\ufffb"
    "\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0xF0000, 0x10000))
    + "]"
)
_LINE_END = re.compile("\r\n|[\r\x85\u2028\v\f]")
_ADDRESS = re.compile(r"(https?://[^\s/]|mailto:\S)\S{0,1990}\Z", re.IGNORECASE)


def printable(text: str) -> str:
    """Return a text as every format can hold it: line ends are "\\n", a tab is a space, the unshown is a mark."""
    if text.isprintable():  # most texts: no control, format, surrogate or private character, and no line end
        return text
    return _UNSHOWN.sub(SHOWN_AS, _LINE_END.sub("\n", text).replace("\u2029", "\n\n").replace("\t", " "))


def linked(address: str) -> str:
    """Return an address that a file may link to (http, https, mailto), or nothing for any other."""
    return address if _ADDRESS.match(address) and printable(address) == address else ""
