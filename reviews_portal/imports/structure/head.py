"""The beginning of a document: its title page, and headings run into the first line of a paragraph."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.chapters import NUMERAL
from reviews_portal.imports.details import LONGEST_LINE
from reviews_portal.imports.draft import Type
from reviews_portal.imports.heading_names import type_of

DOCUMENT = re.compile(
    r"\b(?:briefing|bulletin|review|summary|report|newsletter|minute|plan|response)\b", re.IGNORECASE
)
BEGINNING = re.compile(r"([A-Z][^.:;?!\n]{2,50})[:;]\s+(\S.*)", re.DOTALL)
MOST_WORDS = 5  # of such a heading


def split_head(blocks: Sequence[Block]) -> tuple[list[Block], list[Block]]:
    """Return the title page of a source, and the rest: from the first heading with text under it."""
    head: list[Block] = []
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.FURNITURE:
            continue
        after = next((one for one in blocks[at + 1 :] if one.kind is not BlockKind.FURNITURE), None)
        is_last = block.kind is BlockKind.HEADING and (after is None or after.kind is not BlockKind.HEADING)
        if block.kind is BlockKind.HEADING and head and (type_of(block.text) and not names_document(block.text)):
            return with_furniture(blocks, at, head)
        if block.kind is BlockKind.HEADING and head and NUMERAL.fullmatch(block.text):
            return with_furniture(blocks, at, head)
        if is_last and head and after is not None and is_text(after):
            return with_furniture(blocks, at, head)
        if block.kind in (BlockKind.LIST_ITEM, BlockKind.TABLE_ROW) or is_text(block):
            return with_furniture(blocks, at, head)
        head.append(block)
    return head, [one for one in blocks if one.kind is BlockKind.FURNITURE]


def with_furniture(blocks: Sequence[Block], at: int, head: list[Block]) -> tuple[list[Block], list[Block]]:
    """Return a head, and the blocks from `at` on, after the page furniture that was before them."""
    return head, [*(one for one in blocks[:at] if one.kind is BlockKind.FURNITURE), *blocks[at:]]


def is_text(block: Block) -> bool:
    """Return whether a block is text, and not a line of a title page."""
    return (
        block.kind is BlockKind.PARAGRAPH and len(block.text.split()) > LONGEST_LINE
    ) or block.kind is BlockKind.LIST_ITEM


def names_document(text: str) -> bool:
    """Return whether a heading names the document: a briefing, a bulletin, a kind of review."""
    return bool(DOCUMENT.search(text))


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
