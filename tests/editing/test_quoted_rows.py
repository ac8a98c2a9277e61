"""Planned actions, responses and agencies involved are rows, and are recorded once when their review is published."""

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Q

from learning.models import Agency, AgencyInvolved, AgencyKind, Status
from recommendations.models import Passage, QuotedAction, Recommendation, Response, ResponseVersion
from reviews_portal.editing.actions import rows, several, splitting
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.publishing.differences import compared, mark_of
from reviews_portal.editing.actions.publishing.plan import plan_of
from reviews_portal.editing.actions.publishing.publish import (
    publish_corrections,
    write_before_publication,
    write_records,
)
from reviews_portal.editing.checks.checklist import checklist_of
from reviews_portal.editing.models import Row

pytestmark = pytest.mark.django_db


@pytest.fixture
def police(world) -> Agency:
    return world.reviews["public"].agency


@pytest.fixture
def council(world) -> Agency:
    agency = Agency.objects.create(
        name="Northshire Council", slug="northshire-council", kind=AgencyKind.objects.get(slug="police")
    )
    agency.partnerships.add(world.partnership)
    return agency


@pytest.fixture
def change(editor):
    """Return a function that changes columns of a row."""

    def save(row: Row, **typed) -> Row:
        return rows.save_row(row, typed, revision=Row.objects.get(pk=row.pk).revision, by=editor)

    return save


def must(review) -> list[str]:
    return [problem.text for problem in checklist_of(review.working_copy).must]


def answers_of(row: Row) -> tuple[list[str], str]:
    """Return the text of the recommendations that a row belongs to, and the problem with it."""
    (found,) = (one for one in plan_of(row.copy).quoted if one.row.pk == row.pk)
    return [answer.recommendation.row.words for answer in found.answers], found.problem


# --- Which recommendation --------------------------------------------------------------------------------------------


@pytest.fixture
def recommended(typed, change):
    """Return three recommendations: 1, PR1 and one without a number, and an action below a heading."""
    first, second, _, part = typed(
        ("recommendation", "Count."), ("recommendation", "Feed."), ("recommendation", "Train:"), ("part", "people")
    )
    change(first, label="1")
    change(second, label="PR1")
    change(part, label="b")
    _, action = typed(("heading", "Action plan"), ("action", "Do it."))
    return action


@pytest.mark.parametrize(
    ("named", "found"),
    [
        ("1", ["Count."]),
        ("Recommendation 1", ["Count."]),
        ("pr1", ["Feed."]),
        ("3", ["Train:"]),  # as the portal numbers it
        ("3(b)", ["Train:"]),
        ("1, PR1 and 3", ["Count.", "Feed.", "Train:"]),
        ("none", []),
    ],
)
def test_an_action_belongs_to_the_recommendations_that_it_names(recommended, change, named, found):
    change(recommended, answers=named)
    assert answers_of(recommended) == (found, "")


def test_a_range_names_all_recommendations_in_it(typed, change):
    for number in "123":
        (row,) = typed(("recommendation", f"Recommendation {number}."))
        change(row, label=number)
    _, action = typed(("heading", "Plan"), ("action", "Do it."))
    change(action, answers="2-3")
    assert answers_of(action) == (["Recommendation 2.", "Recommendation 3."], "")


def test_what_is_named_by_no_number_or_by_several_must_be_corrected(new_review, recommended, typed, change):
    assert "There is no recommendation above this" in answers_of(recommended)[1]
    change(recommended, answers="7")
    assert answers_of(recommended)[1] == "There is no recommendation “7” in this review. Check its number."
    (twin,) = typed(("recommendation", "Count again."))
    change(twin, label="1", series="Practice")
    change(recommended, answers="1")
    assert answers_of(recommended)[1].startswith("More than one recommendation is called “1”.")
    assert any("More than one" in text for text in must(new_review))
    change(recommended, answers="Practice 1")
    assert answers_of(recommended) == (["Count again."], "")


def test_by_default_an_action_belongs_to_the_recommendation_above_it_in_its_chapter(typed):
    _, _, action, _, later = typed(
        ("recommendation", "Count."),
        ("part", "all;"),
        ("action", "Do it."),
        ("subheading", "Later"),
        ("action", "Again."),
    )
    assert answers_of(action) == answers_of(later) == (["Count."], "")


# --- Recording -------------------------------------------------------------------------------------------------------


def test_actions_are_recorded_once_with_their_columns(new_review, typed, change, editor):
    _, action, both = typed(("recommendation", "Count."), ("action", "Do it."), ("action", "Do both."))
    (second,) = typed(("recommendation", "Feed."))
    further = [["RAG", "Amber"]]
    change(action, label="1.1", lead="Nurse", due="31 June", further_columns=further)
    change(both, answers="1 and 2")
    advice = [one.text for one in checklist_of(new_review.working_copy).advice]
    assert "This action names several recommendations. It will be shown under the first, 1." in advice
    write_records(new_review.working_copy, by=editor)
    write_records(new_review.working_copy, by=editor)
    first = Recommendation.objects.get(review=new_review, stem="Count.")
    one, two = QuotedAction.objects.filter(review=new_review).order_by("position")
    assert (one.recommendation, one.text, one.label, one.lead, one.due) == (first, "Do it.", "1.1", "Nurse", "31 June")
    assert one.further_columns == further
    assert (two.recommendation, two.further_columns) == (first, [["Recommendations", "1 and 2"]])
    assert one.history.get().history_user == editor
    write_before_publication(new_review, editor)
    assert QuotedAction.objects.filter(review=new_review).count() == 2
    assert second.pk


def test_a_recorded_row_is_changed_on_its_own_page_only(new_review, typed, change, editor, client_of):
    _, action = typed(("recommendation", "Count."), ("action", "Do it."))
    write_records(new_review.working_copy, by=editor)
    with pytest.raises(ValidationError, match="own page"):
        change(action, words="Do it now.")
    assert several.take_out(new_review.working_copy, [action.pk], by=editor) == []
    page = client_of("partnership-editor").get(f"/manage/reviews/{new_review.slug}/edit/?row={action.pk}")
    assert f'href="/manage/reviews/{new_review.slug}/actions/"' in page.text
    assert f'action="/manage/reviews/{new_review.slug}/rows/{action.pk}/"' not in page.text
    assert "Do it." in page.text


def test_responses_are_recorded_for_each_agency_and_recommendation(new_review, typed, change, editor, police, council):
    _, alone, more, _, joint = typed(
        ("recommendation", "Count."),
        ("response", "We count."),
        ("response", "We count daily."),
        ("recommendation", "Feed."),
        ("response", "We both feed."),
    )
    for row in (alone, more):
        change(row, agencies=[police], acceptance="accepted", named_as="The police")
    change(joint, agencies=[police, council], answers="2")
    assert must(new_review) == []
    write_records(new_review.working_copy, by=editor)
    write_before_publication(new_review, editor)
    versions = ResponseVersion.objects.filter(response__recommendation__review=new_review)
    said = {(one.response.recommendation.stem, one.response.agency): one for one in versions}
    assert set(said) == {("Count.", police), ("Feed.", police), ("Feed.", council)}
    assert said["Count.", police].text == "We count.\n\nWe count daily."
    assert said["Count.", police].acceptance == "accepted"
    assert said["Count.", police].response.named_as == "The police"
    (passage,) = Passage.objects.filter(document__review=new_review)
    assert {said["Feed.", one].passage for one in (police, council)} == {passage}
    assert versions.published().count() == 3


def test_what_a_response_lacks_must_be_corrected(new_review, typed, change, police, council):
    _, first, second, third = typed(
        ("recommendation", "Count."), ("response", "No."), ("response", "We do."), ("response", "We both do.")
    )
    assert must(new_review) == ["Choose the agency that gives this response."] * 3
    change(first, agencies=[police], acceptance="not-accepted")
    change(second, agencies=[police], acceptance="accepted")
    change(third, agencies=[police, council])
    assert must(new_review) == [
        "The rows of this response say different things about acceptance. Choose the same in each.",
        f"{police} already answers recommendation 1 in another row, alone or with other agencies. Give both rows the "
        "same agencies and recommendations, or join them.",
    ]
    change(second, acceptance="not-stated")
    change(third, agencies=[council])
    assert must(new_review) == ["Enter why the recommendation is not accepted, as the document says."]
    change(first, acceptance_reason="There is no money.")
    assert must(new_review) == []


def test_a_response_that_the_review_has_already_is_refused_before_publication(world, copy, editor, change):
    made = world.reviews["public"]
    last = copy.rows.in_order().last()
    (row,) = rows.add_rows(copy, [rows.NewRow("Another answer.", "response")], after=last, by=editor)
    change(row, agencies=[made.agency], answers=made.recommendation.reference)
    (problem,) = must(made.review)
    assert "a response from this document is already published" in problem


def test_agencies_involved_are_listed_once_as_the_document_names_them(
    new_review, typed, change, editor, police, council
):
    first, second, _ = typed(
        ("agency-involved", "The Police"), ("agency-involved", "Council"), ("background", "Once.")
    )
    assert len(must(new_review)) == 2
    change(first, agencies=[police])
    change(second, agencies=[police])
    assert must(new_review) == [
        f"{police} is already an agency involved, printed as “The Police”. Choose another agency, or remove this row."
    ]
    change(second, agencies=[council])
    write_records(new_review.working_copy, by=editor)
    write_before_publication(new_review, editor)
    listed = AgencyInvolved.objects.filter(review=new_review).values_list("agency", "named_as")
    assert list(listed) == [(police.pk, "The Police"), (council.pk, "Council")]


def test_corrections_record_new_actions_without_a_reason_and_leave_the_others(world, copy, editor):
    review = world.reviews["public"].review
    before = list(QuotedAction.objects.filter(review=review).values())
    recommendation = copy.rows.get(reference=world.reviews["public"].recommendation.reference)
    (row,) = rows.add_rows(copy, [rows.NewRow("Do it.", "action")], after=recommendation, by=editor)
    found = compared(copy).found
    assert [(one.row, one.needs_reason) for one in found] == [(row, False)]
    publish_corrections(copy, by=editor, reasons={}, seen=mark_of(found))
    made = QuotedAction.objects.get(text="Do it.")
    assert made.recommendation == world.reviews["public"].recommendation
    assert list(QuotedAction.objects.filter(review=review).exclude(pk=made.pk).values()) == before
    assert not open_copy(review, by=editor).rows.filter(Q(kind="action") | Q(kind="response")).exists()


def test_nothing_is_recorded_if_one_row_is_refused(new_review, typed, change, editor, police):
    typed(("recommendation", "Count."), ("action", "Do it."), ("response", "We count."))
    with pytest.raises(ValidationError):
        write_before_publication(new_review, editor)
    assert not QuotedAction.objects.filter(review=new_review).exists()
    assert not Response.objects.filter(recommendation__review=new_review).exists()


def test_a_withdrawn_review_records_nothing(world, editor):
    review = world.reviews["withdrawn"].review
    assert review.status == Status.WITHDRAWN
    copy = open_copy(review, by=editor)
    (row,) = rows.add_rows(copy, [rows.NewRow("Do it.", "action")], after=copy.rows.in_order().last(), by=editor)
    problems = [one.text for one in checklist_of(copy).must if one.row == row]
    assert problems == ["This review has been withdrawn. You cannot record anything from its documents."]


# --- Nothing is lost -------------------------------------------------------------------------------------------------


def test_columns_that_another_type_does_not_have_must_be_moved_first(new_review, typed, change, editor):
    _, action = typed(("recommendation", "Count."), ("action", "Do it."))
    change(action, lead="Nurse")
    several.mark_rows(new_review.working_copy, [action.pk], "background", by=editor)
    (problem,) = must(new_review)
    assert problem.startswith("This type of text cannot have all the details entered here.")
    change(action, words="Do it. Nurse", lead="")
    assert must(new_review) == []


def test_a_published_statement_does_not_become_an_action(copy, editor):
    row = copy.rows.filter(kind="finding").first()
    several.mark_rows(copy, [row.pk], "action", by=editor)
    assert any(text.startswith("Text that was recorded as another type") for text in must(copy.review))


def test_joined_actions_keep_the_columns_of_both(typed, change, editor):
    _, first, second = typed(("recommendation", "Count."), ("action", "Do it,"), ("action", "then stop."))
    change(first, lead="Nurse")
    change(second, lead="Doctor", due="May")
    joined = splitting.join_rows(first, second, by=editor)
    assert (joined.words, joined.lead, joined.due) == ("Do it, then stop.", "Nurse\nDoctor", "May")
