"""The output of a reader: the blocks of text of a file in reading order, each with its place in the source."""

from dataclasses import dataclass, field
from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is in its source."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    TABLE_ROW = "table row"
    FOOTNOTE = "footnote"
    FURNITURE = "furniture"  # running heads, page numbers, menus and banners of the site that served the page


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of a source: a heading, a paragraph, a list item, a row of a table, a footnote or page furniture.

    `text` is the words as the source has them, without the mark of a list item and without hyphens that only
    break a word at the end of a line. The words of a table row are in `cells`, one for each column; its `text` is
    those cells joined by a space.
    """

    kind: BlockKind
    text: str
    level: int = 0  # of a heading, 1 to 6; of a list item, its depth, from 0
    mark: str = ""  # of a list item or numbered paragraph, as printed: "•", "3.", "(a)", "iv)"
    cells: tuple[str, ...] = ()
    header: bool = False  # a table row that names its columns
    page: int | None = None  # from 1, where the format has pages
    place: str = ""  # where to look in the source: "page 3", "slide 2", "paragraph 14"
    language: str = ""  # as the source marks it ("cy"); empty if it does not say
    number: int = -1  # its place among the blocks of its source, from 0
    links: tuple[tuple[str, str], ...] = ()  # words of the text that are a link, and the address that they lead to

    @property
    def printed(self) -> str:
        """Its text after its mark."""
        return f"{self.mark} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Source:
    """A file as a reader read it: its blocks, and its metadata.

    `metadata` has the file's own properties by name ("title", "author", "created"), `hidden` the words that are in
    the file but not on its pages: comments, tracked deletions, speaker notes.
    """

    name: str
    blocks: tuple[Block, ...]
    metadata: dict[str, str] = field(default_factory=dict)
    hidden: tuple[str, ...] = ()
