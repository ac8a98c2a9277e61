"""Sentences that a footnote, or the end of a page or table, divides into two blocks."""

from collections.abc import Sequence
from dataclasses import replace

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.readers.marks import NOTE, kind_of_mark
from reviews_portal.imports.readers.words import is_unfinished

BETWEEN = (BlockKind.FOOTNOTE, BlockKind.FURNITURE)
TEXT = (BlockKind.PARAGRAPH, BlockKind.LIST_ITEM)


def with_sentences_whole(blocks: Sequence[Block]) -> tuple[list[Block], set[int]]:
    """Return blocks with each divided sentence in its first block, and the numbers of the blocks of its other parts.

    Footnotes and page furniture between the parts follow the whole sentence.
    """
    found: list[Block] = []
    taken: set[int] = set()
    for block in blocks:
        at = next((at for at in reversed(range(len(found))) if not is_between(found[at])), len(found))
        if at < len(found) and block.number != found[at].number and continues(found[at], block, found[at + 1 :]):
            before = found[at]
            found[at] = replace(before, text=f"{before.text} {block.text}", links=(*before.links, *block.links))
            taken.add(block.number)
        else:
            found.append(block)
    return found, taken


def is_between(block: Block) -> bool:
    """Return whether a block may stand in the middle of a sentence: a footnote, or page furniture."""
    return block.kind in BETWEEN or (block.kind is BlockKind.PARAGRAPH and bool(NOTE.match(block.text)))


def continues(before: Block, block: Block, between: Sequence[Block]) -> bool:
    """Return whether a block is the second part of a sentence that begins in the block before it.

    The first part ends with a word that no sentence ends with. It may introduce a list, so the second part
    must be an unmarked paragraph on another page, or else be of the same kind, begin with a lower-case letter and
    follow a footnote or page furniture.
    """
    if before.kind not in TEXT or not is_unfinished(before.text):
        return False
    if block.kind is BlockKind.PARAGRAPH and not block.mark and block.page != before.page:
        return True
    is_bullet = not block.mark or kind_of_mark(block.mark) == "bullet"
    return bool(between) and block.kind is before.kind and is_bullet and block.text[:1].islower()
