"""The PDF of any text: markup of any format, letters that no font has, words and paragraphs without end."""

import re
import subprocess
from unicodedata import bidirectional, category

import pytest
from hypothesis import HealthCheck, given, settings

from reviews_portal.briefings.outline import Document, Fact, Part, Section
from reviews_portal.briefings.writers import pdf
from reviews_portal.briefings.writers.problems import CannotWrite
from reviews_portal.briefings.writers.text import SHOWN_AS

from .any_text import TEXTS
from .pdf_outlines import item, made, outline
from .pdf_reading import assert_in_order, letters_of, opened, text_of

TRICKY = (
    r'#set page(fill: red) #panic("no") $x^2$ *not bold* _nor this_ <label> @cite `raw` // comment /* and */ \u{41}'
    r" \input{x} </P>"
    " ]]> <w:p> =HYPERLINK(1) -- --- ... -> \"straight\" 'quotes' [body] {code} ~ = Heading - list + enum / term: x"
)


def test_markup_of_any_format_is_only_words():
    of = outline(
        item(1, text=TRICKY, label=TRICKY, line=TRICKY, note=TRICKY, place=TRICKY, parts=(Part("#a", TRICKY),)),
        title=TRICKY,
        facts=(Fact(TRICKY, TRICKY),),
        documents=(Document(TRICKY, TRICKY, TRICKY, TRICKY, TRICKY, TRICKY, TRICKY),),
        code=TRICKY,
        remarks=(TRICKY,),
    )
    text = letters_of(text_of(made(of)))
    assert text.count(letters_of(TRICKY)) >= 12
    with opened(made(of)) as read:
        assert str(read.docinfo["/Title"]) == TRICKY


def test_what_no_font_has_becomes_a_mark_that_is_seen():
    told = "before \U00012000 ᏣᎳ \uf0b7 \x07 \ud800 after"
    text = text_of(made(outline(item(text=told))))
    marks = re.sub(r"[^ -~]", SHOWN_AS, told)
    assert_in_order([marks, f"{SHOWN_AS} marks a character"], text)
    assert "cannot be shown" not in text_of(made(outline(item())))


def test_what_has_no_ink_shows_as_nothing():
    told = "\ufeffzero\u200bwidth, \u202eleft\u2066 to right, a\u180eb\u2064c\u2060d\u200ee"
    text = text_of(made(outline(item(text=told))))
    assert_in_order(["zerowidth, left to right, abcde"], text)
    assert SHOWN_AS not in text


def test_hebrew_chinese_and_the_scripts_of_south_asia_stay():
    for told in ("שלום עולם", "儿童保护", "兒童保護", "ਪੰਜਾਬੀ", "বাংলা", "ગુજરાતી", "हिन्दी", "தமிழ்", "አማርኛ"):
        assert pdf.shown(told) == told
        found = text_of(made(outline(item(text=told))))
        assert set(letters_of(told)) <= set(found), told  # pdftotext gives some signs in the order of drawing
        assert SHOWN_AS not in found


def test_hebrew_is_read_from_the_right():
    pages = made(outline(item(text="אבגדה")))
    read = subprocess.run(["pdftotext", "-", "-"], input=pages, capture_output=True, check=True)
    assert "אבגדה" in read.stdout.decode()  # in the order of reading; drawn from the left, it would come out reversed


def test_boxes_ticks_and_coloured_circles_stay():
    told = "☑ yes ✓ ✔ ✗ ✚ 🔴 late 🟠 🟡 🟢 done 🔵 ⚫ ⚪ 👶🏽"
    assert pdf.shown(told) == told
    pages = made(outline(item(text=told, label="🔴"), title="Rated 🔴"))
    assert_in_order([told], text_of(pages))
    assert pdf.shown("☐ ☒ ✘") == "□ [✗] ✗"  # of which no font has the first two


def test_coloured_circles_have_their_colours():
    picture = subprocess.run(
        ["pdftoppm", "-r", "60", "-singlefile", "-"], input=made(outline(item(text="🔴 🟢"))), capture_output=True
    ).stdout
    colours = {bytes(picture[at : at + 3]) for at in range(len(picture) % 3, len(picture), 3)}
    assert any(red > 180 and green < 60 and blue < 80 for red, green, blue in colours)
    assert any(green > 120 and red < 80 and blue < 90 for red, green, blue in colours)


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
    with pytest.raises(CannotWrite, match="must have a title"):
        made(outline(item(), title=" "))


@pytest.mark.parametrize(
    ("reference", "named"), [("R0009-2", "“R0009-2”"), ("", "“Learning point Who \U00012000 was asked”")]
)
def test_what_is_refused_names_the_item_and_what_to_do(monkeypatch, reference, named):
    monkeypatch.setattr(pdf, "shown", lambda text: text)  # so that a letter that no font has reaches Typst
    with pytest.raises(CannotWrite, match="another format") as refused:
        made(outline(item(1), item(2, text="Who \U00012000 was asked", reference=reference)))
    assert named in str(refused.value)
    assert "“\U00012000”" in str(refused.value)


def test_a_fault_of_the_template_is_not_laid_to_the_item(monkeypatch):
    monkeypatch.setattr(pdf, "data_of", lambda outline: {})
    with pytest.raises(RuntimeError, match="called"):
        made(outline(item()))


def check_any_text(text: str) -> None:
    """Any text, wherever it stands, is written, and its words are those of the portal."""
    full = item(text=text, label=text, tail=text, parts=(Part(text[:3], text),), line=text, note=text, address=text)
    of = outline(
        title=f"T {text}",
        lead=text,
        portal=text,
        introduction=text,
        content_note=text,
        audience=text,
        remarks=(text,),
        sections=(Section(text, (full,), (Section(text, note=text),), note=text),),
        documents=(Document(text, text, text, address=text), Document(text, text, text)),
        facts=(Fact(text, text),),
        code=text,
        address=text,
    )
    opened(made(of))
    if not any(bidirectional(letter) in ("R", "AL", "AN") or category(letter).startswith("M") for letter in text):
        assert_in_order(
            [pdf.shown(text)] * 3, text_of(made(outline(item(text=text, tail=text, parts=(Part("a", text),)))))
        )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_is_written(text):
    check_any_text(text)


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_a_thousand_texts_are_written(text):
    check_any_text(text)
