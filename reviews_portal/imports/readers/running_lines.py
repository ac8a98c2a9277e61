"""Running heads and page numbers of texts."""

import re
from collections import Counter
from itertools import pairwise

from .line_forms import PAGE, WIDEST

LONGEST_RUNNING = 120  # characters of a running head
NUMBER_AT_END = re.compile(r"(\S.{2,}?)(?:\s\||\s{2,}|\t)\s*(\d{1,3})")


def running_lines(pages: list[list[str]]) -> set[tuple[int, int]]:
    """Return where running heads and page numbers are, as pages (from 1) and lines (from 0).

    They are among the first or last two lines of pages, or beside page numbers where a text does not say where its
    pages end, and alike on two fifths of all pages, three at least.
    """
    edges: list[tuple[int, int, str]] = []
    for number, lines in enumerate(pages, 1):
        filled = [index for index, line in enumerate(lines) if line.strip()]
        near = {*filled[:2], *filled[-2:]}
        if len(pages) == 1:
            # Without signs for the ends of pages, their numbers show where these are.
            short = ((at, lines[index].strip()) for at, index in enumerate(filled))
            ends = [at for at, line in short if len(line) <= WIDEST and PAGE.fullmatch(line)]
            near = {filled[at] for end in ends for at in range(max(end - 2, 0), min(end + 3, len(filled)))}
            near |= set(filled[:2]) if ends else set()
        edges += [
            (number, index, lines[index].strip()) for index in sorted(near) if len(lines[index]) <= LONGEST_RUNNING
        ]
    alike = Counter(as_running(text) for _, _, text in edges)
    fewest = max(3, len(pages) * 0.4)
    found = {(page, index) for page, index, text in edges if alike[as_running(text)] >= fewest}
    if len(pages) == 1:
        return found | numbered_lines(pages[0])
    # A number alone at an edge is that of its page where two pages or more number themselves in step.
    alone = [(page, index, int(text)) for page, index, text in edges if re.fullmatch(r"\d{1,3}", text)]
    steps = Counter(number - page for page, _, number in alone)
    return {*found, *((page, index) for page, index, number in alone if steps[number - page] >= 2)}


def numbered_lines(lines: list[str]) -> set[tuple[int, int]]:
    """Return where lines are that are alike but for a number at their end, after a bar or a gap, which rises."""
    ending: dict[str, list[tuple[int, int]]] = {}
    for index, line in enumerate(lines):
        short = line.strip() if len(line) <= LONGEST_RUNNING else ""
        if (found := NUMBER_AT_END.fullmatch(short)) and not short.startswith("|"):
            ending.setdefault(found[1].strip(), []).append((index, int(found[2])))
    return {
        (1, index)
        for alike in ending.values()
        if len(alike) > 1 and all(one[1] < other[1] for one, other in pairwise(alike))
        for index, _ in alike
    }


def as_running(text: str) -> str:
    """Return a line with its numbers made alike, if it has words besides them."""
    return re.sub(r"\d+", "#", text) if "|" in text or PAGE.fullmatch(text) else text
