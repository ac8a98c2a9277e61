"""Shorten texts, find their sentences, and show what was typed."""

import re
import unicodedata


def printable(text: str, most: int = 300) -> str:
    """Return the first characters of a text, with a mark in place of each that cannot be printed."""
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[:most])


def has_words(*texts: str) -> bool:
    """Return whether any of these texts has a visible character."""
    return any(unicodedata.category(character)[0] not in "ZC" for text in texts for character in text)


ENDS = (".", "!", "?", ".”", ".’", ".)", "?”", "!”")
# Between two sentences: after the end of one, and before a capital letter, an opening quotation mark or a digit.
BETWEEN = re.compile(r"(?<=[.!?])[”’\"')]*\s+(?=[“‘\"'(]?[A-Z0-9])")
ABBREVIATED = re.compile(r"(\b(Dr|Mr|Mrs|Ms|St|No|cf|etc|vs|al|para|s)|\b\w|\.\w)\.$")  # ends no sentence


def ends_a_sentence(text: str) -> bool:
    """Return whether a text ends where a sentence does, and not with a colon or in the middle of a list."""
    return text.rstrip().endswith(ENDS)


def whole_sentences(text: str, words: int) -> str:
    """Return the first sentences of a text with about this number of words, and "…" if there are more.

    The first sentence is always returned whole, so that nothing stops in the middle of a sentence.
    """
    if len(text.split()) <= words:
        return text
    end = 0
    for gap in BETWEEN.finditer(text):
        if ABBREVIATED.search(text[: gap.start()]):
            continue
        if end and len(text[: gap.start()].split()) > words:
            break
        end = gap.start()
    if not end:
        return text
    closing = len(text[end:]) - len(text[end:].lstrip("”’\"')"))
    return f"{text[: end + closing]} …"


def in_brackets(label: str) -> str:
    """Return the label of a part as pages show it: “(a)”. One with brackets of its own, as in “4(b)”, gets no more."""
    return label if "(" in label or ")" in label or not label else f"({label})"


def in_sentence(label: str) -> str:
    """Return a label with a small first letter: “recommendation PR1”."""
    return label[:1].lower() + label[1:]


def beginning(text: str, most: int) -> str:
    """Return a text for a list: whole, or shortened with "…" at the end."""
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


SHORT_LINE, FEW_LINES = 40, 3  # characters, and lines


def needs_lines(text: str) -> bool:
    """Return whether a cell of a table is too long to stand beside others."""
    lines = text.split("\n")
    return len(lines) > FEW_LINES or any(len(line) > SHORT_LINE for line in lines)
