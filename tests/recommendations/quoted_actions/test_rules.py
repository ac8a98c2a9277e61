"""How quoted actions are entered, what is refused, and what is corrected until their review is published."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from learning.models import Correction, Review
from recommendations.models import QuotedAction
from reviews_portal.redaction import actions as redactions
from reviews_portal.redaction.matching import Passages, passage_of
from reviews_portal.redaction.occurrences import all_cells_with
from tests.portal.administration import address_of, opened
from tests.redaction.planting import confirm
from tests.world import make_user

pytestmark = pytest.mark.django_db
ADD = "/admin/recommendations/quotedaction/add/"
PLAN = "# RAG\nAmber\n# Milestones\nDraft in June\n\nAgreed in July\n\\# no heading"
PAIRS = [["RAG", "Amber"], ["Milestones", "Draft in June\n\nAgreed in July\n# no heading"]]


@pytest.fixture
def draft(world):
    return world.reviews["draft"]


@pytest.fixture
def browser(world, client_of):
    return client_of("administrator")


def typed(made, **fields) -> dict[str, object]:
    """Return what the form sends of a new action."""
    return {
        "review": made.review.pk,
        "document": made.document.pk,
        "recommendation": made.recommendation.pk,
        "position": "900",
        "label": "3.1",
        "text": "Train all\r\nstaff.",
        "lead": "Head of\r\nSafeguarding",
        "due": "31 September 2020",
        "further_columns": PLAN.replace("\n", "\r\n"),
        "place": "page 3",
    } | fields


def stored() -> QuotedAction | None:
    return QuotedAction.objects.filter(position=900).first()


def test_an_action_is_entered_as_printed(browser, draft):
    assert browser.post(ADD, typed(draft)).status_code == 302
    made = stored()
    assert (made.text, made.lead, made.due) == ("Train all\nstaff.", "Head of\nSafeguarding", "31 September 2020")
    assert made.further_columns == PAIRS
    assert made.due_on is None


def test_what_is_stored_is_in_the_form_again_and_saved_unchanged(browser, draft):
    browser.post(ADD, typed(draft))
    made = stored()
    page = browser.get(address_of(made))
    assert "# Milestones\nDraft in June" in page.text
    before = QuotedAction.history.count()
    assert browser.post(address_of(made), opened(browser, made)).status_code == 302
    assert stored().further_columns == PAIRS
    assert QuotedAction.history.count() == before + 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"label": "x" * 25}, "at most 20 characters (it has 25)"),
        ({"text": "\u200b \u00ad"}, "This field is required"),
        ({"lead": "x" * 200_001}, "Shorten this to 200000 characters or fewer; it has 200001 now."),
        ({"due": "y" * 200_001}, "All of your text is still in the field."),
        ({"position": "50"}, "is taken by"),
        ({"further_columns": "Amber"}, "Begin with a line that has “# ”"),
        ({"further_columns": "# RAG\n# Milestones\nJune"}, "Enter the text under “RAG”"),
        ({"further_columns": "#  \nJune"}, "Enter the heading as printed after each “# ”."),
        ({"further_columns": f"# {'h' * 201}\nJune"}, "to 200 characters or fewer"),
        ({"further_columns": f"# RAG\n{'t' * 20_001}"}, "Shorten the text under “RAG”"),
        ({"further_columns": "\n".join(f"# H{number}\nText" for number in range(31))}, "30 other columns or fewer"),
    ],
)
def test_what_does_not_fit_is_said_and_stays_in_the_form(browser, draft, fields, message):
    page = browser.post(ADD, typed(draft, **fields))
    assert page.status_code == 200
    assert message in page.text
    form = page.context["adminform"].form
    for name, value in fields.items():
        assert form[name].value() == value
    assert stored() is None


def test_recommendation_and_document_of_another_review_are_refused(world, browser, draft):
    other = world.reviews["professionals"]
    page = browser.post(ADD, typed(draft, recommendation=other.recommendation.pk))
    assert "This recommendation belongs to another review." in page.text
    page = browser.post(ADD, typed(draft, document=other.document.pk))
    assert "This document belongs to another review." in page.text
    assert stored() is None


def test_an_action_of_a_draft_is_corrected_and_deleted(browser, draft):
    browser.post(ADD, typed(draft))
    made = stored()
    assert browser.post(address_of(made), opened(browser, made, text="Train some staff.")).status_code == 302
    assert stored().text == "Train some staff."
    page = browser.get(f"{address_of(made).removesuffix('change/')}delete/")
    assert page.status_code == 200


def test_an_action_of_a_published_review_is_only_read_and_the_page_says_why(world, browser):
    made = world.reviews["public"].review.quotedactions.first()
    page = browser.get(address_of(made))
    assert page.status_code == 200
    assert 'name="_save"' not in page.text
    assert "Set the review to “Being checked” first." in page.text
    delete = browser.post(f"{address_of(made).removesuffix('change/')}delete/", {"post": "yes"})
    assert delete.status_code == 403
    assert "cannot change or delete" in delete.text
    assert QuotedAction.objects.filter(pk=made.pk).exists()


def test_what_is_saved_after_the_review_was_published_is_refused_with_the_reason(browser, draft):
    made = draft.review.quotedactions.first()
    sent = opened(browser, made, text="Other.")
    Review.objects.filter(pk=draft.review.pk).update(status="published")
    answer = browser.post(address_of(made), sent)
    assert answer.status_code == 403
    assert "change or delete a quoted action while its review is published" in answer.text
    made.refresh_from_db()
    assert made.text != "Other."


def test_a_plan_that_is_published_later_is_added_to_a_published_review(world, browser, client):
    made = world.reviews["public"]
    assert browser.post(ADD, typed(made)).status_code == 302
    assert "Train all<br>staff." in client.get(made.recommendation.get_absolute_url()).text


def test_the_database_refuses_an_action_without_words_and_a_second_one_at_its_place(world, refused):
    made = world.reviews["draft"]
    at = {"review": made.review, "document": made.document}
    with refused("quoted_action_has_text"):
        QuotedAction.objects.create(**at, position=901, text="")
    QuotedAction.objects.create(**at, position=901, text="Once.")
    with refused():
        QuotedAction.objects.create(**at, position=901, text="Twice.")


def test_labels_may_repeat_and_be_missing(world):
    made = world.reviews["draft"]
    at = {"review": made.review, "document": made.document, "text": "Words."}
    for position, label in enumerate(["1", "1", "", ""], start=910):
        QuotedAction(**at, position=position, label=label).full_clean()
        QuotedAction.objects.create(**at, position=position, label=label)
    found = QuotedAction.objects.filter(review=made.review, position__gte=910).order_by("position")
    assert list(found.values_list("label", flat=True)) == ["1", "1", "", ""]


def test_further_columns_are_cleaned_like_other_texts(world):
    made = world.reviews["draft"]
    action = QuotedAction.objects.create(
        review=made.review,
        document=made.document,
        position=920,
        text="Train\u00ad staff.",
        further_columns=[["RAG\u200b", "Am\u00adber\nGreen"]],
    )
    assert (action.text, action.further_columns) == ("Train staff.", [["RAG", "Amber\nGreen"]])


@pytest.mark.parametrize("value", ["RAG", [["RAG"]], [["RAG", ""]], [["", "Amber"]], [[1, 2]], ["RAG", "Amber"]])
def test_further_columns_of_another_shape_are_refused_and_harm_no_page(world, client, value):
    made = world.reviews["public"]
    action = QuotedAction(
        review=made.review, document=made.document, recommendation=made.recommendation, position=930, text="Words."
    )
    action.further_columns = value
    with pytest.raises(ValidationError) as refusal:
        action.full_clean()
    assert "further_columns" in refusal.value.message_dict
    action.save()
    assert client.get(made.recommendation.get_absolute_url()).status_code == 200


def test_a_redaction_takes_the_words_out_of_every_column_and_the_date_with_them(world, client):
    made = world.reviews["public"]
    second = make_user("second", "Administrators", is_staff=True)
    action = QuotedAction.objects.create(
        review=made.review,
        document=made.document,
        recommendation=made.recommendation,
        position=940,
        text="Meet on 30 September 2020.",
        due="30 September 2020",
        further_columns=[["On 30 September 2020", "From 30 September 2020"]],
    )
    redaction = redactions.propose("30 September 2020", reason="Her birthday.", by=world.people["administrator"])
    confirm(redaction, by=second)
    action.refresh_from_db()
    assert action.due_on is None
    assert (action.due, action.further_columns) == ("[redacted]", [["On [redacted]", "From [redacted]"]])
    assert all_cells_with(Passages([passage_of("30 September 2020")])) == []
    assert "2020-09-30" not in client.get(made.recommendation.get_absolute_url()).text
    assert Correction.objects.filter(review=made.review).exists()


def test_the_list_in_the_administration_is_searched(browser, world):
    page = browser.get(f"{reverse('admin:recommendations_quotedaction_changelist')}?q=quokka0")
    assert page.text.count('class="field-name') == 2
