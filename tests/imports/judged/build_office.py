# ruff: noqa: E501 - a statement of a document stands on one line
"""Make the judged Word documents and slides, and the truth of each.

Run by hand from the root of the repository after a change of the words below:

    .venv/bin/python tests/imports/judged/build_office.py

The words carry the marks of `marks.py`. In them, `**` makes words bold, a line end a line break, a tab a tab. All
people, places and partnerships are invented.
"""

import zipfile
from copy import deepcopy
from datetime import UTC, datetime
from pathlib import Path

import docx
import pptx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor
from docx.text.paragraph import Paragraph
from marks import HERE, Truth
from pptx.util import Emu, Inches
from pptx.util import Pt as SlidePt

MADE_ON = datetime(2025, 9, 1, 9, 0, tzinfo=UTC)
TEXT_BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml">'
    '<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent cx="5400000" cy="1440000"/>'
    '<wp:docPr id="{number}" name="Text Box {number}"/><a:graphic>'
    '<a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
    '<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="5400000" cy="1440000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></wps:spPr><wps:txbx><w:txbxContent/></wps:txbx><wps:bodyPr/>'
    "</wps:wsp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict>"
    '<v:shape type="#_x0000_t202" style="width:425pt;height:113pt"><v:textbox><w:txbxContent/></v:textbox></v:shape>'
    "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
NUMBERING = (
    "<w:abstractNum {ns} w:abstractNumId='90'><w:multiLevelType w:val='multilevel'/>"
    "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:lvlText w:val='Recommendation %1:'/>"
    "<w:pPr><w:ind w:left='2268' w:hanging='2268'/></w:pPr></w:lvl>"
    "<w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='(%2)'/>"
    "<w:pPr><w:ind w:left='2835' w:hanging='567'/></w:pPr></w:lvl></w:abstractNum>"
)
FOOTNOTES = (
    "<w:footnotes {ns}><w:footnote w:type='separator' w:id='-1'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>"
    "<w:footnote w:type='continuationSeparator' w:id='0'><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"
    "{notes}</w:footnotes>"
)


def with_fixed_dates(path: Path) -> None:
    """Write a zipped file again with the same date on all its parts, so that it changes only with its words."""
    with zipfile.ZipFile(path) as made:
        parts = [(name, made.read(name)) for name in made.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as again:
        for name, content in parts:
            again.writestr(zipfile.ZipInfo(name, (2025, 9, 1, 9, 0, 0)), content, zipfile.ZIP_DEFLATED)


class Word:
    """A Word document in the making, and its truth."""

    def __init__(self, slug: str, review: dict, author: str) -> None:
        self.path = HERE / slug / "document.docx"
        self.truth = Truth(f"{slug}/document.docx", [review])
        self.document = docx.Document()
        self.document.core_properties.title = review["title"]
        self.document.core_properties.author = author
        self.document.core_properties.created = self.document.core_properties.modified = MADE_ON
        self.notes: list[str] = []
        self.boxes = 0

    def fill(self, paragraph: Paragraph, marked: str, *, bold: bool = False, size: float | None = None) -> Paragraph:
        for number, words in enumerate(self.truth.take(marked).split("**")):
            if not words:
                continue
            run = paragraph.add_run(words)
            run.bold = bold or bool(number % 2) or None
            run.font.size = Pt(size) if size else None
        return paragraph

    def add(self, marked: str, style: str | None = None, **look) -> Paragraph:
        return self.fill(self.document.add_paragraph(style=style), marked, **look)

    def numbered(self, level: int, marked: str) -> Paragraph:
        """Add a paragraph that Word numbers: "Recommendation 1:" at level 0, "(a)" at level 1."""
        numbering = self.document.part.numbering_part.element
        if not numbering.findall(f"{qn('w:num')}[@{qn('w:numId')}='90']"):
            numbering.insert(0, parse_xml(NUMBERING.format(ns=nsdecls("w"))))
            numbering.append(parse_xml(f"<w:num {nsdecls('w')} w:numId='90'><w:abstractNumId w:val='90'/></w:num>"))
        paragraph = self.add(marked)
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(f"<w:numPr {nsdecls('w')}><w:ilvl w:val='{level}'/><w:numId w:val='90'/></w:numPr>")
        )
        return paragraph

    def footnote(self, paragraph: Paragraph, marked: str) -> None:
        words = self.truth.take(marked)
        number = len(self.notes) + 1
        self.notes.append(
            f"<w:footnote w:id='{number}'><w:p><w:r><w:footnoteRef/></w:r>"
            f"<w:r><w:t xml:space='preserve'> {words}</w:t></w:r></w:p></w:footnote>"
        )
        paragraph.add_run()._r.append(parse_xml(f"<w:footnoteReference {nsdecls('w')} w:id='{number}'/>"))

    def comment(self, paragraph: Paragraph, words: str, author: str) -> None:
        comment = self.document.add_comment(paragraph.runs, words, author=author, initials="BM")
        comment._comment_elm.set(qn("w:date"), "2025-08-20T10:00:00Z")
        self.truth.hidden.append({"kind": "comment", "text": words.strip()})

    def deleted(self, paragraph: Paragraph, words: str) -> None:
        """Add words that somebody deleted while Word tracked changes."""
        paragraph._p.append(
            parse_xml(
                f"<w:del {nsdecls('w')} w:id='71' w:author='Business Manager' w:date='2025-08-21T10:00:00Z'>"
                f"<w:r><w:delText xml:space='preserve'>{words}</w:delText></w:r></w:del>"
            )
        )
        self.truth.hidden.append({"kind": "tracked deletion", "text": words.strip()})

    def inserted(self, paragraph: Paragraph) -> None:
        """Make the last run of a paragraph a tracked insertion: it is still among the visible words."""
        run = paragraph.runs[-1]._r
        wrapper = parse_xml(
            f"<w:ins {nsdecls('w')} w:id='72' w:author='Business Manager' w:date='2025-08-21T10:05:00Z'/>"
        )
        run.addprevious(wrapper)
        wrapper.append(run)

    def link(self, paragraph: Paragraph, marked: str, address: str) -> None:
        """Add a link to a paragraph."""
        words = self.truth.take(marked)
        number = self.document.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        paragraph._p.append(
            parse_xml(
                f"<w:hyperlink {nsdecls('w', 'r')} r:id='{number}'><w:r><w:rPr><w:u w:val='single'/></w:rPr>"
                f"<w:t xml:space='preserve'>{words}</w:t></w:r></w:hyperlink>"
            )
        )

    def controlled(self, paragraphs: list[Paragraph]) -> None:
        """Put paragraphs into a content control, as Word does with a table of contents or a field of a template."""
        control = parse_xml(f"<w:sdt {nsdecls('w')}><w:sdtPr/><w:sdtContent/></w:sdt>")
        paragraphs[0]._p.addprevious(control)
        control[1].extend([paragraph._p for paragraph in paragraphs])

    def field(self, paragraph: Paragraph, code: str, shown: str) -> None:
        """Add a field, such as the number of a page, with what it shows."""
        for piece in ("begin", None, "separate", shown, "end"):
            run = paragraph.add_run()
            if piece in {"begin", "separate", "end"}:
                character = OxmlElement("w:fldChar")
                character.set(qn("w:fldCharType"), piece)
                run._r.append(character)
            elif piece is None:
                run._r.append(parse_xml(f"<w:instrText {nsdecls('w')} xml:space='preserve'> {code} </w:instrText>"))
            else:
                run.text = self.truth.take(piece)

    def table(self, rows: list[list[str]], *, grid: bool = True, header: bool = False, size: float = 9):
        """Add a table. `^` merges a cell with the one above it, `<` with the one to its left."""
        table = self.document.add_table(len(rows), len(rows[0]), style="Table Grid" if grid else None)
        for y, row in enumerate(rows):
            for x, marked in enumerate(row):
                cell = table.cell(y, x)
                if marked == "^":
                    table.cell(y - 1, x).merge(cell)
                elif marked == "<":
                    table.cell(y, x - 1).merge(cell)
                else:
                    self.fill_cell(cell, marked, bold=header and y == 0, size=size)
        for row in table.rows:  # merging moves empty paragraphs into the merged cell
            for cell in row.cells:
                for paragraph in cell.paragraphs[1:]:
                    if not paragraph.text.strip():
                        paragraph._p.getparent().remove(paragraph._p)
        if header:
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        return table

    def fill_cell(self, cell, marked: str, **look) -> None:
        for number, line in enumerate(split_paragraphs(marked)):
            paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
            self.fill(paragraph, line, **look)

    def text_box(self, lines: list[str]) -> None:
        """Add a text box as Word does: its words stand in the file twice, the second time for old programs."""
        self.boxes += 1
        run = parse_xml(TEXT_BOX.format(number=self.boxes))
        first, second = run.iter(qn("w:txbxContent"))
        for line in lines:
            paragraph = self.add(line)
            first.append(paragraph._p)
        second.extend(deepcopy(list(first)))
        self.document.add_paragraph()._p.append(run)

    def save(self) -> None:
        if self.notes:
            content = FOOTNOTES.format(ns=nsdecls("w"), notes="".join(self.notes)).encode()
            kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
            main = self.document.part
            main.relate_to(
                Part(PackURI("/word/footnotes.xml"), kind, content, main.package), RELATIONSHIP_TYPE.FOOTNOTES
            )
        self.path.parent.mkdir(exist_ok=True)
        self.document.save(str(self.path))
        with_fixed_dates(self.path)
        self.truth.write()


def split_paragraphs(marked: str) -> list[str]:
    """Split the words of a cell into paragraphs, which `¶` divides."""
    return marked.split("¶")


class Slides:
    """Slides in the making, and their truth."""

    def __init__(self, slug: str, review: dict, footer: str) -> None:
        self.path = HERE / slug / "document.pptx"
        self.truth = Truth(f"{slug}/document.pptx", [review])
        self.deck = pptx.Presentation()
        self.deck.core_properties.title = review["title"]
        self.deck.core_properties.author = "Business Unit"
        self.deck.core_properties.created = self.deck.core_properties.modified = MADE_ON
        self.deck.core_properties.last_modified_by = "Business Unit"
        self.footer = footer

    def fill(self, frame, lines: list[tuple[int, str]]) -> None:
        """Fill a text frame with paragraphs, each with its level."""
        for number, (level, marked) in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            paragraph.level = level
            for part, words in enumerate(self.truth.take(marked).split("**")):
                if words:
                    run = paragraph.add_run()
                    run.text = words
                    run.font.bold = True if part % 2 else None

    def slide(self, layout: int, *texts: list[tuple[int, str]] | str, notes: str = ""):
        """Add a slide: the texts fill its placeholders in order, then come the footer and the speaker's notes."""
        slide = self.deck.slides.add_slide(self.deck.slide_layouts[layout])
        for placeholder, text in zip(slide.placeholders, texts, strict=True):
            self.fill(placeholder.text_frame, [(0, text)] if isinstance(text, str) else text)
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
            self.truth.hidden.append({"kind": "speaker notes", "text": notes})
        return slide

    def box(self, shapes, left: float, top: float, lines: list[tuple[int, str]], size: int = 16) -> None:
        box = shapes.add_textbox(Inches(left), Inches(top), Inches(4), Inches(1))
        box.text_frame.word_wrap = True
        self.fill(box.text_frame, lines)
        for paragraph in box.text_frame.paragraphs:
            paragraph.font.size = SlidePt(size)

    def table(self, slide, rows: list[list[str]]) -> None:
        """Add a table to a slide. `^` merges a cell with the one above it."""
        shape = slide.shapes.add_table(len(rows), len(rows[0]), Inches(0.4), Inches(1.5), Inches(9.2), Inches(4))
        for y, row in enumerate(rows):
            for x, marked in enumerate(row):
                if marked == "^":
                    shape.table.cell(y - 1, x).merge(shape.table.cell(y, x))
                else:
                    self.fill(shape.table.cell(y, x).text_frame, [(0, line) for line in split_paragraphs(marked)])

    def save(self) -> None:
        for number, slide in enumerate(self.deck.slides, 1):
            if number > 1:
                box = slide.shapes.add_textbox(Inches(0.4), Inches(7.05), Inches(9), Emu(300000))
                self.fill(box.text_frame, [(0, f"«f {self.footer} | {number}»")])
                box.text_frame.paragraphs[0].font.size = SlidePt(9)
        self.path.parent.mkdir(exist_ok=True)
        self.deck.save(str(self.path))
        with_fixed_dates(self.path)
        self.truth.write()


def styled_child_practice_review() -> None:
    """Headings and lists by style, numbers by Word, a footnote, a comment, tracked changes."""
    review = {
        "title": "Concise Child Practice Review: Child DA 3/2023",
        "type": "child-practice-review",
        "subject": "Child DA 3/2023",
        "published": "2025-02-13",
        "partnership_as_named": "Dyffryn Arad Regional Safeguarding Board",
        "audience": "public",
        "languages": ["en", "cy"],
    }
    word = Word("docx_styled_child_practice_review", review, "Board Business Unit")
    section = word.document.sections[0]
    word.fill(section.header.paragraphs[0], "«f Dyffryn Arad Regional Safeguarding Board\tCPR DA 3/2023»")
    word.fill(section.footer.paragraphs[0], "«f Page» ")
    word.field(section.footer.paragraphs[0], "PAGE", "«f 1»")
    add = word.add
    add("«w Concise Child Practice Review: Child DA 3/2023»", "Title")
    add("«w Dyffryn Arad Regional Safeguarding Board, 13 February 2025»", "Subtitle")

    word.controlled(
        [
            add("«f Contents»"),
            add("«f Circumstances that led to the review\t1»"),
            add("«f Practice and organisational learning\t1»"),
            add("«f Effective practice\t2»"),
            add("«f Improving systems and practice\t2»"),
        ]
    )
    add("", "Heading 1")  # people leave empty headings behind
    add("«h Circumstances that led to the review»", "Heading 1")
    add(
        "«bg A concise Child Practice Review was commissioned in September 2023 in accordance with the guidance for"
        " multi-agency child practice reviews. The criteria were met because a baby of five months, known here as Cai,"
        " sustained a serious injury while his name was not on the child protection register.»"
    )
    paragraph = add(
        "«bg Cai lived with his mother, who was 19 and had left care the year before, and her partner. The timeline"
        " covers twelve months.»"
    )
    word.footnote(
        paragraph,
        "«bg The period was extended by six weeks so that the antenatal appointments could be included.»",
    )
    word.comment(paragraph, "Check with Legal that we may say she had left care.", "Business Manager")
    paragraph = add("«bg Cai has recovered and lives with relatives.»")
    word.deleted(paragraph, " The relatives live in the next valley and have two children of their own.")
    word.fill(paragraph, " «text His mother sees him each week.»")
    word.inserted(paragraph)

    word.controlled([add("**«label Dates of the timeline»:** «bg 15 December 2022 to 14 December 2023»")])

    add("«h Timeline in brief»", "Heading 2")
    add("«bg February 2023: booking appointment; a pre-birth assessment is requested.»", "List Bullet")
    add("«bg May 2023: the assessment begins, eleven weeks later.»", "List Bullet")
    add("«bg July 2023: Cai is born. The discharge meeting is held without the personal adviser.»", "List Bullet")
    add("«bg December 2023: Cai is taken to hospital.»", "List Bullet")

    add("«h Practice and organisational learning»", "Heading 1")
    add("«bg Each theme below was agreed with practitioners at the learning event.»")
    add("«h Two services, one young woman»", "Heading 2")
    add("«lp=a Cai's mother was at the same time:»", "List Bullet")
    add("«lp<a a young person whose corporate parent was the authority;»", "List Bullet 2")
    add("«lp<a a parent whom the authority was assessing.»", "List Bullet 2")
    add("«lp=b Each practitioner knew only one half of this.»", "List Bullet")
    add("«lp=c<b The personal adviser was not asked for her view because»", "List Bullet 2")
    add("«lp<c the form had no box for leaving care, and»", "List Bullet 3")
    add("«lp<c she was believed to be “on Mum's side”.»", "List Bullet 3")
    add("«h Men in the background»", "Heading 2")
    add(
        "«lp The partner was described in four records as “supportive”. None has his surname. A person who cares for"
        " a baby has to be known.»",
        "List Bullet",
    )
    add("«lp Ask the mother, ask him, and then check: **three steps, every time**.»", "List Bullet")
    add("«h The pace of pre-birth work»", "Heading 2")
    add("«lp A pregnancy does not wait for an allocation meeting.»", "List Bullet")

    add("«h Effective practice»", "Heading 1")
    add(
        "«gp The midwife went back, alone, on the day after a visit at which the partner had done the talking.»",
        "List Bullet",
    )
    add("«gp The supported lodgings host kept a diary and offered it to the review.»", "List Bullet")

    add("«h Opportunities that were missed»", "Heading 1")
    add(
        "«co#1 The bruise seen at eight weeks was photographed on a telephone and not discussed with a paediatrician.»",
        "List Number",
    )
    add("«co#2 The housing officer's call was recorded as information and not as a report.»", "List Number")

    add("«h Improving systems and practice»", "Heading 1")
    add(
        "«bg In order to promote the learning from this case the review identified the following actions for the Board and its member agencies and anticipated improvement outcomes.»"
    )
    word.numbered(0, "«rec=r1#1 The Board should revise the regional pre-birth protocol so that:»")
    word.numbered(1, "«rp#a<r1 work begins by the sixteenth week of pregnancy;»")
    word.numbered(1, "«rp#b<r1 a personal adviser is always a member of the group;»")
    word.numbered(1, "«rp#c<r1 each man who will care for the baby is named and checked.»")
    add("«rt<r1 The protocol should be in use by September 2025, and the Board should test it after a year.»")
    word.numbered(
        0,
        "«rec#2 The Health Board should make sure that a bruise on a baby who is not yet mobile is seen by a paediatrician on the same day.»",
    )
    word.numbered(0, "«rec#3 Housing associations should be offered the Board's course “Seen at the door”.»")

    add("«h What is better now»", "Heading 1")
    add("«im A specialist midwife for care-experienced parents has been in post since April 2024.»", "List Bullet")
    add("«im The request form has had a leaving care section since June 2024.»", "List Bullet")

    add("«h To read next»", "Heading 1")
    paragraph = add("", "List Bullet")
    word.link(
        paragraph,
        "«res!https://www.dyffrynarad-rsb.example/bruising Bruising in babies: one page for everyone»",
        "https://www.dyffrynarad-rsb.example/bruising",
    )
    paragraph = add("", "List Bullet")
    word.link(
        paragraph,
        "«res@cy!https://www.dyffrynarad-rsb.example/cy/cleisiau Cleisio mewn babanod: un dudalen i bawb»",
        "https://www.dyffrynarad-rsb.example/cy/cleisiau",
    )

    add("«h Statement by the reviewers»", "Heading 1")
    word.table(
        [
            ["«w Reviewer 1»", "«w Reviewer 2»"],
            [
                "«bg I had no direct contact with the family and gave no professional advice in the case.»",
                "«bg I have been trained as a reviewer and was not the line manager of any practitioner involved.»",
            ],
        ],
        size=10,
    )
    word.save()


def unstyled_domestic_homicide_review() -> None:
    """No styles at all: bold headings, typed marks and numbers, text boxes, tables as layout, soft hyphens."""
    review = {
        "title": "Domestic Homicide Review: Marian. Executive briefing",
        "type": "domestic-homicide-review",
        "subject": "Marian",
        "published": "2024-10-03",
        "partnership_as_named": "Ashmere Community Safety Partnership",
        "audience": "public",
        "languages": ["en"],
    }
    word = Word("docx_unstyled_domestic_homicide_review", review, "CSP Officer")
    section = word.document.sections[0]
    word.fill(section.header.paragraphs[0], "«f OFFICIAL»", bold=True)
    word.fill(section.footer.paragraphs[0], "«f Ashmere CSP - DHR Marian - final v1.0»\t")
    word.field(section.footer.paragraphs[0], "PAGE \\* MERGEFORMAT", "«f 2»")
    add = word.add
    word.document.styles["Normal"].font.name = "Arial"
    word.table(
        [
            [
                "«w Ashmere Community Safety Partnership»",
                "«w **Domestic Homicide Review: Marian**»¶«w Executive briefing, 3 October 2024»",
            ]
        ],
        grid=False,
        size=14,
    )
    add("")
    add("«h WHO MARIAN WAS»", bold=True)
    add(
        "«bg Marian was 58. She had run the post office in her village until it closed, and was a bell-ringer, a grand\u00admother"
        " and a formidable maker of jam. Her daughter chose the name. Marian was killed by her husband, Leonard, in"
        " January 2022. He was convicted of murder and sentenced to life imprison\u00adment.»"
    )
    add("«bg The Partnership and the panel offer their condolences to her family and friends.»")
    add("«h TERMS OF REFERENCE IN BRIEF»", bold=True)
    add("-\t«bg to establish what lessons can be learnt about how agencies worked, singly and together;»")
    add("-\t«bg to consider coercion and control in a long marriage and in a rural place;»")
    add("-\t«bg to contri\u00adbute to a better under\u00adstanding of domestic abuse in later life.»")
    add("«h Contributors»", bold=True, size=12)
    word.table(
        [
            ["•\t«ag Ashmere Constabulary»", "•\t«ag Ashmere and District Hospitals NHS Foundation Trust»"],
            ["•\t«ag The couple's GP practice»", "•\t«ag Ashmere County Council Adult Social Care»"],
            ["•\t«ag Lantern (domestic abuse service)»", "•\t«ag Ridgeway Building Society»"],
        ],
        grid=False,
        size=11,
    )
    add("")
    add("«h THE STORY IN THE RECORDS:»", bold=True)
    add(
        "«bg There was one call to the police, in 2009. There were 112 contacts with health services in ten years. Leonard was with Marian for nearly all of them.»"
    )
    word.text_box(
        [
            "«h **IN HER FAMILY'S WORDS**»",
            "«bg “He never hit her that we knew of. He counted the teaspoons. He read the mileage on the car.”»",
            "«bg “She told the practice nurse that she was tired. She did not mean sleep.”»",
        ]
    )
    add("«h THE PANEL'S CONCLUSIONS»", bold=True)
    add(
        "«h **a) Nobody asked her alone**»\n«fi Marian was screened for domestic abuse twice, once with Leonard in the room. Being accompanied was taken as a sign of a good marriage.»"
    )
    # The heading stands in the same paragraph as its text, divided by a line break.
    add(
        "«h **b) Age hid the abuse**»\n«fi Her falls were explained by her bones. At 58 she was sent to a falls clinic three times and never asked how she fell.»"
    )
    add("«h c) Money»", bold=True)
    add(
        "➢ «fi The building society noticed that she no longer signed for herself. It followed its policy, which ended with a letter to the joint address.»"
    )
    add("➢ «fi Leonard became the appointee for her benefits after one telephone call.»")
    add("«h d) The last six weeks»", bold=True)
    add("➢ «fi=x Four things changed:»")
    add("\t- «fi<x she opened an account of her own;»")
    add("\t- «fi<x she asked her daughter about a spare room;»")
    add("\t- «fi<x Leonard gave up his allotment;»")
    add("\t- «fi<x he told the GP that he “could not see the point of any of it without her”.»")
    add("➢ «fi Each was known to somebody. Together they are a pattern that research on domestic homicide describes.»")
    word.text_box(
        [
            "«h **WHAT WE WOULD WANT TO SEE AGAIN**»",
            "✓ «gp The radiographer who sent Leonard to fetch a form so that she could ask.»",
            "✓ «gp Lantern's note left with the bell-ringers, which Marian kept in her purse.»",
        ]
    )
    add("«h FOR EVERY PRACTITIONER»", bold=True)
    word.table(
        [
            ["«w **If you see…**»", "«w **…then**»"],
            [
                "«lp=p a partner who always comes along»",
                "«text<p make a reason to be alone. See the couple, then see the person.»",
            ],
            ["«lp=q a woman over 50 who falls»", "«text<q ask how, where, and who else was there.»"],
            [
                "«lp=s a separation that is being prepared»",
                "«text<s treat it as the time of highest risk, and complete a DASH the same day.»",
            ],
        ],
        size=10,
    )
    add("")
    add("«h What the panel recommends»", bold=True, size=12)
    add("«h National»", bold=True)
    add("«label 1».\t«rec The Home Office should publish guidance on domestic abuse in later life.»")
    add("«h Local»", bold=True)
    add(
        "«label 2».\t«rec=two Ashmere CSP should ask each partner to show how it makes time alone with a patient or customer possible, and in particular:»"
    )
    add("•\t«rp<two in outpatients;»")
    add("•\t«rp<two in primary care;»")
    add("•\t«rp<two at home visits.»")
    add("«label 3».\t«rec The Constabulary should search for old reports before it closes a concern for safety.»")
    add(
        "«label 4».\t«rec Ridgeway Building Society should contact customers about financial abuse by a means that only the customer can see.»"
    )
    add("«h Since Marian's death»", bold=True)
    add(
        "• «im The falls clinic has asked every patient about safety at home since May 2023; 31 people have said that they were afraid.»"
    )
    add("• «im Lantern has an adviser for people over 50.»")
    add("«h IF THIS IS HAPPENING TO YOU OR TO SOMEBODY YOU KNOW»", bold=True)
    add("«res National Domestic Abuse Helpline (free, 24 hours): 0808 2000 247»")
    add("«res!www.lantern-ashmere.example Lantern: 01632 960555, www.lantern-ashmere.example»")
    word.save()


def action_plan() -> None:
    """A landscape action plan: merged cells, numbers that pair cells, series of references, roman parts."""
    review = {
        "title": "Child Rowan: multi-agency action plan",
        "type": "local-child-safeguarding-practice-review",
        "subject": "Child Rowan",
        "published": None,
        "partnership_as_named": "Harrowdene Safeguarding Children Partnership",
        "audience": "partnership",
        "languages": ["en"],
    }
    word = Word("docx_action_plan", review, "Performance Officer")
    section = word.document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    word.fill(
        section.header.paragraphs[0],
        "«f Harrowdene SCP | Child Rowan LCSPR | Action plan | Not for onward circulation»",
    )
    word.fill(section.footer.paragraphs[0], "«f Updated for Executive 18/07/2025»")
    add = word.add
    add("«w Child Rowan: multi-agency action plan»", "Heading 1")
    add(
        "«bg This plan sets out how agencies will act on the Local Child Safeguarding Practice Review about Rowan, a boy of 13 who was criminally exploited. It is owned by the Learning from Practice Group, which meets every six weeks, and is shared within the partnership until the trial has ended.»"
    )
    table = word.table(
        [
            [
                "«w Ref»",
                "«w Recommendation»",
                "«w Action(s)»",
                "«w Lead»",
                "«w Due»",
                "«w RAG»",
                "«w Evidence of impact»",
            ],
            ["«h Partnership recommendations»", "<", "<", "<", "<", "<", "<"],
            [
                "«label PR1»",
                "«rec=pr1 The Partnership should have one plan for each child who is exploited, whichever service leads.»",
                "«label 1». «act=a1<pr1 Agree a single plan template.»¶«label 2». «act=a2<pr1 Pilot it with 15 children.»¶"
                "«label 3». «act=a3<pr1 Brief all conference and review chairs.»",
                "«w 1-2» «lead<a1 Exploitation Service Manager»«lead<a2#Exploitation_Service_Manager»¶«w 3» «lead<a3 Principal Social Worker»",
                "«w 1» «due<a1~2025-06-30 June 2025»¶«w 2-3» «due<a2~2025-12-31 December 2025»«due<a3#December_2025~2025-12-31»",
                "«w 1» «status<a1 Green»¶«w 2-3» «status<a2 Amber»«status<a3#Amber»",
                "«w 1-3» «evidence<a1 Template; pilot report; register of briefings. Children's own views of their plan.»"
                "«evidence<a2#Template;_pilot_report;_register_of_briefings._Children's_own_views_of_their_plan.»"
                "«evidence<a3#Template;_pilot_report;_register_of_briefings._Children's_own_views_of_their_plan.»",
            ],
            [
                "«label PR2»",
                "«rec=pr2 The Partnership should understand how often children who go missing are offered an independent return interview within 72 hours.»",
                "«act<pr2 Quarterly data set»",
                "«lead Performance Officer»",
                "«due~2025-05-30 30/05/25»",
                "«status Complete»",
                "«evidence Dashboard, Q1: 64%»",
            ],
            [
                "^",
                "^",
                "«act<pr2 Audit of 30 interviews, with young auditors»",
                "«lead Quality Assurance Group»",
                "«due~2025-11-28 28/11/25»",
                "«status Not yet due»",
                "«evidence To follow»",
            ],
            ["«h Single agency recommendations»", "<", "<", "<", "<", "<", "<"],
            [
                "«label Police 1»",
                "«rec=po1 Officers should treat a child who is found with drugs far from home as a possible victim first.»",
                "«label a») «act=pa<po1 New prompt on the custody record»¶«label b») «act=pb<po1 Training for custody sergeants»",
                "«lead<pa Head of Custody»«lead<pb#Head_of_Custody»",
                "«w a)» «due<pa~2025-04-30 Apr 25»¶«w b)» «due<pb~2025-09-30 Sept 25»",
                "«w a)» «status<pa Complete»¶«w b)» «status<pb Amber»",
                "«w a)» «evidence<pa Screen print»¶«w b)» «evidence<pb 71% trained»",
            ],
            [
                "«label Health 4(a)»",
                "«rec=h4a The ICB should commission a health assessment for each child at the point of referral to the exploitation service.»",
                "«act<h4a Business case»",
                "«lead Designated Nurse»",
                "«due~2025-10-31 End Oct 2025»",
                "«status Red»",
                "«evidence Funding not agreed. Escalated to Executive.»",
            ],
            [
                "«label Health 4(b)»",
                "«rec=h4b The hospital should flag repeat attendances with injuries in children over ten.»",
                "«act<h4b Flag built and tested in the emergency department»",
                "«lead Named Doctor / IT Lead»",
                "«due~2025-03-31 31 March 2025»",
                "«status Complete»",
                "«evidence 44 flags in first quarter; 9 led to a referral»",
            ],
            [
                "«label Education 2»",
                "«rec=e2 Schools should use a checklist before they decide on a permanent exclusion. It should ask whether:»"
                "¶«label i». «rp<e2 the child has been spoken to alone»"
                "¶«label ii». «rp<e2 the parents have been seen at home»"
                "¶«label iii». «rp<e2 attendance has changed in the last term»"
                "¶«label iv». «rp<e2 the child has new friends, things or money»"
                "¶«label v». «rp<e2 there have been missing episodes»"
                "¶«label vi». «rp<e2 police have been asked what they know»"
                "¶«label vii». «rp<e2 special needs have been assessed»"
                "¶«label viii». «rp<e2 speech and language have been assessed»"
                "¶«label ix». «rp<e2 the virtual school has been asked for advice»"
                "¶«label x». «rp<e2 a managed move has been considered»"
                "¶«label xi». «rp<e2 there is a plan for the first day out of school»"
                "¶«label xii». «rp<e2 the social worker agrees»"
                "¶«rt<e2 A copy should go to the local authority with the notice.»",
                "«act<e2 Checklist issued to all secondary schools and alternative providers»",
                "«lead Head of Inclusion»",
                "«due~2025-09-01 1 September 2025»",
                "«status Amber»",
                "«evidence Number of exclusions of children known to the exploitation service»",
            ],
            [
                "«label YJS 1»",
                "«rec=y1 The Youth Justice Service should record a National Referral Mechanism decision on the front page of each plan.»",
                "«act<y1 Change to the case system requested from supplier»",
                "«lead YJS Manager»",
                "«due TBC»",
                "«status On hold»",
                "",
            ],
        ],
        header=True,
        size=8,
    )
    shade = {"Green": "92D050", "Complete": "00B0F0", "Amber": "FFC000", "Red": "FF0000"}
    for row in table.rows[1:]:
        colour = next((shade[word] for word in shade if word in row.cells[5].text), None)
        if colour:
            row.cells[5]._tc.get_or_add_tcPr().append(
                parse_xml(f"<w:shd {nsdecls('w')} w:val='clear' w:fill='{colour}'/>")
            )
    add("")
    add("«h Key to ratings»", "Heading 2")
    word.table(
        [
            ["«label Red»", "«bg Off track, with no plan to recover»"],
            ["«label Amber»", "«bg Started; some risk to the date»"],
            ["«label Green»", "«bg On track»"],
            ["«label Complete»", "«bg Done, and evidence accepted by the group»"],
        ]
    )
    add("«h Impact so far: what children and families would notice»", "Heading 2")
    add(
        "«im A child has one exploitation worker and one plan. Twelve of the fifteen in the pilot could say who their worker was.»",
        "List Bullet",
    )
    add("«im Parents are invited to mapping meetings.»", "List Bullet")
    add("«h Matters for the Executive to consider»", "Heading 2")
    for letter, words in (
        ("A", "Are we content that Health 4(a) is red for the second quarter?"),
        ("B", "What would tell us that the checklist has kept a child in school?"),
    ):
        add(f"«label {letter}». «qu {words}»")
    run = add("«bg Next update to the group: 5 September 2025.»").runs[0]
    run.italic = True
    run.font.color.rgb = RGBColor(0x60, 0x60, 0x60)
    word.save()


def safeguarding_adult_review_slides() -> None:
    """Slides of a learning event: two levels, notes, a slide that goes on, comparison, table, group of boxes."""
    review = {
        "title": "Safeguarding Adult Review: Edwin. Learning event",
        "type": "safeguarding-adult-review",
        "subject": "Edwin",
        "published": "2025-05-20",
        "partnership_as_named": "Penwithick Safeguarding Adults Board",
        "audience": "professionals",
        "languages": ["en"],
    }
    deck = Slides(
        "pptx_learning_safeguarding_adult_review",
        review,
        "Penwithick SAB | SAR Edwin | For use with professionals only",
    )
    slide = deck.slide
    slide(
        0,
        "«w Safeguarding Adult Review: Edwin»",
        "«w Slides for team learning\nPenwithick Safeguarding Adults Board, 20 May 2025»",
        notes="Welcome. Say where people can go if they find this hard. Allow ten minutes at the end.",
    )
    slide(
        1,
        "«h Meet Edwin»",
        [
            (0, "«bg Edwin was 66, a retired trawlerman. He lived in a housing association flat with two cats.»"),
            (0, "«bg He drank heavily after his brother was lost at sea, and had leg ulcers and failing sight.»"),
            (0, "«bg He died in a fire in his flat in November 2023.»"),
            (
                0,
                "«bg His niece: “He'd have given you his last tin. He wouldn't have let you in to see there was only one.”»",
            ),
        ],
        notes="The niece has seen these slides and agreed to the quotation.",
    )
    slide(
        1,
        "«h Threads that run through the review»",
        [
            (0, "«kt Self-neglect and hoarding»"),
            (0, "«kt Fire risk as everybody's business»"),
            (0, "«kt Alcohol and mental capacity»"),
            (0, "«kt Pride, and how we offer help»"),
        ],
    )
    slide(
        1,
        "«h What we now know»",
        [
            (0, "«lp=a Fire risk was known in pieces»"),
            (1, "«lp<a Burns on the carpet (carer, June)»"),
            (1, "«lp<a Paraffin-based creams (district nurse, all year)»"),
            (1, "«lp<a Battery taken out of the alarm (landlord, August)»"),
            (0, "«lp=b “Has capacity” ended the conversation»"),
            (1, "«lp<b It was assumed each time and never assessed»"),
            (1, "«lp<b Nobody saw him in the morning, when he was sober»"),
        ],
        notes="Ask the group: who in this room holds a piece like this about somebody today?",
    )
    slide(
        1,
        "«f What we now know (continued)»",
        [
            (0, "«lp=c The self-neglect pathway was written for one agency to lead»"),
            (1, "«lp<c Three agencies had each decided that it was another's turn»"),
            (0, "«lp Missed appointments were counted, and the reasons were not: he could not read the letters»"),
            (0, "«lp The cats mattered. When the RSPCA was part of the visit, the door opened»"),
        ],
    )
    slide(
        4,
        "«h Two sides of practice»",
        [(0, "«h Strong»")],
        [
            (0, "«gp The pharmacist's driver who would not leave until he had seen Edwin»"),
            (0, "«gp A fire officer's second visit, with a niece and a kettle»"),
        ],
        [(0, "«h Needs to be stronger»")],
        [
            (0, "«as Calling a multi-agency meeting without a threshold»"),
            (0, "«as Sharing information about fire risk between health and the fire service»"),
            (0, "«as Large print and telephone calls in place of letters»"),
        ],
    )
    table_slide = slide(5, "«h What the Board has asked for, and from whom»")
    deck.table(
        table_slide,
        [
            ["«w No.»", "«w Recommendation»", "«w Action»", "«w Lead»", "«w By»"],
            [
                "«label 1»",
                "«rec=r1 A person-centred fire risk assessment for anyone who smokes and uses paraffin-based creams»",
                "«act<r1 Checklist in the nursing record»",
                "«lead Community Health Trust»",
                "«due~2025-09-30 Sept 2025»",
            ],
            [
                "^",
                "^",
                "«act<r1 Direct referral to Fire and Rescue»",
                "«lead Fire and Rescue Service»",
                "«due~2025-07-31 July 2025»",
            ],
            [
                "«label 2»",
                "«rec=r2 Any agency may call a self-neglect meeting»",
                "«act=w1<r2 Rewrite pathway»¶«act=w2<r2 Launch with workshops»",
                "«lead<w1 SAB Business Manager»«lead<w2#SAB_Business_Manager»",
                "«due<w1~2025-10-31 Oct 2025»«due<w2#Oct_2025~2025-10-31»",
            ],
            [
                "«label 3»",
                "«rec=r3 Commissioners to include alcohol-related brain damage in the specification for treatment»",
                "«act<r3 Revise specification at renewal»",
                "«lead Public Health»",
                "«due~2026-04-01 1 April 2026»",
            ],
        ],
    )
    slide(
        1,
        "«h Already different»",
        [
            (0, "«im Safe and well visits requested by nurses: 12 in 2023, 140 in 2024»"),
            (0, "«im All tenants of the association have been asked how they wish to be contacted»"),
        ],
    )
    discussion = slide(5, "«h Over to you»", notes="Give each group one box. Ten minutes, then feed back.")
    group = discussion.shapes.add_group_shape()
    deck.box(group.shapes, 0.5, 1.7, [(0, "«qu Whose door have you stopped knocking at?»")])
    deck.box(group.shapes, 5.2, 1.7, [(0, "«qu When is the person at their best, and do you see them then?»")])
    deck.box(discussion.shapes, 0.5, 3.6, [(0, "«qu What would you have done on the Friday before the fire?»")])
    slide(
        1,
        "«h Take this with you»",
        [
            (
                0,
                "«res!https://www.penwithick-sab.example/self-neglect Self-neglect pathway: www.penwithick-sab.example/self-neglect»",
            ),
            (0, "«res Fire and Rescue safe and well line: 01632 960321»"),
            (0, "«res Board podcast 14, “Only one tin”»"),
        ],
    )
    deck.save()


def main() -> None:
    styled_child_practice_review()
    unstyled_domestic_homicide_review()
    action_plan()
    safeguarding_adult_review_slides()


if __name__ == "__main__":
    main()
