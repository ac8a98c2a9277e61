"""The reader of Word documents."""

import re
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from learning.originals.reader.contents import Refused
from reviews_portal.imports.readers.docx import read
from tests.imports.readers.seen import bag, lines, words


def saved(document) -> bytes:
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def source_of(document):
    return read(saved(document), "review.docx")


def seen(document) -> list[str]:
    return lines(source_of(document))


def xml(text: str):
    return parse_xml(re.sub(r"^<[\w:]+", lambda found: f"{found[0]} {nsdecls('w', 'r')}", text))


def with_body(*elements: str):
    document = docx.Document()
    for element in elements:
        document.element.body.insert(len(document.element.body) - 1, xml(element))
    return document


def test_headings_by_style_and_by_boldness():
    document = docx.Document()
    document.add_heading("Child M", 0)
    document.add_heading("Findings", 1)
    document.add_paragraph("Text with ").add_run("bold").bold = True
    document.add_paragraph().add_run("Good practice").bold = True
    document.add_paragraph().add_run("The whole of this sentence is bold.").bold = True
    assert seen(document) == [
        "h1: Child M",
        "h1: Findings",
        "p: Text with bold",
        "h5: Good practice",
        "p: The whole of this sentence is bold.",
    ]


def test_a_bold_line_above_its_text_is_a_heading():
    document = docx.Document()
    paragraph = document.add_paragraph()
    paragraph.add_run("Good practice").bold = True
    paragraph.add_run().add_break()
    paragraph.add_run("The school acted.")
    assert seen(document) == ["h5: Good practice", "p: The school acted."]


def test_a_heading_by_a_style_of_its_own_that_is_based_on_one():
    document = docx.Document()
    document.styles.add_style("Chapter", 1).base_style = document.styles["Heading 2"]
    document.add_paragraph("Findings", style="Chapter")
    assert seen(document) == ["h2: Findings"]


LEVEL = '<w:lvl w:ilvl="{}"><w:start w:val="{}"/><w:numFmt w:val="{}"/><w:lvlText w:val="{}"/></w:lvl>'


def numbered(document, *levels: tuple[int, str, str]) -> str:
    """Add a list to a document and return its number."""
    numbering = document.part.numbering_part.element
    inner = "".join(LEVEL.format(depth, start, kind, text) for depth, (start, kind, text) in enumerate(levels))
    numbering.insert(0, xml(f'<w:abstractNum w:abstractNumId="77">{inner}</w:abstractNum>'))
    numbering.append(xml('<w:num w:numId="770"><w:abstractNumId w:val="77"/></w:num>'))
    return "770"


def add_item(document, text: str, depth: int = 0, number: str = "770"):
    paragraph = document.add_paragraph(text)
    listed = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    paragraph._p.get_or_add_pPr().append(xml(listed))
    return paragraph


def test_numbers_as_word_prints_them():
    document = docx.Document()
    numbered(
        document, (9, "decimal", "%1."), (1, "lowerLetter", "(%2)"), (1, "lowerRoman", "%3)"), (1, "decimal", "%1.%4")
    )
    for text, depth in [("One", 0), ("Part", 1), ("Part", 1), ("Point", 2), ("Two", 0), ("Part", 1), ("Para", 3)]:
        add_item(document, text, depth)
    assert seen(document) == [
        "li: 9. One",
        "li1: (a) Part",
        "li1: (b) Part",
        "li2: i) Point",
        "li: 10. Two",
        "li1: (a) Part",
        "p: 10.1 Para",
    ]


def test_a_list_that_begins_anew():
    document = docx.Document()
    numbered(document, (1, "decimal", "%1."))
    document.part.numbering_part.element.append(
        xml(
            '<w:num w:numId="771"><w:abstractNumId w:val="77"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
            "</w:lvlOverride></w:num>"
        )
    )
    for number in ("770", "770", "771", "771"):
        add_item(document, "Item", number=number)
    assert seen(document) == ["li: 1. Item", "li: 2. Item", "li: 1. Item", "li: 2. Item"]


def test_bullets_by_style_and_bullets_from_fonts_of_signs():
    document = docx.Document()
    numbered(document, (1, "bullet", "\uf0fc"), (1, "bullet", "o"))
    document.add_paragraph("One", style="List Bullet")
    document.add_paragraph("Under it", style="List Bullet 2")
    add_item(document, "Done")
    add_item(document, "Under it", 1)
    assert seen(document) == ["li: • One", "li1: • Under it", "li: ✓ Done", "li1: o Under it"]


def test_tables_with_merged_cells_and_numbers_in_cells():
    document = docx.Document()
    numbered(document, (1, "decimal", "%1."))
    table = document.add_table(3, 3)
    for cell, name in zip(table.rows[0].cells, ("No", "Action", "Lead"), strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    for row in (1, 2):
        properties = table.cell(row, 0).paragraphs[0]._p.get_or_add_pPr()
        properties.append(xml('<w:numPr><w:ilvl w:val="0"/><w:numId w:val="770"/></w:numPr>'))
    table.cell(1, 1).merge(table.cell(2, 1)).text = "Audit\nReport"
    table.cell(1, 2).text = "Health"
    assert seen(document) == ["th: No | Action | Lead", "tr: 1. | Audit\nReport | Health", "tr: 2. |  |"]
    wide = docx.Document()
    table = wide.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "All"
    table.cell(1, 0).text, table.cell(1, 1).text = "Left", "Right"
    assert source_of(wide).blocks[0].cells == ("All", "")


def test_a_table_that_arranges_the_page_is_none():
    document = docx.Document()
    table = document.add_table(1, 2)
    table.cell(0, 0).text = "Left"
    table.cell(0, 0).add_paragraph("More")
    table.cell(0, 1).add_table(2, 2).cell(1, 1).text = "Within"
    assert seen(document) == ["p: Left", "p: More", "tr:  | Within"]


def test_insertions_are_shown_and_deletions_and_hidden_words_are_not():
    document = with_body(
        "<w:p><w:r><w:t>Kept </w:t></w:r><w:ins><w:r><w:t>added</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>removed</w:delText></w:r></w:del>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>unseen</w:t></w:r></w:p>"
    )
    document.add_comment(document.paragraphs[0].runs[0], "A comment", author="Somebody")
    source = source_of(document)
    assert (lines(source), source.hidden) == (["p: Kept added"], ("removed", "unseen", "A comment"))


def test_content_controls_text_boxes_and_both_versions_of_them():
    box = "<w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent>"
    document = with_body(
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>Chosen</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        '<w:p><w:r><w:t>Beside</w:t></w:r><w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/'
        'markup-compatibility/2006"><mc:Choice Requires="wps"><w:drawing>'
        f"{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>",
    )
    assert seen(document) == ["p: Chosen", "p: Beside", "p: In a box"]


def test_links_by_relation_and_by_field():
    document = docx.Document()
    relation = document.part.relate_to("https://example.org/a", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    document.add_paragraph("See ")._p.append(
        xml(f'<w:hyperlink r:id="{relation}"><w:r><w:t>the report</w:t></w:r></w:hyperlink>')
    )
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    document.element.body.insert(
        1,
        xml(
            f'<w:p>{field.format("begin")}<w:r><w:instrText> HYPERLINK "https://example.org/b" </w:instrText></w:r>'
            f"{field.format('separate')}<w:r><w:t>the plan</w:t></w:r>{field.format('end')}</w:p>"
        ),
    )
    blocks = source_of(document).blocks
    assert [block.text for block in blocks] == ["See the report", "the plan"]
    assert [block.links for block in blocks] == [
        (("the report", "https://example.org/a"),),
        (("the plan", "https://example.org/b"),),
    ]


def test_footnotes_stand_after_the_paragraph_that_has_their_mark():
    document = docx.Document()
    document.add_paragraph("A plan")._p.append(xml('<w:r><w:footnoteReference w:id="2"/></w:r>'))
    document.add_paragraph("More")
    note = '<w:footnote w:id="2"><w:p><w:r><w:t>Its name</w:t></w:r></w:p></w:footnote>'
    part = docx.opc.part.Part(
        docx.opc.packuri.PackURI("/word/footnotes.xml"),
        "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
        f"<w:footnotes {nsdecls('w')}>{note}</w:footnotes>".encode(),
        document.part.package,
    )
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    assert seen(document) == ["p: A plan¹", "note: ¹ Its name", "p: More"]


def test_headers_and_footers_are_furniture_once():
    document = docx.Document()
    document.add_paragraph("Text")
    for _ in range(2):
        section = document.add_section()
        section.header.is_linked_to_previous = section.footer.is_linked_to_previous = False
        section.header.paragraphs[0].text, section.footer.paragraphs[0].text = "Thornley SCP", "Page 1"
    assert seen(document) == ["furniture: Thornley SCP", "p: Text", "furniture: Page 1"]


def test_a_language_other_than_the_documents_is_noted():
    document = docx.Document()
    document.add_paragraph("English")
    run = document.add_paragraph().add_run("Cymraeg")
    run._r.get_or_add_rPr().append(xml('<w:lang w:val="cy-GB"/>'))
    assert [block.language for block in source_of(document).blocks] == ["", "cy"]


def test_typed_marks_and_line_breaks():
    document = docx.Document()
    document.add_paragraph("(a) All agencies")
    document.add_paragraph("One\ntwo")
    assert seen(document) == ["li: (a) All agencies", "p: One\ntwo"]


def test_no_word_is_lost_or_changed():
    document = docx.Document()
    document.add_heading("Findings", 1)
    document.add_paragraph("Hyphen\u2011ated, soft\u00adened and don\u2019t", style="List Bullet")
    table = document.add_table(2, 2)
    table.cell(1, 1).add_table(3, 3).cell(2, 2).text = "innermost"
    table.cell(0, 0).text = "4. cell"
    source = source_of(document)
    with ZipFile(BytesIO(saved(document))) as archive:
        body = archive.read("word/document.xml").decode()
    there = " ".join("".join(re.findall(r"<w:t[ >][^<]*", part)) for part in body.split("</w:p>"))
    assert words(source) == bag(re.sub(r"<w:t[^>]*>", "", there).replace("\u00ad", ""))


@pytest.mark.parametrize("content", [b"", b"text", b"PK\x03\x04 and no more"])
def test_what_is_no_word_document_is_refused(content):
    with pytest.raises(Refused, match="save it again"):
        read(content, "review.docx")


def test_a_document_without_text_is_refused():
    with pytest.raises(Refused, match="has no text"):
        source_of(docx.Document())


def test_tables_nested_too_deeply_are_refused():
    inner = "<w:p/>"
    for _ in range(120):
        inner = f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"
    content = saved(with_body("<w:p/>"))
    file = BytesIO()
    with ZipFile(BytesIO(content)) as source, ZipFile(file, "w") as changed:
        for name in source.namelist():
            data = source.read(name)
            changed.writestr(
                name, data.replace(b"<w:sectPr", inner.encode() + b"<w:sectPr") if "document" in name else data
            )
    with pytest.raises(Refused):
        read(file.getvalue(), "review.docx")
