"""The blocks of a tree of HTML."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from learning.originals.reader.contents import Refused
from reviews_portal.imports.blocks import Block, BlockKind

from .html_hidden import is_hidden, opens_panel
from .marks import BULLET, SIGNS, SUPERSCRIPT, Marks, letters, roman
from .words import lines_of, may_be_heading, tidy

DEEPEST = 500  # elements within each other; pages that people write have about forty
WIDEST = 50  # columns that one cell may span
UNSEEN = {"script", "style", "template", "noscript", "svg", "math", "iframe", "object", "head", "audio", "video"}
HEADINGS = {f"h{level}": level for level in range(1, 7)}
BREAKING = {"address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details",
            "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "header",
            "hgroup", "hr", "html", "label", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre",
            "search", "section", "select", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead",
            "tr", "ul", *HEADINGS}  # fmt: skip
LISTS = {"ul", "ol", "menu", "dir"}
BOLD = {"b", "strong"}
STYLES = {"a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman"}
NUMBERS: dict[str, Callable[[int], str]] = {
    "lower-alpha": letters,
    "lower-latin": letters,
    "upper-alpha": lambda number: letters(number).upper(),
    "upper-latin": lambda number: letters(number).upper(),
    "lower-roman": roman,
    "upper-roman": lambda number: roman(number).upper(),
}
FOOTNOTES = re.compile(r"\b(?:foot|end)notes?\b", re.IGNORECASE)


@dataclass
class Item:
    """An item of a list: its mark, and whether a block has it already."""

    mark: str
    used: bool = False


@dataclass
class Cell:
    """A cell of a table, while it is read."""

    heads: bool
    columns: int
    rows: int
    lines: list[str] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)


@dataclass
class Table:
    """A table of data, while it is read. `held` says for how many more rows a cell covers each column."""

    held: dict[int, int] = field(default_factory=dict)
    cells: list[Cell] = field(default_factory=list)
    in_head: bool = False


@dataclass
class Frame:
    """What an open element means for the text within it."""

    tag: str
    furniture: bool = False
    language: str = ""
    bold: bool = False
    heading: int = 0
    depth: int = -1  # of the list that it is in
    address: str = ""
    footnote: bool = False
    preserved: bool = False
    superscript: bool = False
    item: Item | None = None
    cell: Cell | None = None
    table: Table | None = None
    number: int = 1  # of the next item of a list
    step: int = 1
    style: str = ""


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
        if tag in HEADINGS:
            frame.heading = self.level = HEADINGS[tag]
        elif element.get("role") == "heading":
            frame.heading = self.level = min(max(whole(element.get("aria-level"), 2), 1), 6)
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
        return f"{NUMBERS.get(within.style, str)(number)}."

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
        """Emit a row of a table: a cell for each column, empty where another cell reaches into it."""
        cells: list[str] = []
        waiting = list(reversed(table.cells))
        while waiting or table.held.get(len(cells)):
            if table.held.get(len(cells)):
                table.held[len(cells)] -= 1
                cells.append("")
                continue
            cell = waiting.pop()
            for column in range(len(cells), len(cells) + cell.columns):
                table.held[column] = cell.rows - 1
            cells += ["\n".join(cell.lines)] + [""] * (cell.columns - 1)
        header = bool(table.cells) and (table.in_head or all(cell.heads for cell in table.cells))
        links = tuple(link for cell in table.cells for link in cell.links)
        table.cells = []
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


def is_address(address: str) -> bool:
    """Return whether the address of a link leads out of its page."""
    return bool(address) and not address.startswith("#") and not address.lower().startswith(("javascript:", "data:"))


def is_layout(table: etree._Element) -> bool:
    """Return whether a table only arranges a page: it has tables or headings within it, or one column or row."""
    if table.get("role") in ("presentation", "none"):
        return True
    if next((one for one in table.iter("table", *HEADINGS) if one is not table), None) is not None:
        return True
    rows = [sum(cell.tag in ("td", "th") for cell in row) for row in table.iter("tr")]
    return max(rows, default=0) <= 1 or (len(rows) == 1 and next(table.iter("p", "li"), None) is not None)


def is_short_list(element: etree._Element) -> bool:
    """Return whether a list of terms is one of names and values: no value has blocks of its own."""
    blocks = element.iter("ul", "ol", "table", "dl", "blockquote", *HEADINGS)
    return all(one is element for one in blocks) and all(
        sum(one.tag in ("p", "div") for one in value) <= 1 for value in element.iter("dd")
    )


def list_style(element: etree._Element) -> str:
    """Return how the items of a list are numbered, as its type or its style says."""
    found = re.search(r"list-style(?:-type)?:\s*([a-z-]+)", element.get("style") or "")
    return found[1] if found else STYLES.get(element.get("type") or "", "")


def whole(text: str | None, otherwise: int) -> int:
    """Return the whole number that an attribute says, or another."""
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else otherwise
