"""Slides, read again by python-pptx and by LibreOffice."""

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pptx
import pytest
from hypothesis import given, settings
from pptx.oxml.ns import qn

from reviews_portal.briefings.outline import LOOKS, Item, Outline, Part, Section
from reviews_portal.briefings.writers.pptx import write
from reviews_portal.briefings.writers.pptx_letters import width
from reviews_portal.briefings.writers.pptx_room import BETWEEN_PARAGRAPHS, Block, height, lines_of, pages, shortened
from reviews_portal.briefings.writers.pptx_template import (
    BODY,
    BODY_LINES,
    BODY_ROOM,
    BODY_SIZE,
    RIGHT,
    SIZES,
    layout_of,
    room_of,
)
from tests.briefings.any_text import TEXTS
from tests.briefings.office import (
    INVISIBLE,
    LONG_PARAGRAPH,
    LONG_WORD,
    MARK,
    OTHER_SCRIPTS,
    assert_in_order,
    bare,
    pdf_pages,
    pdf_places,
    tricky_outline,
)
from tests.slowly import rest_slow

ITEMS = {layout_of(look) for look in LOOKS}
OURS = {"About this version", "Documents quoted"}


def read(outline: Outline):
    """Return the slides that are written of an outline, as python-pptx reads them."""
    return pptx.Presentation(BytesIO(b"".join(write(outline))))


def text_of(slide, index: int) -> str:
    """Return the text of one placeholder of a slide; a slide without it has none."""
    for shape in slide.placeholders:
        if shape.placeholder_format.idx == index:
            return shape.text_frame.text.replace("\v", "\n")
    return ""


def title_of(slide) -> str:
    return slide.shapes.title.text_frame.text


def size_of(slide) -> int:
    """Return the size of the body of a slide, in points."""
    (levels,) = slide.placeholders[1]._element.iter(qn("a:lstStyle"))
    return int(levels[0].find(qn("a:defRPr")).get("sz")) // 100 if len(levels) else BODY_SIZE


def published(slides) -> str:
    """Return the published words on the slides of items."""
    return "".join(
        bare(text_of(slide, 1))
        for slide in slides
        if slide.slide_layout.name in ITEMS and title_of(slide).partition(" (")[0] not in OURS
    )


def titles(slides) -> list[str]:
    return [title_of(slide) for slide in slides]


@pytest.fixture(scope="module")
def slides():
    return list(read(tricky_outline()).slides)


def test_the_words_are_those_of_the_outline_in_order(slides):
    labelled = {"from b on": "(b)", "and four": "(iv)"}  # these labels stand in the text
    words = [bare(labelled.get(text, "") + text) for text in tricky_outline().words()]
    assert published(slides) == "".join(words)


def test_it_opens_with_the_title_the_content_note_and_the_trainers_words(slides):
    assert titles(slides)[:5] == [
        "Family X: <learning> & practice",
        "Content note",
        "Introduction by the trainer",
        "Facts",
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


def test_long_text_is_parted_at_sentences_and_counted(slides):
    parts = [slide for slide in slides if title_of(slide).startswith("Finding (")]
    long = [slide for slide in parts if "The worker" in text_of(slide, 1)]
    assert title_of(long[1]) == f"Finding (2 of {len(long)})"
    assert all(text_of(slide, 1).startswith("The worker") for slide in long)
    assert all(text_of(slide, 1).rstrip().endswith("answer.") for slide in long)


def test_no_slide_holds_more_than_it_has_room_for(slides):
    for slide in slides:
        if slide.slide_layout.name not in ITEMS:
            continue
        paragraphs = slide.placeholders[1].text_frame.paragraphs if text_of(slide, 1) else []
        blocks = [Block(p.text.replace("\v", "\n"), p.level) for p in paragraphs]
        room, lines = room_of(size_of(slide))
        assert height(blocks, room) <= lines, title_of(slide)


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
        ["Table: Facts"],
        ["QR code of the address of this version: https://example.org/briefings/K7QF-2M/"],
    ]


def test_the_notes_name_the_source_and_its_terms(slides):
    recommendation = next(slide for slide in slides if title_of(slide).startswith("Recommendation 1"))
    assert recommendation.notes_slide.notes_text_frame.text.split("\n") == [
        MARK,
        "To discuss (the portal’s own words): Is this done here? Who would know?",
        "Source: Family X, page 3, R0009-1",
        "Family X · page 3 · 2021 · Police",
        "Address: https://example.org/recommendations/R0009-1/",
        "Document: Briefing: Family X, Partnership, May 2021. Licence not stated.",
        "Published at: https://example.org/x.pdf",
    ]
    assert all(slide.has_notes_slide for slide in slides if text_of(slide, 13) and slide.slide_layout.name in ITEMS)


def test_the_trainers_note_has_a_slide_of_its_own_after_its_item(slides):
    at = titles(slides).index("Reflective question · R0009-9")
    assert title_of(slides[at + 1]) == "Note by the trainer · R0009-9"
    assert text_of(slides[at + 1], 1) == "Give it ten minutes."
    assert text_of(slides[at + 1], 13) == "Reflective question"


def test_it_ends_with_what_is_not_in_it_its_documents_and_its_version(slides):
    assert titles(slides)[-3:] == ["About this version", "Documents quoted", "This version"]
    assert "Licence not stated" in text_of(slides[-2], 1)
    assert "Code of this version: K7QF-2M." in text_of(slides[-1], 1)


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
    slides = [s for s in read(tricky_outline(facts=facts)).slides if title_of(s).startswith("Facts")]
    assert len(slides) > 3
    rows = []
    for slide in slides:
        (frame,) = [shape for shape in slide.shapes if shape.has_table]
        assert frame.table.first_row
        assert [cell.text for cell in frame.table.rows[0].cells] == ["Fact", "As published"]
        rows += [[cell.text for cell in row.cells] for row in list(frame.table.rows)[1:]]
    assert rows == [[fact.name, fact.value] for fact in facts]


def test_the_file_is_wide_and_says_what_it_is():
    presentation = read(tricky_outline())
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


def test_headings_that_no_slide_can_hold_are_whole_in_its_words():
    label = "Response: " + ", ".join(["University Hospital Foundation Trust"] * 9)
    item = Item("response", label, "Yes.")
    slides = read(tricky_outline(sections=(Section("H" * 500, (item,)),))).slides
    slide = next(slide for slide in slides if title_of(slide).startswith("Response"))
    assert title_of(slide).endswith("…")
    assert text_of(slide, 1) == f"{label}\nYes."
    assert "H" * 500 in "".join(text_of(slide, 1) for slide in slides)


def test_long_lists_of_parts_go_on_with_their_letters():
    parts = tuple(Part(label, f"Part {label} of it, and what else is to be said.") for label in "abcdefghijklmnopqrst")
    item = Item("recommendation", "Recommendation 1", "All:", parts)
    slides = [s for s in read(tricky_outline(sections=(Section("S", (item,)),))).slides if "of" in title_of(s)[-8:]]
    assert [title_of(s) for s in slides][:2] == ["Recommendation 1 (1 of 3)", "Recommendation 1 (2 of 3)"]
    starts = [int(e.get("startAt")) for s in slides for e in s.element.iter(qn("a:buAutoNum"))]
    assert starts == list(range(1, 21))


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


def test_nothing_overflows_as_libreoffice_draws_it(tmp_path):
    wide = "WORKING TOGETHER: MOTHERS, WOMEN AND MWMW-WMWM @ 100% " * 20
    texts = [
        LONG_PARAGRAPH[:4000],
        wide,
        LONG_WORD,
        "llilliill " * 300,
        "Ŵyŵ ŷ £ – “quoted” éàü " * 60,
        "\n\n".join("abcdefghij"),
    ]
    looks = ("learning", "question", "recommendation")
    items = [Item(look, f"Label {look} " * 9, text) for look in looks for text in texts]
    items.append(Item("recommendation", "Parts", "", tuple(Part(label, wide[:300]) for label in "abcdefgh")))
    outline = tricky_outline(title=wide[:300], sections=(Section(wide[:200], tuple(items), note=wide),), documents=())
    slides = pdf_places(b"".join(write(outline)), "full.pptx", tmp_path)
    assert len(slides) > 50
    for number, words in enumerate(slides, start=1):
        body = [(text, right, low) for text, right, low in words if low < 500]
        assert all(low <= BODY.top + BODY.height for _, _, low in body), (number, body[-1])
        assert all(right <= RIGHT + 1 for _, right, _ in body), number
        foot = " ".join(text for text, _, low in words if low >= 500)
        assert foot == f"Case review learning · K7QF-2M {number}"


@pytest.mark.parametrize("size", rest_slow(SIZES, 2))
def test_nothing_overflows_in_any_size(tmp_path, size):
    """Each text is as long as its size can hold."""
    room, lines = room_of(size)
    items = []
    for sentence in (
        "The worker asked who else was at home, and wrote it. ",
        "WORKING MOTHERS, WOMEN ",
        "Ŵyŵ £ – “é” ",
    ):
        words = (sentence * 100).split()
        most = max(count for count in range(1, len(words)) if height([Block(" ".join(words[:count]))], room) <= lines)
        items.append(Item("learning", "Finding", " ".join(words[:most])))
    most = int((lines + BETWEEN_PARAGRAPHS) / (1 + BETWEEN_PARAGRAPHS))
    parts = tuple(Part(label, "WORK " * int((room - 2) / width("WORK "))) for label in "abcdefghijk"[:most])
    items.append(Item("recommendation", "Parts", "", parts))
    outline = tricky_outline(facts=(), sections=(Section("S", tuple(items)),), documents=())
    data = b"".join(write(outline))
    shown = [slide for slide in pptx.Presentation(BytesIO(data)).slides if slide.slide_layout.name in ITEMS]
    assert [size_of(slide) for slide in shown[: len(items)]] == [size] * len(items)
    for number, words in enumerate(pdf_places(data, "size.pptx", tmp_path), start=1):
        body = [(text, right, low) for text, right, low in words if low < 500]
        assert all(low <= BODY.top + BODY.height for _, _, low in body), (number, body[-1])
        assert all(right <= RIGHT + 1 for _, right, _ in body), number


def test_a_short_text_is_large_and_a_long_one_is_not_split_before_its_slide_is_full():
    texts = ["Neglect", "The worker asked who else was at home. " * 6, "The worker asked who else was at home. " * 14]
    items = tuple(Item("learning", "Finding", text.strip()) for text in texts)
    slides = [s for s in read(tricky_outline(sections=(Section("S", items),))).slides if "Finding" in title_of(s)]
    assert [size_of(slide) for slide in slides] == [SIZES[0], 36, BODY_SIZE]


def test_the_source_can_be_read_from_afar(slides):
    layouts = {slide.slide_layout.name: slide.slide_layout for slide in slides}
    for name in ITEMS:
        (line,) = [one for one in layouts[name].placeholders if one.placeholder_format.idx == 14]
        assert {int(one.get("sz")) for one in line._element.iter(qn("a:defRPr"))} == {1600}


def test_no_two_slides_have_one_title(slides):
    assert len(set(titles(slides))) == len(slides)


def test_few_words_of_one_document_share_a_slide_and_those_of_another_do_not():
    documents = tricky_outline().documents
    documents = (documents[0], replace(documents[1], title="Another", review="Baby Y"))
    items = [Item("learning", "Key theme", f"Theme {n}", document=n // 7, reference=f"R-{n}") for n in range(9)]
    outline = tricky_outline(sections=(Section("Learnt", tuple(items)),), documents=documents)
    found = [slide for slide in read(outline).slides if title_of(slide).startswith("Key themes")]
    assert titles(found) == ["Key themes · Family X", "Key themes · Baby Y"]
    assert text_of(found[0], 1).split("\n") == [f"Theme {n}" for n in range(7)]
    assert {p.level for p in found[0].placeholders[1].text_frame.paragraphs} == {1}
    notes = found[0].notes_slide.notes_text_frame.text.split("\n")
    assert notes[1].startswith("To discuss")
    assert sum(note.startswith("To discuss") for note in notes) == 1


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


def test_lines_are_estimated_without_losing_a_letter():
    for text in (LONG_WORD, LONG_PARAGRAPH[:5000], "", " ", "a\nb\n\nc", OTHER_SCRIPTS):
        assert "".join(lines_of(text, 20)) == text


def test_what_is_shortened_says_so():
    assert shortened("Short", 20) == "Short"
    assert shortened("One two three four five six", width("One two th")) == "One two…"
    assert shortened("One two three", width("One two three"), after=" (2)") == "One two…"
    assert shortened("One two three", width("One two three (2)"), after=" (2)") == "One two three"
    assert len(lines_of(shortened(LONG_WORD, 30, 2), 30)) <= 2


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_no_page_of_any_text_is_higher_than_its_room(text):
    assert all(height(page, BODY_ROOM) <= BODY_LINES for page in pages([Block(text)], BODY_ROOM, BODY_LINES))
