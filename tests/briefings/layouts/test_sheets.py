"""The supervision sheet, on paper and as a page, and the handout."""

import pytest

from reviews_portal.briefings.layouts import our_words
from reviews_portal.briefings.layouts.choosing import makes_sense_alone, words_of
from reviews_portal.briefings.outline import from_data
from tests.briefings.exported import outline_at

from .conftest import EVERY, REVIEWS, words_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("what", EVERY)
def test_a_supervision_sheet_has_learning_four_questions_and_an_action(laid_out, what):
    sheet = laid_out(what, "supervision")
    child, action = sheet.sections[-2:]
    assert [one.heading for one in child.sections] == list(our_words.CYCLE)
    assert all(one.lines >= 2 for one in child.sections)
    assert child.note == "Do not record case details here."
    assert action.fields == ("What I will do", "By when")
    learning = [item for item in sheet.sections[0].items if item.look != "question"]
    assert all(makes_sense_alone(item) for item in learning)
    assert sum(map(words_of, learning)) <= 60


def test_the_own_questions_of_a_review_come_first(laid_out):
    sheet = laid_out("review/r0004", "supervision")
    headings = [section.heading for section in sheet.sections]
    assert headings.index("Questions to ask yourself") < headings.index(our_words.CHILD)
    assert {item.look for item in sheet.sections[1].items} == {"question"}


def test_a_selection_with_a_single_long_statement_shows_that(client):
    sheet = outline_at(client, "/briefings/recommendation/R0001-23.json?layout=supervision")
    assert [item.reference for item in sheet.items()] == ["R0001-23"]


def test_the_sheet_is_a_page_with_the_menu_a_print_button_and_downloads(client, client_of):
    page = client.get("/briefings/supervision/review/baby-e/")
    assert page.status_code == 200
    for text in (
        "<nav",
        'class="button print"',
        "print.js",
        "/briefings/review/baby-e.pdf?layout=supervision",
        "Baby E",
    ):
        assert text in page.text
    assert all(question in page.text for question in our_words.CYCLE)
    listed = client.get("/briefings/supervision/recommendations/?theme=neglect")
    assert "/briefings/recommendations.docx?theme=neglect&amp;layout=supervision" in listed.text
    assert client.get("/briefings/supervision/review/r0004/").status_code == 404
    restricted = client_of("practitioner").get("/briefings/supervision/review/r0004/")
    assert "Professionals only" in restricted.text
    for nothing in ("review/none", "report/none", "nothing"):
        assert client.get(f"/briefings/supervision/{nothing}/").status_code == 404


def test_pages_lead_to_the_sheet(client):
    assert "/briefings/supervision/review/baby-e/" in client.get("/reviews/baby-e/").text
    assert "/briefings/supervision/theme/neglect/" in client.get("/themes/neglect/").text


@pytest.mark.parametrize("what", EVERY)
def test_a_handout_has_its_six_parts_and_some_600_words(laid_out, what):
    handout = laid_out(what, "handout")
    about, messages, worked, role, recommendations, contacts = handout.sections
    assert about.heading == ("What happened" if what in REVIEWS else "Where this learning comes from")
    assert messages.heading == "Key messages"
    assert len(messages.items) <= 5
    assert (worked.heading, role.heading, recommendations.heading) == (
        "What worked well",
        "Your role",
        "Recommendations",
    )
    assert contacts.fields == our_words.CONTACTS
    assert words_in(handout) <= 700
    assert words_in(handout) >= 450 or what == "theme/domestic-abuse"  # which has four statements in all


def test_kept_in_data_it_is_read_again_as_it_was(laid_out):
    from reviews_portal.briefings.outline import as_data

    sheet = laid_out("review/baby-e", "supervision")
    assert from_data(as_data(sheet)) == sheet
