"""Adds slides from our template, with text, sources and notes; every run of text has a language."""

from collections import Counter
from collections.abc import Iterable
from copy import deepcopy
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.slide import CT_NotesSlide
from pptx.oxml.xmlchemy import BaseOxmlElement
from pptx.parts.slide import NotesSlidePart
from pptx.shapes.base import BaseShape
from pptx.slide import NotesSlide, Slide, SlideLayout
from pptx.util import Pt

from reviews_portal.briefings.writers.office import is_link, office_language
from reviews_portal.briefings.writers.pptx_room import Block, fitted, lines_of, pages, shortened
from reviews_portal.briefings.writers.pptx_template import (
    BODY_SIZE,
    KICKER,
    KICKER_ROOM,
    LEAD_LINES,
    LEAD_ROOM,
    LINE,
    LINE_LINES,
    LINE_ROOM,
    MARK,
    NAMESPACES,
    OPENING_LINES,
    OPENING_ROOM,
    PICTURE,
    SIZES,
    TABLE,
    TABLE_STYLE,
    TITLE_LINES,
    TITLE_ROOM,
    VERSION_LINES,
    VERSION_ROOM,
    VERSION_SIZE,
    layouts_of,
    new_presentation,
    room_of,
    sizes_of_levels,
)

FACT_SIZE, FACT_MARGIN = 16, 7.2  # the margin at the right of a cell
FACT_SHARES = (0.3, 0.7)  # of the width, for the two columns
FACT_ROOMS = tuple((TABLE.width * share - FACT_MARGIN) / FACT_SIZE for share in FACT_SHARES)
FACT_LINES = 12  # on each slide
COUNTED = " (22 of 31) · 12"  # room for a number in a title
HYPERLINK = RELATIONSHIP_TYPE.HYPERLINK


class Deck:
    """A presentation, written from the first slide to the last."""

    def __init__(self, language: str, mark: str, foot: str) -> None:
        self.language = language
        self.mark = mark
        self.foot = foot
        self.presentation = new_presentation(language, is_restricted=bool(mark))
        self.layouts = layouts_of(self.presentation)
        self.notes_master = self.presentation.notes_master
        self.note_pages = 0
        self.titles: Counter[str] = Counter()
        self.languages: dict[str, str] = {}  # of headings that are not in the language of the presentation

    def opening(
        self, layout: str, title: str, blocks: list[Block], kicker: str = "", notes: Iterable[str | Block] = ()
    ) -> None:
        """Add an opening slide; text that does not fit continues on further slides."""
        rest = blocks
        if len(lines_of(title, OPENING_ROOM, is_bold=True)) > OPENING_LINES:
            rest = [Block(title), *blocks]
        first, *others = pages(rest, LEAD_ROOM, LEAD_LINES) or [[]]
        shown = shortened(title, OPENING_ROOM, OPENING_LINES, is_bold=True)
        self._notes(self._slide(layout, shown, kicker, first), list(notes))
        if others:
            again = shortened(title, TITLE_ROOM, TITLE_LINES, is_bold=True, after=COUNTED)
            self.slides("Note", again, [block for page in others for block in page], kicker)

    def slides(
        self,
        layout: str,
        title: str,
        blocks: list[Block],
        kicker: str = "",
        source: tuple[str, str, str] = ("", "", ""),
        notes: Iterable[str | Block] = (),
        sizes: tuple[int, ...] = SIZES,
    ) -> None:
        """Add the slides that paragraphs need, in the largest size that does not need more slides than the smallest.

        `source` is the small line, a reference, and the link target of the reference.
        """
        if len(lines_of(title, TITLE_ROOM, is_bold=True)) > TITLE_LINES:
            blocks = [Block(title), *blocks]
        size, parted = fitted(blocks, {size: room_of(size) for size in sizes})
        notes = list(notes)
        for number, page in enumerate(parted, start=1):
            count = f" ({number} of {len(parted)})" if len(parted) > 1 else ""
            after = COUNTED if count else ""
            shown = shortened(title, TITLE_ROOM, TITLE_LINES, is_bold=True, after=after)
            slide = self._slide(layout, shown + count, kicker, page, size)
            self._source(slide, source)
            self._notes(slide, notes)

    def table(self, title: str, headings: tuple[str, str], rows: Iterable[tuple[str, str]]) -> None:
        """Add a table of two columns on as many slides as it needs, with its headings on each."""
        parted: list[list[tuple[str, str]]] = []
        used = float(FACT_LINES)
        for name, value in rows:
            for page in pages([Block(value)], FACT_ROOMS[1], FACT_LINES - 2):
                text = "\n".join(block.text for block in page)
                lines = sum(len(lines_of(block.text, FACT_ROOMS[1])) for block in page)
                tall = max(len(lines_of(name, FACT_ROOMS[0], is_bold=True)), lines) + 0.5
                if used + tall > FACT_LINES:
                    parted.append([])
                    used = 1.5
                parted[-1].append((name, text))
                used += tall
        for number, some in enumerate(parted, start=1):
            count = f" ({number} of {len(parted)})" if len(parted) > 1 else ""
            slide = self._slide("Facts", title + count)
            self._table(slide, title, [headings, *some])

    def version(
        self,
        title: str,
        blocks: list[Block],
        picture: BytesIO | None,
        words: str,
        size: int = VERSION_SIZE,
        notes: Iterable[str | Block] = (),
    ) -> None:
        """Add the slide with the code of the version; `words` are the alternative text of the picture."""
        room, lines = VERSION_ROOM * VERSION_SIZE / size, VERSION_LINES * VERSION_SIZE / size
        first, *others = pages(blocks, room, lines)
        slide = self._slide("Version", title, blocks=first)
        if size != VERSION_SIZE:
            body = next(one for one in slide.placeholders if one.placeholder_format.idx == 1)
            self._resize(body._element.txBody, size)
        self._notes(slide, list(notes))
        if picture:
            where = [Pt(value) for value in (PICTURE.left, PICTURE.top, PICTURE.width, PICTURE.height)]
            shape = slide.shapes.add_picture(picture, *where)
            shape.name = "QR code"
            self._settle(slide, shape, words)
        if others:
            self.slides("Words", title, [block for page in others for block in page])

    def as_bytes(self) -> bytes:
        """Return the presentation as a file."""
        file = BytesIO()
        self.presentation.save(file)
        return file.getvalue()

    def _slide(
        self, layout: str, title: str, kicker: str = "", blocks: Iterable[Block] = (), size: int = BODY_SIZE
    ) -> Slide:
        """Add a slide without placeholders that would stay empty. A repeated title gets a number."""
        self.titles[title] += 1
        again = f" · {self.titles[title]}" if self.titles[title] > 1 else ""
        chosen = self.layouts[layout]
        slide = self.presentation.slides.add_slide(chosen)
        texts = {
            0: [Block(title + again, language=self.languages.get(title, ""))],
            1: list(blocks),
            KICKER: self._kicker(kicker),
            MARK: [Block(self.mark)] if self.mark else [],
            LINE: [],
        }
        for shape in list(slide.placeholders):
            paragraphs = texts[shape.placeholder_format.idx]
            if paragraphs:
                self._fill(shape._element.txBody, paragraphs, slide.part)
                if shape.placeholder_format.idx == 1 and size != BODY_SIZE:
                    self._resize(shape._element.txBody, size)
            elif shape.placeholder_format.idx != LINE:
                shape._element.getparent().remove(shape._element)
        self._foot(slide, chosen)
        return slide

    def _kicker(self, kicker: str) -> list[Block]:
        """Return the paragraph over a title, if there is one."""
        language = self.languages.get(kicker, "")
        return [Block(shortened(kicker, KICKER_ROOM), language=language)] if kicker else []

    def _resize(self, body: BaseOxmlElement, size: int) -> None:
        """Set a text's size, also for text typed into it later, different from its layout's."""
        new = parse_xml(f"<a:lstStyle {NAMESPACES}>{sizes_of_levels(size)}</a:lstStyle>")
        body.replace(body.find(qn("a:lstStyle")), new)

    def _source(self, slide: Slide, source: tuple[str, str, str]) -> None:
        """Write the source on a slide; if it is too long, the full text is in the notes."""
        line, reference, address = source
        for shape in slide.placeholders:
            if shape.placeholder_format.idx != LINE:
                continue
            if not line and not reference:
                shape._element.getparent().remove(shape._element)
                return
            between = " · " if line and reference else ""
            start = shortened(line, LINE_ROOM, LINE_LINES, after=between + reference) + between
            runs = [self._run(start, "", slide.part), self._run(reference, address, slide.part)]
            self._put(shape._element.txBody, [f"<a:p>{''.join(runs)}</a:p>"])

    def _notes(self, slide: Slide, notes: list[str | Block]) -> None:
        """Write the speaker notes of a slide."""
        if not notes:
            return
        marked = [self.mark, *notes] if self.mark else notes
        page = self._notes_page(slide)
        frame = page.notes_text_frame
        if frame is not None:
            blocks = [note if isinstance(note, Block) else Block(note) for note in marked]
            self._fill(frame._element, blocks, page.part)

    def _notes_page(self, slide: Slide) -> NotesSlide:
        """Add a notes page to a slide; python-pptx would search the whole file for a free name."""
        self.note_pages += 1
        name = PackURI(f"/ppt/notesSlides/notesSlide{self.note_pages}.xml")
        part = NotesSlidePart(name, CONTENT_TYPE.PML_NOTES_SLIDE, slide.part.package, CT_NotesSlide.new())
        part.relate_to(self.notes_master.part, RELATIONSHIP_TYPE.NOTES_MASTER)
        part.relate_to(slide.part, RELATIONSHIP_TYPE.SLIDE)
        slide.part.relate_to(part, RELATIONSHIP_TYPE.NOTES_SLIDE)
        part.notes_slide.clone_master_placeholders(self.notes_master)
        return part.notes_slide

    def _foot(self, slide: Slide, layout: SlideLayout) -> None:
        """Add the footer and slide number, which python-pptx does not copy from the layout."""
        for shape in layout.placeholders:
            kind = shape._element.nvSpPr.nvPr.find(qn("p:ph")).get("type")
            if kind not in ("ftr", "sldNum"):
                continue
            copy = deepcopy(shape._element)
            copy.nvSpPr.cNvPr.set("id", str(len(slide.shapes._spTree) + 2))
            for inherited in copy.xpath("p:spPr/* | p:txBody/a:lstStyle/*"):
                inherited.getparent().remove(inherited)
            if kind == "ftr":
                self._fill(copy.xpath("p:txBody")[0], [Block(self.foot)], slide.part)
            for properties in copy.iter(qn("a:rPr")):
                properties.set("lang", self.language)
            slide.shapes._spTree.append(copy)

    def _settle(self, slide: Slide, shape: BaseShape, words: str) -> None:
        """Set the alternative text of a picture or table, and its reading order before the footer."""
        shape._element.xpath("./*/p:cNvPr")[0].set("descr", words)
        foot = slide.shapes._spTree[-3]  # then the number, then this shape
        foot.addprevious(shape._element)

    def _table(self, slide: Slide, title: str, rows: list[tuple[str, str]]) -> None:
        where = [Pt(value) for value in (TABLE.left, TABLE.top, TABLE.width, 30 * len(rows))]
        frame = slide.shapes.add_table(len(rows), 2, *where)
        self._settle(slide, frame, f"Table: {title}")
        table = frame.table
        (properties,) = table._tbl.xpath("a:tblPr")
        properties.find(qn("a:tableStyleId")).text = TABLE_STYLE
        properties.attrib.clear()
        properties.set("firstRow", "1")
        properties.set("firstCol", "1")
        for number, share in enumerate(FACT_SHARES):
            table.columns[number].width = Pt(TABLE.width * share)
        for row, texts in zip(table._tbl.tr_lst, rows, strict=True):
            for cell, text in zip(row.tc_lst, texts, strict=True):
                self._put(cell.get_or_add_txBody(), [f"<a:p>{self._run(text, '', slide.part, FACT_SIZE)}</a:p>"])
                cell.get_or_add_tcPr().set("marL", "0")

    def _fill(self, body: BaseOxmlElement, blocks: list[Block], part: Part) -> None:
        """Replace the content of a text body with paragraphs."""
        self._put(body, [self._paragraph(block, part) for block in blocks])

    def _put(self, body: BaseOxmlElement, paragraphs: list[str]) -> None:
        for old in body.findall(qn("a:p")):
            body.remove(old)
        for new in parse_xml(f"<p:txBody {NAMESPACES}>{''.join(paragraphs)}</p:txBody>"):
            body.append(new)

    def _paragraph(self, block: Block, part: Part) -> str:
        number = f'<a:buFont typeface="+mj-lt"/><a:buAutoNum type="alphaLcParenBoth" startAt="{block.number}"/>'
        properties = f'<a:pPr lvl="{block.level}">{number if block.number else ""}</a:pPr>'
        run = self._run(block.text, block.address, part, language=block.language)
        return f"<a:p>{properties}{run}</a:p>"

    def _run(self, text: str, address: str, part: Part, size: int = 0, language: str = "") -> str:
        """Return a text as runs, with breaks at line ends, linked to an address if that is allowed."""
        link = ""
        if address and is_link(address):
            link = f'<a:hlinkClick r:id="{part.relate_to(address, HYPERLINK, is_external=True)}"/>'
        lang = office_language(language) if language else self.language
        looks = f"lang={quoteattr(lang)}" + (f' sz="{size * 100}"' if size else "")
        lines = text.split("\n")
        return f"<a:br><a:rPr {looks}/></a:br>".join(
            f"<a:r><a:rPr {looks}>{link}</a:rPr><a:t>{escape(line)}</a:t></a:r>" for line in lines
        )
