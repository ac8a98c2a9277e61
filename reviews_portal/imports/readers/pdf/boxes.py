"""Boxes: what is drawn around some lines, and the order in which boxes are read."""

import itertools
import re
from dataclasses import dataclass, field

from .model import Box, Grid, Line, Page


@dataclass(slots=True, eq=False)
class Unit:
    """What is read as one: a line, a box with what it holds, or a ruled table."""

    x0: float
    top: float
    x1: float
    bottom: float
    line: Line | None = None
    inner: list["Unit"] = field(default_factory=list)
    grid: Grid | None = None


def frames_of(page: Page, units: list[Unit]) -> list[Box]:
    """Return the drawn boxes that hold lines, each once, the largest first."""
    area = page.width * page.height
    frames: list[Box] = []
    for box in sorted(page.boxes, key=lambda box: -box.width * box.height):
        if not 400 < box.width * box.height < 0.85 * area or box.height < 10 or box.width < 14:
            continue
        if any(abs(box.x0 - o.x0) + abs(box.top - o.top) + abs(box.x1 - o.x1) + abs(box.bottom - o.bottom) < 12
               for o in frames):  # fmt: skip
            continue
        held = [unit for unit in units if box.has_centre(unit)]  # type: ignore[arg-type]
        if not held or any(
            unit.x0 < box.x0 - 4 or unit.x1 > box.x1 + 4 or unit.top < box.top - 5 or unit.bottom > box.bottom + 5
            for unit in held
        ):
            continue
        frames.append(box)
    return frames


def boxed(units: list[Unit], frames: list[Box]) -> list[Unit]:
    """Return units with those in one frame as one, frames within frames too."""
    for frame in sorted(frames, key=lambda box: box.width * box.height):
        held = [unit for unit in units if frame.has_centre(unit)]  # type: ignore[arg-type]
        if not held or len(held) == len(units):
            continue
        rest = [unit for unit in units if unit not in held]
        units = [*rest, Unit(frame.x0, frame.top, frame.x1, frame.bottom, inner=held)]
    return units


def first_words(unit: Unit) -> str:
    """Return the text of the first line in a unit."""
    first = first_line(unit)
    return first.text if first else ""


def first_line(unit: Unit) -> Line | None:
    """Return the first line in a unit, by the tops of what it holds: a numeral may have a box of its own."""
    while unit.line is None and unit.inner:
        unit = min(unit.inner, key=lambda one: (one.top, one.x0))
    return unit.line


def by_numeral(units: list[Unit], size: float) -> tuple[list[Unit], list[Unit], list[Unit]] | None:
    """Return boxes by the numerals that they begin with, if these count from one: "1", "2. The review".

    The other units are those read before them, such as the title in the middle, and those read after.
    """
    numbered: dict[int, Unit] = {}
    others = []
    for unit in units:
        found = re.match(r"(\d{1,2})(?:[.)]|\s|$)", first_words(unit)) if unit.inner else None
        if found and int(found[1]) not in numbered:
            numbered[int(found[1])] = unit
        else:
            others.append(unit)
    if len(numbered) < 3 or sorted(numbered) != list(range(1, len(numbered) + 1)):
        return None
    top = min(unit.top for unit in numbered.values())
    before = [
        unit
        for unit in others
        if unit.top < top or ((first := first_line(unit)) is not None and first.size > 1.3 * size)
    ]
    return before, [numbered[number] for number in sorted(numbered)], [unit for unit in others if unit not in before]


def rows_of_boxes(units: list[Unit]) -> list[list[Unit]] | None:
    """Return a grid of boxes by rows, if all units are boxes and those beside each other begin at one height."""
    if len(units) < 4 or any(not unit.inner for unit in units):
        return None
    rows: list[list[Unit]] = []
    for unit in sorted(units, key=lambda unit: (unit.top, unit.x0)):
        if rows and abs(unit.top - rows[-1][0].top) < 6:
            rows[-1].append(unit)
        else:
            rows.append([unit])
    if len(rows) < 2 or any(len(row) < 2 for row in rows[:-1]):
        return None
    # Boxes that touch the ones above, such as a heading's bar and its text, are read down first.
    for above, below in itertools.pairwise(rows):
        for upper in above:
            if any(abs(upper.x0 - lower.x0) < 4 and lower.top - upper.bottom < 5 for lower in below):
                return None
    return rows
