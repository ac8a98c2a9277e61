"""The beginning of a document: its title page, and headings run into the first line of a paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.chapters import NUMERAL
from reviews_portal.imports.details.partnerships import NAMED, names_in
from reviews_portal.imports.details.review_kinds import kind_of
from reviews_portal.imports.details.title_page import (
    DOCUMENT,
    LONGEST_LINE,
    MARGINS,
    continues,
    is_title,
    names_detail,
    names_review,
)
from reviews_portal.imports.draft import Type
from reviews_portal.imports.heading_names import type_of

NUMBERED = re.compile(r"\d{1,2}(?:\.\d+)*[.):]\s")
BEGINNING = re.compile(r"([A-Z][^.:;?!\n]{2,50})[:;]\s+(\S.*)", re.DOTALL)
THEMATIC = re.compile(r"(?:thematic|independent) review\b\W*\w+", re.IGNORECASE)
MOST_LINES = 40  # of a title page
LONG_NAME = 5  # words of the name of a document
MOST_WORDS = 5  # of such a heading


def split_head(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the title page of a source, and the rest: from the first heading with text under it."""
    shown = [(at, one) for at, one in enumerate(blocks) if one.kind is not BlockKind.FURNITURE]
    head: list[Block] = []
    following = [*(one for _, one in shown[1:]), None]
    for (at, block), follows in zip(shown, following, strict=False):
        if names_document_in_cells(block, follows) and not head:
            head.append(replace(block, kind=BlockKind.PARAGRAPH, text="\n".join(filled(block)), cells=()))
            continue
        if block.kind is BlockKind.TABLE_ROW:
            belongs = (
                is_detail(block) if head and head[-1].kind is BlockKind.TABLE_ROW else states_details(blocks[at:])
            )
        else:
            belongs = is_line(block, follows, head)
        if not belongs or len(head) == MOST_LINES:
            return with_furniture(blocks, at, head)
        head.append(replace(block, kind=BlockKind.PARAGRAPH) if block.kind is BlockKind.LIST_ITEM else block)
    return head, [one for one in blocks if one.kind is BlockKind.FURNITURE]


def is_line(block: Block, follows: Block | None, head: Sequence[Block]) -> bool:
    """Return whether a block is a line of the title page, given the blocks after it and the lines before it."""
    said = [one.text for one in head if one.kind is not BlockKind.TABLE_ROW and not MARGINS.fullmatch(one.text)]
    if block.kind is not BlockKind.HEADING:
        return not is_text(block)
    if is_numbered(block) or (head and NUMERAL.fullmatch(block.text)):
        return False
    if not said:
        return True
    before = f"{said[-1]} {block.text}"
    if follows is not None and (is_text(follows) or follows.kind is BlockKind.TABLE_ROW):
        return completes_title(block.text, said)
    if NAMED.fullmatch(before) or next(names_in(block.text), None) or names_title(block.text):
        return True
    broken = follows is not None and continues(block, follows) and names_review(f"{block.text} {follows.text}")
    return broken or type_of(block.text) is None


def completes_title(text: str, said: Sequence[str]) -> bool:
    """Return whether a heading directly above text is the last line of the title, and not the name of a section."""
    if kind_of(text) or THEMATIC.match(text):
        return not any(kind_of(one) for one in said) and not NAMED.fullmatch(text)
    length = len(text.split())
    is_document = names_document(text) and (
        length >= LONG_NAME or (length > 1 and type_of(text) in (None, Type.ACTION))
    )
    return is_document and not any(names_document(one) for one in said)


def is_numbered(block: Block) -> bool:
    """Return whether a heading belongs to a numbered chapter: "6. Analysis", but not "5. Learning from reviews"."""
    numbered = NUMBERED.match(block.printed)
    return numbered is not None and not DOCUMENT.fullmatch(NUMBERED.sub("", block.text))


def names_title(text: str) -> bool:
    """Return whether a heading names the document, the review or its subject."""
    return bool(DOCUMENT.fullmatch(text)) or names_review(text)


def states_details(blocks: Sequence[Block]) -> bool:
    """Return whether blocks begin with a table of the document's details: "Title", "Published by"."""
    rows = list(takewhile(lambda one: one.kind is BlockKind.TABLE_ROW, blocks))
    return all(map(is_detail, rows)) and any(names_detail(row.cells[0]) for row in rows)


def is_detail(row: Block) -> bool:
    """Return whether a row of a table is a label and a value."""
    return len(filled(row)) == 2


def names_document_in_cells(row: Block, follows: Block | None) -> bool:
    """Return whether a row is a table of its own whose cells, side by side, name the document and its partnership."""
    if row.kind is not BlockKind.TABLE_ROW or (follows and follows.kind is BlockKind.TABLE_ROW):
        return False
    lines = [line for cell in filled(row) for line in cell.split("\n")]
    return any(map(names_title, lines)) and all(is_title(line) for line in lines)


def filled(row: Block) -> list[str]:
    """Return the cells of a row that have text."""
    return [cell.strip() for cell in row.cells if cell.strip()]


def with_furniture(blocks: Sequence[Block], at: int, head: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return a head, and the blocks from `at` on, after the page furniture that was before them."""
    return head, [*(one for one in blocks[:at] if one.kind is BlockKind.FURNITURE), *blocks[at:]]


def is_text(block: Block) -> bool:
    """Return whether a block is text, and not a line of a title page."""
    if block.kind is BlockKind.LIST_ITEM:  # text from PDFs may show lines of a title page as a list without marks
        return bool(block.mark) or not (
            is_title(block.text) and (names_title(block.text) or any(names_in(block.text)))
        )
    return block.kind is BlockKind.PARAGRAPH and len(block.text.split()) > LONGEST_LINE


def names_document(text: str) -> bool:
    """Return whether a line names the kind of document rather than a review."""
    return bool(DOCUMENT.fullmatch(text)) and not kind_of(text)


def with_inline_headings(blocks: Sequence[Block]) -> Iterator[Block]:
    """Yield blocks; a paragraph that begins with the name of a section and a colon becomes a heading and the rest."""
    for block in blocks:
        found = begins_section(block) if block.kind is BlockKind.PARAGRAPH and not block.mark else None
        if (
            found
            and len(found[0].split()) <= MOST_WORDS
            and type_of(found[0]) in (Type.AGENCY_INVOLVED, Type.KEY_THEME)
        ):
            yield replace(
                block, kind=BlockKind.HEADING, text=block.text[: len(block.text) - len(found[1])].strip(), level=4
            )
            yield replace(block, text=found[1])
        else:
            yield block


def begins_section(block: Block) -> tuple[str, str] | None:
    """Return the text before and after the first colon or semicolon of a paragraph, if that is early in it."""
    found = BEGINNING.match(block.text)
    return (found[1], found[2]) if found else None
