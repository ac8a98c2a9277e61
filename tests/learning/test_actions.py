"""Publishing, withdrawing and changing the audience of a review."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from learning.actions import change_audience, publish_review, withdraw_review
from learning.models import Audience, Review
from tests.world import make_review

ACTIONS = {
    "publish": lambda review, by: publish_review(review, by=by),
    "withdraw": lambda review, by: withdraw_review(review, by=by, reason="It was wrong."),
    "change audience": lambda review, by: change_audience(review, Audience.PUBLIC, by=by, reason="It may be read."),
}


@pytest.fixture(params=ACTIONS.values(), ids=ACTIONS.keys())
def act(request):
    return request.param


def state(made) -> tuple:
    return Review.objects.filter(pk=made.review.pk).values_list("status", "audience", "audience_reason").get()


def test_only_editors_of_the_reviews_partnership_and_administrators_release_it(world, act):
    made = world.reviews["draft"]
    for name, user in world.people.items():
        made.review.status = "published"
        made.review.save()
        if name in ("partnership-editor", "administrator"):
            act(made.review, user)
        else:
            before, rows = state(made), made.review.history.count()
            with pytest.raises(PermissionDenied):
                act(made.review, user)
            assert (state(made), made.review.history.count()) == (before, rows), name


def test_a_review_without_a_partnership_is_released_by_an_administrator_alone(world, act):
    made = make_review("R9199", "wombat", status="published")
    for name, user in world.people.items():
        if name != "administrator":
            with pytest.raises(PermissionDenied):
                act(made.review, user)
    act(made.review, world.people["administrator"])


def test_each_action_writes_who_and_why_into_the_history(world):
    made, editor = make_review("R9199", "wombat", world.partnership), world.people["partnership-editor"]
    before = made.review.history.count()
    change_audience(made.review, Audience.PROFESSIONALS, by=editor, reason="Proceedings go on.")
    publish_review(made.review, by=editor)
    withdraw_review(made.review, by=editor, reason="A name was in it.")
    rows = list(made.review.history.order_by("history_id"))[before:]
    assert [(row.history_user, row.history_change_reason, row.status, row.audience) for row in rows] == [
        (editor, "Audience: Professionals only. Proceedings go on.", "draft", "professionals"),
        (editor, "Published", "published", "professionals"),
        (editor, "Withdrawn: A name was in it.", "withdrawn", "professionals"),
    ]
    assert state(made) == ("withdrawn", "professionals", "Proceedings go on.")


def test_a_later_save_does_not_repeat_the_reason(world):
    made = make_review("R9199", "wombat", world.partnership)
    publish_review(made.review, by=world.people["partnership-editor"])
    made.review.title = "Another title"
    made.review.save()
    newest = made.review.history.latest()
    assert newest.title == "Another title"
    assert newest.history_change_reason is None


@pytest.mark.parametrize("reason", ["", "   ", "\n"])
def test_withdrawing_and_changing_the_audience_need_a_reason(world, reason):
    made, editor = world.reviews["public"], world.people["partnership-editor"]
    before = state(made)
    with pytest.raises(ValidationError, match="Say why the review is withdrawn"):
        withdraw_review(made.review, by=editor, reason=reason)
    with pytest.raises(ValidationError, match="Say why the audience changes"):
        change_audience(made.review, Audience.PARTNERSHIP, by=editor, reason=reason)
    assert state(made) == before


def test_a_review_without_a_document_is_not_published(world):
    review = Review.objects.create(
        code="R9199", slug="bare", title="Bare", review_type="other", added_on="2026-11-21", status="draft"
    )
    with pytest.raises(ValidationError, match="Add the document"):
        publish_review(review, by=world.people["administrator"])
    assert Review.objects.get(pk=review.pk).status == "draft"


def test_a_public_review_keeps_no_reason_for_a_restriction(world):
    made, editor = world.reviews["professionals"], world.people["partnership-editor"]
    assert state(made)[2] == "So it was decided."
    change_audience(made.review, Audience.PUBLIC, by=editor, reason="The proceedings are over.")
    assert state(made) == ("published", "public", "")


def test_an_action_saves_only_what_it_changes(world):
    made = world.reviews["draft"]
    Review.objects.filter(pk=made.review.pk).update(title="Changed by somebody else meanwhile")
    publish_review(made.review, by=world.people["administrator"])
    assert Review.objects.get(pk=made.review.pk).title == "Changed by somebody else meanwhile"


def test_a_long_reason_is_kept_whole(world):
    made, reason = world.reviews["public"], "Because " + "of this and that " * 12
    withdraw_review(made.review, by=world.people["administrator"], reason=reason)
    assert reason.strip() in made.review.history.latest().history_change_reason
