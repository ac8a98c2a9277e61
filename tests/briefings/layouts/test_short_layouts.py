"""What short layouts keep to: whole statements, no codes, no exact dates, abbreviations spelt out, our own tone."""

import re
import subprocess

import pytest

from reviews_portal.briefings.layouts import LAYOUTS, our_words
from reviews_portal.briefings.layouts.choosing import EXACT_DATE, makes_sense_alone
from reviews_portal.briefings.outline import Item
from reviews_portal.briefings.writers import FORMATS, pdf
from tests.briefings.formats.office import converted
from tests.briefings.formats.pdf_reading import text_of
from tests.slowly import each_once

from .conftest import EVERY

pytestmark = pytest.mark.django_db
SHORT = [name for name, layout in LAYOUTS.items() if layout.is_short]
SIDES = {"seven-minute": 2, "supervision": 1, "handout": 2}
CODE = re.compile(r"R\d{4}-\d+")
each = pytest.mark.parametrize(("what", "layout"), each_once(EVERY, SHORT))


@each
def test_statements_are_whole_and_each_stands_once(laid_out, what, layout):
    whole = {item.reference: item for item in laid_out(what, "briefing").items() if item.reference}
    shown = [item for item in laid_out(what, layout).items() if item.reference]
    assert shown
    assert len({item.reference for item in shown}) == len(shown)
    assert all(item.texts == whole[item.reference].texts for item in shown)


@each
def test_no_code_and_no_exact_date_is_in_the_text(laid_out, what, layout):
    outline = laid_out(what, layout)
    said = [text for item in outline.items() for text in (*item.texts, item.line)]
    said += [text for section in outline.sections for text in (section.heading, section.note)]
    assert not [text for text in said if CODE.search(text) or EXACT_DATE.search(text)]
    assert not EXACT_DATE.search(outline.lead)
    shown = text_of(b"".join(pdf.write(outline)))
    assert not CODE.search(shown)


@each
def test_abbreviations_in_it_are_spelt_out(laid_out, what, layout):
    outline = laid_out(what, layout)
    words = " ".join(outline.words())
    spelt = {fact.name for fact in outline.abbreviations}
    for abbreviation in ("MASH", "CSC", "FNP", "DASH", "CAMHS", "LAC"):
        assert (abbreviation in spelt) == bool(re.search(rf"(?<!\w){abbreviation}(?!\w)", words))
    if spelt and layout in SIDES:
        assert "Abbreviations:" in text_of(b"".join(pdf.write(outline)))


@each
def test_what_is_left_out_is_said_in_words(laid_out, what, layout):
    whole, outline = laid_out(what, "briefing"), laid_out(what, layout)
    shown = {item.reference for item in outline.items()}
    gone = [
        item for item in whole.items() if item.reference and item.look != "response" and item.reference not in shown
    ]
    told = [sentence for sentence in outline.remarks if "in the full briefing" in sentence]
    assert len(told) == bool(gone)
    if gone:
        assert sum(map(int, re.findall(r"\d+", told[0]))) == len(gone)


@each
def test_documents_are_numbered_in_the_order_in_which_they_are_quoted(laid_out, what, layout):
    used = [item.document for item in laid_out(what, layout).items() if item.document >= 0]
    assert list(dict.fromkeys(used)) == list(range(len(set(used))))


@pytest.mark.parametrize(("what", "layout"), each_once(EVERY, list(SIDES)))
def test_pdf_and_word_have_no_more_sides_than_the_layout(laid_out, tmp_path, what, layout):
    outline = laid_out(what, layout)
    assert pdf.pages(outline) <= SIDES[layout]
    word = converted(b"".join(FORMATS["docx"].write(outline)), "made.docx", "pdf", tmp_path)
    about = subprocess.run(["pdfinfo", word], check=True, capture_output=True, text=True).stdout
    fonts = subprocess.run(["pdffonts", word], check=True, capture_output=True, text=True).stdout
    assert re.search("Arimo|LiberationSans", fonts)  # as wide as Arial
    assert int(re.search(r"Pages:\s+(\d+)", about)[1]) <= pdf.pages(outline)


@pytest.mark.parametrize(("layout", "size"), [("seven-minute", 12), ("handout", 12), ("supervision", 11)])
def test_the_size_of_statements_is_12_points_and_11_on_a_sheet_to_write_on(laid_out, tmp_path, layout, size):
    outline = laid_out("review/baby-e", layout)
    file = tmp_path / "made.pdf"
    file.write_bytes(b"".join(pdf.write(outline)))
    asked = ["pdftohtml", "-xml", "-i", "-zoom", "1", file, file.with_suffix(".xml")]
    subprocess.run(asked, check=True, capture_output=True)
    found = file.with_suffix(".xml").read_text()
    sizes = dict(re.findall(r'<fontspec id="(\d+)" size="(\d+)"', found))
    starts = [item.text[:24] for item in outline.items()]
    lines = re.findall(r'<text [^>]*font="(\d+)">(.*?)</text>', found)
    fonts = [font for font, line in lines if line.startswith(tuple(starts))]
    assert len(fonts) >= 3
    assert {int(sizes[font]) for font in fonts} == {size}


OURS = [text for name, value in vars(our_words).items() if name.isupper() for text in (
    [value] if isinstance(value, str) else value.values() if isinstance(value, dict) else value
)]  # fmt: skip


def test_our_own_words_blame_nobody():
    assert len(OURS) > 30
    for text in OURS:
        assert not re.search(r"\b(fail\w*|hard.to.reach|did not (attend|engage)|non-engag\w*)\b", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "is_alone"),
    [
        ("Lanterns need to be lit before every one of the evening visits.", True),
        ("It is however, recognised that it is three years since the review was commissioned.", False),
        ("This did not happen in the three cases that were subject to review.", False),
        ("No evidence of 'child's voice'", False),
        ("and what practitioners then did about it in the weeks that followed", False),
        ("Consider improvements to the support for looked after children which include:", False),
    ],
)
def test_a_statement_that_needs_the_one_before_it_does_not_stand_alone(text, is_alone):
    assert makes_sense_alone(Item("learning", "Finding", text)) == is_alone
    assert not makes_sense_alone(Item("learning", "Finding", text, is_sub_point=True))
    assert not makes_sense_alone(Item("learning", "Key theme", text))


@pytest.mark.parametrize(
    ("text", "is_exact"),
    [
        ("She was seen on 3 May by a nurse.", True),
        ("She was seen on the 3rd of May.", True),
        ("Seen 03/05/2021.", True),
        ("Seen in May 2021.", False),
        ("At 3 months, and in September 2013.", False),
    ],
)
def test_an_exact_date_is_known(text, is_exact):
    assert bool(EXACT_DATE.search(text)) == is_exact
