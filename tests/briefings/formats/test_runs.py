"""How what neighbours share is said once, without a change of words."""

import pytest

from reviews_portal.briefings.outline import Part, Section
from reviews_portal.briefings.writers.runs import SHORT, economical, runs, says_same

from .pdf_outlines import WHOLE, item, outline


@pytest.mark.parametrize(
    ("heading", "label", "same"),
    [
        ("Good practice", "Good practice", True),
        ("2. Good Practice:", "Good practice", True),
        ("Areas to strengthen", "Area to strengthen", True),
        ("What was done well", "Good practice", False),
        ("Recommendations", "Recommendation 3", False),
        ("", "", False),
        ("3.", ":", False),
        ("Learning", "", False),
    ],
)
def test_a_heading_says_the_same_as_a_label(heading, label, same):
    assert says_same(heading, label) is same


def labels(heading: str, *said: str) -> list[str]:
    items = tuple(item(number, label=label) for number, label in enumerate(said))
    return [one.label for one in economical(outline(sections=(Section(heading, items),))).items()]


def test_a_label_is_left_out_only_where_the_heading_says_it_of_all():
    assert labels("Good practice", "Good practice", "Good practice") == ["", ""]
    assert labels("Good practice", "Good practice", "Finding") == ["Good practice", "Finding"]
    assert labels("Learning", "Finding", "Finding") == ["Finding", "Finding"]


def test_only_neighbours_that_are_all_short_become_a_list_and_only_in_seven_minutes():
    def bullets(*items, layout="seven-minute"):
        return [one.is_bullet for one in economical(outline(*items, layout=layout)).items()]

    short = item(1), item(2)
    assert bullets(*short) == [True, True]
    assert bullets(*short, layout="briefing") == [False, False]
    assert bullets(item(1)) == [False]
    for other in (
        item(3, text="w" * (SHORT + 1)),
        item(3, text="One.\n\nTwo."),
        item(3, parts=(Part("a", "listen"),)),
        item(3, tail="And so on."),
        item(3, note="Ours."),
        item(3, under=(item(4),)),
        item(3, is_typed=True),
    ):
        assert not any(bullets(*short, other))
    assert bullets(*short, item(3, label="Finding")) == [True, True, False]
    assert bullets(*short, item(3, audience="Professionals only")) == [True, True, False]


def test_no_word_changes():
    for layout in ("briefing", "seven-minute", "supervision", "handout"):
        of = outline(*WHOLE.items(), item(8, text="", tail="An address"), item(9), layout=layout)
        assert economical(of).words() == of.words()


def test_runs_are_the_bullets_of_one_list_and_every_other_by_itself():
    def bullet(number, **fields):
        return item(number, is_bullet=True, **fields)

    others = [bullet(6, label="Other"), bullet(7, note="Ours."), bullet(8)]
    items = [bullet(1), bullet(2), item(3), item(4), bullet(5), *others]
    assert [[one.reference[-1] for one in run] for run in runs(items)] == [
        ["1", "2"], ["3"], ["4"], ["5"], ["6"], ["7"], ["8"],
    ]  # fmt: skip
    assert [len(run) for run in runs([bullet(1), bullet(2, audience="Professionals only")])] == [1, 1]
