"""Layouts: each arranges the same words for its use, and changes none."""

import json
from dataclasses import replace

import pytest

from learning.models import LearningItem, Review, Theme
from recommendations.models import Recommendation
from reviews_portal.briefings.fitting import fits, fitted, left_out_to_fit, shortened
from reviews_portal.briefings.layouts import ASK, LAYOUTS, UNMARKED, arranged
from reviews_portal.briefings.outline import Section, from_data
from reviews_portal.briefings.reader_view import NOT_FOR_YOU, as_seen_by
from reviews_portal.briefings.writers import FORMATS, pdf
from tests.slowly import each_once
from tests.world import make_review

pytestmark = pytest.mark.django_db
THEMATIC = "/briefings/review/thematic-review-non-accidental-injury-southampton"


def exported(browser, address: str):
    answer = browser.get(address)
    assert answer.status_code == 200, answer.text
    return from_data(json.loads(answer.content))


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
    assert sheet.sections[0].note == f"This portal has no questions for this review. {ASK}"
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


@pytest.mark.parametrize(("layout", "format"), each_once([*LAYOUTS], [*FORMATS]))
def test_each_layout_is_written_in_each_format(client, layout, format):
    answer = client.get(f"/briefings/review/baby-e.{format}?layout={layout}")
    assert answer.status_code == 200
    assert answer.content


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


# --- What a layout says is true ------------------------------------------------------------------------------


@pytest.fixture
def three(world, client):
    """Return the export of a theme on a finding, on a recommendation and on a question, each of its own review."""
    theme = Theme.objects.create(name="Lanterns", slug="lanterns", group="harm", scope_note="About lanterns.")
    made = [make_review(f"R91{n}0", f"wombat{n}", audience="public", status="published") for n in range(3)]
    for one, records in zip(made, (LearningItem, Recommendation, LearningItem), strict=True):
        one.review.themes.add(theme)
        records.objects.filter(review=one.review).order_by("pk").first().themes.add(theme)
    LearningItem.objects.filter(pk=made[0].item.pk).update(kind="finding")
    LearningItem.objects.filter(pk=made[2].item.pk).update(kind="question")
    return lambda layout: exported(client, f"/briefings/theme/lanterns.json{'?layout=' * bool(layout)}{layout}")


def test_a_handout_that_leaves_out_reviews_says_which_and_of_what_kind_its_items_are(three):
    whole, handout = three(""), three("handout")
    assert whole.lead == "Theme found in 3 of 7 reviews, undated · 3 items from 3 reviews"
    assert whole.remarks == ()
    assert {item.review for item in handout.items()} == {"R9100"}
    assert handout.lead == f"{whole.lead} · 1 of 3 items shown"
    assert handout.remarks == (
        "The layout “Handout” leaves out 2 of 3 items: 1 recommendation, 1 question.",
        "It leaves out 2 reviews: Review wombat1; Review wombat2.",
    )


def test_a_supervision_sheet_says_what_it_leaves_out(three):
    sheet = three("supervision")
    assert [item.review for item in sheet.items()] == ["R9120"]
    assert (
        "The layout “Supervision sheet” leaves out 2 of 3 items: 1 learning point, 1 recommendation." in sheet.remarks
    )


def test_a_seven_minute_briefing_of_a_selection_does_not_say_what_documents_lack(three):
    """The documents do say what happened and name themes; only this selection does not."""
    notes = [section.note for section in three("seven-minute").sections]
    assert notes[0] == "This selection has no account of what happened."
    assert notes[1] == "This selection has no good practice."
    assert notes[2] == "This selection has no key or emerging themes."
    assert not [note for note in notes if "document" in note]


def test_what_is_left_out_to_fit_is_counted_under_the_title(client):
    short = exported(client, f"{THEMATIC}.json?layout=seven-minute")
    number = len([item for item in short.items() if item.reference])
    assert f"{number} of " in short.lead.rpartition(" · ")[2]


def happened(outline, layout: str):
    return arranged(outline, LAYOUTS[layout]).sections[0]


@pytest.mark.parametrize("layout", ["seven-minute", "slides"])
def test_only_what_happened_stands_under_what_happened_and_unmarked_it_is_the_beginning(client, layout):
    baby = exported(client, "/briefings/review/baby-e.json")
    told = [item for item in baby.items() if item.look == "narrative" and not item.label]
    assert {item.is_key for item in happened(baby, layout).items} == {True}
    unmarked = replace(baby, sections=(Section("", tuple(replace(item, is_key=False) for item in told)),))
    section = happened(unmarked, layout)
    assert [item.text for item in section.items] == [item.text for item in told if item.is_event][:4]
    assert section.note == UNMARKED
    method = [replace(item, is_event=False, is_key=True) for item in told]
    nothing = replace(baby, sections=(Section("", tuple(method)),))
    if layout == "seven-minute":
        assert happened(nothing, layout).note == "This portal has no account of what happened for this review."
    else:
        assert arranged(nothing, LAYOUTS[layout]).sections == ()


def test_an_outline_with_nothing_to_ask_about_asks_nothing(client):
    baby = exported(client, "/briefings/review/baby-e.json")
    told = tuple(item for item in baby.items() if item.look == "narrative" and not item.label)
    (sheet,) = arranged(replace(baby, sections=(Section("", told),)), LAYOUTS["supervision"]).sections
    assert ASK not in sheet.note
    assert not sheet.items


def test_an_export_has_only_the_headings_of_the_document(client):
    """The notes at the start and at the end of the bulletin on Family T stand under no heading of it."""
    family = exported(client, "/briefings/review/family-t.json")
    assert family.sections[0].heading == ""
    assert family.sections[0].note == ""
    (later,) = [section for section in family.sections[1:] if not section.heading]
    assert later.note == "The document gives no heading here."


@pytest.mark.parametrize("format", list(FORMATS))
def test_a_section_without_a_heading_is_written_in_each_format(client, format):
    family = exported(client, "/briefings/review/family-t.json")
    assert b"".join(FORMATS[format].write(family))


def test_an_own_version_of_who_sees_less_names_nothing_that_is_gone(three, world):
    """The note on what a layout leaves out names a review, which its trainer may no longer see."""
    handout = three("handout")
    Review.objects.filter(code="R9110").update(audience="partnership")
    seen = as_seen_by(handout, [], world.people["anyone"], is_own=True)
    assert seen.remarks == (NOT_FOR_YOU,)
