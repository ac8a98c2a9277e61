"""Marks before items and numbered paragraphs."""

import pytest

from reviews_portal.imports.readers.marks import kind_of_mark, letters, marks_of, roman, split_mark


@pytest.mark.parametrize(
    ("text", "mark", "rest"),
    [
        ("(a) All agencies", "(a)", "All agencies"),
        ("a) All agencies", "a)", "All agencies"),
        ("iv) All agencies", "iv)", "All agencies"),
        ("(iv) All agencies", "(iv)", "All agencies"),
        ("II. Findings", "II.", "Findings"),
        ("3. Do I ask?", "3.", "Do I ask?"),
        ("3.Do I ask?", "3.", "Do I ask?"),
        ("9.10 The partnership", "9.10", "The partnership"),
        ("4(b) The partnership", "4(b)", "The partnership"),
        ("•All agencies", "•", "All agencies"),
        ("✓ All agencies", "✓", "All agencies"),
        ("– All agencies", "–", "All agencies"),
        ("\uf0b7 All agencies", "•", "All agencies"),
        ("- ✓ Good care", "✓", "Good care"),
        ("- (a) All agencies", "(a)", "All agencies"),
        ("2.5 million children", "", "2.5 million children"),
        ("e.g. a referral", "", "e.g. a referral"),
        ("J. Davies chaired", "", "J. Davies chaired"),
        ("2021 was the year", "", "2021 was the year"),
        ("-based practice", "", "-based practice"),
    ],
)
def test_mark_is_split_from_the_text(text, mark, rest):
    assert split_mark(text) == (mark, rest)


def test_an_x_is_a_mark_where_several_lines_begin_with_one():
    assert marks_of(["X Practitioners met", "X Practitioners responded"]).split("X Practitioners met")[0] == "X"
    assert marks_of(["X Practitioners met", "Something else"]).split("X Practitioners met")[0] == ""


def test_an_o_is_a_mark_unless_the_text_is_welsh():
    welsh = ["Dau o blant o Gymru", "o Gaerdydd ac o Fangor", "o hyd"]
    assert marks_of(["o The school", "o The nurse"]).split("o The school") == ("o", "The school")
    assert marks_of(welsh).split("o Gaerdydd ac o Fangor")[0] == ""


def test_a_bare_number_is_a_mark_where_its_neighbour_is_one_too():
    marks = marks_of(["4 Findings", "5 Recommendations", "6 September 2024", "PR1 Supervision", "PR2 Training"])
    assert marks.split("4 Findings") == ("4", "Findings")
    assert marks.split("6 September 2024")[0] == ""
    assert marks.split("PR2 Training") == ("PR2", "Training")
    assert marks_of(["6 Step Briefing"]).split("6 Step Briefing")[0] == ""


def test_kinds_of_marks():
    assert [kind_of_mark(mark) for mark in ("•", "9.1", "3.", "(b)", "(i)")] == [
        "bullet",
        "decimal",
        "number",
        "letter",
        "roman",
    ]
    assert kind_of_mark("(i)", previous="(h)") == "letter"


def test_numbers_as_letters_and_in_roman_numerals():
    assert [letters(number) for number in (1, 26, 27)] == ["a", "z", "aa"]
    assert [roman(number) for number in (4, 9, 14)] == ["iv", "ix", "xiv"]
