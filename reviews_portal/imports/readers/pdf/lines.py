"""Letters to lines: which stand beside each other, and where one word ends."""

import itertools
import re
from collections import Counter
from collections.abc import Iterable

from .model import RAISED, Box, Glyph, Line

WIDE = 0.9  # a gap wider than this many times the size of the letters parts a line
APART = 0.4
JUSTIFIED = 2.4  # the widest gap between the words of a justified line
SPACE = 0.15  # a gap wider than this is a space, though none is written
SPACE_BESIDE_SPACES = 0.2  # in a line that has spaces written, where letters are moved for their looks only
SIDE = 5_000  # turned letters lie beyond this


def lines_of(glyphs: Iterable[Glyph], walls: list[Box]) -> list[Line]:
    """Return the pieces of lines that letters form, from top to bottom. `walls` are upright rules between cells."""
    runs = runs_of(glyphs, walls)
    rows = rows_of(runs)
    lines = [line_of(group) for row in rows for group in parted(row, walls)]
    return with_drop_caps([line for line in lines if line.text])


def runs_of(glyphs: Iterable[Glyph], walls: list[Box]) -> list[list[Glyph]]:
    """Return the letters in runs: as the file draws them, until one stands elsewhere."""
    runs: list[list[Glyph]] = []
    last: Glyph | None = None
    spaces = 0
    for glyph in glyphs:
        if glyph.text == " ":
            spaces += 1
            if last is not None and spaces < 3:
                runs[-1].append(glyph)
            continue
        size = max(glyph.style.size, last.style.size) if last else 0
        gap = glyph.x0 - last.x1 if last else 0
        if (
            last is None
            or spaces >= 3
            or abs(glyph.base - last.base) > 0.12 * size
            or not -0.5 * size < gap < WIDE * size
            or (gap > 0.15 * size and is_walled(last, glyph, walls))
        ):
            runs.append([])
        runs[-1].append(glyph)
        last, spaces = glyph, 0
    return [run for run in runs if run]


def is_walled(left: Glyph, right: Glyph, walls: list[Box]) -> bool:
    """Return whether an upright rule stands between two letters."""
    return any(
        left.x1 - 2 <= wall.x0 <= right.x0 + 2 and wall.top < left.base - 1 and wall.bottom > left.base - 4
        for wall in walls
    )


def rows_of(runs: list[list[Glyph]]) -> list[list[list[Glyph]]]:
    """Return the runs that stand on one line together, from top to bottom."""
    large: list[list[Glyph]] = []
    small: list[list[Glyph]] = []
    sizes = Counter(run[0].style.size for run in runs for _ in run)
    usual = sizes.most_common(1)[0][0] if sizes else 0
    for run in runs:
        (small if run[0].style.size < 0.88 * usual and len(run) < 8 else large).append(run)
    rows: list[list[list[Glyph]]] = []
    bases: list[float] = []
    beside = [run for run in small if stands_beside(run, large)]
    large += [run for run in small if run not in beside]
    for run in sorted(large, key=lambda run: run[0].base):
        size, base = run[0].style.size, run[0].base
        if rows and abs(base - bases[-1]) <= 0.2 * min(size, rows[-1][0][0].style.size):
            rows[-1].append(run)
        else:
            rows.append([run])
            bases.append(base)
    for run in beside:
        at = next(at for at, row in enumerate(rows) if stands_beside(run, row))
        rows[at].append(run)
    return [row for _, row in sorted(zip(bases, rows, strict=True), key=lambda pair: pair[0])]


def stands_beside(run: list[Glyph], others: list[list[Glyph]]) -> bool:
    """Return whether a small run stands raised or lowered beside larger letters, such as a note's number."""
    first, last = run[0], run[-1]
    for other in others:
        size, base = other[0].style.size, other[0].base
        if (
            size * 0.88 > first.style.size
            and -0.65 * size < first.base - base < 0.35 * size
            and (abs(first.x0 - other[-1].x1) < 0.5 * size or abs(other[0].x0 - last.x1) < 0.5 * size)
        ):
            return True
    return False


def parted(row: list[list[Glyph]], walls: list[Box]) -> list[list[Glyph]]:
    """Return the runs of a row, joined where no wide gap or rule parts them; what is drawn twice stands once."""
    runs: list[list[Glyph]] = []
    for run in sorted(row, key=lambda run: run[0].x0):
        if not any(is_shadow(run, other) for other in runs[-3:]):
            runs.append(run)
    groups: list[list[Glyph]] = []
    before: float | None = None
    for at, run in enumerate(runs):
        left = next((one for one in reversed(groups[-1]) if one.text != " "), None) if groups else None
        gap = run[0].x0 - left.x1 if left else 0.0
        inside = word_gaps(run)
        if left is not None:
            size = max(left.style.size, run[0].style.size)
            follows = 0 < run[0].order - left.order < 6
            after = inside[0] if inside else runs[at + 1][0].x0 - run[-1].x1 if at + 1 < len(runs) else None
            # What was drawn at another time, such as the next cell of a table, is parted by less. The words of a
            # justified line may stand far apart, but all equally far.
            wide = WIDE if follows else APART
            if (
                follows
                and gap < JUSTIFIED * size
                and any(near and abs(gap / near - 1) < 0.12 for near in (before, after))
            ):
                wide = JUSTIFIED
            if -size < gap < wide * size and not is_walled(left, run[0], walls):
                groups[-1] += run
                before = inside[-1] if inside else gap
                continue
        groups.append(list(run))
        before = inside[-1] if inside else gap
    return groups


def word_gaps(run: list[Glyph]) -> list[float]:
    """Return the widths of the spaces between the words of a run."""
    letters = [one for one in run if one.text != " "]
    gaps = (right.x0 - left.x1 for left, right in itertools.pairwise(letters))
    return [gap for gap in gaps if gap > 0.12 * run[0].style.size]


def is_shadow(run: list[Glyph], drawn: list[Glyph]) -> bool:
    """Return whether a run repeats letters that are drawn at nearly the same place."""
    near = 0.15 * run[0].style.size
    words = [one for one in run if one.text != " "]
    places = {(one.text, round(one.x0 / near), round(one.base / near)) for one in drawn} if near else set()
    return len(words) > 1 and all(
        any(
            (one.text, round(one.x0 / near) + dx, round(one.base / near) + dy) in places
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
        )
        for one in words
    )


def line_of(glyphs: list[Glyph]) -> Line:
    """Return the line that letters beside each other form."""
    letters = [one for one in glyphs if one.text != " "]
    if not letters:
        return Line([], 0, 0, 0, 0, 0, glyphs[0].style)
    style = Counter(one.style for one in letters).most_common(1)[0][0]
    upright = letters[0].x0 < SIDE
    base = Counter(one.base for one in letters if one.style.size == style.size).most_common(1)[0][0]
    boxes = [one.box for one in letters if one.box]
    line = Line(
        glyphs=letters,
        x0=min(one.x0 for one in letters),
        x1=max(one.x1 for one in letters),
        top=base - 0.8 * style.size,
        bottom=base + 0.22 * style.size,
        base=base,
        style=style,
        text=text_of(glyphs, style.size, base),
        bold=sum(one.style.bold for one in letters) / len(letters),
        upright=upright,
    )
    if boxes and not upright:
        line.x0, line.x1 = min(box.x0 for box in boxes), max(box.x1 for box in boxes)
        line.top, line.bottom = min(box.top for box in boxes), max(box.bottom for box in boxes)
        line.base = line.bottom
    line.text_x0 = line.x0
    return line


def text_of(glyphs: list[Glyph], size: float, base: float) -> str:
    """Return the words of a line: with a space where one is written, or where letters stand apart."""
    written = any(one.text == " " for one in glyphs[1:-1])
    letters = [one for one in glyphs if one.text != " "]
    gaps = sorted((right.x0 - left.x1) / size for left, right in itertools.pairwise(letters))
    least = SPACE_BESIDE_SPACES if written else SPACE
    if len(gaps) > 4 and (middle := gaps[len(gaps) // 2]) > 0.08:  # letters that are spaced out
        least = middle + 0.15 if written else max(1.7 * middle, least)
    said: list[str] = []
    left: Glyph | None = None
    pending = False
    for one in glyphs:
        if one.text == " ":
            pending = True
            continue
        if left is not None:
            gap = (one.x0 - left.x1) / size
            if gap > least or (pending and gap > -0.2) or (one.spaced and gap > 0.6 * least):
                said.append(" ")
        raised = one.style.size < 0.88 * size and base - one.base > 0.12 * size
        said.append(one.text.translate(RAISED) if raised else one.text)
        left, pending = one, False
    return re.sub(r"\s+", " ", "".join(said)).strip()


def with_drop_caps(lines: list[Line]) -> list[Line]:
    """Return the lines, with a large first letter before the line that it belongs to."""
    kept = []
    for line in lines:
        if len(line.text) == 1 and line.text.isalpha() and line.upright:
            for other in lines:
                if (
                    line.size > 1.8 * other.size
                    and -2 < other.x0 - line.x1 < 0.6 * other.size
                    and abs(other.top - line.top) < 0.5 * line.size
                    and other.base < line.base + 1
                    and other.text[:1].islower()
                ):
                    other.text = line.text + other.text
                    break
            else:
                kept.append(line)
        else:
            kept.append(line)
    return kept
