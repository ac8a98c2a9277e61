"""Layouts: each arranges the same words for its use, and changes none."""

import json

import pytest

from reviews_portal.briefings.fitting import fits, fitted, left_out_to_fit, shortened
from reviews_portal.briefings.layouts import ASK_INSTEAD, LAYOUTS, arranged
from reviews_portal.briefings.outline import from_data
from reviews_portal.briefings.writers import FORMATS, pdf

pytestmark = pytest.mark.django_db
THEMATIC = "/briefings/review/thematic-review-non-accidental-injury-southampton"


def exported(browser, address: str):
    answer = browser.get(address)
    assert answer.status_code == 200, answer.content.decode()
    return from_data(json.loads(b"".join(answer.streaming_content)))


@pytest.fixture
def whole(client):
    return exported(client, f"{THEMATIC}.json")


@pytest.mark.parametrize("name", list(LAYOUTS))
def test_no_layout_changes_a_word(whole, name):
    words = whole.words()
    assert words
    assert set(arranged(whole, LAYOUTS[name]).words()) <= set(words)


@pytest.mark.parametrize("review", [THEMATIC, "/briefings/review/baby-e", "/briefings/review/family-t"])
def test_a_seven_minute_briefing_has_seven_parts_on_two_pages(client, review):
    outline = exported(client, f"{review}.json?layout=seven-minute")
    assert [section.heading[:2] for section in outline.sections] == [f"{number}." for number in range(1, 8)]
    assert pdf.pages(outline) <= 2
    assert all(section.items or section.note for section in outline.sections)


def test_what_does_not_fit_is_left_out_whole_and_named(whole):
    layout = LAYOUTS["seven-minute"]
    long = arranged(whole, LAYOUTS["seven-minute"])
    every = tuple(item for item in whole.items() if item.reference and item.look != "response")
    crowded = type(long)(**vars(long) | {"sections": (*long.sections[:3], type(long.sections[3])("4. All", every))})
    assert not fits(crowded, layout)
    short = fitted(crowded, layout)
    assert fits(short, layout)
    assert set(short.words()) < set(crowded.words())
    gone = {item.reference for item in crowded.items()} - {item.reference for item in short.items()}
    assert gone
    assert all(reference in short.remarks[-1] for reference in gone)
    assert fitted(long, LAYOUTS["handout"]) is long


def test_a_supervision_sheet_asks_and_where_there_is_no_question_what_was_learnt_is_the_prompt(
    client, client_of, whole
):
    sheet = arranged(whole, LAYOUTS["supervision"])
    assert sheet.sections[0].note == ASK_INSTEAD
    assert {item.look for item in sheet.items()} <= {"learning", "good-practice", "recommendation"}
    asked = exported(client_of("practitioner"), "/briefings/questions.json?layout=supervision")
    assert {item.look for item in asked.items()} == {"question"}


def test_a_handout_on_a_theme_goes_review_by_review(client):
    outline = exported(client, "/briefings/theme/multi-agency-working.json?layout=handout")
    assert len(outline.sections) > 1
    for section in outline.sections:
        inner = [item for one in section.sections for item in one.items]
        assert len({item.review for item in inner}) == 1
        assert {item.look for item in inner} <= {"learning", "good-practice", "recommendation"}


def test_slides_begin_with_the_content_note_and_have_questions_for_discussion(client, client_of):
    outline = exported(client, "/briefings/review/baby-e.json?layout=slides")
    assert outline.content_note
    assert outline.sections[0].heading == "What happened"
    asked = exported(client_of("practitioner"), "/briefings/questions.json?layout=slides")
    assert [section.heading for section in asked.sections] == ["Questions for discussion"]


@pytest.mark.parametrize("layout", list(LAYOUTS))
@pytest.mark.parametrize("format", list(FORMATS))
def test_each_layout_is_written_in_each_format(client, layout, format):
    answer = client.get(f"/briefings/review/baby-e.{format}?layout={layout}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)


def test_what_is_not_key_goes_first_and_no_more_than_must(client, whole):
    """A seven-minute briefing is filled: with anything of what it leaves out it would be too long."""
    layout = LAYOUTS["seven-minute"]
    short = exported(client, f"{THEMATIC}.json?layout=seven-minute")
    full = arranged(whole, layout)
    gone = [item for item in full.items() if item.reference and item not in short.items()]
    assert gone
    for part in full.sections:
        left = [item for item in gone if item in part.items]
        if any(item.is_key for item in left):
            assert not [item for item in part.items if not item.is_key and item not in gone], part.heading
    assert fits(short, layout)
    assert left_out_to_fit(full, layout) == [item for item in left_out_to_fit(full, layout) if item in gone]
    one_less = left_out_to_fit(full, layout)[:-1]
    assert not fits(shortened(full, one_less, layout), layout)


def test_stories_of_several_reviews_stand_under_their_names(client):
    made = exported(client, "/briefings/review/baby-e.json")
    other = exported(client, "/briefings/review/family-t.json")
    documents = (*made.documents, *other.documents)
    stories = tuple(item for item in (*made.items(), *other.items()) if item.look == "narrative" and not item.label)
    assert {item.review for item in stories} == {"R0002", "R0003"}
    both = type(made)("T", made.made_on, sections=(type(made.sections[0])("", stories),), documents=documents)
    for name in ("seven-minute", "slides"):
        happened = arranged(both, LAYOUTS[name]).sections[0]
        assert [part.heading for part in happened.sections] == [made.title, other.title]
        assert all(
            {item.review for item in part.items} == {code}
            for part, code in zip(happened.sections, ("R0002", "R0003"), strict=True)
        )
