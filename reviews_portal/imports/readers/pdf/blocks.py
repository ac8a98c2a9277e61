"""Make blocks from the content of PDF pages."""

from collections.abc import Iterator

from learning.originals.reader.contents import storable

from ...blocks import Block, BlockKind
from .context import Context, context_of
from .furniture import furniture_of
from .grids import find_grids
from .joining import join_pieces, mark_repeated_headers
from .kinds import classify
from .lines import lines_of
from .links import links_in
from .model import Box, Glyph, Hint, Line, Page, Piece
from .paragraphs import pieces_of, with_dots, with_loose_marks, with_marks_before
from .regions import regions_of
from .tables import Cells, pieces_of_table, rows_of_grid
from .tagged import Group, are_sane, groups_of, in_given_order


def blocks_of(pages: list[Page]) -> Iterator[Block]:
    """Yield the blocks of a document from the content of its pages."""
    for page in pages:
        find_grids(page)
    lines = [lines_of(page.glyphs, page.walls) for page in pages]
    context = context_of(line for of_page in lines for line in of_page)
    tables = [[grid.box for grid in page.grids if grid.columns > 1 and len(grid.rows) > 1] for page in pages]
    furniture = furniture_of(pages, lines, tables)
    plain = [[line for line in of_page if id(line) not in furniture] for of_page in lines]
    apart = [[line for line in of_page if id(line) in furniture] for of_page in lines]
    structured: dict[int, tuple[list[Group], list]] = {}
    for page, of_page in zip(pages, apart, strict=True):
        if page.tree:
            skipped = {glyph.order for line in of_page for glyph in line.glyphs}
            structured[page.number] = groups_of(page, skipped, page.walls)
    is_tagged = bool(structured) and are_sane([(page, *structured[page.number]) for page in pages if page.tree])
    pieces: list[Piece] = []
    for page, own, edges in zip(pages, plain, apart, strict=True):
        text: list[Piece] = []
        if is_tagged and page.number in structured:
            text = tagged_pieces(page, *structured[page.number], context)
        elif own:
            text = plain_pieces(page, own, context)
        pieces += with_furniture(page, text, edges)
    pieces = with_marks_before(pieces, context)
    classify(pieces, context, {page.number: page for page in pages})
    mark_repeated_headers(pieces)
    links = {page.number: page.links for page in pages}
    for piece in join_pieces(pieces, context):
        if piece.text or piece.mark:
            yield block_of(piece, links)


def plain_pieces(page: Page, lines: list[Line], context: Context) -> list[Piece]:
    """Return the pieces of a page by the position of its lines."""
    pieces: list[Piece] = []
    with_dots(lines, page.dots)
    underline(lines, page.rules)
    upright = [line for line in lines if line.upright]
    grids = []
    in_grids: set[int] = set()
    held = {}
    for grid in page.grids:
        free = [line for line in lines if id(line) not in in_grids]
        own = free if grid.columns == 1 else [line for line in free if grid.box.has_centre(line)]
        if len(own) > 1:
            rows = rows_of_grid(grid, own)
            own = [line for line in own if grid.box.has_centre(line)]
            if max((len(row) for row in rows), default=0) > 1:
                grids.append(grid)
                held[id(grid)] = rows
                in_grids |= {id(line) for line in own}
    free = with_loose_marks([line for line in upright if id(line) not in in_grids], context)
    number = 0
    for number, region in enumerate(regions_of(page, free, grids), 1):
        if region.grid is not None:
            pieces += pieces_of_table(held[id(region.grid)], page.number, number, context, ruled=True)
        elif region.table is not None:
            pieces += pieces_of_table(region.table, page.number, number, context, ruled=False)
        else:
            pieces += pieces_of(region.lines, page.number, number, context)
    aside = [line for line in lines if not line.upright and id(line) not in in_grids]
    return pieces + pieces_of(aside, page.number, number + 1, context)


def underline(lines: list[Line], rules: list[Box]) -> None:
    """Mark lines that have a rule under their full width."""
    for line in lines:
        line.underlined = any(
            -1 < rule.top - line.base < 0.3 * line.size
            and rule.height < 2
            and abs(rule.x0 - line.text_x0) < 4
            and abs(rule.x1 - line.x1) < 6
            for rule in rules
        )


def tagged_pieces(page: Page, groups: list[Group], rest: list, context: Context) -> list[Piece]:
    """Return the pieces of a page by its tags, with untagged pieces in their positions among them."""
    pieces: list[Piece] = []
    with_dots([line for group in groups for line in group.lines], page.dots)
    ruled, rest = ruled_tables(page, groups, rest)
    for number, group in enumerate(groups, 1):
        if id(group) in ruled:
            rows = ruled[id(group)]
            pieces += pieces_of_table(rows, page.number, number, context, ruled=True) if rows else []
            continue
        if group.cells:
            pieces += tagged_table(page, group, context, number)
            continue
        underline(group.lines, page.rules)
        lines = group.lines
        if group.marks:
            mark = "".join(glyph.text for glyph in group.marks).strip()
            if lines and not lines[0].mark:
                lines[0].mark, lines[0].text_x0 = mark, lines[0].x0
                lines[0].x0 = min(glyph.x0 for glyph in group.marks)
            elif not lines:
                lines = in_given_order(group.marks, page.walls, group.language)
        found = pieces_of(lines, page.number, number, context, group.hint)
        for at, piece in enumerate(found):
            if at and group.hint.kind == "LI" and not piece.mark:
                piece.hint = Hint("P", group.hint.level)
            if group.hint.kind == "Note" and not piece.mark and group.marks:
                piece.mark = "".join(glyph.text for glyph in group.marks).strip()
        pieces += found
    loose = lines_of(rest, page.walls)
    for piece in plain_pieces(page, loose, context) if loose else []:
        top, left, right = piece.lines[0].top, piece.lines[0].x0, piece.lines[0].x1
        above = [
            at
            for at, other in enumerate(pieces)
            if other.lines
            and other.lines[-1].base <= top + 3
            and other.lines[0].x0 < right
            and other.lines[0].x1 > left
        ]
        pieces.insert(above[-1] + 1 if above else 0, piece)
    return pieces


def ruled_tables(page: Page, groups: list[Group], rest: list[Glyph]) -> tuple[dict[int, list[Cells]], list[Glyph]]:
    """Return the rows of tagged tables that are also ruled, and the letters outside them.

    Rules show more reliably than tags which cells are empty. Rows belong to the first table in a grid. Other tables in
    the same grid have none.
    """
    found: dict[int, list[Cells]] = {}
    for grid in page.grids:
        if grid.columns < 2:
            continue
        inside = []
        for group in groups:
            glyphs = [glyph for row in group.cells.values() for cell in row.values() for glyph in cell]
            lines = lines_of(glyphs, page.walls)
            within = sum(grid.box.has_centre(line) for line in lines)
            if lines and within > 0.8 * len(lines) and id(group) not in found:
                inside.append((group, lines))
        if not inside or max(len(row) for group, _ in inside for row in group.cells.values()) > grid.columns:
            continue
        loose = [line for line in lines_of(rest, page.walls) if grid.box.has_centre(line)]
        taken = {glyph.order for line in loose for glyph in line.glyphs}
        rest = [glyph for glyph in rest if glyph.order not in taken]
        for group, lines in inside:
            found[id(group)] = []
            for line in lines:
                line.language = group.language
        found[id(inside[0][0])] = rows_of_grid(grid, loose + [line for _, lines in inside for line in lines])
    return found, rest


def tagged_table(page: Page, group: Group, context: Context, number: int) -> list[Piece]:
    """Return the rows of a tagged table. Empty cells are found by the position of the columns."""
    rows = [
        [in_given_order(cell, page.walls, group.language) for cell in row.values()] for row in group.cells.values()
    ]
    rows = [[cell for cell in row if cell] for row in rows]
    width = max((len(row) for row in rows), default=0)
    full = [row for row in rows if len(row) == width]
    lefts = [min(min(line.x0 for line in row[at]) for row in full) for at in range(width)]
    placed = []
    for row in rows:
        cells: list[list[Line]] = [[] for _ in range(width)]
        for cell in row:
            left = min(line.x0 for line in cell)
            at = max((at for at in range(width) if lefts[at] <= left + 8), default=0)
            cells[at] += cell
        placed.append(cells if width > len(row) else row)
    pieces = pieces_of_table(placed, page.number, number, context, ruled=True)
    if pieces and pieces[0].kind is BlockKind.TABLE_ROW and width > 1:
        kept = [at for at, row in enumerate(rows) if any(row)]
        for piece, at in zip(pieces, kept, strict=False):
            if list(group.cells)[at] in group.heads:
                piece.header = at == 0 or pieces[0].header
    return pieces


def with_furniture(page: Page, pieces: list[Piece], edges: list[Line]) -> list[Piece]:
    """Return the pieces of a page with its furniture: that at the top before the text, the rest after it."""

    def piece_of(line: Line) -> Piece:
        return Piece(page.number, [line], BlockKind.FURNITURE, line.text, fixed=True)

    top = [piece_of(line) for line in edges if line.bottom < page.height / 2]
    return [*top, *pieces, *(piece_of(line) for line in edges if line.bottom >= page.height / 2)]


def block_of(piece: Piece, links: dict[int, list[tuple[Box, str]]]) -> Block:
    """Return a piece as a block."""
    languages = {line.language for line in piece.lines if line.language}
    leveled = piece.kind in (BlockKind.HEADING, BlockKind.LIST_ITEM)
    return Block(
        piece.kind or BlockKind.PARAGRAPH,
        storable(piece.text),
        level=piece.level if leveled else 0,
        mark=piece.mark,
        cells=tuple(storable(cell) for cell in piece.cells),
        header=piece.header,
        page=piece.page,
        place=f"page {piece.page}",
        language=languages.pop() if len(languages) == 1 else "",
        links=links_in(piece, links),
    )
