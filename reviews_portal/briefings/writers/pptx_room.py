"""Calculates how much text fits on a slide, and where to split longer text.

Widths are multiples of the font size, and are right for Arial and its substitutes: see pptx_letters.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reviews_portal.briefings.writers.pptx_letters import letter_width, width

WORDS = re.compile(r"\S+\s*|\s+")
SENTENCE_ENDS = re.compile(r"(?<=[.!?…])(?=[\s”’\"')\]])[”’\"')\]]*\s+")
MANY = 8  # slides
BETWEEN_PARAGRAPHS = 0.34  # of a line's height, which is 1.2 times the font size
PLAIN, BULLET, PART, GOES_ON, SUB_PART = range(5)  # levels of the body
INDENTS = (0, 0.92, 1.67, 0.92, 3.34)  # the left indent of each level, as a multiple of the font size


@dataclass(frozen=True)
class Block:
    """A paragraph on a slide: its text, its level, and its number if it is in a lettered list."""

    text: str
    level: int = PLAIN
    number: int = 0
    address: str = ""  # link target
    language: str = ""  # if it is not that of the presentation

    @property
    def indent(self) -> float:
        """The indent of its lines."""
        return INDENTS[self.level]


def lines_of(text: str, room: float, is_bold: bool = False) -> list[str]:
    """Return the lines into which a text is broken; joined, they are the text."""
    lines: list[str] = [""]
    used = 0.0
    for word in WORDS.findall(text):
        wide = width(word.rstrip(), is_bold)
        if used and used + wide > room:
            lines.append("")
            used = 0.0
        if wide > room:  # a word wider than the line is broken anywhere
            for letter in word:
                if used + letter_width(letter, is_bold) > room:
                    lines.append("")
                    used = 0.0
                lines[-1] += letter
                used += letter_width(letter, is_bold)
        else:
            lines[-1] += word
            used += width(word, is_bold)
        if "\n" in word:
            lines.append("")
            used = 0.0
    return lines if lines[-1] or len(lines) == 1 else lines[:-1]


def shortened(text: str, room: float, lines: int = 1, *, is_bold: bool = False, after: str = "") -> str:
    """Return a text cut to a number of lines, with "…" if it was cut, leaving room for the text in `after`."""
    if len(lines_of(text + after, room, is_bold)) <= lines:
        return text
    left = room - width(f"…{after}", is_bold)
    return "".join(lines_of(text, left, is_bold)[:lines]).rstrip() + "…"


def height(blocks: list[Block], room: float) -> float:
    """Return the height of paragraphs in lines, including the space between them."""
    lines = sum(len(lines_of(block.text, room - block.indent)) for block in blocks)
    return lines + BETWEEN_PARAGRAPHS * max(0, len(blocks) - 1)


def fitted(blocks: list[Block], rooms: dict[int, tuple[float, float]]) -> tuple[int, list[list[Block]]]:
    """Return the largest font size that needs no more slides than the smallest, and the paragraphs of each slide.

    `rooms` are the width of a line and the number of lines of a slide for each size, the largest first.
    """
    *larger, smallest = rooms
    fewest = pages(blocks, *rooms[smallest]) or [[]]
    for size in larger if len(fewest) < MANY else ():
        if all(width(word) <= rooms[size][0] - block.indent for block in blocks for word in block.text.split()):
            tried = pages(blocks, *rooms[size]) or [[]]
            if len(tried) == len(fewest):
                return size, tried
    return smallest, fewest


def pages(blocks: list[Block], room: float, most: float) -> list[list[Block]]:
    """Return paragraphs split into slides of at most `most` lines, filled about equally."""
    needed = _filled(blocks, room, most)
    if not 1 < len(needed) < MANY:  # with many slides it does not matter that the last is emptier
        return needed
    fewest = int(height(blocks, room) / len(needed))
    for lines in range(max(fewest, int(most / 2), 1), int(most)):
        tried = _filled(blocks, room, lines)
        if len(tried) == len(needed):
            return tried
    return needed


def _filled(blocks: list[Block], room: float, most: float) -> list[list[Block]]:
    """Fill one slide after another; a paragraph too long for a slide is split, between sentences if possible."""
    slides: list[list[Block]] = []
    used = float(most)
    for block in blocks:
        for piece in _pieces(block, room - block.indent, int(most)):
            tall = len(lines_of(piece.text, room - piece.indent))
            gap = BETWEEN_PARAGRAPHS
            if used + gap + tall > most:
                slides.append([])
                used, gap = 0.0, 0.0
            slides[-1].append(piece)
            used += gap + tall
    return slides


def _pieces(block: Block, room: float, most: int) -> Iterator[Block]:
    """Yield a paragraph, or the pieces of it that fit on a slide."""
    first, *others = _parted(block.text, room, most)
    yield replace(block, text=first)
    for text in others:  # continued pieces have no bullet or letter
        yield replace(block, text=text, level=GOES_ON if block.level else PLAIN, number=0)


def _parted(text: str, room: float, most: int) -> Iterator[str]:
    if len(lines_of(text, room)) <= most:
        yield text
        return
    piece = ""
    for sentence in _sentences(text):
        if piece and len(lines_of(piece + sentence, room)) > most:
            yield piece.strip()
            piece = ""
        lines = lines_of(sentence, room)
        while len(lines) > most:  # a single sentence, longer than a slide
            yield "".join(lines[:most]).strip()
            lines = lines[most:]
        piece += "".join(lines)
    if piece.strip():
        yield piece.strip()


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for end in SENTENCE_ENDS.finditer(text):
        yield text[start : end.end()]
        start = end.end()
    yield text[start:]
