"""Highlights search words in a text."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from html import escape

from .query import Phrase
from .tokenizer import TokensInPlace


def mark_words(text: str, phrases: Sequence[Phrase]) -> str:
    """Return an escaped text with `<mark>` around each of these phrases, whatever the form of its words."""
    if not phrases:
        return escape(text)
    words = TokensInPlace(text)
    marks: list[tuple[int, int]] = []
    for phrase in phrases:
        for first in places_of(phrase, words.tokens):
            marks.append(words.span(first, first + len(phrase) - 1))
    pieces, done = [], 0
    for start, end in sorted(marks):
        if start < done:
            continue  # inside a mark already
        # Escape first, then mark: highlighted text is still escaped.
        pieces += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return "".join([*pieces, escape(text[done:])])


def places_of(phrase: Phrase, tokens: list[str]) -> Iterator[int]:
    """Yield the index of each token at which a phrase begins."""
    at = -1
    with suppress(ValueError):
        while True:
            at = tokens.index(phrase[0], at + 1)
            if tuple(tokens[at : at + len(phrase)]) == phrase:
                yield at
