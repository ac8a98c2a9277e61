"""The PDF of an outline: tagged to PDF/UA-1, with its words in order, and whatever text it is given."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from unicodedata import bidirectional, category

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reviews_portal.briefings.outline import Document, Fact, Item, Outline, Part, Section
from reviews_portal.briefings.writers import CannotWrite, pdf
from reviews_portal.briefings.writers.text import SHOWN_AS

from .pdf_reading import assert_in_order, bookmarks, elements, fonts, letters_of, links, opened, tags, text_of

ADDRESS = "https://portal.example/learning/R0009-{}/"
TRICKY = (
    r'#set page(fill: red) #panic("no") $x^2$ *not bold* _nor this_ <label> @cite `raw` // comment /* and */ \u{41} \input{x}'
    " ]]> <w:p> =HYPERLINK(1) -- --- ... -> \"straight\" 'quotes' [body] {code} ~ = Heading - list + enum / term: x"
)


def item(number: int = 1, **fields) -> Item:
    """A learning point of the made-up review R0009."""
    told = {"look": "learning", "label": "Learning point", "text": f"Ask who lives at home, number {number}."}
    origin = {"reference": f"R0009-{number}", "review": "R0009", "place": f"line {number}", "line": "A review · 2021"}
    return Item(**(told | origin | {"address": ADDRESS.format(number)} | fields))


def outline(*items: Item, **fields) -> Outline:
    """An outline with these items in one section."""
    told = {"title": "A briefing", "made_on": date(2026, 11, 21), "portal": "Case review learning"}
    return Outline(**(told | {"sections": (Section("What was learnt", items),)} | fields))


WHOLE = outline(
    lead="What was learnt in one review",
    introduction="Read this first.\nThen the rest.",
    content_note="It tells of the death of a baby.",
    facts=(Fact("Children", "Three babies"), Fact("Published", "not stated")),
    sections=(
        Section(
            "Key themes",
            (
                item(1, label="Key theme", is_bullet=True),
                item(2, label="Key theme", is_bullet=True),
                item(3, label="Key theme", is_bullet=True),
            ),
            is_ours=False,
            sections=(
                Section("", sections=(Section("Under a heading that is empty", (item(4, note="Ours does this, too."),)),)),
            ),
        ),
        Section(
            "Recommendations",
            (
                item(
                    5,
                    look="recommendation",
                    label="Recommendation 1",
                    text="All agencies should:",
                    parts=(Part("a", "listen;"), Part("b", "ask"), Part("iv", "and write it down.")),
                    tail="And they should say so.",
                    document=1,
                    under=(
                        item(
                            6,
                            look="response",
                            label="Response by the police",
                            text="First line,\nsecond line.\n\nSecond paragraph.",
                            is_typed=True,
                            reference="",
                        ),
                    ),
                ),
                Item("narrative", "", "Narrative words.", line="A review · 2021", place="line 9"),
                item(7, look="question", label="Question", text="Who was not asked?"),
                item(8, look="good-practice", label="Good practice", text="The midwife asked twice."),
            ),
            note="These are in the source’s order.",
        ),
    ),
    documents=(
        Document("The report", "A review", "R0009", "A partnership", "6 September 2016", "OGL", "https://example.org/r"),
        Document("The response", "A review", "R0009", address="javascript:alert(1)"),
    ),
    address="https://portal.example/reviews/a-review/",
    code="7K3F-Q2MX",
    code_address="https://portal.example/briefings/7K3F-Q2MX/",
    left_out=("Two items are not in it.",),
)


def made(of: Outline) -> bytes:
    """The PDF of an outline."""
    return b"".join(pdf.write(of))


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
    assert all(after <= before + 1 for before, after in zip(levels, levels[1:], strict=False))
    assert levels == [1, 2, 3, 2, 2, 2]


def test_headings_are_the_bookmarks(whole):
    assert bookmarks(opened(whole)) == [
        "Key themes",
        "Under a heading that is empty",
        "Recommendations",
        "The documents quoted",
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
    assert [str(one.Alt) for one in figures] == [f"QR code that leads to this version: {WHOLE.code_address}"]


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
    assert_in_order(
        ["A briefing", "What was learnt in one review", "Content note: It tells of the death of a baby."]
        + ["Introduction by the trainer Read this first. Then the rest.", "Not in this briefing Two items are not in it."]
        + ["Children Three babies", "Published not stated", "Key themes", "Note by the trainer Ours does this, too."]
        + ["These are in the source’s order.", "A review · 2021 · document 2, line 5 · R0009-5", "The documents quoted"]
        + ["The report, A partnership, 6 September 2016", "OGL", "The response, undated", "licence not stated"]
        + ["Version 7K3F-Q2MX, made on 21 November 2026", WHOLE.code_address, WHOLE.address, "Made to PDF/UA-1"],
        words,
    )
    assert words.count("PDF/UA-1") == 1
    assert "certified" not in words
    assert words.count("Key theme\n") == 1  # one label over the list


def test_lines_are_kept_where_they_were_typed_only():
    text = text_of(made(outline(item(1, text="one\ntwo"), item(2, text="three\nfour", is_typed=True))))
    assert "one two\n" in text
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
    pages = text_of(made(replace(of, sections=(replace(of.sections[0], items=tuple(item(n) for n in range(80))),))), area=None)
    for page in pages.rstrip("\f").split("\f"):
        assert "Professionals only" in page
    assert "Professionals only" not in text_of(made(replace(of, sections=(), audience="")), area=None)


# Layouts


def test_seven_minute_briefing_numbers_its_parts_and_takes_fewer_pages():
    sections = tuple(Section(f"Part {name}", tuple(item(n) for n in range(4))) for name in "ABCDEFG")
    of = outline(sections=sections, layout="seven-minute")
    assert pdf.pages(of) == 2 < pdf.pages(replace(of, layout="briefing"))
    text = text_of(made(of))
    assert_in_order([f"{number} Part {name}" for number, name in enumerate("ABCDEFG", start=1)], text)
    assert_in_order(of.words(), text)


def test_supervision_sheet_gives_room_to_write_on_the_page_of_its_question():
    questions = [item(n, look="question", label="Question", text=f"Question number {n}, " * 9) for n in range(12)]
    of = outline(*questions)
    assert pdf.pages(replace(of, layout="supervision")) > pdf.pages(of)
    pages = text_of(made(replace(of, layout="supervision"))).split("\f")
    for question in questions:
        assert sum(letters_of(question.text) in letters_of(page) for page in pages) == 1


@pytest.mark.parametrize("layout", ["briefing", "seven-minute"])
def test_no_heading_or_label_ends_a_page_and_no_source_starts_one(layout):
    for filler in range(0, 40, 3):
        sections = [Section("Filler", (item(0, text="Filler. " * 12 * filler),))]
        sections += [Section(f"Heading {n}", (item(n, text="Words of it. " * 12),)) for n in range(12)]
        for page in text_of(made(outline(sections=tuple(sections), layout=layout))).rstrip("\f").split("\f"):
            lines = [line for line in page.splitlines() if line.strip()]
            assert not re.match(r"(\d+ )?Heading|Learning point", lines[-1])
            assert not re.match(r"A review · 2021 · line [1-9]", lines[0])  # the filler's may: it is long


# Bad input


def test_markup_of_any_format_is_only_words():
    of = outline(
        item(1, text=TRICKY, label=TRICKY, line=TRICKY, note=TRICKY, place=TRICKY, parts=(Part("#a", TRICKY),)),
        title=TRICKY,
        facts=(Fact(TRICKY, TRICKY),),
        documents=(Document(TRICKY, TRICKY, TRICKY, TRICKY, TRICKY, TRICKY, TRICKY),),
        code=TRICKY,
        left_out=(TRICKY,),
    )
    text = letters_of(text_of(made(of)))
    assert text.count(letters_of(TRICKY)) >= 12
    with opened(made(of)) as read:
        assert str(read.docinfo["/Title"]) == TRICKY


def test_what_no_font_has_becomes_a_mark_that_is_seen():
    told = "before \U0001f600 中文 \uf0b7 \x07 \u202e\u2066 zero\u200bwidth \ud800 after"
    text = text_of(made(outline(item(text=told))))
    marks = re.sub(r"[^ -~]", SHOWN_AS, told)
    assert_in_order([marks], text)


def test_welsh_greek_cyrillic_and_joined_letters_stay():
    told = "Mae’r tŷ a’r dŵr yn y pentref, Ẁ ÿ ï. Ευχαριστώ. Спасибо. Tiếng Việt. fi ffl → ≤ ½ ✓"
    assert pdf.shown(told) == told
    assert_in_order([told], text_of(made(outline(item(text=told)))))


def test_arabic_is_written_with_its_letters():
    told = "شكرا جزيلا"
    assert pdf.shown(told) == told
    text = text_of(made(outline(item(text=told))))
    # The font draws some letters in two strokes, and pdftotext counts both.
    assert {letter for letter in text if bidirectional(letter) == "AL"} == set(letters_of(told))


def test_an_accent_stays_only_with_a_font_that_has_its_letter():
    assert pdf.shown("e\u0301 \u0634\u064e") == "e\u0301 \u0634\u064e"
    assert pdf.shown("\u0634\u1dc4") == f"\u0634{SHOWN_AS}"  # one is in the Arabic font only, the other in the Latin


@pytest.mark.parametrize("layout", ["briefing", "seven-minute"])
def test_a_very_long_word_wraps_within_the_page(layout):
    word = "W" * 5000
    pages = made(outline(item(text=word), title="M" * 90, layout=layout, facts=(Fact("Ж" * 60, "Щ" * 300),)))
    text = text_of(pages)
    assert (text.count("Ж"), text.count("Щ")) == (60, 300)
    assert_in_order(["M" * 90, word], text)  # pdftotext leaves out what is beyond the page
    assert not text_of(pages, area=(555, 0, 40, 842)).strip()  # the margin is empty


def test_a_paragraph_of_200_kilobytes_is_written_whole():
    told = " ".join(f"word{number}" for number in range(21_200))
    assert len(told) > 200_000
    assert_in_order([told], text_of(made(outline(item(text=told)))))


def test_five_hundred_items_are_written_in_order():
    of = outline(*(item(n, text=f"Item {n}. " + "It was learnt that one must ask. " * 8) for n in range(500)))
    assert_in_order(of.words(), text_of(made(of)))


def test_an_outline_without_items_is_a_page():
    assert pdf.pages(outline(sections=())) == 1
    assert_in_order(["A briefing"], text_of(made(outline(sections=()))))


def test_no_title_is_answered_with_what_to_do():
    with pytest.raises(CannotWrite, match="needs a title"):
        made(outline(item(), title=" "))


@pytest.mark.parametrize(("reference", "named"), [("R0009-2", "“R0009-2”"), ("", "“Learning point Who \U0001f600 was asked”")])
def test_what_is_refused_names_the_item_and_what_to_do(monkeypatch, reference, named):
    monkeypatch.setattr(pdf, "shown", lambda text: text)  # so that a letter that no font has reaches Typst
    with pytest.raises(CannotWrite, match="another format") as refused:
        made(outline(item(1), item(2, text="Who \U0001f600 was asked", reference=reference)))
    assert named in str(refused.value)
    assert "“\U0001f600”" in str(refused.value)


def test_a_fault_of_the_template_is_not_laid_to_the_item(monkeypatch):
    monkeypatch.setattr(pdf, "data_of", lambda outline: {})
    with pytest.raises(RuntimeError, match="layout"):
        made(outline(item()))


def test_threads_write_at_the_same_time():
    outlines = [outline(item(n), title=f"Briefing {n}") for n in range(12)]
    with ThreadPoolExecutor(4) as pool:
        for of, written in zip(outlines, pool.map(made, outlines), strict=True):
            with opened(written) as read:
                assert str(read.docinfo["/Title"]) == of.title


def test_hues_are_those_of_the_pages():
    tokens = Path("static/css/tokens.css").read_text()
    template = pdf.TEMPLATE.read_text()
    for name in ("learning", "good-practice", "recommendation", "question", "response"):
        hue = re.search(rf"--{name}: light-dark\((#\w+),", tokens)[1]
        assert f'"{name}": rgb("{hue}")' in template


ANYTHING = st.text(st.characters(), max_size=300)


def check_any_text(text: str) -> None:
    """Any text, wherever it stands, is written, and its words are those of the portal."""
    of = outline(
        item(text=text, label=text, tail=text, parts=(Part(text[:3], text),), line=text, note=text, address=text),
        title=f"T {text}",
        introduction=text,
        content_note=text,
        audience=text,
        documents=(Document(text, text, text, address=text), Document(text, text, text)),
        facts=(Fact(text, text),),
        code=text,
        address=text,
    )
    read = opened(made(of))
    assert isinstance(read, pikepdf.Pdf)
    if not any(bidirectional(letter) in ("R", "AL", "AN") or category(letter).startswith("M") for letter in text):
        assert_in_order([pdf.shown(text)] * 3, text_of(made(outline(item(text=text, tail=text, parts=(Part("a", text),))))))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING)
def test_any_text_is_written(text):
    check_any_text(text)


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANYTHING)
def test_a_thousand_texts_are_written(text):
    check_any_text(text)
