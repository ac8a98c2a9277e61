"""Details that an import leaves blank are suggested from words of the document, and never entered by themselves."""

import pytest

from learning.models import Outcome, Review
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.rows import NewRow, add_rows
from reviews_portal.editing.detail_suggestions import age_group, from_texts

TEXTS = [
    "A review in respect of female twin siblings aged 14 weeks who sustained significant non-accidental injuries.",
    "Non-accidental injuries were found.",
]


def values(texts: list[str]) -> dict[str, list[str]]:
    return {name: [one.value for one in found] for name, found in from_texts(texts).items()}


def test_details_are_suggested_in_the_words_of_the_document():
    assert values(TEXTS) == {
        "children": ["Female twin siblings aged 14 weeks"],
        "harm": ["significant non-accidental injuries"],
        "outcome": [Outcome.SERIOUS_HARM],
        "content_note": ["This review is about serious harm to babies."],
    }


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("The police saw an eight-month-old boy.", "children", ["An eight-month-old boy"]),
        ("Two brothers, aged 3 and 5 years, lived there.", "children", ["Two brothers, aged 3 and 5 years"]),
        ("The mother was 14 weeks pregnant.", "children", []),
        ("He was seen within 3 days.", "children", []),
        ("He died after chronic neglect and physical abuse.", "harm", ["chronic neglect", "physical abuse"]),
        ("Nothing of it.", "harm", []),
        ("He died.", "outcome", ["death"]),
        (
            "One died; her sister suffered head injuries.",
            "outcome",
            ["death-and-serious-harm", "death", "serious-harm"],
        ),
        ("Injuries in babies need a plan.", "outcome", []),
        ("He died.", "content_note", []),  # nothing says how old he was
    ],
)
def test_only_what_the_document_says_is_suggested(text, name, found):
    assert values([text]).get(name, []) == found


@pytest.mark.parametrize(
    ("words", "group"),
    [
        ("twins aged 14 weeks", "babies"),
        ("a boy aged 23 months", "a baby"),
        ("an eleven-year-old girl", "a child"),
        ("two boys aged 13 and 14", "young people"),
        ("a woman aged 42", "an adult"),
        ("a girl", ""),
    ],
)
def test_an_age_group_is_that_of_the_stated_age(words, group):
    assert age_group(words) == group


@pytest.fixture
def draft(world) -> Review:
    editor = world.people["partnership-editor"]
    review = world.reviews["draft"].review
    Review.objects.filter(pk=review.pk).update(children="", harm="", outcome="", content_note="")
    copy = open_copy(review, by=editor)
    copy.rows.all().delete()
    add_rows(copy, [NewRow(text) for text in TEXTS], after=None, by=editor)
    return review


def test_the_page_suggests_and_says_what_may_stay_blank(client_of, draft):
    client, address = client_of("partnership-editor"), f"/manage/reviews/{draft.slug}/details/"
    page = client.get(address).text
    assert 'data-use="Female twin siblings aged 14 weeks"' in page
    assert "Leave it blank if the document does not say." in page
    assert '<a href="#id_harm">Harm</a>' in page
    assert not Review.objects.get(pk=draft.pk).children
    Review.objects.filter(pk=draft.pk).update(children="Two children")
    page = client.get(address).text
    assert 'data-use="Female twin siblings' not in page
    assert '<a href="#id_children">Children</a>' not in page
