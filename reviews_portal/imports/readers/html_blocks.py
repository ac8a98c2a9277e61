"""The blocks of a tree of HTML."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from lxml import etree

from learning.originals.reader.contents import Refused
from reviews_portal.imports.blocks import Block, BlockKind

from .html_elements import (
    BOLD,
    BREAKING,
    HEADINGS,
    LISTS,
    UNSEEN,
    is_address,
    is_layout,
    is_short_list,
    level_of_heading,
    list_style,
    number_in_style,
    whole,
)
from .html_frames import Cell, Frame, Item, Table
from .html_hidden import is_hidden, opens_panel
from .marks import BULLET, SIGNS, SUPERSCRIPT, Marks
from .words import lines_of, may_be_heading, tidy

DEEPEST = 500  # elements within each other; pages that people write have about forty
WIDEST = 50  # columns that one cell may span
FOOTNOTES = re.compile(r"\b(?:foot|end)notes?\b", re.IGNORECASE)


class Walk:
    """A walk through a tree of HTML that collects its blocks, and the words that are not shown."""

    def __init__(self, is_furniture: Callable[[etree._Element, bool], bool], places: str = "paragraph") -> None:
        self.is_furniture = is_furniture
        self.places = places
        self.blocks: list[Block] = []
        self.hidden: list[str] = []
        self.frames = [Frame("")]
        self.pieces: list[tuple[str, bool]] = []  # words, and whether they are bold
        self.links: list[tuple[str, str]] = []
        self.link_from = 0
        self.level = 1

    def walk(self, tree: etree._Element) -> None:
        """Read a tree. Raises Refused for one that is nested too deeply."""
        walk = etree.iterwalk(tree, events=("start", "end", "comment", "pi"))
        skipped: Any = None
        for event, element in walk:
            if event in ("comment", "pi"):
                self.add(element.tail)
            elif event == "start":
                if not isinstance(element.tag, str) or element.tag in UNSEEN or is_hidden(element):
                    self.hide(element)
                    skipped = element
                    walk.skip_subtree()
                else:
                    self.start(element)
            elif element is skipped:
                skipped = None
                self.add(element.tail)
            else:
                self.end(element)
                self.add(element.tail)
        self.flush()

    def hide(self, element: etree._Element) -> None:
        """Keep the words of an element that a browser does not show, but for code."""
        if element.tag not in UNSEEN and (words := tidy(" ".join(element.itertext(etree.Element)))):
            self.hidden.append(words)
        if element.tag in BREAKING:
            self.flush()

    def start(self, element: etree._Element) -> None:
        """Open an element."""
        if len(self.frames) > DEEPEST:
            raise Refused("is nested too deeply to be read. Save it as plain text, or as PDF, and choose that.")
        tag, above = element.tag, self.frames[-1]
        if tag in BREAKING and not (tag in ("button", "label") and above.heading):
            self.flush()
        language = (element.get("lang") or element.get("{http://www.w3.org/XML/1998/namespace}lang") or "").strip()
        frame = replace(above, tag=tag, language=language.partition("-")[0].lower() or above.language)
        frame.furniture = self.is_furniture(element, above.furniture)
        frame.bold = above.bold or tag in BOLD or tag == "th"
        frame.superscript = above.superscript or tag == "sup"
        frame.preserved = above.preserved or tag in ("pre", "textarea")
        frame.footnote = above.footnote or bool(
            FOOTNOTES.search(f"{element.get('class', '')} {element.get('id', '')} {element.get('role', '')}")
        )
        if above.furniture and tag == "a":
            self.flush()
        self.frames.append(frame)
        self.start_structure(element, frame, above)
        if tag == "br":
            self.pieces.append(("\n", False))
        elif tag == "img" and (alternative := tidy(element.get("alt") or "")):
            self.hidden.append(alternative)
        elif tag == "input" and element.get("type") in ("submit", "button", "reset"):
            self.add(element.get("value"))
        elif tag == "a" and is_address(address := (element.get("href") or "").strip()):
            frame.address, self.link_from = address, len(self.pieces)
        self.add(element.text)

    def start_structure(self, element: etree._Element, frame: Frame, above: Frame) -> None:
        """Note what an element that is a heading, a list or a part of a table begins."""
        tag = frame.tag
        if level := level_of_heading(element):
            frame.heading = self.level = level
        elif opens_panel(element) and above.heading == 0 and not frame.furniture:
            frame.heading = min(self.level + 1, 6)
        elif tag in ("summary", "caption", "dt", "legend"):
            frame.heading = min(self.level + 1, 6) if tag == "summary" else 6
        elif tag in LISTS:
            frame.depth, frame.item = above.depth + 1, None
            frame.style = list_style(element)
            items = sum(child.tag == "li" for child in element) if element.get("reversed") is not None else 1
            frame.number, frame.step = whole(element.get("start"), items), -1 if items > 1 else 1
        elif tag == "li":
            frame.item = Item(self.next_mark(element, above))
            frame.depth = max(above.depth, 0)
        elif above.tag in LISTS and (tag == "p" or tag in HEADINGS):
            # Half of a page: the list was never closed. What follows does not stand in it.
            above.depth = frame.depth = -1
        if tag == "table" and not is_layout(element) and above.cell is None:
            frame.table = Table()
        elif tag in ("thead", "tbody", "tfoot") and frame.table is not None:
            frame.table.in_head = tag == "thead"
        elif tag == "dl" and is_short_list(element) and above.cell is None:
            frame.table = Table()
        elif tag in ("td", "th", "dt", "dd") and frame.table is not None and above.cell is None:
            columns = min(max(whole(element.get("colspan"), 1), 1), WIDEST)
            rows = min(max(whole(element.get("rowspan"), 1), 1), 10_000)
            frame.cell, frame.item, frame.heading = Cell(tag == "th", columns, rows), None, 0

    def next_mark(self, element: etree._Element, within: Frame) -> str:
        """Return the mark that a browser shows before an item of a list, or the one that Markdown has."""
        if mark := element.get("data-mark"):
            return mark
        if within.tag != "ol":
            return "•"
        number = whole(element.get("value"), within.number)
        within.number = number + within.step
        return f"{number_in_style(number, within.style)}."

    def end(self, element: etree._Element) -> None:
        """Close an element."""
        frame, above = self.frames[-1], self.frames[-2]
        tag = frame.tag
        if tag == "a" and (frame.address or above.furniture):
            words = tidy("".join(piece for piece, _ in self.pieces[self.link_from :]))
            if frame.address and words:
                self.links.append((words, frame.address))
            frame.address = ""
            if above.furniture:
                self.flush()
        elif tag in BREAKING and not (tag in ("button", "label") and above.heading):
            self.flush()
        if frame.cell is not None and above.cell is None and frame.table is not None:
            frame.table.cells.append(frame.cell)
            if tag == "dd":
                self.end_row(frame, frame.table)
        if tag in ("tr", "dl") and frame.table is not None and frame.cell is None:
            self.end_row(frame, frame.table)
        self.frames.pop()

    def end_row(self, frame: Frame, table: Table) -> None:
        """Emit a row of a table."""
        cells, header, links = table.end_row()
        if any(cells):
            kind = BlockKind.FURNITURE if frame.furniture else BlockKind.TABLE_ROW
            text = " ".join(filter(None, cells))
            self.emit(Block(kind, text, cells=tuple(cells), header=header, language=frame.language, links=links))

    def add(self, text: str | None) -> None:
        """Add words to the block that is being read."""
        if not text:
            return
        frame = self.frames[-1]
        if frame.superscript and text.strip().isdecimal():
            text = text.translate(SUPERSCRIPT)  # the number of a footnote is no part of the word before it
        if not frame.preserved:
            text = re.sub(r"[^\S\xa0]+", " ", text)
        self.pieces.append((text, frame.bold))

    def flush(self) -> None:
        """Emit the block that is being read."""
        pieces, self.pieces = self.pieces, []
        links, self.links = self.links, []
        frame, link_from, self.link_from = self.frames[-1], self.link_from, 0
        if not any(piece.strip() for piece, _ in pieces):
            return
        if frame.address and (words := tidy("".join(piece for piece, _ in pieces[link_from:]))):
            links.append((words, frame.address))  # a link around blocks
        for lines in lines_of(pieces):
            text = "\n".join(line for line, _ in lines)
            within = tuple(link for link in links if link[0] in text)
            if frame.cell is not None:
                mark = f"{frame.item.mark} " if frame.item and not frame.item.used else ""
                if frame.item:
                    frame.item.used = True
                frame.cell.lines.append(f"{mark}{text}")
                frame.cell.links += within
                continue
            self.emit_text(frame, text, all(bold for _, bold in lines), within)

    def emit_text(self, frame: Frame, text: str, bold: bool, links: tuple[tuple[str, str], ...]) -> None:
        """Emit a block of text as what it stands in says."""
        block = Block(BlockKind.PARAGRAPH, text, language=frame.language, links=links)
        if frame.furniture:
            self.emit(replace(block, kind=BlockKind.FURNITURE))
        elif frame.heading:
            text = text.replace("\n", " ")
            self.emit(replace(block, kind=BlockKind.HEADING, level=frame.heading, text=text))
        elif frame.footnote:
            mark = frame.item.mark if frame.item and not frame.item.used else ""
            self.emit(replace(block, kind=BlockKind.FOOTNOTE, mark=mark))
            frame.item = frame.item and Item(mark, used=True)
        elif frame.item and not frame.item.used:
            frame.item.used = True
            self.emit(replace(block, kind=BlockKind.LIST_ITEM, level=frame.depth, mark=frame.item.mark))
        elif frame.tag in LISTS and frame.depth >= 0:
            # A list without items, as half of a page has it: its bullets are in its text.
            for words in re.split(rf"(?:^|\s+)(?=[{SIGNS}]\s)", text):
                mark, rest = Marks().split(words)
                if rest:
                    kind = BlockKind.LIST_ITEM if mark else BlockKind.PARAGRAPH
                    self.emit(replace(block, kind=kind, level=frame.depth if mark else 0, mark=mark, text=rest))
        elif bold and frame.item is None and not BULLET.match(text) and may_be_heading(text):
            self.emit(replace(block, kind=BlockKind.HEADING, level=min(max(self.level + 1, 4), 6)))
        else:
            self.emit(block)

    def emit(self, block: Block) -> None:
        """Add a block, with its place."""
        self.blocks.append(replace(block, place=f"{self.places} {len(self.blocks) + 1}"))
