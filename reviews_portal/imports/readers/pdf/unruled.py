"""Tables without rules: columns whose rows begin together."""

import itertools
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from .model import Line

if TYPE_CHECKING:
    from .boxes import Unit

TOGETHER = 3.5  # points between lines that begin together
Rows = list[list[list[Line]]]


def table_of(columns: "list[list[Unit]]") -> Rows | None:
    """Return the cells of columns that are a table, by rows; None if they are columns of text."""
    if any(unit.line is None for column in columns for unit in column):
        return None
    lines = [whole([unit.line for unit in column if unit.line is not None]) for column in columns]
    if sum(map(len, lines)) < 4 or max(map(len, lines)) < 2:
        return None
    return by_labels(lines) or by_gaps(lines) or by_full_lines(lines) or by_centres(lines) or by_lines(lines)


def whole(pieces: list[Line]) -> list[Line]:
    """Return the lines of a column, with the pieces of each as one: wide spaces may part justified words."""
    lines: list[Line] = []
    for piece in sorted(pieces, key=lambda line: (round(line.base), line.x0)):
        last = lines[-1] if lines else None
        if last is not None and abs(last.base - piece.base) < 2 and piece.x0 >= last.x1 - 1 and not piece.mark:
            text, x1 = f"{last.text} {piece.text}", piece.x1
            lines[-1] = replace(last, text=text, x1=x1, glyphs=[*last.glyphs, *piece.glyphs])
        else:
            lines.append(piece)
    return sorted(lines, key=lambda line: line.base)


def starts_of(column: list[Line]) -> list[Line]:
    """Return the lines of a column that stand below a gap, with its first line."""
    leads = [two.base - one.base for one, two in itertools.pairwise(column)]
    usual = min((lead for lead in leads if lead > 1), default=0)
    return [column[0]] + [
        two for one, two in itertools.pairwise(column) if two.base - one.base > max(1.25 * usual, 1.45 * one.size)
    ]


def at_rows(columns: list[list[Line]], tops: list[float]) -> Rows:
    """Return lines by rows that begin at some heights, and columns."""
    rows: Rows = [[[] for _ in columns] for _ in tops]
    for number, column in enumerate(columns):
        for line in column:
            rows[max(0, sum(line.base >= top - TOGETHER for top in tops) - 1)][number].append(line)
    return rows


def by_labels(columns: list[list[Line]]) -> Rows | None:
    """Return the rows that short labels in the first column begin, each beside the first line of its text."""
    first, others = columns[0], columns[1:]
    starts = starts_of(first)
    if len(starts) < 2:
        return None
    tops = [line.base for line in starts]
    words = sum(len(line.text) for line in first) / len(starts)
    for column in others:
        # Each label stands beside the beginning of a text, and each text has a label.
        begins = [line.base for line in starts_of(column)]
        beside = sum(any(abs(top - begin) <= TOGETHER for begin in begins) for top in tops)
        if beside < 0.8 * len(tops):
            return None
    width = max(line.x1 for line in first) - first[0].x0
    widest = max(max(line.x1 for line in column) - min(line.x0 for line in column) for column in others)
    if words > 70 or (len(columns) == 2 and width > 0.7 * widest):
        return None
    return at_rows(columns, tops)


def by_gaps(columns: list[list[Line]]) -> Rows | None:
    """Return the rows that gaps across all columns part, if most columns begin anew after each."""
    lines = sorted((line for column in columns for line in column), key=lambda line: line.base)
    tops = [lines[0].base]
    leads = [two.base - one.base for one, two in itertools.pairwise(lines)]
    usual = median([lead for lead in leads if lead > TOGETHER] or [0])
    least = min((lead for lead in leads if lead > TOGETHER), default=0)
    if not usual:
        return None
    for line, lead in zip(lines[1:], leads, strict=False):
        if lead > max(1.25 * least, 1.3 * line.size):
            tops.append(line.base)
    if len(tops) < 2:
        return None
    rows = at_rows(columns, tops)
    whole = 0
    for row, top in zip(rows, tops, strict=True):
        begun = [bool(cell) and abs(cell[0].base - top) <= TOGETHER for cell in row]
        whole += begun[0] and sum(begun) >= max(2, 0.6 * len(columns))
    if whole < 0.85 * len(rows) or (len(columns) == 2 and len(rows) < 3 and not are_headed(rows)):
        return None
    return rows


def are_headed(rows: Rows) -> bool:
    """Return whether each cell begins with a line that is bold or larger than the rest of it."""
    return all(
        not cell or (len(cell) > 1 and (cell[0].bold > 0.9 > cell[-1].bold or cell[0].size > 1.1 * cell[-1].size))
        for row in rows
        for cell in row
    )


def by_full_lines(columns: list[list[Line]]) -> Rows | None:
    """Return the rows that begin on lines where most columns have text, if one column has hardly any other lines."""
    if len(columns) < 3:
        return None
    bases: list[list[Line]] = []
    for line in sorted((line for column in columns for line in column), key=lambda line: line.base):
        if bases and line.base - bases[-1][0].base <= TOGETHER:
            bases[-1].append(line)
        else:
            bases.append([line])
    tops = [
        row[0].base
        for at, row in enumerate(bases)
        if len(row) >= max(2, 0.75 * len(columns))
        and min(line.x0 for line in row) < columns[0][0].x0 + 20
        and (at == 0 or sum(line.text[:1].islower() for line in row) < 0.5 * len(row))
    ]
    if len(tops) < 3 or tops[0] > bases[0][0].base + TOGETHER:
        return None
    narrow = [
        column
        for column in columns
        if len(column) <= min(1.7 * len(tops), len(bases) / 1.25)
        and sum(len(line.text) for line in column) / len(column) < 25
    ]
    return at_rows(columns, tops) if narrow else None


def by_centres(columns: list[list[Line]]) -> Rows | None:
    """Return the rows that white space parts, if the cells of each stand around one middle, as browsers set them."""
    leads = [two.base - one.base for column in columns for one, two in itertools.pairwise(column)]
    lines = sorted((line for column in columns for line in column), key=lambda line: line.top)
    if len(columns) < 3 or not leads:
        return None
    size = median(line.size for line in lines)
    least = max(0.0, min(leads) - 1.02 * size) + 0.15 * size
    rows: Rows = []
    bottom: float | None = None
    for line in lines:
        if bottom is None or line.top - bottom > least:
            rows.append([[] for _ in columns])
        rows[-1][next(at for at, column in enumerate(columns) if line in column)].append(line)
        bottom = line.bottom if bottom is None else max(bottom, line.bottom)
    cells = centred = 0
    for row in rows:
        middles = [(min(line.top for line in cell) + max(line.bottom for line in cell)) / 2 for cell in row if cell]
        cells += len(middles)
        centred += sum(abs(middle - median(middles)) < 0.3 * size for middle in middles)
    full = sum(sum(map(bool, row)) >= 0.7 * len(columns) for row in rows)
    return rows if len(rows) >= 3 and centred >= 0.85 * cells and full >= 0.6 * len(rows) else None


def by_lines(columns: list[list[Line]]) -> Rows | None:
    """Return one row for each line, if cells are short and most rows have all of them."""
    bases: list[float] = []
    for base in sorted(line.base for column in columns for line in column):
        if not bases or base - bases[-1] > TOGETHER:
            bases.append(base)
    rows = at_rows(columns, bases)
    full = sum(all(row) for row in rows)
    lengths = [sum(len(line.text) for line in column) / len(column) for column in columns]
    if len(columns) == 2:
        # Two columns of text are full of long lines; two columns of a table are not.
        filled = []
        for column in columns:
            right, left = max(line.x1 for line in column), min(line.x0 for line in column)
            filled.append(sum(line.x1 - left > 0.75 * (right - left) for line in column) / len(column))
        if max(lengths) > 40 or min(lengths) > 22 or min(filled) > 0.7:
            return None
    elif max(lengths) > 60 or median(lengths) > 22:
        return None
    if full < 0.6 * len(rows) or len(rows) < 3:
        return None
    return rows
