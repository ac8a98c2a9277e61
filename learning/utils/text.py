"""Text that people typed, made fit to be kept and shown again."""

import re
import unicodedata

BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")  # as browsers send them, and as word processors break lines
UNSEEN = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]")  # signs of control, which nobody types


def printable(text: str, most: int = 300) -> str:
    """Return at most so many characters of a text, with a mark for each that cannot be printed."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:most])


def plain(text: str) -> str:
    """Return a text as it was typed or pasted, each line ended alike and without signs that cannot be seen."""
    return UNSEEN.sub("", BREAKS.sub("\n", text))


def has_words(*texts: str) -> bool:
    """Return whether any of these texts has visible characters, not only white space and characters without ink."""
    return any(unicodedata.category(character)[0] not in "ZC" for text in texts for character in text)


def beginning(text: str, most: int) -> str:
    """Return a text for a list: whole, or shortened with "…" at the end."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"
