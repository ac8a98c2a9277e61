"""Reads Word documents."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
from docx.exceptions import PythonDocxError
from lxml import etree

from learning.originals.reader.contents import Refused
from reviews_portal.imports.blocks import Block, BlockKind, Source

from .docx_styles import Numbering, Style, Styles, number_of, style_of
from .docx_words import DELETED, WITHIN, WordReader, Words, is_deleted_row, is_header_row
from .marks import is_list_mark, kind_of_mark
from .office import UNREADABLE, attribute, checked, local, metadata, related, tree_of, unreadable, words_of
from .words import arranged, lines_of, may_be_heading, tidy, with_typed_marks

CONTENTS = re.compile(r"toc \d|table of figures", re.IGNORECASE)  # styles of lines in a table of contents
BULLETS = re.compile(r"list bullet(?: (\d))?", re.IGNORECASE)
WIDEST = 50  # columns that one cell may span


def read(content: bytes, name: str) -> Source:
    """Return the blocks of a Word document. Raises Refused for one with macros and one that cannot be read."""
    try:
        return Reader(docx.Document(checked(content, "docx"))).source(name)
    except (*UNREADABLE, PythonDocxError) as error:
        raise unreadable() from error


def inner(element: etree._Element, hide: Any = None) -> Iterator[etree._Element]:
    """Yield the children of an element; those of content controls and insertions as its own, deletions as hidden."""
    for child in element:
        name = local(child)
        if name in WITHIN:
            yield from inner(child, hide)
        elif name in DELETED:
            if hide is not None:
                hide(child)
        else:
            yield child


class Reader:
    """Reads one document."""

    def __init__(self, document: Any) -> None:
        self.document = document
        self.part = document.part
        self.parts = {kind: next(iter(related(self.part, kind)), None) for kind in ("styles", "numbering")}
        trees = {kind: None if part is None else tree_of(part) for kind, part in self.parts.items()}
        self.styles = Styles(trees["styles"])
        self.numbering = Numbering.of(trees["numbering"], self.styles)
        self.reader = WordReader(self.part, self.styles)
        self.blocks: list[Block] = []
        self.notes: dict[tuple[str, str], etree._Element] = {}
        for kind in ("footnote", "endnote"):
            for part in related(self.part, f"{kind}s"):
                self.notes |= {(kind, attribute(one, "id")): one for one in tree_of(part).iterchildren(f"{{*}}{kind}")}
        self.count = 0

    def source(self, name: str) -> Source:
        """Return the document: headers, body, endnotes and footers, in this order."""
        headers = self.furniture("header")
        self.body(self.document.element.body)
        ends = [block for block in self.blocks if block.mark.startswith("[")]
        blocks = [block for block in self.blocks if not block.mark.startswith("[")]
        blocks = [*headers, *arranged(with_typed_marks(blocks)), *ends, *self.furniture("footer")]
        if not blocks:
            raise Refused("has no text, only pictures or nothing. Save it as a PDF with text, or type the text.")
        for part in related(self.part, "comments"):
            self.reader.hidden += filter(
                None, (tidy(words_of(one)) for one in tree_of(part).iterchildren("{*}comment"))
            )
        return Source(name, tuple(blocks), metadata(self.document.core_properties), tuple(self.reader.hidden))

    def furniture(self, kind: str) -> list[Block]:
        """Return what stands at the head or foot of pages, each text once."""
        texts: dict[str, None] = {}
        for part in related(self.part, kind):
            reader = WordReader(part, self.styles)
            for paragraph in tree_of(part).iter("{*}p"):
                if next((up for up in paragraph.iterancestors("{*}Fallback")), None) is None:
                    texts.setdefault(reader.words(paragraph, Style()).text)
            self.reader.hidden += reader.hidden
        return [Block(BlockKind.FURNITURE, text, place=kind) for text in texts if text]

    def body(self, element: etree._Element) -> None:
        """Read the paragraphs and tables of the body, of a cell or of a text box."""
        for child in inner(element, self.reader.hide):
            if local(child) == "p":
                self.paragraph(child)
            elif local(child) == "tbl":
                self.table(child)
            elif local(child) == "AlternateContent":
                self.body(next((one for one in child if len(one)), child))

    def style(self, paragraph: etree._Element) -> tuple[Style, str]:
        """Return what the style of a paragraph and its own properties say, and the identifier of the style."""
        properties = paragraph.find("{*}pPr")
        named = None if properties is None else properties.find("{*}pStyle")
        identifier = self.styles.default_paragraph if named is None else attribute(named, "val")
        return style_of(properties, None).over(self.styles.get(identifier)), identifier

    def label(self, style: Style, identifier: str) -> tuple[str, int]:
        """Return what Word prints before a paragraph, and the depth of its list."""
        bullets = BULLETS.fullmatch(style.name)
        named_depth = int(bullets[1]) - 1 if bullets and bullets[1] else 0
        if style.list and style.list != "0":
            depth = style.depth if style.depth is not None else self.numbering.depth_for(style.list, identifier)
            return self.numbering.next(style.list, depth), depth or named_depth
        return ("•", named_depth) if bullets else ("", 0)

    def paragraph(self, paragraph: etree._Element) -> None:
        """Add the block of a paragraph, then what stands beside it."""
        self.count += 1
        style, identifier = self.style(paragraph)
        words = self.reader.words(paragraph, style)
        text = words.text
        # Word counts an empty paragraph too, unless its words are deleted.
        counts = bool(text) or next(paragraph.iter("{*}del"), None) is None
        mark, depth = self.label(style, identifier) if counts else ("", 0)
        if style.heading or CONTENTS.fullmatch(style.name):
            groups = [(text.replace("\n", " "), words.is_bold)] if text else []
        else:
            lines = lines_of(words.pieces)
            groups = [("\n".join(line for line, _ in group), all(bold for _, bold in group)) for group in lines]
        for said, bold in groups:
            links = tuple(link for link in words.links if link[0] in said)
            block = Block(BlockKind.PARAGRAPH, said, mark=mark, links=links, language=self.language(words))
            if style.heading:
                block = replace(block, kind=BlockKind.HEADING, level=style.heading)
            elif CONTENTS.fullmatch(style.name):
                block = replace(block, kind=BlockKind.FURNITURE)
            elif bold and may_be_heading(said) and (not mark or kind_of_mark(mark) in ("number", "decimal")):
                larger = min(words.sizes) > self.usual_size
                block = replace(block, kind=BlockKind.HEADING, level=4 if larger else 5)
            elif is_list_mark(mark):
                block = replace(block, kind=BlockKind.LIST_ITEM, level=depth)
            self.add(block)
            mark = ""  # it stands before the first only
        self.beside(words)

    @property
    def usual_size(self) -> int:
        """The size of letters in paragraphs of the default style."""
        return self.styles.get(self.styles.default_paragraph).size or self.styles.default.size or 20

    def language(self, words: Words) -> str:
        """Return the language that most of a paragraph is marked in, if it is not the document's."""
        found = words.languages.most_common(1)
        return found[0][0] if found and found[0][0] != self.styles.default.language else ""

    def beside(self, words: Words) -> None:
        """Add the text boxes, the words of diagrams and the notes of a paragraph."""
        for box in words.boxes:
            self.body(box)
        for text in words.graphics:
            self.add(Block(BlockKind.PARAGRAPH, text))
        for kind, identifier, mark in words.notes:
            note = self.notes.get((kind, identifier))
            for paragraph in () if note is None else note.iter("{*}p"):
                said = self.reader.words(paragraph, Style())
                if said.text:
                    self.add(Block(BlockKind.FOOTNOTE, said.text, mark=mark, links=tuple(said.links)))

    def add(self, block: Block) -> None:
        self.blocks.append(replace(block, place=f"paragraph {self.count}"))

    def table(self, table: etree._Element) -> None:
        """Add a row for each row of a table; of a table that only arranges the page, what is in its cells."""
        rows = []
        for row in (one for one in inner(table, self.reader.hide) if local(one) == "tr"):
            if is_deleted_row(row):
                self.reader.hide(row)
            else:
                rows.append([one for one in inner(row, self.reader.hide) if local(one) == "tc"])
        if self.is_layout(rows):
            for cell in (cell for row in rows for cell in row if not is_merged(cell)):
                self.body(cell)
            return
        for number, row in enumerate(rows):
            self.row(row, number == 0)

    def is_layout(self, rows: list[list[etree._Element]]) -> bool:
        """Return whether a table only arranges the page.

        It has one column, or one row with several paragraphs in a cell, or is small with headings or tables in it.
        """
        widest = max((len(row) for row in rows), default=0)
        if widest <= 1 or (len(rows) == 1 and any(len(cell.findall("{*}p")) > 1 for cell in rows[0])):
            return True
        if len(rows) >= 3 and widest >= 3:
            return False
        return any(
            next(cell.iter("{*}tbl"), None) is not None
            or any(self.style(one)[0].heading for one in cell.iterchildren("{*}p"))
            for row in rows
            for cell in row
        )

    def row(self, row: list[etree._Element], is_first: bool) -> None:
        """Add a row of a table: a cell for each column, those that are merged once."""
        cells: list[str] = []
        held: list[Words] = []
        for cell in row:
            properties = cell.find("{*}tcPr")
            span = number_of(None if properties is None else properties.find("{*}gridSpan"), 1) or 1
            lines = (
                [] if is_merged(cell) else [line for one in cell.iter("{*}p") if (line := self.line(one, cell, held))]
            )
            cells += ["\n".join(lines)] + [""] * (min(span, WIDEST) - 1)
        if not any(cells):
            return
        bold = len(row) > 1 and all(words.is_bold for words in held if words.text)
        header = is_header_row(row[0].getparent()) or (is_first and bold)
        links = tuple(link for words in held for link in words.links)
        text = " ".join(filter(None, cells))
        languages = {self.language(words) for words in held if words.text}
        language = languages.pop() if len(languages) == 1 else ""
        self.add(Block(BlockKind.TABLE_ROW, text, cells=tuple(cells), header=header, links=links, language=language))
        for words in held:
            self.beside(words)

    def line(self, paragraph: etree._Element, cell: etree._Element, held: list[Words]) -> str:
        """Return a paragraph of a cell, with the number or bullet that Word prints before it."""
        if is_in_box(paragraph, cell):
            return ""
        self.count += 1
        style, identifier = self.style(paragraph)
        words = self.reader.words(paragraph, style)
        held.append(words)
        mark, _ = self.label(style, identifier)
        return f"{mark} {words.text}".strip()


def is_in_box(paragraph: etree._Element, cell: etree._Element) -> bool:
    """Return whether a paragraph of a cell is in a text box there."""
    for one in paragraph.iterancestors():
        if one is cell:
            return False
        if local(one) == "txbxContent":
            return True
    return False


def is_merged(cell: etree._Element) -> bool:
    """Return whether a cell goes on with the one above it."""
    properties = cell.find("{*}tcPr")
    merged = None if properties is None else properties.find("{*}vMerge")
    return merged is not None and attribute(merged, "val") in ("", "continue")
