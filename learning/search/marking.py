"""Marks in a text the words that were searched for."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from html import escape

from .query import Phrase
from .tokenizer import tokens_in_place


def mark_words(text: str, phrases: Sequence[Phrase]) -> str:
    """Return a text, escaped, in which each of these phrases is marked, in whatever form its words stand there."""
    if not phrases:
        return escape(text)
    words = tokens_in_place(text)
    tokens = [token for _, _, token in words]
    marks: list[tuple[int, int]] = []
    for phrase in phrases:
        for first in places_of(phrase, tokens):
            marks.append((words[first][0], words[first + len(phrase) - 1][1]))
    pieces, done = [], 0
    for start, end in sorted(marks):
        if start < done:
            continue  # it stands within what is marked already
        # Escaped first and marked afterwards: what is marked is still text.
        pieces += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return "".join([*pieces, escape(text[done:])])


def places_of(phrase: Phrase, tokens: list[str]) -> Iterator[int]:
    """Yield the places of a text's tokens at which a phrase begins."""
    at = -1
    with suppress(ValueError):
        while True:
            at = tokens.index(phrase[0], at + 1)
            if tuple(tokens[at : at + len(phrase)]) == phrase:
                yield at
