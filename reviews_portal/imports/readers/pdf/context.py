"""What is usual in a document: its body text, the words that it uses, the marks of its lists."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..marks import Marks, marks_of
from .model import Line, Style

WORD = re.compile(r"[^\W\d_]+(?:[-‐'’][^\W\d_]+)*")


@dataclass(slots=True)
class Context:
    """What is usual in a document."""

    size: float
    font: str
    bold: bool
    colour: int
    marks: Marks
    words: Counter[str] = field(default_factory=Counter)


def context_of(lines: Iterable[Line]) -> Context:
    """Return what is usual in the lines of a document."""
    lines = list(lines)
    sizes: Counter[float] = Counter()
    styles: Counter[Style] = Counter()
    words: Counter[str] = Counter()
    for line in lines:
        # Running text stands in long lines; the cells of tables and labels count less.
        weight = len(line.text) * (2 if len(line.text) > 45 else 1)
        sizes[line.style.size] += weight
        styles[line.style] += weight
        words.update(word.lower() for word in WORD.findall(line.text.rstrip("-\xad‐")))
        if line.text.endswith(("-", "\xad", "‐")):
            broken = re.split(r"\s", line.text)[-1].rstrip("-\xad‐").lower()
            words[broken] -= words[broken] > 0
    size = sizes.most_common(1)[0][0] if sizes else 10
    of_size = [(style, count) for style, count in styles.most_common() if abs(style.size - size) < 0.6]
    style = of_size[0][0] if of_size else Style("", size, False, False, 0)
    return Context(size, style.font, style.bold, style.colour, marks_of(line.text for line in lines), words)
