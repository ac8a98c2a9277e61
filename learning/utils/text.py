"""Clean up texts that people typed, before they are stored and shown."""

import re
import unicodedata

BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")  # line breaks of browsers and word processors
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")  # control characters


def printable(text: str, most: int = 300) -> str:
    """Return the first characters of a text, with a mark in place of each that cannot be printed."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:most])


def plain(text: str) -> str:
    """Return a typed or pasted text with uniform line ends and without control characters."""
    return UNSEEN.sub("", BREAKS.sub("\n", text))


def has_words(*texts: str) -> bool:
    """Return whether any of these texts has a visible character."""
    return any(unicodedata.category(character)[0] not in "ZC" for text in texts for character in text)


def beginning(text: str, most: int) -> str:
    """Return a text for a list: whole, or shortened with "…" at the end."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
