"""A briefing in Welsh and English is exported whole, in the order of its document, and marks its languages."""

import io
import json
import re

import docx
import pptx
import pytest
from django.contrib.auth.models import AnonymousUser
from docx.oxml.ns import qn

from learning.models import LearningItem, SourceDocument, SourceWording
from recommendations.models import Recommendation
from reviews_portal.briefings.changes import changes
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.outline import from_data
from tests.briefings.exported import body, keep_code, rows_of
from tests.briefings.formats.pdf_reading import elements, opened
from tests.briefings.formats.pdf_reading import text_of as pdf_text
from tests.documents.two_languages import (
    CY,
    ONLY_ENGLISH,
    ONLY_WELSH,
    PAGE,
    PARTS,
    SECOND,
    SLUG,
    STEM,
    TAIL,
    WORDS,
    say,
    whole,
)
from tests.portal.pages.words import in_order, text_of

pytestmark = pytest.mark.django_db


def docx_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


def pptx_text(data: bytes) -> str:
    slides = pptx.Presentation(io.BytesIO(data)).slides
    return "\n".join(shape.text_frame.text for slide in slides for shape in slide.shapes if shape.has_text_frame)


READ = {
    "html": lambda data: text_of(data.decode()),
    "pdf": pdf_text,
    "docx": docx_text,
    "pptx?layout=briefing": pptx_text,
    "csv": lambda data: data.decode(),
    "md": lambda data: re.sub(r"\\(.)", r"\1", data.decode()),
    "json": lambda data: " ".join(from_data(json.loads(data)).words()),
}


@pytest.mark.parametrize("language", ["en", CY])
@pytest.mark.parametrize("format", READ)
def test_each_export_is_whole_and_in_order_in_both_languages(client, briefing, format, language):
    address = f"/briefings/review/{SLUG}.{format}"
    address += ("&" if "?" in address else "?") + f"language={language}"
    text = READ[format](body(client.get(address)))
    wanted = whole(language)
    if format == "json":  # without the titles of resources beside them
        assert in_order(wanted, text)
    assert [one for one in wanted if one not in " ".join(text.split())] == []
    assert in_order(wanted, text)
    others = {*whole("en"), *whole(CY)} - set(wanted)
    assert [one for one in others if one in " ".join(text.split())] == []


@pytest.mark.parametrize("lost", ["text", "tail"])
def test_a_page_and_exports_keep_words_that_are_only_in_english_and_say_so(client, briefing, lost):
    SourceWording.objects.filter(text=STEM[1]).update(**{lost: ""})
    english, welsh = (STEM[0], TAIL[1]) if lost == "text" else (TAIL[0], STEM[1])
    html = client.get(PAGE, {"language": CY}).text
    assert "Only partly published in Welsh" in html
    assert re.search(rf'<p lang="{CY if lost == "text" else "en"}">{TAIL[lost == "text"]}</p>', html)
    found = Recommendation.objects.get(review=briefing)
    assert "Only partly published in Welsh" in client.get(found.get_absolute_url()).text
    for format, read in READ.items():
        address = f"/briefings/review/{SLUG}.{format}"
        text = read(body(client.get(address + ("&" if "?" in address else "?") + "language=cy")))
        assert [one for one in (english, welsh) if one not in " ".join(text.split())] == [], format
    html = body(client.get(f"/briefings/review/{SLUG}.html?language=cy")).decode()
    assert f'<p lang="{CY if lost == "text" else "en"}">{TAIL[lost == "text"]}</p>' in html
    (item,) = [one for one in outline_of(client).items() if one.reference == found.reference]
    assert (item.text, item.tail) in ((STEM[0], TAIL[1]), (STEM[1], TAIL[0]))
    assert [one for one in item.wordings if (one.language or "en", one.text, one.tail) == ("en", STEM[0], TAIL[0])]
    code = keep_code(client, f"/briefings/review/{SLUG}.json?language=cy")
    outline = from_data(json.loads(body(client.get(f"/briefings/versions/{code}.json"))))
    assert changes(Edition.objects.get(code=code), outline, AnonymousUser()) == []


def outline_of(client):
    return from_data(json.loads(body(client.get(f"/briefings/review/{SLUG}.json?language=cy"))))


@pytest.mark.parametrize("kind", [LearningItem, Recommendation])
def test_a_page_gives_and_cites_the_document_of_the_words_that_it_shows(client, briefing, kind):
    own = briefing.documents.get(slug="mr-a")
    welsh = briefing.documents.get(language=CY)
    SourceDocument.objects.filter(pk=own.pk).update(published_on="2024-05-01", published_precision="day")
    SourceDocument.objects.filter(pk=welsh.pk).update(published_on="2021-05-01", published_precision="day")
    at = {"review": briefing, "document": welsh, "position": 10, "heading": "Yr hyn a ddysgwyd", "place": "tudalen 9"}
    if kind is LearningItem:
        found = kind.objects.create(**at, kind="finding", text="Un peth.")
    else:
        found = kind.objects.create(**at, short_label="9", stem="Un peth.")
    say(briefing, own, reference=found.reference, text="One thing.", heading="What we learned", place="page 4")
    html = client.get(found.get_absolute_url()).text
    assert html.index("One thing.") < html.index("Un peth.")
    about = text_of(html[html.index("About this item") :])
    assert "Document Mr A: a briefing , 1 May 2024" in about
    assert "“What we learned”, page 4" in about
    assert "(2024). Mr A: a briefing. “What we learned”" in about
    assert "Also in" not in about
    (item,) = [one for one in outline_of(client).items() if one.reference == found.reference]
    assert "(2021). Mr A: crynodeb." in item.citation
    data = from_data(json.loads(body(client.get(f"/briefings/review/{SLUG}.json"))))
    (item,) = [one for one in data.items() if one.reference == found.reference]
    assert "(2024). Mr A: a briefing." in item.citation


def test_word_slides_and_html_mark_the_language(client, briefing):
    data = body(client.get(f"/briefings/review/{SLUG}.docx?language=cy"))
    runs = [
        (text.text, run.rPr.find(qn("w:lang")).get(qn("w:val")))
        for run in docx.Document(io.BytesIO(data)).element.body.iter(qn("w:r"))
        if run.rPr is not None and run.rPr.find(qn("w:lang")) is not None
        for text in run.iter(qn("w:t"))
    ]
    assert {language for _, language in runs} == {"cy-GB"}
    assert {text for text, _ in runs} >= set(whole(CY)) - {ONLY_ENGLISH}
    assert ONLY_ENGLISH not in {text for text, _ in runs}
    data = body(client.get(f"/briefings/review/{SLUG}.pptx?layout=all-slides&language=cy"))
    marked = {
        run.text
        for slide in pptx.Presentation(io.BytesIO(data)).slides
        for shape in slide.shapes
        if shape.has_text_frame
        for paragraph in shape.text_frame.paragraphs
        for run in paragraph.runs
        if run._r.rPr is not None and run._r.rPr.get("lang") == "cy-GB"
    }
    assert WORDS[2][3] in marked
    assert ONLY_ENGLISH not in marked
    html = body(client.get(f"/briefings/review/{SLUG}.html?language=cy")).decode()
    assert re.search(rf'<blockquote lang="cy">\s*<p>{WORDS[2][3]}</p>', html)
    assert re.search(rf"<blockquote>\s*<p>{ONLY_ENGLISH}</p>", html)


def test_the_pdf_marks_the_language(client, briefing):
    data = body(client.get(f"/briefings/review/{SLUG}.pdf?language=cy"))
    assert {str(one.Lang) for one in elements(opened(data)) if "/Lang" in one} >= {"cy"}


def test_data_name_the_language_and_have_all_wordings(client, briefing):
    data = client.get(f"/api/v1/reviews/{SLUG}").json()
    assert [one["language"] for one in data["documents"]] == ["en", "cy"]
    (asked,) = [one for one in data["items"] if one["text"] == WORDS[2][2]]
    assert asked["language"] == "en"
    assert [(one["language"], one["text"]) for one in asked["wordings"]] == [("cy", WORDS[2][3])]
    (only,) = [one for one in data["items"] if one["text"] == ONLY_WELSH]
    assert (only["language"], only["wordings"]) == ("cy", [])
    (recommendation,) = data["recommendations"]
    assert [(one["text"], one["tail"]) for one in recommendation["wordings"]] == [(STEM[1], TAIL[1])]
    assert [part["wordings"][0]["text"] for part in recommendation["parts"]] == [part[2] for part in PARTS]
    exported = json.loads(body(client.get(f"/briefings/review/{SLUG}.json")))
    items = {one.text: one for one in from_data(exported).items()}
    assert items[ONLY_WELSH].language == "cy"
    assert [(one.language, one.text) for one in items[WORDS[2][2]].wordings] == [("cy", WORDS[2][3])]
    assert items[SECOND[0]].wordings[0].source == "Mr A: crynodeb, tudalen 3"


def test_lists_are_exported_in_the_chosen_language(client, briefing):
    rows = rows_of(client.get("/briefings/theme/neglect.csv?language=cy"))
    assert {(one["Text"], one["Language"]) for one in rows} >= {(SECOND[1], "cy"), (ONLY_ENGLISH, "en")}
    rows = rows_of(client.get("/briefings/theme/neglect.csv"))
    assert {(one["Text"], one["Language"]) for one in rows} >= {(SECOND[0], "en"), (ONLY_WELSH, "cy")}
    assert SECOND[1] not in {one["Text"] for one in rows}
