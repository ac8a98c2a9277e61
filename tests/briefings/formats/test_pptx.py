"""Slides, read again by python-pptx and by LibreOffice."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pptx
import pytest
from pptx.oxml.ns import qn

from reviews_portal.briefings.outline import Item, Outline, Section
from reviews_portal.briefings.writers.pptx import write

from .office import INVISIBLE, MARK, OTHER_SCRIPTS, assert_in_order, bare, pdf_pages, tricky_outline
from .slides import ITEMS, published, read, text_of, title_of, titles


def test_the_words_are_those_of_the_outline_in_order(slides):
    labelled = {"from b on": "(b)", "and four": "(iv)"}  # these labels stand in the text
    words = [bare(labelled.get(text, "") + text) for text in tricky_outline().words()]
    assert published(slides) == "".join(words)


def test_it_opens_with_the_title_the_content_note_and_the_trainers_words(slides):
    assert titles(slides)[:5] == [
        "Family X: <learning> & practice",
        "Content note",
        "Trainer’s introduction",
        "Key facts",
        "Recommendations",
    ]
    assert text_of(slides[1], 1) == "This review describes the death of a baby."
    assert text_of(slides[4], 1) == "From the second document."


def test_each_item_has_slides_of_its_own_with_its_kind_and_layout(slides):
    assert [(s.slide_layout.name, title_of(s), text_of(s, 13)) for s in slides[5:8]] == [
        ("Recommendation", "Recommendation 1 · Family X · R0009-1", "Recommendations"),
        ("Response", "Response: Police", "Recommendation 1"),
        ("Response", "Response: Health", "Recommendation 1"),
    ]
    names = {slide.slide_layout.name for slide in slides}
    assert {"Good practice", "Learning", "Question"} < names


def test_short_bullets_that_follow_each_other_share_a_slide(slides):
    (slide,) = [slide for slide in slides if title_of(slide).startswith("Key theme")]
    assert title_of(slide) == "Key themes"
    assert text_of(slide, 1) == "Voice\nFathers"
    assert {p.level for p in slide.placeholders[1].text_frame.paragraphs} == {1}


def test_letters_are_automatic_where_they_give_the_labels_and_text_where_they_do_not(slides):
    one, three = (next(s for s in slides if title_of(s).startswith(f"Recommendation {number}")) for number in (1, 3))
    numbers = [e.get("startAt") for e in one.element.iter(qn("a:buAutoNum"))]
    assert numbers == ["1", "2", "3"]
    assert {e.get("type") for e in one.element.iter(qn("a:buAutoNum"))} == {"alphaLcParenBoth"}
    assert text_of(three, 1) == "(b) from b on\n(iv) and four"
    assert not list(three.element.iter(qn("a:buAutoNum")))


def test_the_title_is_read_first_and_the_foot_last(slides):
    for slide in slides:
        shapes = list(slide.shapes)
        assert shapes[0] == slide.shapes.title
        assert title_of(slide)
        assert [shape.placeholder_format.idx for shape in shapes[-2:]] == [11, 12]  # foot and number are read last
        assert len({shape.shape_id for shape in shapes}) == len(shapes)


def test_every_slide_has_the_mark_only_where_it_is_needed(slides):
    assert {text_of(slide, 15) for slide in slides} == {MARK}
    assert all(slide.notes_slide.notes_text_frame.text.startswith(MARK) for slide in slides if slide.has_notes_slide)
    public = read(tricky_outline(audience=""))
    assert MARK not in "".join(
        shape.text_frame.text for s in public.slides for shape in s.shapes if shape.has_text_frame
    )
    assert 15 not in {shape.placeholder_format.idx for lay in public.slide_layouts for shape in lay.placeholders}


def test_every_run_says_its_language(slides):
    for slide in slides:
        parts = [slide.element] + ([slide.notes_slide.element] if slide.has_notes_slide else [])
        for part in parts:
            for run in [*part.iter(qn("a:r")), *part.iter(qn("a:fld"))]:
                if part is slide.element or run.tag == qn("a:r"):
                    assert run.find(qn("a:rPr")).get("lang") == "en-GB"


def test_pictures_and_tables_have_words_that_stand_for_them(slides):
    others = [shape for slide in slides for shape in slide.shapes if not shape.is_placeholder]
    words = [shape._element.xpath("./*/p:cNvPr/@descr") for shape in others]
    assert words == [
        ["Table: Key facts"],
        ["QR code to view this version: https://example.org/briefings/K7QF-2M/"],
    ]


def test_the_notes_name_the_source_and_its_terms(slides):
    recommendation = next(slide for slide in slides if title_of(slide).startswith("Recommendation 1"))
    assert recommendation.notes_slide.notes_text_frame.text.split("\n") == [
        MARK,
        "To discuss (a question from this portal): Is this in place here? How do we know?",
        "Source: Family X, page 3, R0009-1",
        "Family X · page 3 · 2021 · Police",
        "Address: https://example.org/recommendations/R0009-1/",
        "Document: Briefing: Family X, Partnership, May 2021. Licence not stated.",
        "Published at: https://example.org/x.pdf",
    ]
    assert all(slide.has_notes_slide for slide in slides if text_of(slide, 13) and slide.slide_layout.name in ITEMS)


def test_the_trainers_note_has_a_slide_of_its_own_after_its_item(slides):
    at = titles(slides).index("Reflective question · R0009-9")
    assert title_of(slides[at + 1]) == "Trainer’s note · R0009-9"
    assert text_of(slides[at + 1], 1) == "Give it ten minutes."
    assert text_of(slides[at + 1], 13) == "Reflective question"


def test_it_ends_with_what_is_not_in_it_its_documents_and_its_version(slides):
    assert titles(slides)[-3:] == ["About this version", "Documents quoted", "This version"]
    assert "Licence not stated" in text_of(slides[-2], 1)
    assert "Version code: K7QF-2M." in text_of(slides[-1], 1)


def test_only_safe_addresses_are_links(slides):
    targets = {rel.target_ref for slide in slides for rel in slide.part.rels.values() if rel.is_external}
    assert targets == {
        "https://example.org/recommendations/R0009-1/",
        "https://example.org/x.pdf",
        "https://example.org/briefings/K7QF-2M/",
        "https://example.org/reviews/family-x/",
    }


def test_fields_are_only_those_of_the_slide_number(slides):
    assert {field.get("type") for slide in slides for field in slide.element.iter(qn("a:fld"))} == {"slidenum"}


def test_facts_are_a_table_with_headings_on_each_slide():
    facts = tricky_outline().facts * 20
    slides = [s for s in read(tricky_outline(facts=facts, sections=())).slides if title_of(s).startswith("Key facts")]
    assert len(slides) > 3
    rows = []
    for slide in slides:
        (frame,) = [shape for shape in slide.shapes if shape.has_table]
        assert frame.table.first_row
        assert [cell.text for cell in frame.table.rows[0].cells] == ["Fact", "Detail"]
        rows += [[cell.text for cell in row.cells] for row in list(frame.table.rows)[1:]]
    assert rows == [[fact.name, fact.value] for fact in facts]


def test_the_file_is_wide_and_says_what_it_is():
    presentation = read(tricky_outline(sections=()))
    assert presentation.slide_width / presentation.slide_height == pytest.approx(16 / 9)
    assert presentation.core_properties.title == "Family X: <learning> & practice (professionals only)"
    assert presentation.core_properties.language == "en-GB"
    assert {"Opening", "Good practice", "Question", "Version"} < {layout.name for layout in presentation.slide_layouts}


def test_nothing_of_another_template_is_in_the_file():
    with ZipFile(BytesIO(b"".join(write(tricky_outline(sections=()))))) as file:
        names = file.namelist()
        written = b"".join(file.read(name) for name in names if name.startswith("ppt/slide") or "theme1" in name)
    assert not [name for name in names if "thumbnail" in name or "printer" in name or "app.xml" in name]
    for word in (b"Calibri", b"Office Theme", b"Click to edit", b"4x3", b"Steve Canny"):
        assert word not in written


def test_looks_are_the_templates(slides):
    """Nothing on a slide has a colour or a font of its own; only the letters of a table have a size."""
    for slide in slides:
        for properties in slide.element.iter(qn("a:rPr")):
            assert {child.tag for child in properties} <= {qn("a:hlinkClick")}
            assert properties.get("sz") in (None, "1600")


def test_what_is_empty_leaves_nothing_behind():
    slides = read(Outline("Empty", tricky_outline().made_on)).slides
    assert [[shape.text_frame.text for shape in slide.shapes] for slide in slides] == [
        ["Empty", "21 November 2026", "", "1"],
        ["This version", "Made on 21 November 2026.", "", "1"],
    ]


def test_libreoffice_reads_every_word_in_order_and_the_mark_on_each_slide(tmp_path):
    outline = tricky_outline()
    outline = replace(outline, sections=(*outline.sections[:4], outline.sections[5]))
    data = b"".join(write(outline))
    found = pdf_pages(data, "slides.pptx", tmp_path)
    assert len(found) == len(pptx.Presentation(BytesIO(data)).slides)
    for number, page in enumerate(found, start=1):
        assert MARK in page
        assert re.search(rf"^(.* K7QF-2M )?{number}$", page, re.MULTILINE)
    plain = [word for word in outline.words() if word not in (INVISIBLE, OTHER_SCRIPTS)]
    assert_in_order(plain, bare("".join(found)))
    whole = bare("".join(found))
    assert_in_order(["(a)ask about fathers", "(b)write it down", "(c)tell others", "(a)listen", "(b)visit"], whole)


def test_the_source_can_be_read_from_afar(slides):
    layouts = {slide.slide_layout.name: slide.slide_layout for slide in slides}
    for name in ITEMS:
        (line,) = [one for one in layouts[name].placeholders if one.placeholder_format.idx == 14]
        assert {int(one.get("sz")) for one in line._element.iter(qn("a:defRPr"))} == {1600}


def test_no_two_slides_have_one_title(slides):
    assert len(set(titles(slides))) == len(slides)


def test_parts_beside_each_other_open_alike_and_stories_name_their_review():
    documents = tricky_outline().documents
    documents = (documents[0], replace(documents[1], review="Baby Y"))
    stories = tuple(
        Section(name, (Item("narrative", "", "It began.", document=at),))
        for at, name in enumerate(["Family X", "Baby Y"])
    )
    one = Section("What must change", (Item("recommendation", "Recommendation 1", "Do it.", document=0),))
    made = read(
        tricky_outline(facts=(), sections=(Section("What happened", sections=stories), one), documents=documents)
    )
    slides = list(made.slides)[3:]
    assert [(slide.slide_layout.name, title_of(slide), text_of(slide, 13)) for slide in slides[:5]] == [
        ("Heading", "What happened", ""),
        ("Words", "Family X", "What happened"),
        ("Words", "Baby Y", "What happened"),
        ("Heading", "What must change", ""),
        ("Recommendation", "Recommendation 1 · Family X", "What must change"),
    ]
