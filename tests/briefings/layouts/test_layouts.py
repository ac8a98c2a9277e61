"""Layouts: each arranges the same words for its use, and changes none."""

import json
import re
from dataclasses import replace

import pytest

from learning.models import LearningItem, Review, Theme
from recommendations.models import Recommendation
from reviews_portal.briefings.fitting import fits, fitted, laid_out, left_out_to_fit, shortened
from reviews_portal.briefings.layouts import LAYOUTS, arranged
from reviews_portal.briefings.layouts.base import UNMARKED, statements_in
from reviews_portal.briefings.outline import Section, from_data
from reviews_portal.briefings.reader_view import NOT_FOR_YOU, as_seen_by
from reviews_portal.briefings.writers import FORMATS
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


def test_what_does_not_fit_on_one_page_is_left_out_whole_and_named(whole):
    layout = LAYOUTS["one-page"]
    long = arranged(whole, layout)
    assert not fits(long, layout)
    short = fitted(long, layout)
    assert fits(short, layout)
    assert set(short.words()) < set(long.words())
    gone = {item.reference for item in long.items()} - {item.reference for item in short.items()}
    assert gone
    assert all(reference in short.remarks[-1] for reference in gone)
    one_less = left_out_to_fit(long, layout)[:-1]
    assert not fits(shortened(long, one_less, layout), layout)
    assert fitted(long, LAYOUTS["all-slides"]) is long


def test_what_does_not_fit_in_a_short_layout_is_left_out_and_counted_with_the_rest(whole, monkeypatch):
    layout = LAYOUTS["seven-minute"]
    usual = laid_out(whole, layout)
    monkeypatch.setattr("reviews_portal.briefings.fitting.fits", lambda outline, layout: len(outline.items()) <= 9)
    short = laid_out(whole, layout)
    assert len(short.items()) == 9 < len(usual.items())
    for made in (short, usual):
        (told,) = [one for one in made.remarks if "in the full briefing" in one]
        shown = {item.reference for item in made.items()}
        gone = [item for item in statements_in(whole) if item.reference not in shown]
        assert sum(map(int, re.findall(r"\d+", told))) == len(gone)


@pytest.mark.parametrize(("layout", "format"), each_once([*LAYOUTS], [*FORMATS]))
def test_each_layout_is_written_in_each_format(client, layout, format):
    answer = client.get(f"/briefings/review/baby-e.{format}?layout={layout}")
    assert answer.status_code == 200
    assert answer.content


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


def test_a_layout_that_leaves_out_reviews_says_which_and_of_what_kind_its_items_are(three):
    whole, sheet = three(""), three("supervision")
    assert whole.lead == "Theme found in 3 of 7 reviews, undated · 3 items from 3 reviews"
    assert whole.remarks == ()
    assert [item.look for item in sheet.items()] == ["recommendation", "question"]
    assert sheet.remarks == (
        "1 further learning point is in the full briefing.",
        "Nothing from 1 review is shown here: Review wombat0.",
    )


@pytest.mark.parametrize("name", ["all-slides", "one-page"])
def test_only_what_happened_stands_under_what_happened_and_unmarked_it_is_the_beginning(client, name):
    baby = exported(client, "/briefings/review/baby-e.json")
    told = [item for item in baby.items() if item.look == "narrative" and not item.label]

    def happened(items) -> Section:
        outline = replace(baby, sections=(Section("", tuple(items)),))
        return arranged(outline, LAYOUTS[name]).sections[0]

    assert {item.is_key for item in happened(told).items} == {True}
    section = happened(replace(item, is_key=False) for item in told)
    assert [item.text for item in section.items] == [item.text for item in told if item.is_event][:4]
    assert section.note == UNMARKED


def test_stories_of_several_reviews_stand_under_their_names(client):
    made = exported(client, "/briefings/review/baby-e.json")
    other = exported(client, "/briefings/review/family-t.json")
    stories = tuple(item for item in (*made.items(), *other.items()) if item.look == "narrative" and not item.label)
    both = replace(made, sections=(Section("", stories),), documents=(*made.documents, *other.documents))
    for name in ("all-slides", "one-page"):
        parts = arranged(both, LAYOUTS[name]).sections[0].sections
        assert [part.heading for part in parts] == [made.title, other.title]
        assert [{item.review for item in part.items} for part in parts] == [{"R0002"}, {"R0003"}]


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
