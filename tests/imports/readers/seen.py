"""What tests of readers look at: blocks in short, and the words of a source."""

import re
import unicodedata
from collections import Counter

from reviews_portal.imports.blocks import Block, BlockKind, Source

SHORT = {
    BlockKind.HEADING: "h",
    BlockKind.PARAGRAPH: "p",
    BlockKind.LIST_ITEM: "li",
    BlockKind.TABLE_ROW: "tr",
    BlockKind.FOOTNOTE: "note",
    BlockKind.FURNITURE: "furniture",
}


def in_short(block: Block) -> str:
    """Return a block in one line: its kind, with the level of headings and items, its mark and its text or cells."""
    kind = SHORT[block.kind]
    if block.kind is BlockKind.HEADING or (block.kind is BlockKind.LIST_ITEM and block.level):
        kind += str(block.level)
    kind = "th" if block.header else kind
    return " ".join(filter(None, [f"{kind}:", block.mark, " | ".join(block.cells) or block.text])).strip()


def lines(source: Source) -> list[str]:
    """Return the blocks of a source in short."""
    return [in_short(block) for block in source.blocks]


def bag(text: str) -> Counter[str]:
    """Return how often each word is in a text."""
    text = re.sub("([⁰¹²³⁴-⁹]+)", r" \1 ", text)  # a raised number is no part of the word before it
    return Counter(re.findall(r"[^\W_]+", unicodedata.normalize("NFKC", text)))


def words(source: Source, marks: bool = True) -> Counter[str]:
    """Return how often each word is in the blocks of a source: in texts, cells and, if asked, marks."""
    said = [" ".join(block.cells) or block.text for block in source.blocks]
    return bag("\n".join(said + [block.mark for block in source.blocks if marks]))
