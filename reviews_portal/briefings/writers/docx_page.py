"""An empty Word document with our styles, and methods to add paragraphs, links, lists and tables.

python-docx searches the whole document for styles, numbers and places each time. Here they are known, so that the time
grows only with the length of the document.
"""

from collections.abc import Iterable
from io import BytesIO

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm, Length

from reviews_portal.briefings.writers.docx_styles import ONE_SHARED, Setting, numbering, style_sheet
from reviews_portal.briefings.writers.office import is_link, office_language

WIDTH, HEIGHT = Cm(21), Cm(29.7)  # A4
KEPT_PARTS = {
    RELATIONSHIP_TYPE.STYLES,
    RELATIONSHIP_TYPE.NUMBERING,
    RELATIONSHIP_TYPE.SETTINGS,
    RELATIONSHIP_TYPE.THEME,
}
KEPT_OF_PACKAGE = {RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}


class Page:
    """A document that is written from top to bottom."""

    def __init__(self, language: str, setting: Setting, is_numbered: bool) -> None:
        self.document = docx.Document()
        self.is_numbered = is_numbered
        self._part = self.document.part
        self._forget_others()
        section = self.document.sections[0]
        section.page_width, section.page_height = WIDTH, HEIGHT
        margin = Cm(setting.margin)
        section.left_margin = section.right_margin = margin
        section.top_margin = section.bottom_margin = Cm(min(setting.margin, 2.2))
        section.header_distance = section.footer_distance = Cm(1.1) if setting.air == 1 else Cm(0.8)
        self.width = Length(WIDTH - 2 * margin)
        self._part._styles_part._element = style_sheet(setting, language, is_numbered, self.width.twips)
        self._numbering = self._part.numbering_part._element = numbering()
        self._lists = max(ONE_SHARED.values())
        self._links: dict[str, str] = {}
        self._end = self.document.element.body.sectPr
        self._settle(language)

    def paragraph(self, style: str, text: str = "", list_number: int = 0, language: str = "") -> BaseOxmlElement:
        """Add a paragraph in a style, in the list with this number if there is one; return it.

        `language` is that of the text if it is not that of the document.
        """
        paragraph = new_paragraph(style, "" if language else text, list_number)
        if language and text:
            add_run(paragraph, text, language=language)
        self._end.addprevious(paragraph)
        return paragraph

    def new_list(self, kind: int) -> int:
        """Return the number of a new list of a kind, which starts at one."""
        self._lists += 1
        number = (
            f'<w:num {nsdecls("w")} w:numId="{self._lists}"><w:abstractNumId w:val="{kind}"/>'
            '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        )
        self._numbering.append(parse_xml(number))
        return self._lists

    def add_link(self, paragraph: BaseOxmlElement, text: str, address: str, style: str = "Hyperlink") -> None:
        """Add a link to a paragraph, or only its text if the address must not be linked."""
        if not is_link(address):
            add_run(paragraph, text, style="Source" if style == "SourceLink" else "")
            return
        if address not in self._links:
            self._links[address] = self._part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link = OxmlElement("w:hyperlink", attrs={qn("r:id"): self._links[address]})
        add_run(link, text, style=style)
        paragraph.append(link)

    def table(self, headings: tuple[str, str], rows: Iterable[tuple[str, str]]) -> None:
        """Add a table of two columns; its headings are repeated on each page, and rows are not split."""
        first = round(self.width.twips * 0.3)
        widths = (first, self.width.twips - first)
        table = parse_xml(
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="Facts"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
            '<w:tblLayout w:type="fixed"/><w:tblLook w:val="00A0" w:firstRow="1" w:lastRow="0" w:firstColumn="1" '
            'w:lastColumn="0" w:noHBand="1" w:noVBand="1"/></w:tblPr>'
            f'<w:tblGrid><w:gridCol w:w="{widths[0]}"/><w:gridCol w:w="{widths[1]}"/></w:tblGrid></w:tbl>'
        )
        for number, row in enumerate([headings, *rows]):
            table.append(_row(row, widths, is_header=number == 0))
        self._end.addprevious(table)

    def picture_beside(self, paragraph: BaseOxmlElement, picture: BytesIO, width: Length, words: str) -> None:
        """Add a picture to the right of a paragraph; `words` are its alternative text."""
        inline = self._part.new_pic_inline(picture, width=width)
        inline.docPr.set("descr", words)
        anchor = parse_xml(
            f'<wp:anchor {nsdecls("wp", "a", "pic", "r")} distT="0" distB="0" distL="180000" distR="0" '
            'simplePos="0" relativeHeight="1" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="0">'
            '<wp:simplePos x="0" y="0"/>'
            '<wp:positionH relativeFrom="margin"><wp:align>right</wp:align></wp:positionH>'
            f'<wp:positionV relativeFrom="paragraph"><wp:posOffset>{-Cm(0.6)}</wp:posOffset></wp:positionV>'
            "</wp:anchor>"
        )
        around = parse_xml(f'<wp:wrapSquare {nsdecls("wp")} wrapText="left"/>')
        for element in list(inline):  # in the order that the schema requires
            anchor.append(element)
            if element.tag == qn("wp:extent"):
                anchor.append(around)
        run = OxmlElement("w:r")
        run.append(OxmlElement("w:drawing"))
        run[0].append(anchor)
        paragraph.append(run)

    def ruled_lines(self, style: str, number: int) -> None:
        """Add empty ruled lines to write on, in a style with a ruled tab; they stay together on one page."""
        paragraph = self.paragraph(style)
        for line in range(number):
            add_run(paragraph, "\n\t" if line else "\t")

    def keep_last_with_next(self) -> None:
        """Keep the last paragraph with the next, so that the end matter does not get a page for itself."""
        last = self._end.getprevious()
        if last is not None and last.tag == qn("w:p"):
            keep_with_next(last)

    def head(self, text: str) -> None:
        """Set the header of each page."""
        paragraph = new_paragraph("Header")
        add_run(paragraph, f"\N{NO-BREAK SPACE}{text}\N{NO-BREAK SPACE}", style="PageMark")
        _replace(self.document.sections[0].header, paragraph)

    def foot(self, text: str) -> None:
        """Set the footer of each page, with its number."""
        paragraph = new_paragraph("Footer", text)
        add_run(paragraph, "\tPage ")
        paragraph.append(_field("PAGE"))
        add_run(paragraph, " of ")
        paragraph.append(_field("NUMPAGES"))
        _replace(self.document.sections[0].footer, paragraph)

    def as_bytes(self) -> bytes:
        """Return the document as a file."""
        file = BytesIO()
        self.document.save(file)
        return file.getvalue()

    def _forget_others(self) -> None:
        """Remove parts of python-docx's own template that are not needed."""
        for rels, kept in ((self._part.rels, KEPT_PARTS), (self._part.package.rels, KEPT_OF_PACKAGE)):
            for key in [key for key, rel in rels.items() if rel.reltype not in kept]:
                del rels[key]

    def _settle(self, language: str) -> None:
        """Set the document's language, and the compatibility mode of the current version of Word."""
        settings = self.document.settings.element
        for name in ("w:rsids", "w:savePreviewPicture"):
            for element in settings.findall(qn(name)):
                settings.remove(element)
        for element in settings.findall(qn("w:themeFontLang")):
            element.set(qn("w:val"), language)
            element.attrib.pop(qn("w:eastAsia"), None)
        for element in settings.findall(qn("w:zoom")):
            element.attrib.clear()
            element.set(qn("w:percent"), "100")
        for element in settings.iter(qn("w:compatSetting")):
            if element.get(qn("w:name")) == "compatibilityMode":
                element.set(qn("w:val"), "15")


def new_paragraph(style: str, text: str = "", list_number: int = 0) -> BaseOxmlElement:
    """Return a paragraph in a style, in the list with this number if there is one."""
    paragraph = OxmlElement("w:p")
    properties = OxmlElement("w:pPr")
    properties.append(OxmlElement("w:pStyle", attrs={qn("w:val"): style}))
    if list_number:
        numbers = OxmlElement("w:numPr")
        numbers.append(OxmlElement("w:ilvl", attrs={qn("w:val"): "0"}))
        numbers.append(OxmlElement("w:numId", attrs={qn("w:val"): str(list_number)}))
        properties.append(numbers)
    paragraph.append(properties)
    if text:
        add_run(paragraph, text)
    return paragraph


def keep_with_next(paragraph: BaseOxmlElement | None) -> None:
    """Keep a paragraph on the page of the next; the style cannot do this, because it depends on what follows."""
    if paragraph is not None and paragraph.pPr.find(qn("w:keepNext")) is None:
        paragraph.pPr.pStyle.addnext(OxmlElement("w:keepNext"))


def add_run(parent: BaseOxmlElement, text: str, style: str = "", language: str = "") -> None:
    """Add a text to a paragraph or link, in a character style and a language if these are named; line ends are kept.

    A tab before the text is a tab stop of the layout: tabs in texts have been replaced by spaces.
    """
    run = OxmlElement("w:r")
    if style or language:
        properties = OxmlElement("w:rPr")
        if style:
            properties.append(OxmlElement("w:rStyle", attrs={qn("w:val"): style}))
        if language:
            properties.append(OxmlElement("w:lang", attrs={qn("w:val"): office_language(language)}))
        run.append(properties)
    for number, line in enumerate(text.split("\n")):
        if number:
            run.append(OxmlElement("w:br"))
        if line.startswith("\t"):
            run.append(OxmlElement("w:tab"))
            line = line.removeprefix("\t")
        words = OxmlElement("w:t", attrs={"{http://www.w3.org/XML/1998/namespace}space": "preserve"})
        words.text = line
        run.append(words)
    parent.append(run)


def _field(name: str) -> BaseOxmlElement:
    return parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="{name}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')


def _row(texts: tuple[str, str], widths: tuple[int, int], is_header: bool) -> BaseOxmlElement:
    header = "<w:tblHeader/>" if is_header else ""
    row = parse_xml(f"<w:tr {nsdecls('w')}><w:trPr><w:cantSplit/>{header}</w:trPr></w:tr>")
    for text, width in zip(texts, widths, strict=True):
        cell = parse_xml(f'<w:tc {nsdecls("w")}><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr></w:tc>')
        cell.append(new_paragraph("TableText", text))
        row.append(cell)
    return row


def _replace(story: docx.section._BaseHeaderFooter, paragraph: BaseOxmlElement) -> None:
    """Replace the content of a header or footer with a paragraph."""
    story.is_linked_to_previous = False
    element = story._element
    for old in list(element):
        element.remove(old)
    element.append(paragraph)
