"""How documents that lost their layout are understood: each test shows one thing that real texts have."""

import pytest

from reviews_portal.imports.draft import Draft
from reviews_portal.imports.readers import read_file
from reviews_portal.imports.structure.document import draft_of


def draft(text: str) -> Draft:
    return draft_of(read_file(text.encode(), "briefing.txt"))


def found(text: str) -> list[tuple[str, str]]:
    return [(one.type.value, one.text) for one in draft(text).statements]


FACTS = "The family was known to four services for two years before the incident that led to this review of practice."


def test_a_table_whose_cells_became_lines_is_an_action_plan():
    text = f"""Learning review: Child M

1. What happened

{FACTS}

2. Action plan

No. Recommendation and action Lead Target date RAG Evidence
1 The Partnership should agree one referral form.
Write the form with four agencies
Business Manager 31 March 2025 Green
Form in use since April
2 The Trust should train its staff.
Train all ward staff
Head of Nursing TBC Amber
60% trained

3. What next

A report will follow in the autumn, and will be shared with everyone who took part in the review of this case.
"""
    statements = draft(text).statements
    actions = [one for one in statements if one.type == "action"]
    assert [(one.text, one.lead, one.due, str(one.due_on), one.status, one.evidence) for one in actions] == [
        ("Write the form with four agencies", "Business Manager", "31 March 2025", "2025-03-31", "Green",
         "Form in use since April"),
        ("Train all ward staff", "Head of Nursing", "TBC", "None", "Amber", "60% trained"),
    ]  # fmt: skip
    assert [statements[one.under].label for one in actions] == ["1", "2"]


def test_bullets_that_were_lost_are_found_between_those_that_were_not():
    text = f"""Briefing: Child M

Background

{FACTS}

Good practice

X The midwife rang the GP on the same day
The school nurse visited in the holidays
X The police spoke to each child alone
"""
    assert found(text)[1:] == [
        ("good_practice", "The midwife rang the GP on the same day"),
        ("good_practice", "The school nurse visited in the holidays"),
        ("good_practice", "The police spoke to each child alone"),
    ]


def test_the_steps_of_a_briefing_are_known_by_their_order_and_words():
    text = f"""Six step briefing: Child M

1
{FACTS}

2
{FACTS.replace("four", "five")}

3
- The midwife rang promptly and listened to the mother
- The school recognised the risk and followed up each absence

4
- The Partnership should agree one form
- The Trust should train its staff

5
- Who lives in the home?
- What would the child say?
"""
    assert [kind for kind, _ in found(text)] == [
        *["background"] * 2,
        *["good_practice"] * 2,
        *["recommendation"] * 2,
        *["question"] * 2,
    ]


def test_agencies_that_answer_have_their_recommendation_and_what_they_decided():
    text = f"""Partnership response to the review of Child M

Introduction

{FACTS}

Recommendation 1

The Council should change its referral form.

Accepted in part.

Council: The form was changed in May 2025.

Police: Officers use the new form.
"""
    responses = [one for one in draft(text).statements if one.type == "response"]
    assert [(one.label, one.text, one.covers, one.acceptance) for one in responses] == [
        ("Council", "The form was changed in May 2025.", ["1"], "Accepted in part."),
        ("Police", "Officers use the new form.", ["1"], "Accepted in part."),
    ]


def test_no_word_disappears_where_nothing_is_understood():
    text = "zzz yyy\n\n* xxx\n\n12.4 www\n\n| vvv | uuu |\n|--|--|\n| ttt | sss |\n\n¹ rrr qqq\n"
    words = draft(text).words()
    assert all(words[word] >= 1 for word in ("zzz", "yyy", "xxx", "www", "vvv", "uuu", "ttt", "sss", "rrr", "qqq"))


def test_statements_in_two_languages_are_one_with_a_translation():
    text = """Learning review: Child M

What we learnt / Yr hyn a ddysgwyd

- Ask who lives in the home and write it down.
- See the child alone.
- Gofynnwch pwy sy'n byw yn y cartref ac ysgrifennwch hynny i lawr.
- Mae angen gweld y plentyn ar ei ben ei hun.
"""
    first, second = draft(text).statements
    assert (first.language, first.text) == ("en", "Ask who lives in the home and write it down.")
    assert first.translation == "Gofynnwch pwy sy'n byw yn y cartref ac ysgrifennwch hynny i lawr."
    assert second.translation == "Mae angen gweld y plentyn ar ei ben ei hun."


def test_a_statement_without_a_translation_stays_alone():
    text = """Learning review: Child M

What we learnt / Yr hyn a ddysgwyd

- Ask who lives in the home and write it down.
- See the child alone.
- Gofynnwch pwy sy'n byw yn y cartref ac ysgrifennwch hynny i lawr.
"""
    statements = draft(text).statements
    assert [(one.language, one.translation) for one in statements] == [("en", None), ("en", None), ("cy", None)]


def test_a_document_with_nothing_but_furniture_gives_no_statements():
    assert draft("- 1 -\n\n- 2 -\n").statements == []


LETTER = """Home Office

12 March 2025

Thank you for submitting the Domestic Homicide Review report (Marigold) for Fernleigh Community Safety Partnership to the Home Office Quality Assurance Panel. The report was considered at the meeting on 19 February 2025.

Areas for final development:

- The action plan must be completed, with outcomes and dates.
- Recommendation 4 should name the agency that is responsible for it.
"""  # noqa: E501


@pytest.mark.parametrize(
    ("title", "sentence", "audience"),
    [
        ("Briefing: Child M", "The full report has not been published, at the request of the family.", "public"),
        ("Seven-minute briefing: Child M", "The report is not published.", "public"),
        ("Serious Case Review: Child M", "The report is not published.", "professionals"),
        ("Briefing: Child M", "This briefing has not been published.", "professionals"),
        ("Briefing: Child M", "Staff were reminded of the guidance on confidentiality.", "public"),
        ("Briefing: Child M", "CONFIDENTIAL", "professionals"),
    ],
)
def test_only_what_is_said_of_the_document_itself_restricts_it(title, sentence, audience):
    text = f"{title}\n\nWhat happened\n\nNobody asked who lived in the home with the child.\n\n{sentence}\n"
    assert draft(text).reviews[0].audience == audience


def test_a_letter_of_the_home_office_makes_no_recommendations_and_is_restricted():
    found = draft(LETTER)
    assert found.reviews[0].audience == "professionals"
    assert {one.type for one in found.statements} == {"background"}


def test_a_question_between_two_lists_is_the_heading_of_the_second():
    text = f"""Briefing: Child M

What happened?

{FACTS}

Questions to discuss with your team

1. How do we talk with children about grief?
2. How do we include fathers who work shifts?

What is the Partnership doing?

• A hub for exploited children opened in January 2025.
• The screening tool was revised.
"""
    assert found(text)[-4:] == [
        ("question", "How do we talk with children about grief?"),
        ("question", "How do we include fathers who work shifts?"),
        ("improvement", "A hub for exploited children opened in January 2025."),
        ("improvement", "The screening tool was revised."),
    ]


def test_a_sentence_that_introduces_questions_is_none():
    text = f"""Review: Child M

1. Introduction

1.1 {FACTS}

2. Key lines of enquiry

2.1 The following key lines of enquiry were agreed by the panel:

• How well was the impact of asthma understood?
• How effective was the response to missed appointments?
"""
    assert [kind for kind, _ in found(text)][-3:] == ["background", "question", "question"]


def test_a_row_across_a_plan_that_names_a_recommendation_is_one():
    rows = [
        ["Action", "Lead agency", "Target date"],
        ["Recommendation 1: The police should record each visit.", "", ""],
        ["Sample fifty records.", "Police", "March 2025"],
        ["Recommendation 2: The council should tell schools.", "", ""],
        ["Write to each school.", "Council", "May 2025"],
    ]
    cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    page = f"<!doctype html><h1>Review: Child M</h1><p>{FACTS}</p><h2>Action plan</h2><table>{cells}</table>"
    statements = draft_of(read_file(page.encode(), "plan.html")).statements
    assert [(one.type.value, one.label, one.text) for one in statements if one.type != "background"] == [
        ("recommendation", "1", "The police should record each visit."),
        ("action", None, "Sample fifty records."),
        ("recommendation", "2", "The council should tell schools."),
        ("action", None, "Write to each school."),
    ]


def test_background_information_is_no_further_reading():
    text = f"""Review: Child M

1. Background information

{FACTS}

2. Lessons

• Ask who lives in the home.
"""
    assert found(text)[0] == ("background", FACTS)
