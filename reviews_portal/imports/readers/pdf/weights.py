"""Which fonts are bold, where their names do not say so."""

import dataclasses
import re
from collections import Counter

from .model import Page, Style

BOLDER = 1.22  # times as wide as the same letter of the usual font
# Names that say nothing: "CIDFont+F1", "F3", "TT2", "T1_0".
UNINFORMATIVE = re.compile(r"^(CIDFont\W*)?[A-Z]{0,3}\d*(_\d+)?$|^$|^font\d*$|^Unnamed", re.IGNORECASE)


def settle(pages: list[Page]) -> None:
    """Say of each style whether it is bold, and forget which page its font was on.

    Some producers give all weights of a font one name. There, the width of the strokes tells them apart.
    """
    letters: Counter[Style] = Counter()
    stems: dict[int, dict[str, float]] = {}
    for page in pages:
        letters.update(glyph.style for glyph in page.glyphs)
        stems |= page.stems
    # Of the same font on several pages, the widths are the same but for rounding.
    usual: Counter[tuple[str, float]] = Counter()
    for style, count in letters.items():
        if (width := stem(stems.get(style.face, {}))) is not None:
            usual[style.font, round(width, 2)] += count
    by_font: dict[str, float] = {}
    for (font, width), _ in usual.most_common():
        by_font.setdefault(font, width)
    body = next(iter(usual.most_common(1)), None)
    settled: dict[Style, Style] = {}
    looks: dict[tuple, Style] = {}
    for style in letters:
        bold = style.bold
        width = stem(stems.get(style.face, {}))
        if not bold and width is not None and body is not None:
            if style.font == body[0][0] or UNINFORMATIVE.match(style.font):
                bold = width > BOLDER * body[0][1]
            elif style.font in by_font:
                bold = width > BOLDER * by_font[style.font]
        look = (style.font, style.size, bold, style.italic, style.colour)
        settled[style] = looks.setdefault(look, dataclasses.replace(style, bold=bold, face=0))
    for page in pages:
        for glyph in page.glyphs:
            glyph.style = settled[glyph.style]


def stem(widths: dict[str, float]) -> float | None:
    """Return how wide the strokes of a font are, or None if none of the letters that show it was seen."""
    return next((widths[letter] for letter in "lIi" if widths.get(letter, 0) > 0.02), None)
