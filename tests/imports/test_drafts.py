"""What an editor would otherwise have to repair by hand in a draft: bullets, links, headings, doubts."""

import pytest

from reviews_portal.editing.models import LeftOut
from reviews_portal.imports.draft import Draft, Reason, Statement, Type
from reviews_portal.imports.readers import read_file
from reviews_portal.imports.rows import rows_of
from reviews_portal.imports.source_blocks import suggestions
from reviews_portal.imports.structure import doubts
from reviews_portal.imports.structure.document import draft_of
from tests.imports.scoring import JUDGED

TITLE = "# Serious Case Review: Family Bilby\n\n## What happened\n\nThe twins were found to be injured at home.\n\n"


def draft(text: str, name: str = "bilby.md") -> Draft:
    return draft_of(read_file((TITLE + text).encode(), name))


def of_type(found: Draft, type: Type) -> list[str]:
    return [one.text for one in found.statements if one.type is type]


def one_with(found: Draft, words: str) -> Statement:
    (one,) = [one for one in found.statements if words in one.text]
    return one


TICKS = """## Good practice

X Practitioners helped the mother to care for the twins

The community midwife made a referral about the misuse of drugs

X Practitioners met to plan their support

"""


def test_a_tick_that_became_a_letter_is_no_row_of_its_own():
    found = draft(TICKS)
    assert [row.words for row in rows_of(found, 0) if row.words.strip() == "X"] == []
    assert [(one.text, one.reason) for one in found.not_placed] == [("X", Reason.FURNITURE)] * 2
    assert len(of_type(found, Type.GOOD_PRACTICE)) == 3
    assert LeftOut.FURNITURE not in suggestions(found, ()).values()  # their blocks hold statements


def test_items_of_lists_are_bullet_points():
    found = draft(
        "## Background\n\n- She was four\n- He was six\n\n1. They moved\n2. They moved again\n\nThen they left.\n"
    )
    bullets = {row.words: row.is_bullet for row in rows_of(found, 0)}
    assert (bullets["She was four"], bullets["He was six"]) == (True, True)
    assert not any(is_bullet for words, is_bullet in bullets.items() if "moved" in words or "left" in words)


@pytest.mark.parametrize(
    "line",
    [
        "https://learning.example.org/guide.pdf",
        "The Myth of Invisible Men (publishing.service.gov.uk)",
        "National panel report about injuries of babies > The Myth of Invisible Men (publishing.service.gov.uk)",
        "Parents who misuse substances: https://learning.example.org/guide",
    ],
)
@pytest.mark.parametrize("before", ["", "- "])
def test_a_line_that_is_only_a_reference_is_further_reading(line, before):
    found = draft(f"## Good practice\n\n- Midwives shared their concerns\n- Staff met weekly\n\n{before}{line}\n")
    assert of_type(found, Type.RESOURCE) == [line]
    assert not one_with(found, line).doubt


@pytest.mark.parametrize(
    "line",
    ["Use the guide at www.example.org/guide", "Staff should read the guide (example.org)", "Email panel@example.org"],
)
def test_advice_with_an_address_stays_what_it_is(line):
    found = draft(f"## Learning points\n\n- Ask who lives in the home\n- {line}\n- Write it down\n")
    assert line in of_type(found, Type.LEARNING_POINT)


def test_an_address_below_a_title_belongs_to_it():
    pairs = "".join(f"Guide number {number} about babies\n\nhttps://example.org/{number}\n\n" for number in (1, 2))
    found = draft(f"## Further reading\n\n{pairs}")
    assert of_type(found, Type.RESOURCE) == [
        f"Guide number {number} about babies https://example.org/{number}" for number in (1, 2)
    ]
    assert [one.address for one in found.statements if one.type is Type.RESOURCE] == [
        "https://example.org/1",
        "https://example.org/2",
    ]
    assert not [one for one in found.not_placed if one.reason is Reason.UNKNOWN]


def test_titles_under_further_reading_are_not_doubted():
    found = draft("## Further reading\n\n- Unborn baby protocol\n- The family toolkit\n- Download\n")
    assert [one.doubt for one in found.statements if one.type is Type.RESOURCE] == ["", "", doubts.WITHOUT_ADDRESS]


def test_the_name_of_a_toolkit_without_text_is_further_reading():
    found = draft("## Further reading\n\nUnborn baby protocol\n\n## Family approach toolkit\n")
    assert of_type(found, Type.RESOURCE) == ["Unborn baby protocol", "Family approach toolkit"]


def test_a_sentence_that_a_footnote_divides_is_one():
    found = draft(
        "## Findings\n\n- There were no systems in school, which left these and\n\n"
        "¹ The framework is a national standard.\n\n- possibly other children vulnerable\n- Staff were not supported\n"
    )
    whole = "There were no systems in school, which left these and possibly other children vulnerable"
    assert of_type(found, Type.FINDING) == [whole, "Staff were not supported"]
    assert one_with(found, "national standard").type is Type.BACKGROUND


def test_a_list_after_an_unfinished_introduction_is_not_joined_to_it():
    found = draft(
        "## Recommendations\n\n1. The Council should set up a team with\n   - a nurse\n   - a social worker\n"
    )
    assert of_type(found, Type.REC_PART) == ["a nurse", "a social worker"]


NUMBERED = """## The recommendations

### Recommendation 1

The Partnership should agree guidance.

### Recommendation 2

The Partnership should publish it.

## The recommendations

### Recommendation 3

The Council should audit its records.
"""


@pytest.mark.parametrize("level", ["###", "##"])
def test_the_number_of_a_recommendation_is_its_label_and_no_heading(level):
    found = draft(NUMBERED.replace("###", level))
    made = [one for one in found.statements if one.type is Type.RECOMMENDATION]
    assert [(one.label, one.heading) for one in made] == [(number, "The recommendations") for number in "123"]
    aside = [one.text for one in found.not_placed]
    assert aside == ["Recommendation 1", "Recommendation 2", "The recommendations", "Recommendation 3"]
    headings = [row.words for row in rows_of(found, 0) if row.kind in ("heading", "subheading")]
    assert headings == ["What happened", "The recommendations"]


def test_without_a_section_around_it_the_number_stays_the_heading():
    found = draft("## Recommendation 1\n\nThe Partnership should agree guidance.\n")
    assert one_with(found, "agree guidance").heading == "Recommendation 1"


TABLE = """<!doctype html><html><body><main><h1>Serious Case Review: Baby Quoll</h1>
<p>Published 6 September 2016</p><p>This bulletin has the learning from the review, for every team in every agency,
so that each of them can compare its own practice with what the review found and decide what to change.</p>
<h2>Bulletin</h2><table>
<tr><td>Theme of SCR</td><td>Neglect/parental substance misuse/domestic violence</td></tr>
<tr><td>Date published</td><td>6 September 2016</td></tr></table></main></body></html>"""


def test_a_cell_that_is_a_heading_and_a_row_that_repeats_a_detail_are_no_rows_of_text():
    found = draft_of(read_file(TABLE.encode(), "quoll.html"))
    assert of_type(found, Type.KEY_THEME) == ["Neglect", "parental substance misuse", "domestic violence"]
    assert not any(one.doubt for one in found.statements)
    rows = rows_of(found, 0)
    assert [row.words for row in rows if "September" in row.words or row.kind == "unmarked"] == []
    assert [row.words for row in rows].count("Bulletin") == 1


def test_a_paragraph_after_an_introduction_is_part_of_the_recommendation():
    found = draft(
        "## Recommendations\n\nThe Partnership should seek assurance that there is an assessment, which includes;\n\n"
        "Historical information regarding both parents The quality of their relationship\n\n"
        "The Council should audit its records.\n"
    )
    assert of_type(found, Type.REC_PART) == [
        "Historical information regarding both parents The quality of their relationship"
    ]
    assert one_with(found, "Historical").doubt == doubts.SEVERAL


def test_a_type_that_no_heading_states_is_doubted():
    said = "".join(
        f"- The {who} kept in touch with the family and made sure that help was arranged well.\n"
        for who in ("midwife", "teacher", "officer")
    )
    stated, unstated = draft(f"## Good practice\n\n{said}"), draft(f"## In the second year\n\n{said}")
    assert {one.doubt for one in stated.statements if one.type is Type.GOOD_PRACTICE} == {""}
    assert {one.doubt for one in unstated.statements if one.type is Type.GOOD_PRACTICE} == {doubts.BY_WORDS}


def test_reasons_of_doubts_fit_a_row():
    reasons = [*doubts.DOUBTS.values(), *(value for name, value in vars(doubts).items() if name.isupper())]
    assert all(len(one) <= 200 for one in reasons if isinstance(one, str))


def test_the_name_of_a_section_before_a_colon_is_a_heading_over_a_paragraph():
    found = draft(
        "## Areas to strengthen\n\n- Staff should work with fathers\n- Staff should share concerns\n\n"
        "**Questions for your team:**\n\nDo we know who lives in the home?\n\n"
        "Introduction to the list:\n\n- One more area\n"
    )
    (asked,) = (one for one in found.statements if one.type is Type.QUESTION)
    assert asked.heading == "Questions for your team:"


def test_angles_in_an_email_are_bullets_and_its_ending_is_no_further_reading():
    file = JUDGED / "next_txt_email_bulletin" / "document.txt"
    found = draft_of(read_file(file.read_bytes(), file.name))
    assert [one.split()[0] for one in of_type(found, Type.LEARNING_POINT)] == ["Ask", "Give", "Tell"]
    assert [one.split()[0] for one in of_type(found, Type.RESOURCE)] == ["Safe", "Talking"]
    assert "The Partnership's business team" in of_type(found, Type.BACKGROUND)


def test_angles_before_each_line_of_a_quotation_are_no_bullets():
    quoted = (
        "> They looked in the fridge. They should have\n> looked in my room, and then they would have\n> Known it.\n"
    )
    found = draft(f"## What the children said\n\n{quoted}")
    assert [one.text.startswith("They looked") for one in found.statements[1:]] == [True]


FACTS = "<tr><td>Kind</td><td>Extended review</td></tr><tr><td>Period</td><td>May 2014 to April 2016</td></tr>"


def test_a_table_with_several_facts_stays_whole():
    found = draft_of(read_file(TABLE.replace("<table>", f"<table>{FACTS}").encode(), "quoll.html"))
    assert any("6 September 2016" in one for one in of_type(found, Type.BACKGROUND))
