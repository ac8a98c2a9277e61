"""The checklist points at rows that look cut off, and not at each item of a list that has no full stops."""

import pytest

from reviews_portal.editing.checks.checklist import checklist_of
from reviews_portal.editing.checks.cut_off import BEGINS_LOWER, MID_SENTENCE, NO_FULL_STOP
from reviews_portal.editing.models import Row, RowKind

WITHOUT = [
    "Escalation of professional concerns",
    "Response to injuries of babies",
    "Support to parents while planning",
]
WITH = ["Midwives shared all their concerns.", "The school rang the family each day.", "Housing was found at once."]
ABOUT_ENDS = (BEGINS_LOWER, MID_SENTENCE, NO_FULL_STOP)


@pytest.fixture
def advised(new_review):
    """Return a function that gives rows to a review, and returns what the checklist says about their ends."""

    def run(*rows: tuple[str, str], **fields) -> list[tuple[str, str]]:
        copy = new_review.working_copy
        copy.rows.all().delete()
        document = new_review.documents.get()
        for position, (kind, words) in enumerate([("heading", "Some heading"), *rows]):
            Row.objects.create(copy=copy, document=document, position=position, kind=kind, words=words, **fields)
        return [(one.text, one.row.words) for one in checklist_of(copy).advice if one.text in ABOUT_ENDS]

    return run


def of_kind(kind: RowKind, texts: list[str]) -> list[tuple[str, str]]:
    return [(kind.value, text) for text in texts]


@pytest.mark.parametrize("kind", [RowKind.KEY_THEME, RowKind.FINDING, RowKind.RECOMMENDATION])
def test_a_list_without_full_stops_is_not_cut_off(advised, kind):
    assert advised(*of_kind(kind, WITHOUT)) == []


def test_the_one_item_without_a_full_stop_is(advised):
    assert advised(*of_kind(RowKind.FINDING, [*WITH, WITHOUT[0]])) == [(NO_FULL_STOP, WITHOUT[0])]


def test_a_heading_of_its_own_for_each_item_makes_no_difference(advised):
    rows = [row for text in WITHOUT for row in (("heading", f"About {text}"), ("recommendation", text))]
    assert advised(*rows) == []


def test_a_short_list_without_full_stops_beside_a_longer_one_with_them(advised):
    rows = of_kind(RowKind.FINDING, [*WITH, *WITH])
    assert advised(*rows, ("heading", "Others"), *of_kind(RowKind.FINDING, WITHOUT)) == []


def test_what_ends_in_the_middle_of_a_sentence_is_cut_off_in_any_list(advised):
    cut = "There were no robust systems, which left these and"
    assert advised(*of_kind(RowKind.FINDING, [*WITHOUT, cut])) == [(MID_SENTENCE, cut)]
    assert advised(*of_kind(RowKind.FINDING, ["Staff shared what they knew; and", *WITHOUT])) == []


def test_parts_of_a_recommendation_need_no_full_stops(advised):
    rows = [("recommendation", "Improve the support, with regard to;"), *of_kind(RowKind.PART, WITHOUT)]
    assert advised(*rows) == []
    assert advised(rows[0], ("part", "Involvement of their fathers,"), rows[1]) == []
    assert advised(rows[0], *of_kind(RowKind.PART, [*WITH, WITHOUT[0]])) == [(NO_FULL_STOP, WITHOUT[0])]


def test_narrative_is_prose_unless_it_is_a_bullet_point(advised):
    rows = of_kind(RowKind.BACKGROUND, WITHOUT)
    assert [text for text, _ in advised(*rows)] == [NO_FULL_STOP] * 3
    assert advised(*rows, is_bullet=True) == []


def test_an_introduction_may_end_with_a_semicolon(advised):
    assert advised(("background", "Themes that emerged from the review;"), *of_kind(RowKind.KEY_THEME, WITHOUT)) == []


def test_a_list_without_capital_letters_is_not_cut_off(advised):
    lower = [text.lower() for text in WITHOUT]
    assert advised(*of_kind(RowKind.KEY_THEME, lower)) == []
    assert advised(*of_kind(RowKind.KEY_THEME, [*WITHOUT, lower[0]])) == [(BEGINS_LOWER, lower[0])]
