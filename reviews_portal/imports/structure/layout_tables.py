"""Tables used only for page layout: headings beside or above their text in cells."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.heading_names import type_of
from reviews_portal.imports.readers.marks import is_list_mark, marks_of
from reviews_portal.imports.readers.words import ListDepths, is_unfinished, may_be_heading

from .tables import is_action_plan

LEVEL = 3  # of headings in cells


def without_layout(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks; rows of tables used only for layout become the headings, paragraphs and lists in their cells.

    Such a row has all of its text in one cell, in several lines or as a heading; or its first cell names a section and
    the second has the text of that section.
    """
    for is_table, run in groupby(blocks, key=lambda one: one.kind is BlockKind.TABLE_ROW):
        rows = list(run)
        if not is_table or is_action_plan(rows):
            yield from rows
            continue
        named = [row for row in rows if len(row.cells) == 2 and all(row.cells) and type_of(row.cells[0])]
        names_sections = len(named) >= 2 and len(named) * 2 >= len(rows)
        for row in rows:
            yield from opened(row, names_sections=names_sections)


def with_bullets_apart(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks; a block with several bullets in its text becomes one list item per bullet."""
    for block in blocks:
        first, *rest = block.text.split(" • ")
        own = block.kind is BlockKind.LIST_ITEM and block.mark == "•"
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) and len(rest) >= (1 if own else 2):
            yield replace(block, text=first)
            level = block.level if own else 0
            yield from (replace(block, kind=BlockKind.LIST_ITEM, text=one, mark="•", level=level) for one in rest)
        else:
            yield block


def opened(row: Block, *, names_sections: bool) -> Iterator[Block]:
    """Yield the contents of the cells of a row used for layout, or else the row itself."""
    filled = [cell.strip() for cell in row.cells if cell.strip()]
    if len(filled) == 1 and ("\n" in filled[0] or may_be_heading(filled[0])):
        yield from lines_of(filled[0], row)
    elif names_sections and len(filled) == 2 and "\n" not in filled[0]:
        yield replace(row, kind=BlockKind.HEADING, text=filled[0], level=LEVEL, cells=())
        yield from lines_of(filled[1], row)
    else:
        yield row


def whole_lines(lines: Sequence[str]) -> list[str]:
    """Return lines, joining each that ends in mid-sentence to the next one, if that has no mark."""
    found: list[str] = []
    marks = marks_of(lines)
    for line in lines:
        if found and is_unfinished(found[-1]) and not marks.split(line)[0]:
            found[-1] = f"{found[-1].rstrip()} {line.strip()}"
        else:
            found.append(line)
    return found


def lines_of(cell: str, row: Block) -> Iterator[Block]:
    """Yield the lines of a cell as headings, paragraphs and items of lists."""
    lines = whole_lines([line for line in cell.split("\n") if line.strip()])
    marks, depths = marks_of(lines), ListDepths()
    for at, line in enumerate(lines):
        mark, text = marks.split(line)
        block = replace(row, text=text, mark=mark, cells=(), header=False)
        if mark and text and is_list_mark(mark):
            indent = len(line) - len(line.lstrip())
            yield replace(block, kind=BlockKind.LIST_ITEM, level=depths.depth(mark, indent))
        elif (
            (not mark or not is_list_mark(mark)) and may_be_heading(text) and (at + 1 < len(lines) or len(lines) == 1)
        ):
            depths.end()
            yield replace(block, kind=BlockKind.HEADING, level=LEVEL)
        else:
            depths.end()
            yield replace(block, kind=BlockKind.PARAGRAPH)
