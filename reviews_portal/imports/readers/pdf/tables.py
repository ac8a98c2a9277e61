"""Cells to rows of a table, or to the text of a page whose table is only its layout."""

import re
from statistics import mean

from ...blocks import BlockKind
from ..marks import kind_of_mark
from .context import Context
from .hyphens import joined, unbroken
from .model import Box, Grid, Line, Piece
from .paragraphs import ends_sentence, pieces_of

LONG = 220  # characters: a cell with more is text
SHORT = 70
HIGHEST_ROW = 300  # points

Cells = list[list[Line]]


def rows_of_grid(grid: Grid, lines: list[Line]) -> list[Cells]:
    """Return the lines of a ruled table by rows and cells. Cells that span columns stand in the first of them."""
    columns = grid.columns
    if columns == 1:
        return split_by_gaps(grid, lines)
    rows: list[Cells] = []
    for row in grid.rows:
        cells: Cells = [[] for _ in range(columns)]
        for number, box in row:
            cells[number] += [line for line in lines if box.has_centre(line)]
        rows.append(cells)
    placed = {id(line) for row in rows for cell in row for line in cell}
    for line in lines:
        if id(line) not in placed:  # it reaches over the rules around it
            row_at = min(range(len(rows)), key=lambda at: distance(grid.rows[at], line))
            number = min(grid.rows[row_at], key=lambda cell: abs(cell[1].x0 - line.x0))[0]
            rows[row_at][number].append(line)
    rows = [row for row in rows if any(row)]
    used = [number for number in range(columns) if any(row[number] for row in rows)]
    return [[row[number] for number in used] for row in rows]


def distance(row: list, line: Line) -> float:
    """Return how far a line is from the middle of a row's cells."""
    return min(abs((box.top + box.bottom) / 2 - (line.top + line.bottom) / 2) for _, box in row)


def split_by_gaps(grid: Grid, lines: list[Line]) -> list[Cells]:
    """Return the rows between rules across, as many as share the white space that parts their columns.

    A row may stand above the first rule. The table's box becomes what these rows take up.
    """
    bounds = [row[0][1] for row in grid.rows]
    first = bounds[0]
    above = [
        line for line in lines if first.top - 2.5 * line.size < line.base <= first.top + 1 and line.x0 >= first.x0 - 3
    ]
    top = min((line.top for line in above if line.base > max(one.base for one in above) - 3), default=first.top)
    bounds = [Box(first.x0, top - 1, first.x1, first.top), *bounds]
    best: tuple[int, int, list[tuple[float, float]]] = (0, 0, [])
    held = [[line for line in lines if box.has_centre(line)] for box in bounds]
    for begin in range(len(bounds)):
        common = [(first.x0, first.x1)]
        for end in range(begin, len(bounds)):
            if not held[end] or bounds[end].height > HIGHEST_ROW:
                break
            narrower = [
                (max(a, c), min(b, d))
                for a, b in common
                for c, d in spaces_of(held[end], first)
                if min(b, d) - max(a, c) > 6
            ]
            parting = [gap for gap in narrower if parts(held[begin : end + 1], gap)]
            if end > begin and not parting:
                break
            common = narrower
            if parting and end - begin + 1 > best[1] - best[0]:
                best = (begin, end + 1, parting)
    begin, end, gaps = best
    if end - begin < 2:
        return []
    grid.box = Box(first.x0, bounds[begin].top, first.x1, bounds[end - 1].bottom)
    cuts = sorted((a + b) / 2 for a, b in gaps)
    return [
        [[line for line in row if sum(line.x0 > cut for cut in cuts) == at] for at in range(len(cuts) + 1)]
        for row in held[begin:end]
    ]


def spaces_of(row: list[Line], box: Box) -> list[tuple[float, float]]:
    """Return the white spaces of a row of lines."""
    spaces, reach = [], box.x0
    for line in sorted(row, key=lambda line: line.x0):
        if line.x0 - reach > 6:
            spaces.append((reach, line.x0))
        reach = max(reach, line.x1)
    return [*spaces, (reach, box.x1)]


def parts(rows: list[list[Line]], gap: tuple[float, float]) -> bool:
    """Return whether a white space has text on both sides in most rows."""
    middle = (gap[0] + gap[1]) / 2
    both = sum(any(line.x1 < middle for line in row) and any(line.x0 > middle for line in row) for row in rows)
    return both > 0.5 * len(rows)


def pieces_of_table(rows: list[Cells], page: int, region: int, context: Context, *, ruled: bool) -> list[Piece]:
    """Return the rows of a table as pieces; of one that is only layout, its text in order."""
    rows = [row for row in rows if any(row)]
    if not rows:
        return []
    cells = [[pieces_of(sorted_lines(cell), page, region, context) for cell in row] for row in rows]
    texts = [[text_of(pieces, context) for pieces in row] for row in cells]
    if is_layout(rows, texts, context, ruled=ruled):
        return as_layout(cells, texts, context)
    lefts = tuple(min((line.x0 for row in rows for line in row[at]), default=0.0) for at in range(max(map(len, rows))))
    result = []
    for at, (row, said) in enumerate(zip(rows, texts, strict=True)):
        lines = [line for cell in row for line in cell]
        for line in lines:
            line.page = page
        piece = Piece(page, lines, BlockKind.TABLE_ROW, " ".join(filter(None, said)), cells=tuple(said), region=region)
        piece.header = at == 0 and len(rows) > 1 and is_header(rows, texts)
        piece.columns, piece.fixed, piece.language = lefts, True, lines[0].language
        result.append(piece)
    return result


def sorted_lines(lines: list[Line]) -> list[Line]:
    """Return the lines of a cell from top to bottom."""
    return sorted(lines, key=lambda line: (round(line.base / 3), line.x0))


def text_of(pieces: list[Piece], context: Context) -> str:
    """Return the words of a cell, its paragraphs and items on lines of their own."""
    return "\n".join(
        f"{piece.mark} {text}".strip()
        for piece in pieces
        if (text := joined(unbroken([line.text for line in piece.lines]), context.words)) or piece.mark
    )


def is_header(rows: list[Cells], texts: list[list[str]]) -> bool:
    """Return whether the first row of a table names its columns."""
    first, others = rows[0], rows[1:]
    said = [text for text in texts[0] if text]
    if len(said) < max(2, 0.5 * len(first)) or any(len(text) > SHORT or text.endswith(".") for text in said):
        return False
    letters = [line for cell in first for line in cell]
    others_bold = mean(line.bold for row in others for cell in row for line in cell)
    if all(line.bold > 0.9 for line in letters) and others_bold < 0.8:
        return True
    colours = {line.style.colour for line in letters}
    if not colours & {line.style.colour for row in others for cell in row for line in cell}:
        return True
    if any(re.fullmatch(r"[\d./-]+", text) for text in said) or any(re.search(r"\d{3}", text) for text in said):
        return False
    longest = [max(len(row[at]) for row in texts[1:]) for at in range(len(texts[0]))]
    return all(text and text[0].isupper() for text in texts[0]) and max(longest) > 2 * max(map(len, said))


def is_layout(rows: list[Cells], texts: list[list[str]], context: Context, *, ruled: bool) -> bool:
    """Return whether a table only places text on the page: long text in few cells, with headings beside or above."""
    width = max(map(len, texts))
    if width < 2:
        return True
    if not any(sum(map(bool, row)) > 1 for row in texts):
        return True
    said = [text for row in texts for text in row if text]
    if sum(kind_of_mark(context.marks.split(text)[0] or "1") == "bullet" for text in said) > 0.7 * len(said):
        return True
    large = any(line.size >= 1.1 * context.size for row in rows for cell in row for line in cell)
    if width == 2 and len(rows) == 1 and large:
        return True
    headed = len(rows) > 1 and is_header(rows, texts)
    cells = [text for row in texts for text in row if text]
    long = sum(len(text) > LONG or text.count("\n") > 2 for text in cells)
    if width >= 3:
        if headed and len(rows) > 2:
            return False
        own = [cell for row in rows for cell in row if cell]
        titled = sum(len(cell) > 1 and is_title(cell[0], cell[-1], context) for cell in own)
        if len(rows) <= 3 and titled > 0.6 * len(own):
            return True
        return not headed and long > 0.5 * len(cells) and len(rows) <= 4
    if headed and not (len(rows) <= 2 and long):
        return False
    left = [row[0] for row in texts]
    right = [row[1] if len(row) > 1 else "" for row in texts]
    if long and sum(len(text) for text in left if text) / max(1, sum(map(bool, left))) < SHORT:
        # Headings at the left of their text, unless every row is of one kind, as labels and values are.
        return long >= 0.3 * sum(map(bool, right)) or len(rows) <= 3
    if long >= 0.4 * len(cells):
        return len(rows) <= 4 or not ruled
    own = [cell for row in rows for cell in row if cell]
    titled = sum(len(cell) > 1 and is_title(cell[0], cell[-1], context) for cell in own)
    return len(rows) <= 2 and titled > 0.5 * len(own)


def is_title(first: Line, last: Line, context: Context) -> bool:
    """Return whether the first line of a cell is the heading of the rest."""
    return (first.bold > 0.9 > last.bold or first.size > 1.08 * last.size) and len(first.text) < SHORT


def as_layout(cells: list[list[list[Piece]]], texts: list[list[str]], context: Context) -> list[Piece]:
    """Return the text of a table that is only layout: by rows, each cell's paragraphs in order."""
    result: list[Piece] = []
    for row, said in zip(cells, texts, strict=True):
        filled = [at for at, text in enumerate(said) if text]
        for at in filled:
            pieces = row[at]
            label = said[at]
            is_label = len(filled) > 1 and at == filled[0] and len(label) <= SHORT and not ends_sentence(label)
            if is_label and sum(len(said[other]) for other in filled[1:]) > 1.5 * len(label):
                first = pieces[0]
                first.lines = [line for piece in pieces for line in piece.lines]
                first.kind, first.fixed = BlockKind.HEADING, True
                pieces = [first]
            for piece in pieces:
                piece.starts_region = piece is pieces[0]
            result += pieces
    return result
