"""A review in Welsh and English is shown whole, in the order of its document, in the language that is chosen."""

import re

import pytest

from learning.models import LearningItem, SourceDocument, SourceWording
from recommendations.models import Recommendation
from reviews_portal.demo import bilingual
from reviews_portal.demo.workspace import make_demonstration
from tests.briefings.exported import rows_of
from tests.documents.two_languages import (
    CODE,
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
    whole,
)
from tests.portal.pages.words import in_order, text_of
from tests.sweeps.test_queries import LIST_PAGE, REVIEW_PAGE, SEARCH_PAGE
from tests.world import make_user

pytestmark = pytest.mark.django_db


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
    assert bilingual.is_possible()
    bilingual.make_bilingual_review(editor)
    bilingual.make_bilingual_review(editor)  # again does nothing
    address = "/reviews/bilingual-demonstration-invented/"
    assert client.get(address).status_code == 404  # only staff of the invented partnership see it
    client.force_login(editor)
    html = client.get(address, {"language": CY}).text
    assert "Ni chyhoeddwyd yn Gymraeg" not in html
    assert all(one[-1] in text_of(html) for one in (*bilingual.SECTIONS, *bilingual.ITEMS))
    assert text_of(client.get(address).text).count("Not published in English") == 1
