"""The PDF of an outline: tagged to PDF/UA-1, with its words in order, in each layout."""

import re
import resource
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from reviews_portal.briefings.outline import Document, Section
from reviews_portal.briefings.writers import pdf

from .pdf_outlines import ADDRESS, WHOLE, item, made, outline
from .pdf_reading import assert_in_order, bookmarks, elements, fonts, letters_of, links, opened, tags, text_of


@pytest.fixture(scope="module")
def whole() -> bytes:
    return made(WHOLE)


# Structure


def test_it_is_marked_as_pdf_ua_with_title_language_and_author(whole):
    read = opened(whole)
    assert read.Root.MarkInfo.Marked
    assert str(read.Root.Lang) == "en-GB"
    assert read.Root.ViewerPreferences.DisplayDocTitle
    with read.open_metadata() as about:
        assert about["pdfuaid:part"] == "1"
        assert about["dc:title"] == "A briefing"
        assert about["dc:creator"] == ["Case review learning"]
    assert str(read.docinfo["/Title"]) == "A briefing"
    assert [round(float(length)) for length in read.pages[0].mediabox] == [0, 0, 595, 842]
    assert all(page.get("/Tabs") == "/S" for page in read.pages if "/Annots" in page)


def test_headings_start_at_one_and_skip_no_level(whole):
    levels = [int(tag[1]) for tag in tags(opened(whole)) if re.fullmatch(r"H\d", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert levels == [1, 2, 3, 2, 2, 2]


def test_headings_are_the_bookmarks(whole):
    assert bookmarks(opened(whole)) == [
        "Key themes",
        "Under a heading that is empty",
        "Recommendations",
        "Documents quoted",
        "This version",
    ]


def test_neighbouring_bullets_are_one_list_and_parts_have_their_letters(whole):
    read = opened(whole)
    lists = [one for one in elements(read) if one.S == "/L"]
    lengths = [sum(child.S == "/LI" for child in one.K) for one in lists]
    assert lengths == [3, 3, 2]  # key themes, parts, documents
    assert_in_order(["a listen;", "b ask", "iv and write it down."], text_of(whole))


def test_facts_are_a_table_with_header_cells(whole):
    found = tags(opened(whole))
    assert (found.count("Table"), found.count("TH"), found.count("TD")) == (1, 2, 4)


def test_every_figure_has_an_alternative_text_and_symbols_are_none(whole):
    read = opened(whole)
    figures = [one for one in elements(read) if one.S == "/Figure"]
    assert [str(one.Alt) for one in figures] == [f"QR code to view this version: {WHOLE.code_address}"]


def test_all_fonts_are_embedded_and_ours(whole):
    read = opened(whole)
    found = fonts(read)
    assert found
    assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(one.keys()) for one in found)
    assert all(re.search("Inter|NotoSans", str(one.FontName)) for one in found)


def test_it_links_to_items_and_documents_but_never_to_a_script(whole):
    read = opened(whole)
    found = links(read)
    assert {ADDRESS.format(4), WHOLE.code_address, WHOLE.address, "https://example.org/r"} <= set(found)
    assert all(address.startswith("https://") for address in found)
    assert tags(read).count("Link") >= len(set(found))
    assert_in_order(["javascript:alert(1)"], text_of(whole))  # the words stay, as plain text


# Words


def test_published_words_come_in_their_order(whole):
    assert_in_order(WHOLE.words(), text_of(whole))


def test_all_else_that_an_export_carries_is_there(whole):
    words = text_of(whole)
    said = """
        A briefing
        What was learnt in one review
        Content note: It tells of the death of a baby.
        Trainer’s introduction Read this first. Then the rest.
        About this version Two items are not in it.
        Children Three babies
        Published not stated
        Key themes
        Trainer’s note Ours does this, too.
        These are in the source’s order.
        A review · 2021 · document 2, line 5 · R0009-5
        Documents quoted
        The report, A partnership, 6 September 2016
        OGL
        The response, undated
        licence not stated
        Version 7K3F-Q2MX, made on 21 November 2026
        https://portal.example/briefings/7K3F-Q2MX/
        https://portal.example/reviews/a-review/
        This file meets PDF/UA-1, the standard for accessible PDFs.
    """
    assert_in_order(said.strip().splitlines(), words)
    assert words.count("PDF/UA-1") == 1
    assert "certified" not in words
    assert not re.search(r"Key theme\b", words)  # the heading says so


def test_a_list_has_one_label_and_each_bullet_its_reference_at_its_end():
    bullets = [item(n, label="Key theme", is_bullet=True, place="") for n in (1, 2, 3)]
    text = text_of(made(outline(*bullets)))
    assert re.findall(r"Key theme|A review", text) == ["Key theme", "A review"]
    for bullet in bullets:
        assert re.search(rf"{re.escape(bullet.text)}\s+{bullet.reference}\n", text)
    others = [item(n, label=label, is_bullet=True) for n, label in ((1, "Key theme"), (2, "Emerging theme"))]
    assert tags(opened(made(outline(*others)))).count("L") == 2


def test_seven_minutes_set_short_points_as_a_tagged_list():
    points = [item(n, label="Key theme", text=f"Theme {n}") for n in range(8)]
    long = [item(n, label="Finding", text="Long words. " * 20) for n in (8, 9)]
    of = outline(*points, *long, layout="seven-minute")
    read = opened(made(of))
    lists = [one for one in elements(read) if one.S == "/L"]
    assert [sum(child.S == "/LI" for child in one.K) for one in lists] == [8]
    text = text_of(made(of))
    assert (text.count("Key theme"), text.count("Finding")) == (1, 2)
    assert_in_order(of.words(), text)


def test_the_end_takes_no_page_of_its_own_where_there_is_room_beside_it():
    documents = tuple(Document(f"Report {n}", "A review", "R0009", "A partnership", "2021") for n in range(3))
    of = replace(WHOLE, documents=documents, sections=(Section("One", tuple(item(n) for n in range(4))),), facts=())
    assert pdf.pages(of) == 1


def test_a_trainers_own_is_not_said_to_be_made_from_the_home_page():
    assert "Made from" in text_of(made(WHOLE))
    assert "Made from" not in text_of(made(replace(WHOLE, is_trainers=True)))


def test_lines_are_kept_where_they_end():
    text = text_of(made(outline(item(1, text="one\ntwo"), item(2, text="three\nfour", is_typed=True))))
    assert "one\ntwo\n" in text
    assert "three\nfour\n" in text


def test_pages_are_numbered_and_counted():
    of = outline(*(item(number) for number in range(60)))
    count = pdf.pages(of)
    assert count == len(opened(made(of)).pages) > 2
    text = text_of(made(of), area=None)
    assert_in_order([f"{page} of {count}" for page in range(1, count + 1)], text)


@pytest.mark.parametrize("layout", ["briefing", "seven-minute", "supervision", "handout"])
def test_what_is_restricted_is_marked_on_every_page(layout):
    of = outline(
        *(item(number, audience="Professionals only") for number in range(80)),
        audience="Professionals only",
        layout=layout,
    )
    read = opened(made(of))
    assert str(read.docinfo["/Title"]) == "A briefing (professionals only)"
    pages = text_of(
        made(replace(of, sections=(replace(of.sections[0], items=tuple(item(n) for n in range(80))),))), area=None
    )
    for page in pages.rstrip("\f").split("\f"):
        assert "Professionals only" in page
    assert "Professionals only" not in text_of(made(replace(of, sections=(), audience="")), area=None)


# Layouts


def test_seven_minute_briefing_takes_fewer_pages():
    sections = tuple(Section(f"Part {name}", tuple(item(n, note="Ours.") for n in range(4))) for name in "ABCDEFG")
    of = outline(sections=sections, layout="seven-minute")
    assert pdf.pages(of) == 2 < pdf.pages(replace(of, layout="briefing"))
    text = text_of(made(of))
    assert_in_order(of.words(), text)


def test_supervision_sheet_gives_room_to_write_on_the_page_of_its_question():
    questions = [item(n, look="question", label="Question", text=f"Question number {n}, " * 9) for n in range(12)]
    of = outline(*questions)
    assert pdf.pages(replace(of, layout="supervision")) > pdf.pages(of)
    pages = text_of(made(replace(of, layout="supervision"))).split("\f")
    for question in questions:
        assert sum(letters_of(question.text) in letters_of(page) for page in pages) == 1


def test_supervision_sheet_gives_room_under_every_item_bullets_too():
    points = [item(n, is_bullet=n % 2 == 0) for n in range(8)]
    of = outline(*points, layout="supervision")
    assert pdf.pages(replace(of, layout="handout")) == 1
    assert pdf.pages(of) == 3
    assert_in_order(of.words(), text_of(made(of)))
    long = outline(item(text="Long words. " * 900, note="Ours. " * 900), layout="supervision")
    assert_in_order(long.words(), text_of(made(long)))


@pytest.mark.parametrize("layout", ["briefing", "seven-minute"])
def test_no_heading_or_label_ends_a_page_and_no_source_starts_one(layout):
    for filler in range(0, 40, 3):
        sections = [Section("Filler", (item(0, text="Filler. " * 12 * filler),))]
        sections += [Section(f"Heading {n}", (item(n, text="Words of it. " * 12),)) for n in range(12)]
        for page in text_of(made(outline(sections=tuple(sections), layout=layout))).rstrip("\f").split("\f"):
            lines = [line for line in page.splitlines() if line.strip()]
            assert not re.match(r"(\d+ )?Heading|Learning point", lines[-1])
            assert not re.match(r"A review · 2021 · line [1-9]", lines[0])  # the filler's may: it is long


def test_threads_write_at_the_same_time():
    outlines = [outline(item(n), title=f"Briefing {n}") for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        for of, written in zip(outlines, pool.map(made, outlines), strict=True):
            with opened(written) as read:
                assert str(read.docinfo["/Title"]) == of.title


def test_hues_are_those_of_the_pages():
    tokens = Path("static/css/tokens.css").read_text()
    template = pdf.TEMPLATE.with_name("pdf_parts.typ").read_text()
    for name in ("learning", "good-practice", "recommendation", "question", "response"):
        hue = re.search(rf"--{name}: light-dark\((#\w+),", tokens)[1]
        assert f'"{name}": rgb("{hue}")' in template


def memory() -> int:
    """Return how many bytes of memory this process holds."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()


def test_asking_how_many_pages_documents_have_keeps_none_of_them_in_memory():
    def ask(number: int) -> None:
        words = (f"{number} words {place} that differ " * 12 for place in range(60))
        assert pdf.pages(outline(*(item(place, text=text) for place, text in enumerate(words)))) > 1

    for number in range(6):  # until as much is kept as ever is
        ask(number)
    before = memory()
    for number in range(6, 20):
        ask(number)
    assert memory() - before < 30_000_000  # bytes; without forgetting it is three times as much


def test_typst_is_given_everything_as_one_input_so_that_it_finds_its_layout_again(monkeypatch):
    given = []
    monkeypatch.setattr(pdf.typst, "Compiler", lambda *_, sys_inputs, **__: given.append(sys_inputs))
    pdf.compiler(outline(item()))
    assert [len(inputs) for inputs in given] == [1]
