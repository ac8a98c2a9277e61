"""Joins what the end of a page or column divides: sentences, list items, rows of tables."""

import re

from ...blocks import BlockKind
from ..words import is_unfinished
from .context import Context
from .hyphens import HYPHENS, join
from .model import Piece
from .paragraphs import ends_sentence, would_fit

BESIDE = (BlockKind.FURNITURE, BlockKind.FOOTNOTE)
FAR = 3  # pieces of a box between the two halves of a sentence


def join_pieces(pieces: list[Piece], context: Context) -> list[Piece]:
    """Return pieces with the halves of one sentence or row as one, at the place of the first."""
    result: list[Piece] = []
    for piece in pieces:
        if piece.kind is BlockKind.TABLE_ROW and (row := last_row(result)) is not None:
            if continues_row(row, piece):
                row.cells = tuple(
                    join(one, two, context.words) for one, two in zip(row.cells, piece.cells, strict=True)
                )
                row.text = " ".join(filter(None, row.cells))
                continue
            result.append(piece)
            continue
        if piece.starts_region and (first := half_of(result, piece)) is not None:
            first.text = join(first.text, piece.text, context.words)
            first.lines = [*first.lines, *piece.lines]
            first.right = piece.right
            continue
        result.append(piece)
    return result


def half_of(before: list[Piece], piece: Piece) -> Piece | None:
    """Return the piece that another one continues, or None."""
    item = bool(piece.hint and piece.hint.kind == "LI")
    if (piece.kind is not BlockKind.PARAGRAPH and not item) or piece.mark or not piece.lines:
        return None
    seen = 0
    for first in reversed(before):
        if first.kind in BESIDE:
            continue
        if first.hint and piece.hint and first.page == piece.page and first.lines and not has_jumped(first, piece):
            return None  # by the tags, the next paragraph
        other = (first.page, first.region) != (piece.page, piece.region)
        if item and not seen and first.page < piece.page and first.kind is BlockKind.LIST_ITEM and first.mark:
            return first  # by the tags, an item without a mark of its own
        if other and piece.page - first.page <= 1 and continues(first, piece):
            return first
        seen += 1
        if seen > FAR or first.page < piece.page or ends_sentence(first.text) or not piece.text[0].islower():
            return None
    return None


def has_jumped(first: Piece, second: Piece) -> bool:
    """Return whether the second piece stands in another column than the first."""
    one, two = first.lines[-1], second.lines[0]
    return two.base < one.base or two.x0 > one.x1 or two.x1 < one.x0


def continues(first: Piece, second: Piece) -> bool:
    """Return whether the second piece goes on with a sentence of the first."""
    if first.kind not in (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM) or not first.lines:
        return False
    one, two = first.lines[-1], second.lines[0]
    if abs(one.size - two.size) > 1 or ((one.bold > 0.94) != (two.bold > 0.94) and one.bold in (0, 1)):
        return False
    text = first.text.rstrip()
    if is_set_in(first, second):
        return True
    if re.search(r"[.!?:][\"”’)]*[⁰¹²³⁴-⁹]*$", text):
        return False
    if text[-1] in HYPHENS or second.text[0].islower():
        return True
    if text[-1] in ";:":
        return False
    if is_unfinished(text[-24:]) or text.endswith(","):
        return True
    filled = one.x1 > first.right - 5 * one.size and len(first.lines) > 1
    return filled and first.kind is BlockKind.PARAGRAPH and (len(second.lines) > 1 or ends_sentence(second.text))


def is_set_in(first: Piece, second: Piece) -> bool:
    """Return whether the second piece stands where an item's text stands, and the item's last line is full."""
    start, one, two = first.lines[0], first.lines[-1], second.lines[0]
    if first.kind is not BlockKind.LIST_ITEM or not start.mark or first.page == second.page or len(first.lines) < 2:
        return False
    set_in = start.text_x0 - start.x0 > 0.6 * start.size and abs(two.x0 - start.text_x0) < 2
    return set_in and not would_fit(one, two, first.right)


def last_row(before: list[Piece]) -> Piece | None:
    """Return the last row of a table, if nothing but furniture or its repeated header stands after it."""
    for piece in reversed(before):
        if piece.kind in BESIDE or piece.header:
            continue
        return piece if piece.kind is BlockKind.TABLE_ROW else None
    return None


def continues_row(first: Piece, second: Piece) -> bool:
    """Return whether a row at the top of a page goes on with the last row of the page before."""
    if second.page == first.page or second.header or len(first.cells) != len(second.cells):
        return False
    pairs = [(one, two) for one, two in zip(first.cells, second.cells, strict=True) if two]
    if not pairs or any(abs(a - b) > 8 for a, b in zip(first.columns, second.columns, strict=False)):
        return False
    going_on = [
        bool(one) and not ends_sentence(one) and (two[0].islower() or is_unfinished(one[-24:]) or one[-1] in HYPHENS)
        for one, two in pairs
    ]
    if not second.cells[0] and first.cells[0]:
        return any(going_on) or (all(bool(one) for one, _ in pairs) and sum(map(bool, second.cells)) == 1)
    return bool(second.cells[0]) and going_on[0] and second.cells[0][0].islower()


def mark_repeated_headers(pieces: list[Piece]) -> None:
    """Say of rows that repeat a header at the top of a page that they are headers, and so is what they repeat."""
    tops: dict[tuple[str, ...], list[Piece]] = {}
    last_page = 0
    for piece in pieces:
        if piece.kind is BlockKind.TABLE_ROW:
            if piece.page != last_page or piece.header:
                tops.setdefault(tuple(" ".join(cell.lower().split()) for cell in piece.cells), []).append(piece)
            last_page = piece.page
    for same in tops.values():
        pages = {piece.page for piece in same}
        repeated = len(pages) > 1 and all(len(cell) < 80 for cell in same[0].cells)
        if repeated or (len(same) > 1 and any(piece.header for piece in same)):
            for piece in same:
                piece.header = True
