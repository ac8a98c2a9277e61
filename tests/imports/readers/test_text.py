"""The reader of plain text."""

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from learning.originals.reader.contents import Refused
from reviews_portal.imports.blocks import BlockKind
from reviews_portal.imports.readers.text import read
from tests.imports.readers.seen import bag, lines, words


def seen(text: str) -> list[str]:
    return lines(read(text.encode(), "briefing.txt"))


SENTENCE = "The review found that agencies did not share what each of them knew about the child's life at home."


def test_a_short_line_alone_is_the_heading_of_what_follows():
    text = f"Learning briefing\n\nWhat happened\n\n{SENTENCE}\n\nGood practice\n\n- One thing\n- Another"
    assert seen(text) == [
        "h1: Learning briefing",
        "h2: What happened",
        f"p: {SENTENCE}",
        "h2: Good practice",
        "li: - One thing",
        "li: - Another",
    ]


def test_the_last_line_is_no_heading():
    assert seen(f"{SENTENCE}\n\nOctober review") == [f"p: {SENTENCE}", "p: October review"]


def test_a_date_is_no_heading():
    assert seen(f"Briefing\n\nOctober 2024\n\n{SENTENCE}")[1] == "p: October 2024"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("## Findings", "h2: Findings"),
        ("## **Findings**", "h2: Findings"),
        ("**Findings**", "h1: Findings"),
        ("FINDINGS", "h1: FINDINGS"),
        ("Findings:", "h4: Findings:"),
        ("4. Findings", "h2: 4. Findings"),
        ("4.1 Findings", "h3: 4.1 Findings"),
        ("Findings\n========", "h1: Findings"),
    ],
)
def test_forms_of_headings(line, expected):
    assert seen(f"{line}\n\n{SENTENCE}")[0] == expected


def test_numbers_without_points_are_headings_where_they_follow_one_another():
    text = f"3 Background\n\n{SENTENCE}\n\n4 Findings\n\n{SENTENCE}"
    assert seen(text)[::2] == ["h2: 3 Background", "h2: 4 Findings"]


def test_numerals_alone_are_headings_of_a_briefing_in_steps():
    text = f"1\n\nThe background\n\n{SENTENCE}\n\n2\n\nThe findings\n\n{SENTENCE}"
    assert seen(text)[::3] == ["h2: 1", "h2: 2"]


def test_items_of_a_numbered_list_are_no_headings():
    assert seen("Questions\n\n1. Do I ask?\n2. Do I check this\n\nTalk about these questions together.")[1:3] == [
        "li: 1. Do I ask?",
        "li: 2. Do I check this",
    ]


WRAPPED = """What happened
Child M lived with their mother and an older sibling. There were concerns
about neglect from an early age, and the family had moved between areas.
Practi-
tioners did not know what others had done, and multi-
agency meetings were held. Practitioners said so.
The findings
•  Practitioners relied on what the mother said about her own history and
   did not check it
•  Information was held in different
systems
   o The school's concerns
   o The nurse's concerns
"""


def test_wrapped_lines_are_joined_and_headings_stand_directly_on_them():
    assert seen(WRAPPED) == [
        "h1: What happened",
        "p: Child M lived with their mother and an older sibling. There were concerns about neglect from an early "
        "age, and the family had moved between areas. Practitioners did not know what others had done, and "
        "multi-agency meetings were held. Practitioners said so.",
        "h2: The findings",
        "li: • Practitioners relied on what the mother said about her own history and did not check it",
        "li: • Information was held in different systems",
        "li1: o The school's concerns",
        "li1: o The nurse's concerns",
    ]


def test_a_heading_over_two_lines_is_one():
    assert seen(f"What do we need to do\ndifferently?\n\n{SENTENCE}")[0] == "h1: What do we need to do differently?"


def test_a_sentence_divided_between_pages_is_joined_and_page_numbers_are_furniture():
    text = (
        "Thornley SCP\n\nThe child was seen by\n\n1\n\f"
        "Thornley SCP\n\nseveral agencies over the years.\n\n2\n\f"
        f"Thornley SCP\n\n{SENTENCE}\n\n3"
    )
    source = read(text.encode(), "briefing.txt")
    assert [line for line in lines(source) if not line.startswith("furniture")] == [
        "p: The child was seen by several agencies over the years.",
        f"p: {SENTENCE}",
    ]
    assert source.blocks[-2].page == 3
    assert sum(block.kind is BlockKind.FURNITURE for block in source.blocks) == 6


def test_page_numbers_show_where_pages_end_without_form_feeds():
    text = "".join(
        f"THORNLEY SCP\n{SENTENCE} Page {number} of it.\nThornley   Page {number} of 3\n" for number in (1, 2, 3)
    )
    assert [line.partition(":")[0] for line in seen(text)] == ["furniture", "p", "furniture"] * 3


def test_an_item_divided_between_pages_is_joined_over_a_footnote():
    text = "- There was no recording, which left these and\n\n¹ A framework.\n\n- other children at risk\n- More"
    assert seen(text) == [
        "li: - There was no recording, which left these and other children at risk",
        "note: ¹ A framework.",
        "li: - More",
    ]


def test_a_table_of_contents_is_furniture():
    assert seen(f"Findings ........ 4\n\n{SENTENCE}")[0] == "furniture: Findings ........ 4"


def test_depth_of_items_by_indentation_and_by_mark():
    assert seen("- One\n - Under it\n- Two\n\nSteps.\n\n1. One\n(a) Under it\n(b) Too\n2. Two") == [
        "li: - One",
        "li1: - Under it",
        "li: - Two",
        "p: Steps.",
        "li: 1. One",
        "li1: (a) Under it",
        "li1: (b) Too",
        "li: 2. Two",
    ]


def test_short_lines_after_a_sentence_with_a_colon_are_a_list_without_marks():
    text = "Consider what support there is for young parents in each area, which is to include:"
    assert seen(f"{text}\n\nTimely communication\n\nParents' own needs\n\n{SENTENCE}")[1:] == [
        "li: Timely communication",
        "li: Parents' own needs",
        f"p: {SENTENCE}",
    ]


def test_a_list_that_was_set_in_one_line_is_taken_apart():
    assert seen("It included: • one thing • another") == ["h4: It included:", "li: • one thing", "li: • another"]
    assert seen("• One thing • Another") == ["li: • One thing", "li: • Another"]
    assert seen("Thornley • Briefing • 2024") == ["p: Thornley • Briefing • 2024"]


def test_labels_with_values_and_rows_without_marks_are_no_headings():
    text = "Lead: Head of Safeguarding\nTarget date: March 2025\nAudit Police June 2025 Green\nThe board should act"
    assert [line.partition(":")[0] for line in seen(f"{text}\n\n{SENTENCE}")] == ["p"] * 5


def test_a_heading_that_is_continued_divides_no_sentence():
    text = "- They saw\n\nFindings continued\nfour workers, and this was too many.\n- More"
    assert seen(text) == [
        "li: - They saw four workers, and this was too many.",
        "h2: Findings continued",
        "li: - More",
    ]


def test_contents_without_dots_are_furniture():
    assert seen(f"Contents\n1. Background 2\n2. Findings 4\n\n{SENTENCE}") == [
        "furniture: Contents",
        "furniture: 1. Background 2",
        "furniture: 2. Findings 4",
        f"p: {SENTENCE}",
    ]


def test_a_line_whose_number_rises_is_furniture():
    text = f"{SENTENCE}\nJoint response | 4\n{SENTENCE}\nJoint response | 7\n{SENTENCE}"
    assert [line.partition(":")[0] for line in seen(text)] == ["p", "furniture", "p", "furniture", "p"]


def test_items_whose_ticks_were_lost_stay_in_their_list():
    assert seen("Good practice\n\nX The nurse rang\nThe school called\nX The driver waited\n\nIt was good.")[2] == (
        "li: The school called"
    )


def test_labels_of_recommendations_that_are_answered_in_groups():
    text = "\n\n".join(f"{label} The board should act." for label in ("4", "5", "PR1", "17", "PR3", "22"))
    assert [line.split()[1] for line in seen(text)] == ["4", "5", "PR1", "17", "PR3", "22"]


def test_questions_one_after_another_are_no_headings():
    assert seen("Think\n\nWho is there?\n\nWho is not?\n\nIt matters.")[1:3] == ["p: Who is there?", "p: Who is not?"]


def test_tables_with_bars():
    text = "| No | Action |\n|----|--------|\n| 1 | **Audit** of [records](https://example.org/a) |"
    source = read(text.encode(), "plan.txt")
    assert lines(source) == ["th: No | Action", "tr: 1 | Audit of records"]
    assert source.blocks[1].links == (("records", "https://example.org/a"),)


def test_half_of_html_in_a_cell_is_read_as_blocks():
    text = (
        "| | |\n|--|--|\n| Case details: | |\n| <p>Family</p> <ul style='x'> • One • Two <p>Baby</p> <ul> • Three"
        " <ul> • Four | |"
    )
    assert seen(text) == ["h1: Case details:", "h2: Family", "li: • One", "li: • Two", "h2: Baby", "li: • Three",
                          "li1: • Four"]  # fmt: skip


def test_marks_of_emphasis_and_addresses_are_no_words():
    text = "The **lead** wrote *Learning Together* and see <https://example.org/x>.**"
    assert seen(text) == ["p: The lead wrote Learning Together and see https://example.org/x."]


@pytest.mark.parametrize("content", [b"", b" \n\n", b"%PDF-1.7 text", b"PK\x03\x04text", b"te\0xt", b"x\n" * 200_001])
def test_what_is_no_text_is_refused(content):
    with pytest.raises(Refused, match=r"Choose|Split"):
        read(content, "briefing.txt")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding):
    assert lines(read("The child’s voice – heard.".encode(encoding), "briefing.txt")) == [
        "p: The child’s voice – heard."
    ]


WORD = st.sampled_from(
    ["child", "Child", "agencies", "and", "the", "of", "Review", "review", "multi-agency", "risk.", "home,", "is:",
     "1", "2019", "X", "o", "**bold**", "care;", "FINDINGS", "ôl", "don't", "(a)", "https://example.org/a_b"]
)  # fmt: skip
START = st.sampled_from(
    ["", "", "", "- ", "• ", "1. ", "(b) ", "iv) ", "9.1 ", "## ", "> ", "   ", "o ", "X ", "¹ ", "4 "]
)
LINE = st.builds(lambda start, said: start + " ".join(said), START, st.lists(WORD, min_size=1, max_size=14))
BREAK = st.sampled_from(
    ["\n", "\n", "\n\n", "\n\n", "\n\f", "\n\n2\n\n", "\nPage 3 of 9\n", "-\n", "\n| a | b |\n", "\n---\n"]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(LINE, BREAK), min_size=1, max_size=25))
def test_no_word_is_lost_or_changed(pairs: list[tuple[str, str]]):
    text = "".join(line + end for line, end in pairs)
    assert parts(words(read(text.encode(), "briefing.txt"))) == parts(bag(re.sub(r"-\s*\n", "-", text)))


def parts(counted: Counter[str]) -> Counter[str]:
    """Return letters in order of the words: what stays the same where a hyphen between two lines goes."""
    letters: Counter[str] = Counter()
    for word, times in counted.items():
        for letter in word:
            letters[letter] += times
    return letters
