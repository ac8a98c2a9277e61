"""Spells out the abbreviations in a short layout, which readers may see without the page that explains them."""

import re
from collections.abc import Iterable
from dataclasses import replace

from reviews_portal.briefings.outline import Fact, Outline


def abbreviations_in(texts: Iterable[str], known: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return those of the known abbreviations that occur in these texts as whole words, in alphabetical order."""
    text = "\n".join(texts)
    return tuple(
        sorted(
            (one for one in known if re.search(rf"(?<!\w){re.escape(one.name)}(?!\w)", text)),
            key=lambda one: one.name.casefold(),
        )
    )


def with_abbreviations(outline: Outline) -> Outline:
    """Return an outline with only those of its abbreviations that it shows."""
    return replace(outline, abbreviations=abbreviations_in(outline.words(), outline.abbreviations))
