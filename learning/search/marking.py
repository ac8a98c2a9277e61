"""Marks in a text the words that were searched for."""

from collections.abc import Sequence

from django.utils.html import conditional_escape

from .query import Phrase
from .words import words_in


def mark_words(text: str, phrases: Sequence[Phrase]) -> str:
    """Return a text, escaped, in which each of these phrases is marked, in whatever form its words stand there."""
    if not phrases:
        return str(conditional_escape(text))
    words = list(words_in(text))
    tokens = [word.token for word in words]
    marks: list[tuple[int, int]] = []
    for phrase in phrases:
        length = len(phrase)
        for first, token in enumerate(tokens):
            if token == phrase[0] and tuple(tokens[first : first + length]) == phrase:
                marks.append((words[first].start, words[first + length - 1].end))
    pieces, done = [], 0
    for start, end in sorted(marks):
        if start < done:
            continue  # it stands within what is marked already
        # Escaped first and marked afterwards: what is marked is still text.
        pieces += [conditional_escape(text[done:start]), "<mark>", conditional_escape(text[start:end]), "</mark>"]
        done = end
    return "".join([*pieces, conditional_escape(text[done:])])
