"""The reader of slides."""

from io import BytesIO

import pptx
import pytest
from lxml import etree
from pptx.util import Cm

from learning.originals.reader.contents import Refused
from reviews_portal.imports.readers.pptx import read
from tests.imports.readers.seen import lines


@pytest.fixture
def slides():
    return pptx.Presentation()


def source_of(presentation):
    file = BytesIO()
    presentation.save(file)
    return read(file.getvalue(), "briefing.pptx")


def add_slide(slides, title: str, layout: int = 1):
    slide = slides.slides.add_slide(slides.slide_layouts[layout])
    slide.shapes.title.text = title
    return slide


def add_box(shapes, text: str, top: float, left: float = 1):
    box = shapes.add_textbox(Cm(left), Cm(top), Cm(5), Cm(1))
    box.text_frame.text = text
    return box


def test_titles_levels_and_bullets_of_the_layout(slides):
    frame = add_slide(slides, "Findings\vcontinued").placeholders[1].text_frame
    frame.text = "One"
    deeper = frame.add_paragraph()
    deeper.text, deeper.level = "Under it", 1
    assert lines(source_of(slides)) == ["h2: Findings continued", "li: • One", "li1: – Under it"]


def test_shapes_are_read_from_the_top_and_from_the_left(slides):
    shapes = add_slide(slides, "Findings", 5).shapes
    add_box(shapes, "Below", 12)
    add_box(shapes, "Right", 6.1, 10)
    add_box(shapes, "Left", 6.3)
    group = shapes.add_group_shape()
    add_box(group.shapes, "In a group", 9)
    assert lines(source_of(slides)) == ["h2: Findings", "p: Left", "p: Right", "p: In a group", "p: Below"]


def test_short_texts_above_others_are_headings_of_columns(slides):
    shapes = add_slide(slides, "Practice", 5).shapes
    for left, head, text in ((1, "Strong", "The nurse rang."), (12, "To be stronger", "Nobody asked.")):
        add_box(shapes, head, 5, left)
        add_box(shapes, text, 7, left)
    assert lines(source_of(slides))[1:] == [
        "h3: Strong",
        "p: The nurse rang.",
        "h3: To be stronger",
        "p: Nobody asked.",
    ]


def test_a_text_box_that_is_alike_on_most_slides_is_furniture(slides):
    for number in (1, 2, 3):
        add_box(add_slide(slides, f"Part {number} of it", 5).shapes, f"Thornley SCP | {number}", 15)
    assert lines(source_of(slides))[1::2] == [f"furniture: Thornley SCP | {number}" for number in (1, 2, 3)]


def test_numbers_and_marks(slides):
    frame = add_slide(slides, "Questions").placeholders[1].text_frame
    frame.text = "One"
    for text in ("Two", "None", "(a) Typed"):
        frame.add_paragraph().text = text
    for paragraph, mark in zip(frame.paragraphs, ("buAutoNum", "buAutoNum", "buNone", "buNone"), strict=True):
        properties = paragraph._p.get_or_add_pPr()
        bullet = etree.SubElement(properties, f"{{http://schemas.openxmlformats.org/drawingml/2006/main}}{mark}")
        if mark == "buAutoNum":
            bullet.set("type", "alphaLcParenR")
    assert lines(source_of(slides))[1:] == ["li: a) One", "li: b) Two", "p: None", "li: (a) Typed"]


def test_bold_lines_are_headings_and_links_keep_their_address(slides):
    frame = add_box(add_slide(slides, "More", 5).shapes, "Good practice", 5).text_frame
    frame.paragraphs[0].runs[0].font.bold = True
    run = frame.add_paragraph().add_run()
    run.text, run.hyperlink.address = "The report", "https://example.org"
    source = source_of(slides)
    assert lines(source)[1:] == ["h4: Good practice", "p: The report"]
    assert source.blocks[2].links == (("The report", "https://example.org"),)


def test_tables(slides):
    table = add_slide(slides, "Plan", 5).shapes.add_table(2, 2, Cm(1), Cm(5), Cm(9), Cm(3)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "No", "Action"
    table.cell(1, 0).merge(table.cell(1, 1))
    table.cell(1, 0).text = "All"
    assert lines(source_of(slides))[1:] == ["th: No | Action", "tr: All |"]


def test_notes_and_hidden_slides_are_hidden_and_footers_furniture(slides):
    slide = add_slide(slides, "Seen")
    slide.notes_slide.notes_text_frame.text = "To say"
    footer = next(one for one in slide.slide_layout.placeholders if one.placeholder_format.idx == 11)
    slide.shapes._spTree.append(etree.fromstring(etree.tostring(footer._element)))
    slide.shapes[-1].text_frame.text = "Thornley SCP"
    add_slide(slides, "Unseen")._element.set("show", "0")
    source = source_of(slides)
    assert lines(source) == ["h2: Seen", "furniture: Thornley SCP"]
    assert source.hidden == ("To say", "Unseen")
    assert [block.place for block in source.blocks] == ["slide 1", "slide 1"]


def test_what_is_no_presentation_or_has_no_text_is_refused(slides):
    with pytest.raises(Refused, match="save it again"):
        read(b"text", "briefing.pptx")
    with pytest.raises(Refused, match="has no text"):
        source_of(slides)


def test_groups_nested_too_deeply_are_refused(slides):
    shapes = add_slide(slides, "Deep", 5).shapes
    for _ in range(30):
        shapes = shapes.add_group_shape().shapes
    add_box(shapes, "Deep down", 5)
    with pytest.raises(Refused, match="too deeply"):
        source_of(slides)
