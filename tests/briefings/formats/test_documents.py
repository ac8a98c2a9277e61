"""The real content as PDF, Word and slides, at the address of each selection, read by programs that are not ours."""

import json
from io import BytesIO
from itertools import pairwise

import docx
import pikepdf
import pptx
import pytest

from reviews_portal.briefings.outline import from_data
from tests.briefings.exports.test_exports import selections
from tests.slowly import slow

from . import office, pdf_reading
from .slides import published as published_on_slides
from .word import published as published_in_word

pytestmark = pytest.mark.django_db
SELECTIONS = [
    "review/thematic-review-non-accidental-injury-southampton",
    "review/baby-e",
    "review/family-t",
    "theme/multi-agency-working",
    "theme/fathers-and-male-carers",
    "agency/hampshire-constabulary",
    "recommendation/R0001-23",
    "recommendations?responses=held",
    "search?q=fathers",
]
OF_PRACTITIONERS = ["review/r0004", "questions"]
ALIKE = ["review/baby-e", "theme/multi-agency-working"]  # others of their kind are tried in `make test`


def content(browser, address: str, format: str, query: str = "") -> bytes:
    path, _, chosen = address.partition("?")
    answer = browser.get(f"/briefings/{path}.{format}?{chosen}&{query}")
    assert answer.status_code == 200, answer.text
    return answer.content


def outline_of(browser, address: str, query: str = ""):
    return from_data(json.loads(content(browser, address, "json", query)))


@pytest.fixture(params=[slow(one) if one in ALIKE else one for one in [*SELECTIONS, *OF_PRACTITIONERS]])
def selection(request, client, client_of) -> tuple:
    """Return a browser and the address of what it can export."""
    if request.param in OF_PRACTITIONERS:
        browser = client_of("practitioner")
        if browser.get(f"/briefings/{request.param}.json").status_code == 404:
            pytest.skip("fixtures/restricted is not here, so that its review cannot be exported.")
        return browser, request.param
    return client, request.param


def test_a_pdf_has_the_words_in_order_and_is_tagged(selection):
    made, outline = content(*selection, "pdf"), outline_of(*selection)
    # Parts of a heading may stand on the page before their text, so that each text is looked for by itself.
    pdf_reading.assert_in_order([text for text in outline.words() if len(text) > 40], pdf_reading.text_of(made))
    with pikepdf.open(BytesIO(made)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en-GB"
        assert "pdfuaid" in pdf.Root.Metadata.read_bytes().decode()
    headings = [
        int(tag[1:]) for tag in pdf_reading.tags(pdf_reading.opened(made)) if tag[0] == "H" and tag[1:].isdigit()
    ]
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))


def test_a_word_document_has_the_words_in_order(selection):
    document = docx.Document(BytesIO(content(*selection, "docx")))
    words = "".join(map(office.bare, outline_of(*selection).words()))
    assert "".join(map(office.bare, published_in_word(document))) == words


def test_slides_have_the_words_in_order(selection):
    query = "layout=briefing"
    slides = pptx.Presentation(BytesIO(content(*selection, "pptx", query))).slides
    # A label that is too long for a title stands before its text, too.
    office.assert_in_order(outline_of(*selection, query).words(), published_on_slides(slides))


@pytest.mark.slow
def test_every_selection_has_its_words_in_order(client):
    """All that can be exported of the real content, not only the selections above."""
    tried = 0
    for address in selections():
        path, _, query = address.partition("?")
        if client.get(f"{path}.json?{query}").status_code == 422:
            continue  # nothing is published on it
        selection = client, address.removeprefix("/briefings/")
        test_a_pdf_has_the_words_in_order_and_is_tagged(selection)
        test_a_word_document_has_the_words_in_order(selection)
        test_slides_have_the_words_in_order(selection)
        tried += 1
    assert tried > 50


@pytest.mark.parametrize("format", ["docx", "pptx"])
def test_libreoffice_opens_them(client, tmp_path, format):
    address = "review/family-t"
    pages = office.pdf_pages(content(client, address, format), f"file.{format}", tmp_path)
    outline = outline_of(client, address, "layout=slides" if format == "pptx" else "")
    whole = office.bare("".join(pages))
    assert all(office.bare(text) in whole for text in outline.words() if len(text) < 200)
