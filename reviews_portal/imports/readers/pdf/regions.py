"""The order in which the lines of a page are read: columns, boxes and bands between them."""

from dataclasses import dataclass, field
from statistics import median

from .boxes import Unit, boxed, by_numeral, frames_of, rows_of_boxes
from .model import Grid, Line, Page
from .unruled import table_of

GUTTER = 0.8  # of the size of the text: the least white space between columns
ROW = 3.0


@dataclass(slots=True)
class Region:
    """Lines of one column in their order, or one ruled table."""

    lines: list[Line] = field(default_factory=list)
    grid: Grid | None = None
    boxed: bool = False
    table: list[list[list[Line]]] | None = None  # rows of cells of a table without rules


def regions_of(page: Page, lines: list[Line], grids: list[Grid]) -> list[Region]:
    """Return the regions of a page in reading order."""
    size = median(line.size for line in lines) if lines else 10
    units = [Unit(line.x0, line.top, line.x1, line.bottom, line=line) for line in lines]
    for grid in grids:
        box = grid.box
        units.append(Unit(box.x0, box.top, box.x1, box.bottom, grid=grid))
    units = boxed(units, frames_of(page, units))
    result: list[Region] = []
    read(units, size, result, boxed=False)
    return [region for region in result if region.lines or region.grid or region.table]


def read(units: list[Unit], size: float, into: list[Region], *, boxed: bool) -> None:
    """Add the regions of some units in the order in which they are read."""
    if not units:
        return
    if len(units) == 1 and (units[0].inner or units[0].grid):
        unit = units[0]
        if unit.grid:
            into.append(Region(grid=unit.grid))
        else:
            read(unit.inner, size, into, boxed=True)
        return
    if (numbered := by_numeral(units, size)) is not None:
        before, ordered, after = numbered
        read(before, size, into, boxed=boxed)
        for unit in ordered:
            read([unit], size, into, boxed=boxed)
        read(after, size, into, boxed=boxed)
        return
    if (rows := rows_of_boxes(units)) is not None:
        for row in rows:
            for unit in sorted(row, key=lambda unit: unit.x0):
                read([unit], size, into, boxed=boxed)
        return
    columns = columns_of(units, size)
    if len(columns) > 1:
        if (table := table_of(columns)) is not None:
            into.append(Region(table=table))
            return
        if are_columns(columns):
            for column in columns:
                read(column, size, into, boxed=boxed)
            return
    if len(bands := bands_of(units, size)) > 1:
        for band in bands:
            read(band, size, into, boxed=boxed)
        return
    plain: list[Line] = []
    for unit in sorted(units, key=lambda unit: (unit.top, unit.x0)):
        if unit.line is not None:
            plain.append(unit.line)
            continue
        into.append(Region(lines=in_order(plain), boxed=boxed))
        plain = []
        read([unit], size, into, boxed=boxed)
    into.append(Region(lines=in_order(plain), boxed=boxed))


def in_order(lines: list[Line]) -> list[Line]:
    """Return lines from top to bottom, those beside each other from left to right."""
    ordered: list[Line] = []
    for line in sorted(lines, key=lambda line: line.base):
        at = len(ordered)
        while at and is_left_of(line, ordered[at - 1]):
            at -= 1
        ordered.insert(at, line)
    return ordered


def is_left_of(line: Line, other: Line) -> bool:
    """Return whether a line stands to the left of another one, on the same line or as a large numeral does."""
    if abs(other.base - line.base) < ROW:
        return other.x0 > line.x0
    common = min(line.bottom, other.bottom) - max(line.top, other.top)
    return other.x0 >= line.x1 - 1 and common > 0.6 * min(line.bottom - line.top, other.bottom - other.top)


def columns_of(units: list[Unit], size: float) -> list[list[Unit]]:
    """Return units by columns, if white space parts them from top to bottom."""
    reach = None
    cuts = []
    for unit in sorted(units, key=lambda unit: unit.x0):
        if reach is not None and unit.x0 - reach >= GUTTER * size:
            cuts.append((reach + unit.x0) / 2)
        reach = unit.x1 if reach is None else max(reach, unit.x1)
    columns: list[list[Unit]] = [[] for _ in range(len(cuts) + 1)]
    for unit in units:
        columns[sum(unit.x0 > cut for cut in cuts)].append(unit)
    return columns


def are_columns(columns: list[list[Unit]]) -> bool:
    """Return whether units side by side are columns of text, and not the odd words of one line."""
    for column in columns:
        if any(unit.line is None for unit in column):
            continue
        lengths = [len(unit.line.text) for unit in column if unit.line is not None]
        begins = [unit.x0 for unit in column]
        if len(lengths) < 3 and sum(lengths) < (30 if len(lengths) > 1 and max(begins) - min(begins) < 1 else 60):
            return False
    return True


def bands_of(units: list[Unit], size: float) -> list[list[Unit]]:
    """Return units by bands down the page: as high as one white space parts them, or none does."""
    left, right = min(unit.x0 for unit in units), max(unit.x1 for unit in units)
    rows: list[list[Unit]] = []
    bottom = 0.0
    for unit in sorted(units, key=lambda unit: (unit.top, unit.x0)):
        if rows and unit.top < bottom - 0.35 * min(unit.bottom - unit.top, 2 * size):
            rows[-1].append(unit)
            bottom = max(bottom, unit.bottom)
        else:
            rows.append([unit])
            bottom = unit.bottom
    bands: list[list[list[Unit]]] = []
    parted: list[bool] = []
    begin = 0
    while begin < len(rows):
        common = white_of(rows[begin], left, right, size)
        end = begin + 1
        while end < len(rows) and (narrower := shared(common, white_of(rows[end], left, right, size), size)):
            if has_both_sides(rows[begin:end], common) and not has_both_sides(rows[begin : end + 1], narrower):
                break  # the white space that parted the rows so far ends here
            common, end = narrower, end + 1
        if are_parted(rows[begin:end], common, size):
            while bands and not parted[-1] and not is_right_of(rows[begin], common):
                if not follows(bands[-1][-1], rows[begin], size):
                    break
                bands[-1].append(rows[begin])  # the short last line of a paragraph above the columns
                begin += 1
            end = trimmed(rows, begin, end, common, size)
            bands.append(rows[begin:end])
            parted.append(True)
        else:
            end = begin + 1
            if bands and not parted[-1]:
                bands[-1].append(rows[begin])
            else:
                bands.append(rows[begin:end])
                parted.append(False)
        begin = end
    return [[unit for row in band for unit in row] for band in bands]


def are_parted(rows: list[list[Unit]], gutters: list[tuple[float, float]], size: float) -> bool:
    """Return whether a white space parts columns: the narrower it is, the more lines must stand on both sides.

    Wide spaces between the words of justified lines come to stand below each other now and then.
    """
    units = [unit for row in rows for unit in row]
    for a, b in gutters:
        least = 3 if b - a < 1.6 * size else 2 if b - a < 3 * size else 1
        begins = [unit.x0 for unit in units if unit.x0 >= (a + b) / 2]
        if least == 3 and begins and max(begins) - min(begins) < 1:
            least = 2
        before = sum(1 if unit.line else 3 for unit in units if unit.x1 <= (a + b) / 2)
        after = sum(1 if unit.line else 3 for unit in units if unit.x0 >= (a + b) / 2)
        if min(before, after) >= least:
            return True
    return False


def follows(above: list[Unit], row: list[Unit], size: float) -> bool:
    """Return whether a row stands right below another one, as lines of a paragraph do."""
    return (
        len(above) == len(row) == 1
        and row[0].line is not None
        and (0 <= row[0].top - above[0].bottom < 0.6 * size and abs(row[0].x0 - above[0].x0) < 2 * size)
    )


def trimmed(rows: list[list[Unit]], begin: int, end: int, common: list[tuple[float, float]], size: float) -> int:
    """Return where a band of columns ends: before what stands below all columns, such as a new heading."""
    last = max(at for at in range(begin, end) if is_right_of(rows[at], common))
    for at in range(last + 1, end):
        above = max(unit.bottom for unit in rows[at - 1])
        below = min(unit.top for unit in rows[at])
        heading = any(
            unit.line is None or unit.line.size > 1.1 * size or (unit.line.bold > 0.94 and is_plain(rows[at - 1]))
            for unit in rows[at]
        )
        if below - above > 0.9 * size or heading:
            return at
    return end


def is_plain(row: list[Unit]) -> bool:
    """Return whether nothing of a row is bold."""
    return all(unit.line is not None and unit.line.bold < 0.5 for unit in row)


def is_right_of(row: list[Unit], gutters: list[tuple[float, float]]) -> bool:
    """Return whether something of a row stands to the right of the first white space."""
    return any(unit.x0 >= (gutters[0][0] + gutters[0][1]) / 2 for unit in row)


def white_of(row: list[Unit], left: float, right: float, size: float) -> list[tuple[float, float]]:
    """Return the white spaces of a row, with those before and after it."""
    spaces, reach = [], left
    for unit in sorted(row, key=lambda unit: unit.x0):
        if unit.x0 - reach >= GUTTER * size:
            spaces.append((reach, unit.x0))
        reach = max(reach, unit.x1)
    return [*spaces, (reach, right)] if right - reach >= GUTTER * size else spaces


def shared(one: list[tuple[float, float]], two: list[tuple[float, float]], size: float) -> list[tuple[float, float]]:
    """Return the white that two rows share."""
    return [(max(a, c), min(b, d)) for a, b in one for c, d in two if min(b, d) - max(a, c) >= GUTTER * size]


def has_both_sides(rows: list[list[Unit]], gutters: list[tuple[float, float]]) -> bool:
    """Return whether text stands on both sides of a white space."""
    units = [unit for row in rows for unit in row]
    return any(
        any(unit.x1 <= (a + b) / 2 for unit in units) and any(unit.x0 >= (a + b) / 2 for unit in units)
        for a, b in gutters
    )
