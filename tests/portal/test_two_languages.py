"""A briefing in Welsh and English comes out whole, in the order of its document, in the language that is chosen."""

import io
import json
import re

import docx
import pptx
import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.urls import reverse
from docx.oxml.ns import qn

from learning.models import LearningItem, Review, SearchEntry, SourceDocument, SourceWording
from recommendations.models import Recommendation
from reviews_portal import demo_bilingual
from reviews_portal.briefings.changes import changes
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.outline import from_data
from reviews_portal.demo_data import make_demonstration
from reviews_portal.groups import ADMINISTRATORS
from reviews_portal.redaction import actions as redaction_actions
from tests.briefings.exported import body, keep_code, plan_in, rows_of, sent_by
from tests.briefings.formats.pdf_reading import elements, opened
from tests.briefings.formats.pdf_reading import text_of as pdf_text
from tests.documents.two_languages import CODE, CY, PARTS, SECOND, SLUG, STEM, TAIL, WORDS, make_briefing, say, whole
from tests.portal.pages.words import text_of
from tests.redaction.planting import confirm, held
from tests.sweeps.test_queries import LIST_PAGE, REVIEW_PAGE, SEARCH_PAGE
from tests.world import make_user

pytestmark = pytest.mark.django_db
PAGE = f"/reviews/{SLUG}/"
ONLY_WELSH, ONLY_ENGLISH = WORDS[3][3], WORDS[4][2]


@pytest.fixture
def briefing(world):
    return make_briefing()


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


def in_order(texts: list[str], text: str) -> bool:
    """Return whether a text has these texts one after another."""
    squeezed, start = " ".join(text.split()), 0
    for one in texts:
        start = squeezed.find(one, start)
        if start < 0:
            return False
        start += len(one)
    return True


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


@pytest.mark.parametrize("language", ["en", CY])
def test_the_page_is_whole_in_the_chosen_language_and_marks_the_others(client, briefing, language):
    html = client.get(PAGE, {"language": language} if language == CY else {}).text
    text = html[html.index('<section class="document"') :]
    assert in_order(whole(language), text_of(text).replace(" (Not published in English)", ""))
    marked = " ".join(
        re.findall(r'<(?:p|li|blockquote|span|h3)\b[^>]* lang="cy"[^>]*>(?:(?!</body>).)*?</', text, re.S)
    )
    for english, cymraeg in [one[2:] for one in WORDS]:
        shown = cymraeg if language == CY or not english else ""
        if shown:
            assert shown in text_of(marked)
    for heading in {one[1][1 if language == CY else 0] for one in WORDS}:
        assert heading in text


def test_a_reader_chooses_the_language_by_a_link_that_is_named_in_it(client, briefing):
    html = client.get(PAGE).text
    link = re.search(r'<a href="[^"]*\?language=cy"\s+lang="cy"\s+hreflang="cy"\s*>Cymraeg</a>', html)
    assert link
    assert re.search(rf'<a href="{PAGE}"\s+lang="en"\s+hreflang="en"\s+aria-current="true">English</a>', html)
    assert '<html lang="en-GB"' in html
    assert "Read this review in" not in client.get("/reviews/public-quokka0/").text


def test_a_statement_says_that_it_is_not_published_in_the_language(client, briefing):
    english, welsh = client.get(PAGE).text, client.get(PAGE, {"language": CY}).text
    assert text_of(english).count("Not published in English") == 1
    assert text_of(welsh).count("Ni chyhoeddwyd yn Gymraeg") == 1
    assert '<span lang="cy">Ni chyhoeddwyd yn Gymraeg</span>' in welsh
    assert "Not published" not in welsh
    rows = rows_of(client.get(f"/briefings/review/{SLUG}.csv?language=cy"))
    (row,) = [one for one in rows if one["Text"] == ONLY_ENGLISH]
    assert "Not published in Welsh" in row["Under the text"]
    assert row["Language"] == "en"
    assert {one["Language"] for one in rows if one["Text"] in whole(CY) and one["Text"] != ONLY_ENGLISH} == {"cy"}


def test_a_statements_own_page_has_its_words_in_all_its_languages(client, briefing):
    item = LearningItem.objects.get(text=SECOND[0])
    html = client.get(item.get_absolute_url()).text
    assert html.index(SECOND[0]) < html.index('<h2 id="in-cy" lang="cy">Cymraeg</h2>') < html.index(SECOND[1])
    assert "Mr A: crynodeb" in html[html.index(SECOND[1]) :]  # the document of the Welsh words
    recommendation = Recommendation.objects.get(review=briefing)
    html = client.get(recommendation.get_absolute_url()).text
    assert in_order([STEM[0], *(one[1] for one in PARTS), TAIL[0], STEM[1], *(one[2] for one in PARTS)], text_of(html))
    assert "different wording" not in html


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


def test_lists_count_a_statement_once_and_link_to_its_languages(client, briefing):
    page = client.get("/learning/", {"theme": "neglect", "q": ""}).text
    item = LearningItem.objects.get(text=SECOND[0])
    assert page.count(f'id="{item.reference}"') == 1
    assert SECOND[0] in page
    assert SECOND[1] not in page
    assert '<span lang="cy">Cymraeg</span>' in page


@pytest.mark.parametrize(
    ("query", "found"),
    [("dymuniad", WORDS[2][3]), ("tŷ a'r dŵr", ONLY_WELSH), ("ty", ONLY_WELSH), ("bwrdd", STEM[1]),
     ("hunanesgeulustod", PARTS[0][2]), ("cartrefi diogel", SECOND[1]), ("neighbours", PARTS[1][1])],
)  # fmt: skip
def test_search_finds_both_languages_and_shows_the_words_that_match(client, briefing, query, found):
    html = client.get("/search/", {"q": query}).text
    text = text_of(re.sub("</?mark>", "", html))
    assert found in text
    assert bool(re.search(r'<blockquote[^>]* lang="cy"', html)) is (found != PARTS[1][1])


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


def test_the_check_code_of_a_welsh_document_is_compared_with_the_welsh_words(client, briefing):
    exported = from_data(json.loads(body(client.get(f"/briefings/review/{SLUG}.json?language=cy"))))
    assert "language=cy" in exported.check_address
    page = client.get(exported.check_address.removeprefix("http://testserver"))
    assert "unchanged" in text_of(page.text).lower()
    wording = SourceWording.objects.get(text=WORDS[2][3])
    wording.text = "Ni ofynnodd neb."
    wording.save()
    page = client.get(exported.check_address.removeprefix("http://testserver")).text
    (shown,) = re.findall(r'<div class="differences" lang="cy">.*?</div>', page, re.S)
    assert "beth oedd dymuniad Mr A" in " ".join(re.findall(r"<del>(.*?)</del>", shown, re.S))


def test_a_wording_in_a_document_of_another_review_does_not_show(client, briefing, world):
    hidden = world.reviews["partnership"]
    item = LearningItem.objects.get(text=SECOND[0])
    SourceWording.objects.create(
        review=briefing, document=hidden.document, reference=item.reference, language="ga", text="Rúnda focal."
    )
    SourceWording.objects.create(
        review=hidden.review,
        document=hidden.document,
        reference=item.reference,
        language="gd",
        text="Faclan falaichte.",
    )
    assert SourceDocument.objects.filter(pk=hidden.document.pk).exists()
    for address in (
        PAGE,
        item.get_absolute_url(),
        "/search/?q=focal",
        "/search/?q=falaichte",
        f"/api/v1/reviews/{SLUG}",
    ):
        page = client.get(address).text
        assert "Rúnda" not in page
        assert "falaichte." not in page.replace("falaichte&", "")


def test_an_unknown_language_shows_the_page_as_usual(client, briefing):
    assert client.get(PAGE, {"language": "tlh"}).text.count('aria-current="true">English') == 1
    assert CODE in client.get(PAGE, {"language": "ga"}).text


def test_a_kept_welsh_version_opens_with_its_words_and_says_what_changed(client, briefing):
    code = keep_code(client, f"/briefings/review/{SLUG}.json?language=cy")
    html = client.get(f"/briefings/versions/{code}.html").text
    assert in_order(whole(CY), text_of(html))
    assert '<blockquote lang="cy">' in html
    outline = from_data(json.loads(body(client.get(f"/briefings/versions/{code}.json"))))
    found = Edition.objects.get(code=code)
    assert changes(found, outline, AnonymousUser()) == []
    wording = SourceWording.objects.get(text=WORDS[2][3])
    wording.text = "Ni ofynnodd neb."
    wording.save()
    (changed,) = changes(found, outline, AnonymousUser())
    assert (changed.what, changed.language) == ("It has been reworded.", CY)


def test_a_trainer_chooses_the_language_of_a_briefing(client, briefing):
    item = LearningItem.objects.get(text=SECOND[0])
    client.post("/briefings/add/", {"from": f"review/{SLUG}?language=cy"})
    assert plan_in(client).language == CY
    assert re.search(r'<option value="cy" selected>Cymraeg</option>', client.get(reverse("builder")).text)
    data = from_data(json.loads(body(client.get(reverse("take_briefing", args=["json"])))))
    assert {one.language for one in data.items() if one.reference == item.reference} == {CY}
    assert "language=cy" in data.check_address
    checked = client.get(data.check_address.removeprefix("http://testserver")).text
    assert "These words are unchanged" in text_of(checked)
    client.post(reverse("builder_save"), sent_by(client))
    assert plan_in(client).language == CY  # a form without the field changes nothing
    client.post(reverse("builder_save"), sent_by(client) | {"language": ""})
    data = from_data(json.loads(body(client.get(reverse("take_briefing", args=["json"])))))
    assert {one.text for one in data.items() if one.reference == item.reference} == {SECOND[0]}


def test_the_builder_offers_no_language_where_there_is_one(client, world):
    client.post("/briefings/add/", {"item": world.reviews["public"].item.reference})
    assert 'name="language"' not in client.get(reverse("builder")).text


def test_the_welsh_page_costs_no_more_queries(client, briefing, django_assert_max_num_queries):
    with django_assert_max_num_queries(REVIEW_PAGE):
        client.get(PAGE, {"language": CY})
    with django_assert_max_num_queries(LIST_PAGE):
        client.get("/learning/?theme=neglect")
    with django_assert_max_num_queries(SEARCH_PAGE):
        client.get("/search/?q=dymuniad")


def test_the_demonstration_has_both_languages(client):
    editor = make_user("an-editor")
    make_demonstration(editor, make_user("a-writer"), make_user("a-scrutineer"))
    assert demo_bilingual.is_possible()
    demo_bilingual.make_bilingual_review(editor)
    demo_bilingual.make_bilingual_review(editor)  # again does nothing
    address = "/reviews/bilingual-demonstration-invented/"
    assert client.get(address).status_code == 404  # only staff of the invented partnership see it
    client.force_login(editor)
    html = client.get(address, {"language": CY}).text
    assert "Ni chyhoeddwyd yn Gymraeg" not in html
    assert all(one[-1] in text_of(html) for one in (*demo_bilingual.SECTIONS, *demo_bilingual.ITEMS))
    assert text_of(client.get(address).text).count("Not published in English") == 1


def test_a_redaction_covers_both_languages(client, briefing, world):
    name = "Gwenllïan Ŵyn"
    heard = LearningItem.objects.get(text=SECOND[0])
    heard.text = f"{name} said that homes should be safe."
    heard.save()
    wording = SourceWording.objects.get(text=SECOND[1])
    wording.text = f"Dywedodd Gwenllian Wyn’r un peth, a {name}."
    wording.heading, wording.tail = name, f"{name}’n iawn."
    wording.save()
    code = keep_code(client, f"/briefings/review/{SLUG}.json?language=cy")
    assert name in client.get(PAGE, {"language": CY}).text
    people = world.people
    made = redaction_actions.propose(name, reason="It is the name of a sister.", by=people["administrator"])
    second = make_user("second-administrator")
    second.groups.add(Group.objects.get(name=ADMINISTRATORS))
    confirm(made, second)
    assert held(name) == 0
    wording.refresh_from_db()
    assert (wording.text, wording.heading, wording.tail) == (
        "Dywedodd [redacted]’r un peth, a [redacted].", "[redacted]", "[redacted]’n iawn.",
    )  # fmt: skip
    for address in (PAGE, f"{PAGE}?language=cy", f"/api/v1/reviews/{SLUG}", f"/briefings/versions/{code}.json"):
        page = client.get(address)
        assert "Ŵyn" not in body(page).decode()
    assert not SearchEntry.objects.filter(body__contains="gwenllian").exists()


@pytest.mark.parametrize("hidden", [{"audience": "partnership"}, {"audience": "professionals"}, {"status": "draft"}])
def test_words_of_a_hidden_review_are_nowhere_in_any_language(client, briefing, hidden):
    Review.objects.filter(pk=briefing.pk).update(**hidden)
    words = {*whole("en"), *whole(CY)}
    item = LearningItem.objects.get(text=SECOND[0])
    for address in (
        *("/", "/learning/", "/themes/neglect/", "/recommendations/", "/whats-new/", PAGE, f"{PAGE}?language=cy"),
        *("/search/?q=dymuniad", "/search/?q=teulu", "/search/suggest/?q=dymun", item.get_absolute_url()),
        *(f"/api/v1/reviews/{SLUG}", f"/briefings/review/{SLUG}.json?language=cy"),
        *("/briefings/theme/neglect.json?language=cy", "/briefings/learning.csv?language=cy"),
    ):
        page = client.get(address)
        text = " ".join(page.getvalue().decode().split())
        assert [one for one in words if one in text] == [], address


def test_lists_are_exported_in_the_chosen_language(client, briefing):
    rows = rows_of(client.get("/briefings/theme/neglect.csv?language=cy"))
    assert {(one["Text"], one["Language"]) for one in rows} >= {(SECOND[1], "cy"), (ONLY_ENGLISH, "en")}
    rows = rows_of(client.get("/briefings/theme/neglect.csv"))
    assert {(one["Text"], one["Language"]) for one in rows} >= {(SECOND[0], "en"), (ONLY_WELSH, "cy")}
    assert SECOND[1] not in {one["Text"] for one in rows}
