"""Reads slides."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pptx
from lxml import etree
from pptx.enum.shapes import MSO_SHAPE_TYPE, PP_PLACEHOLDER
from pptx.exc import PythonPptxError

from learning.originals.reader.contents import Refused
from reviews_portal.imports.blocks import Block, BlockKind, Source

from .docx_styles import bullet
from .marks import letters, roman
from .office import UNREADABLE, checked, graphic_texts, local, metadata, related, tree_of, unreadable, words_of
from .words import lines_of, may_be_heading, tidy, with_typed_marks

DEEPEST = 20  # groups within each other
TITLES = {PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE, PP_PLACEHOLDER.VERTICAL_TITLE}
FURNITURE = {PP_PLACEHOLDER.SLIDE_NUMBER, PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.DATE, PP_PLACEHOLDER.HEADER}
BODIES = {PP_PLACEHOLDER.BODY, PP_PLACEHOLDER.OBJECT, PP_PLACEHOLDER.VERTICAL_BODY, PP_PLACEHOLDER.VERTICAL_OBJECT}
SAME_COLUMN = 500_000
SAME_ROW = 200_000  # units of which a centimetre has 360,000: shapes that begin so near each other are in one row
NUMBERS = {"alphaLc": letters, "alphaUc": lambda number: letters(number).upper(), "romanLc": roman,
           "romanUc": lambda number: roman(number).upper()}  # fmt: skip


def read(content: bytes, name: str) -> Source:
    """Return the blocks of slides; notes and hidden slides as hidden. Raises Refused for an unreadable file."""
    reader = Reader()
    try:
        presentation = pptx.Presentation(checked(content, "pptx"))
        for number, slide in enumerate(presentation.slides, 1):
            reader.slide(slide, number)
        blocks = tuple(with_typed_marks(without_running(reader.blocks)))
        properties = metadata(presentation.core_properties)
    except (*UNREADABLE, PythonPptxError) as error:
        raise unreadable() from error
    if not blocks:
        raise Refused("has no text, only pictures or nothing. Save it as a PDF with text, or type the text.")
    return Source(name, blocks, properties, tuple(reader.hidden))


class Reader:
    """Reads slides one after another."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.hidden: list[str] = []
        self.number = 0
        self.level = 4

    def slide(self, slide: Any, number: int) -> None:
        """Read a slide."""
        self.number = number
        if slide._element.get("show") in ("0", "false"):
            self.hidden += filter(None, [tidy(words_of(slide._element))])
        else:
            for shape, is_head in in_order(slide.shapes):
                self.shape(shape, is_head=is_head)
        if slide.has_notes_slide and (frame := slide.notes_slide.notes_text_frame) is not None:
            self.hidden += filter(None, [tidy(frame.text)])
        for part in related(slide.part, "comments"):
            texts = (tidy("".join(one.itertext())) for one in tree_of(part).iter("{*}text", "{*}t"))
            self.hidden += filter(None, texts)

    def shape(self, shape: Any, depth: int = 0, is_head: bool = False) -> None:
        """Read a shape. Raises Refused for groups that are nested too deeply."""
        if depth > DEEPEST:
            raise Refused("has shapes grouped too deeply to be read. Ungroup them, or save it as PDF.")
        if description := tidy(described(shape._element)):
            self.hidden.append(description)
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            for one, is_above_others in in_order(shape.shapes):
                self.shape(one, depth + 1, is_above_others)
        elif getattr(shape, "has_table", False) and shape.has_table:
            self.table(shape.table)
        elif is_head:
            self.add(BlockKind.HEADING, shape.text_frame.text, level=3)
        elif shape.has_text_frame:
            self.text(shape)
        else:
            for text in graphic_texts(shape.part, shape._element):
                self.add(BlockKind.PARAGRAPH, text)

    def text(self, shape: Any) -> None:
        """Read the paragraphs of a shape."""
        kind = kind_of(shape)
        styles = list_styles(shape, kind)
        counts: dict[int, int] = {}
        if kind in TITLES:
            self.add(BlockKind.HEADING, shape.text_frame.text.replace("\v", " ").replace("\n", " "), level=2)
            return
        for paragraph in shape.text_frame.paragraphs:
            pieces, found = pieces_of(paragraph), links_of(paragraph)
            depth = paragraph.level
            mark = mark_of(paragraph, styles, counts) if any(piece.strip() for piece, _ in pieces) else ""
            for group in lines_of(pieces):
                text = "\n".join(line for line, _ in group)
                links = tuple(link for link in found if link[0] in text)
                if kind in FURNITURE:
                    self.add(BlockKind.FURNITURE, text)
                elif kind == PP_PLACEHOLDER.SUBTITLE and may_be_heading(text):
                    self.add(BlockKind.HEADING, text, level=3, links=links)
                elif mark:
                    self.add(BlockKind.LIST_ITEM, text, level=depth, mark=mark, links=links)
                elif all(bold for _, bold in group) and may_be_heading(text):
                    self.add(BlockKind.HEADING, text, level=4, links=links)
                else:
                    self.add(BlockKind.PARAGRAPH, text, links=links)
                mark = ""  # it stands before the first only

    def table(self, table: Any) -> None:
        """Read a table."""
        for number, row in enumerate(table.rows):
            cells: list[str] = []
            links: list[tuple[str, str]] = []
            for cell in row.cells:
                lines: list[str] = []
                counts: dict[int, int] = {}
                for paragraph in () if cell.is_spanned else cell.text_frame.paragraphs:
                    text = tidy("".join(piece for piece, _ in pieces_of(paragraph)))
                    mark = mark_of(paragraph, [], counts)
                    lines += filter(None, [f"{mark} {text}".strip() if text else ""])
                    links += links_of(paragraph)
                cells.append("\n".join(lines))
            if any(cells):
                header = number == 0 and table.first_row and len(table.rows) > 1
                text = " ".join(filter(None, cells))
                self.add(BlockKind.TABLE_ROW, text, cells=tuple(cells), header=header, links=tuple(links))

    def add(self, kind: BlockKind, text: str, **further: Any) -> None:
        """Add a block, if it has words."""
        if text := tidy(text):
            place = f"slide {self.number}"
            self.blocks.append(Block(kind, text, page=self.number, place=place, **further))


def without_running(blocks: list[Block]) -> Iterator[Block]:
    """Yield blocks, those as furniture that are alike, but for numbers, on two fifths of the slides, and three."""
    slides = {block.page for block in blocks}
    alike: dict[str, set[int | None]] = {}
    for block in blocks:
        alike.setdefault(re.sub(r"\d+", "#", block.text), set()).add(block.page)
    for block in blocks:
        on = len(alike[re.sub(r"\d+", "#", block.text)])
        runs = block.kind is BlockKind.PARAGRAPH and on >= max(3, len(slides) * 0.4)
        yield replace(block, kind=BlockKind.FURNITURE) if runs else block


def kind_of(shape: Any) -> Any:
    """Return what kind of placeholder a shape is, or None."""
    return shape.placeholder_format.type if shape.is_placeholder else None


def in_order(shapes: Any) -> Iterator[tuple[Any, bool]]:
    """Yield shapes as they are read, with whether they are the heading of a column.

    First the title, last what is furniture; between them by rows from the top, but for a row of short texts that stand
    above others: these are read by columns.
    """
    groups: dict[int, list[Any]] = {0: [], 1: [], 2: []}
    for shape in shapes:
        kind = kind_of(shape)
        groups[0 if kind in TITLES else 2 if kind in FURNITURE else 1].append(shape)
    yield from ((shape, False) for shape in groups[0])
    rows: list[list[Any]] = []
    for shape in sorted(groups[1], key=lambda one: (one.top or 0, one.left or 0)):
        if rows and (shape.top or 0) - (rows[-1][0].top or 0) <= SAME_ROW:
            rows[-1].append(shape)
        else:
            rows.append([shape])
    rows = [sorted(row, key=lambda one: one.left or 0) for row in rows]
    while rows:
        row = rows.pop(0)
        if rows and is_above(row, rows[0]):
            for head, under in zip(row, rows.pop(0), strict=True):
                yield from ((head, True), (under, False))
        else:
            yield from ((shape, False) for shape in row)
    yield from ((shape, False) for shape in groups[2])


def is_above(row: list[Any], under: list[Any]) -> bool:
    """Return whether the shapes of a row are headings of those under them."""
    return len(row) == len(under) > 1 and all(
        head.has_text_frame
        and may_be_heading(tidy(head.text_frame.text))
        and abs((head.left or 0) - (one.left or 0)) <= SAME_COLUMN
        for head, one in zip(row, under, strict=True)
    )


def described(element: etree._Element) -> str:
    """Return the description of a picture or shape, for people who do not see it."""
    named = next(element.iter("{*}cNvPr"), None)
    return "" if named is None else named.get("descr") or ""


def pieces_of(paragraph: Any) -> list[tuple[str, bool]]:
    """Return the words of a paragraph in pieces, with whether they are bold."""
    pieces = []
    for child in paragraph._p:
        if local(child) == "br":
            pieces.append(("\n", False))
        elif (said := child.find("{*}t")) is not None:
            properties = child.find("{*}rPr")
            bold = properties is not None and properties.get("b") in ("1", "true")
            pieces.append(((said.text or "").replace("\v", "\n"), bold))
    return pieces


def links_of(paragraph: Any) -> list[tuple[str, str]]:
    """Return the links of a paragraph: their words and where they lead."""
    runs = ((tidy(run.text), run.hyperlink.address) for run in paragraph.runs)
    return [(text, address) for text, address in runs if text and address]


def list_styles(shape: Any, kind: Any) -> list[etree._Element]:
    """Return where bullets of a shape may be given, nearest first: in itself, its layout, its master."""
    found = [shape.text_frame._txBody]
    if not shape.is_placeholder:
        return found
    layout = getattr(shape.part, "slide_layout", None)
    if layout is None:
        return found
    index, master = shape.placeholder_format.idx, layout.slide_master
    found += [one.text_frame._txBody for one in layout.placeholders if one.placeholder_format.idx == index]
    kinds = BODIES if kind in BODIES else {kind}
    found += [one.text_frame._txBody for one in master.placeholders if one.placeholder_format.type in kinds]
    if kind in BODIES:
        found += master._element.iter("{*}bodyStyle")
    return found


def mark_of(paragraph: Any, styles: list[etree._Element], counts: dict[int, int]) -> str:
    """Return what is shown before a paragraph: a bullet, a number or nothing. `counts` is of the paragraphs before."""
    depth = paragraph.level
    places = [paragraph._p.find("{*}pPr")]
    for style in styles:
        places += list(style.iter(f"{{*}}lvl{depth + 1}pPr"))
    for deeper in [one for one in counts if one > depth]:
        del counts[deeper]
    for place in places:
        for child in () if place is None else place:
            if local(child) == "buChar":
                counts.pop(depth, None)
                return bullet(child.get("char") or "•") or "•"
            if local(child) == "buBlip":
                return "•"
            if local(child) == "buNone":
                counts.pop(depth, None)
                return ""
            if local(child) == "buAutoNum":
                start = child.get("startAt") or "1"
                counts[depth] = counts.get(depth, int(start) - 1 if start.isdecimal() else 0) + 1
                return numbered(child.get("type") or "arabicPeriod", counts[depth])
    return ""


def numbered(kind: str, number: int) -> str:
    """Return a number as slides show it: "1.", "a)", "(iv)"."""
    base = next((name for name in ("ParenBoth", "ParenR", "Period", "Plain") if kind.endswith(name)), "Period")
    spelt = NUMBERS.get(kind.removesuffix(base), str)(number)
    return {"ParenBoth": f"({spelt})", "ParenR": f"{spelt})", "Plain": spelt}.get(base, f"{spelt}.")
