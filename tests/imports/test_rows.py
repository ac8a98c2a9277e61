"""Actions, responses and agencies become rows with the columns that their document prints, and lose no word."""

import json

import pytest

from reviews_portal.editing.actions.rows import NewRow
from reviews_portal.editing.models import Row
from reviews_portal.imports.draft import Draft, DraftReview, NotPlaced, Reason, Statement, Type, words_of
from reviews_portal.imports.readers import read_file
from reviews_portal.imports.rows import rows_of
from reviews_portal.imports.structure.document import draft_of
from tests.imports.scoring import JUDGED

WITHOUT_HEADING = (Type.ACTION, Type.RESPONSE, Type.AGENCY_INVOLVED)
WITH_ANSWERS = sorted(
    folder.name
    for folder in JUDGED.iterdir()
    if (folder / "truth.json").exists()
    and {one["type"] for one in json.loads((folder / "truth.json").read_text())["statements"]} & {"action", "response"}
)


def draft_with(*statements: Statement) -> Draft:
    return Draft(file="plan.txt", reviews=[DraftReview()], statements=list(statements))


def rows_with(*statements: Statement, **options) -> list[NewRow]:
    return rows_of(draft_with(*statements), 0, **options)


def texts_of(new: NewRow) -> list[str]:
    """Return all texts that a row shows."""
    row = Row(words=new.words, label=new.label, kind=new.kind, **new.beside)
    return [row.words, row.label, row.answers, *row.texts_beside, row.get_acceptance_display(), new.address]


@pytest.mark.parametrize("folder", WITH_ANSWERS)
def test_no_word_of_a_plan_or_a_response_is_lost(folder):
    (path,) = (JUDGED / folder).glob("document.*")
    draft = draft_of(read_file(path.read_bytes(), path.name))
    details = [text for one in draft.reviews for text in (one.title, one.subject, one.partnership_as_named)]
    rows = [row for at in range(len(draft.reviews)) for row in rows_of(draft, at)]
    lost = draft.words() - words_of([*details, *(text for row in rows for text in texts_of(row))])
    # What is said once of acceptance is a field of each paragraph of a response, and stays before the first of them.
    # An address is also in the text.
    said = words_of([text or "" for one in draft.statements for text in (one.acceptance, one.address)])
    # The comparison with the document lists what is in no row: furniture, repeated text, headings without a record.
    aside = words_of([one.text for one in draft.not_placed if one.reason is not Reason.UNKNOWN])
    aside += words_of([one.heading or "" for one in draft.statements if one.type in WITHOUT_HEADING])
    assert not set(lost - aside) - set(said)
    printed = {one.acceptance for one in draft.statements if one.acceptance}
    kept = " ".join(text for row in rows for text in texts_of(row)).casefold()
    assert all(one.strip(" .").casefold() in kept for one in printed)


def test_words_of_several_reviews_that_were_not_placed_stay_with_their_own():
    draft = Draft(
        file="two.txt",
        reviews=[DraftReview(), DraftReview()],
        statements=[
            Statement(type=Type.BACKGROUND, text="First.", review=0, block=1),
            Statement(type=Type.BACKGROUND, text="Second.", review=1, block=4),
        ],
        not_placed=[
            NotPlaced(text=text, reason=Reason.UNKNOWN, block=block)
            for text, block in (("of the first", 0), ("of the second", 3), ("at its end", 6), ("of no block", -1))
        ],
    )
    assert [[row.words for row in rows_of(draft, at)] for at in range(2)] == [
        ["of no block", "of the first", "First."],
        ["of the second", "Second.", "at its end"],
    ]


def test_the_columns_of_a_plan_stand_beside_its_action():
    recommendation = Statement(type=Type.RECOMMENDATION, text="Write guidance.", label="1")
    action = Statement(
        type=Type.ACTION,
        text="Agree a form.",
        label="1.1",
        under=0,
        lead="Named Nurse",
        due="ongoing",
        milestones="Draft in May",
        completed="Yes",
    )
    row = rows_with(recommendation, action)[1]
    assert (row.kind, row.words, row.label) == ("action", "Agree a form.", "1.1")
    further = [["Milestones", "Draft in May"], ["Completed", "Yes"]]
    assert row.beside == {"answers": "", "lead": "Named Nurse", "due": "ongoing", "further_columns": further}


def test_an_action_names_its_recommendation_if_that_is_not_the_one_above_it_in_its_chapter():
    first = Statement(type=Type.RECOMMENDATION, text="Write guidance.", label="PR1", heading="Recommendations")
    second = Statement(type=Type.RECOMMENDATION, text="Train people.", heading="Recommendations")
    actions = [Statement(type=Type.ACTION, text="Do it.", under=at, heading="Plan") for at in (0, 1)]
    near = Statement(type=Type.ACTION, text="Do it now.", under=1, heading="Recommendations")
    covering = Statement(type=Type.ACTION, text="Do both.", covers=["PR1", "2"], heading="Plan")
    rows = [row for row in rows_with(first, second, near, *actions, covering) if row.kind == "action"]
    assert [row.beside["answers"] for row in rows] == ["", "PR1", "2", "PR1, 2"]


def test_repeated_recommendations_become_no_rows_and_their_actions_name_them():
    recommendation = Statement(type=Type.RECOMMENDATION, text="Write guidance.", label="1")
    action = Statement(type=Type.ACTION, text="Agree a form.", under=0)
    (row,) = rows_with(recommendation, action, repeated={0: "R0001-4"})
    assert (row.words, row.beside["answers"]) == ("Agree a form.", "R0001-4")


@pytest.mark.parametrize(
    ("printed", "meant", "kept"),
    [
        ("Accepted", "accepted", ""),
        ("Accepted in part.", "accepted-in-part", ""),
        ("Partially accepted", "accepted-in-part", "Partially accepted"),
        ("This recommendation is not agreed", "not-accepted", "This recommendation is not agreed"),
        ("Accepted in principle", "not-stated", "Accepted in principle"),
        ("Noted", "not-stated", "Noted"),
    ],
)
def test_words_of_acceptance_that_say_more_than_a_choice_stay_in_the_text_once(printed, meant, kept):
    paragraphs = [
        Statement(type=Type.RESPONSE, text=text, covers=["1"], acceptance=printed) for text in ("One.", "Two.")
    ]
    first, second = rows_with(*paragraphs)
    assert (first.beside["acceptance"], second.beside["acceptance"]) == (meant, meant)
    assert (first.words, second.words) == ("\n".join(filter(None, (kept, "One."))), "Two.")


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"label": "Northshire Police"}, "Northshire Police", "Northshire Police: We agree."),
        ({"lead": "Northshire Police"}, "Northshire Police", "We agree."),
        ({"heading": "Recommendation 1\nNorthshire Police’s response:"}, "Northshire Police", "We agree."),
        ({"heading": "Recommendation 1"}, "", "We agree."),
    ],
)
def test_the_name_of_the_agency_as_printed_is_kept_with_its_response(fields, name, words):
    *_, row = rows_with(Statement(type=Type.RESPONSE, text="We agree.", covers=["1"], **fields))
    assert (row.beside["named_as"], row.words, row.beside["answers"]) == (name, words, "1")


def test_a_heading_that_no_text_would_keep_becomes_no_row():
    """It is listed as text that is not in the review."""
    action = Statement(type=Type.ACTION, text="Do it.", heading="Plan\nFirst year")
    finding = Statement(type=Type.FINDING, text="Nobody asked.", heading="Findings\nFirst finding")
    rows = rows_with(action, finding)
    assert [row.words for row in rows] == ["Do it.", "Findings", "First finding", "Nobody asked."]


def test_an_agency_involved_is_a_row_of_its_own():
    (row,) = rows_with(Statement(type=Type.AGENCY_INVOLVED, text="Northshire Police"))
    assert (row.kind, row.words) == ("agency-involved", "Northshire Police")
