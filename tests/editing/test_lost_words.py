"""Words of rows that readers would not see are refused before publication, and joining rows loses none."""

import pytest
from django.core.exceptions import ValidationError

from learning.models import Agency, AgencyKind
from recommendations.models import ResponseVersion
from reviews_portal.editing.actions import rows, several, splitting
from reviews_portal.editing.actions.publishing.publish import write_before_publication
from reviews_portal.editing.checks.checklist import checklist_of
from reviews_portal.editing.models import Row

pytestmark = pytest.mark.django_db
NO_TEXT = "This heading has no text below it. Add the text, choose another type, or remove it."
NOT_KEPT = "Planned actions, responses and agencies are shown without headings"


@pytest.fixture
def change(editor):
    """Return a function that changes columns of a row."""

    def save(row: Row, **typed) -> Row:
        return rows.save_row(row, typed, revision=Row.objects.get(pk=row.pk).revision, by=editor)

    return save


@pytest.fixture
def bodies(world) -> list[Agency]:
    """Return two agencies that respond."""
    kind = AgencyKind.objects.get(slug="police")
    made = [Agency.objects.create(name=f"Wombat {name}", slug=f"w-{name}", kind=kind) for name in ("one", "two")]
    for agency in made:
        agency.partnerships.add(world.partnership)
    return made


@pytest.fixture
def answered(typed, change, bodies) -> list[Row]:
    """Return two rows of one response of one agency."""
    _, *answers = typed(("recommendation", "Count."), ("response", "We count."), ("response", "We count daily."))
    for row in answers:
        change(row, agencies=bodies[:1])
    return answers


def must(review) -> list[tuple[str, str]]:
    return [(problem.row.words, problem.text) for problem in checklist_of(review.working_copy).must]


# --- Headings --------------------------------------------------------------------------------------------------------


def test_headings_above_no_text_are_refused(new_review, typed):
    typed(
        ("heading", "Title page"),
        ("heading", "What we learnt"),
        ("subheading", "Empty"),
        ("subheading", "Wombats"),
        ("finding", "There were two."),
        ("subheading", "Plan"),
        ("recommendation", "Count:"),
        ("subheading", "Parts"),
        ("part", "all;"),
        ("heading", "The end"),
    )
    assert must(new_review) == [(words, NO_TEXT) for words in ("Title page", "Empty", "Parts", "The end")]


def test_headings_only_above_what_is_shown_without_headings_are_refused(new_review, typed, editor):
    typed(("heading", "Advice"), ("recommendation", "Count."))
    heading, _ = typed(("subheading", "Action plan"), ("action", "Do it."))
    ((words, problem),) = must(new_review)
    assert words == "Action plan"
    assert problem.startswith(NOT_KEPT)
    several.take_out(new_review.working_copy, [heading.pk], by=editor)
    assert must(new_review) == []
    typed(("subheading", "More"), ("action", "Again."), ("background", "Why."))
    assert must(new_review) == []


# --- Responses -------------------------------------------------------------------------------------------------------


def test_a_reason_without_the_answer_that_it_is_for_is_refused(new_review, answered, change):
    change(answered[1], acceptance_reason="There is no money.")
    ((words, problem),) = must(new_review)
    assert (words, problem[:22]) == ("We count daily.", "A reason is entered, b")
    change(answered[1], acceptance="accepted")
    assert len(must(new_review)) == 1
    change(answered[1], acceptance="accepted-in-part")
    assert must(new_review) == []


def test_the_reasons_of_all_rows_of_a_response_are_published(new_review, answered, change, editor):
    change(answered[0], acceptance="not-accepted", acceptance_reason="There is no money.")
    change(answered[1], acceptance_reason="Nobody has time.")
    assert must(new_review) == []
    write_before_publication(new_review, editor)
    version = ResponseVersion.objects.get(response__recommendation__review=new_review)
    assert version.acceptance_reason == "There is no money.\n\nNobody has time."


def test_a_printed_name_that_readers_would_not_see_is_refused(new_review, answered, change, bodies):
    change(answered[0], named_as="The One")
    assert must(new_review) == []
    change(answered[1], named_as="One Ltd")
    ((words, problem),) = must(new_review)
    assert (words, problem[:50]) == ("We count daily.", "The rows of this response print different names of")
    change(answered[1], named_as="")
    for row in answered:
        change(row, agencies=bodies)
    ((words, problem),) = must(new_review)
    assert words == "We count."
    assert "would not see the name as printed, “The One”" in problem


# --- Numbers, series and addresses -----------------------------------------------------------------------------------


def test_a_number_goes_back_into_the_words_when_the_form_changes_the_type(new_review, typed, change):
    _, row = typed(("recommendation", "Count."), ("action", "Do it."))
    change(row, label="1.1")
    change(row, kind="background", label="1.1")
    row.refresh_from_db()
    assert (row.words, row.label) == ("1.1 Do it.", "")
    change(row, words="Do it now.", label="1.1")  # from a form that was open at that time
    row.refresh_from_db()
    assert (row.words, row.label) == ("1.1 Do it now.", "")
    change(row, words="Do it now.", label="")
    row.refresh_from_db()
    assert row.words == "Do it now."
    assert must(new_review) == []


def test_a_pasted_number_can_be_removed_from_the_words(new_review, typed, change):
    (row,) = typed(("background", "1. It rained."))
    Row.objects.filter(pk=row.pk).update(label="1")
    assert must(new_review) == []
    change(row, words="It rained.")
    row.refresh_from_db()
    assert (row.words, row.label) == ("It rained.", "")


@pytest.mark.parametrize(
    ("held", "said"),
    [
        ({"label": "1.1"}, "1.1"),
        ({"series": "Practice"}, "Practice"),
        ({"address": "https://example.org/"}, "https://example.org/"),
    ],
)
def test_what_the_type_does_not_have_is_refused_and_shown_in_the_form(new_review, typed, client_of, held, said):
    (row,) = typed(("background", "It rained."))
    Row.objects.filter(pk=row.pk).update(**held)
    assert must(new_review) == [
        ("It rained.", f"Readers do not see “{said}” with this type of text. Put it into the wording, or clear it.")
    ]
    row.refresh_from_db()
    (name,) = held
    page = client_of("partnership-editor").get(f"/manage/reviews/{new_review.slug}/edit/?row={row.pk}")
    assert f'value="{said}"' in page.text
    assert {field.name: when for field, when in (*form_of(row).shown, *form_of(row).more)}[name] == ""


def form_of(row: Row):
    from reviews_portal.editing.row_form import RowForm

    return RowForm(row=row, user=None)


def test_a_number_of_ours_is_not_asked_for(new_review, typed):
    (row,) = typed(("background", "It rained."))
    Row.objects.filter(pk=row.pk).update(label="1", numbering_is_ours=True)
    assert must(new_review) == []


# --- Joining ---------------------------------------------------------------------------------------------------------

OF_RESPONSE = {"acceptance": "not-accepted", "acceptance_reason": "No money.", "named_as": "The One", "answers": "1"}


def test_what_only_the_second_response_says_stays(answered, change, editor, bodies):
    first, second = answered
    change(first, agencies=[])
    change(second, **OF_RESPONSE)
    joined = splitting.join_rows(first, second, by=editor)
    joined.refresh_from_db()
    assert {name: getattr(joined, name) for name in OF_RESPONSE} == OF_RESPONSE
    assert list(joined.agencies.all()) == bodies[:1]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("acceptance", "accepted", "acceptance: “Accepted” and “Not accepted”"),
        ("acceptance_reason", "No time.", "not accepted: “No time.” and “No money.”"),
        ("named_as", "One Ltd", "as printed: “One Ltd” and “The One”"),
        ("answers", "2", "their recommendations: “2” and “1”"),
    ],
)
def test_responses_that_say_different_things_are_not_joined(answered, change, editor, name, value, said):
    first, second = answered
    change(first, **{name: value})
    change(second, **OF_RESPONSE)
    with pytest.raises(ValidationError, match="The two rows differ in") as error:
        splitting.join_rows(first, second, by=editor)
    assert said in error.value.messages[0]
    second.refresh_from_db()
    assert second.removed_at is None


def test_responses_of_different_agencies_are_not_joined(answered, change, editor, bodies):
    change(answered[1], agencies=bodies[1:])
    with pytest.raises(ValidationError, match="different agencies"):
        splitting.join_rows(*answered, by=editor)


def test_the_number_recommendations_and_address_of_the_second_row_stay(typed, change, editor):
    _, first, second = typed(("recommendation", "Count."), ("action", "Do it,"), ("action", "then stop."))
    change(second, label="1.2", answers="1")
    joined = splitting.join_rows(first, second, by=editor)
    assert (joined.words, joined.answers) == ("Do it, 1.2 then stop.", "1")
    one, other = typed(("resource", "The guide,"), ("resource", "second edition"))
    change(other, address="https://example.org/", address_state="given")
    joined = splitting.join_rows(one, other, by=editor)
    assert (joined.address, joined.address_state) == ("https://example.org/", "given")
