"""Publishing, withdrawing and changing the audience of a review."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from learning.actions import (
    Release,
    change_audience,
    check_is_for_somebody,
    check_release,
    check_themes,
    hide_review,
    publish_review,
    publish_to,
    release,
    save_note,
    withdraw_review,
)
from learning.models import Audience, LaterNote, Review
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
    with pytest.raises(ValidationError, match="Enter why you are withdrawing the review"):
        withdraw_review(made.review, by=editor, reason=reason)
    with pytest.raises(ValidationError, match="Enter why you are changing the audience"):
        change_audience(made.review, Audience.PARTNERSHIP, by=editor, reason=reason)
    assert state(made) == before


def test_a_review_without_a_document_is_not_published(world):
    review = Review.objects.create(code="R9199", slug="bare", title="Bare", added_on="2026-11-21", status="draft")
    with pytest.raises(ValidationError, match="add the document that it quotes"):
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


# --- From one release to another -------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", ["draft", "in-review"])
def test_a_review_is_hidden_by_who_may_release_it_with_a_reason(world, status):
    made, editor = world.reviews["public"], world.people["partnership-editor"]
    with pytest.raises(PermissionDenied):
        hide_review(made.review, status, by=world.people["other-editor"], reason="A name.")
    with pytest.raises(ValidationError, match="Enter why"):
        hide_review(made.review, status, by=editor, reason=" ")
    assert state(made)[0] == "published"
    hide_review(made.review, status, by=editor, reason="A name.")
    assert state(made)[0] == status
    newest = made.review.history.latest()
    assert (newest.history_user, newest.history_change_reason) == (editor, "A name.")


@pytest.mark.parametrize(
    ("name", "wanted", "outcome"),
    [
        ("draft", Release("in-review", "professionals", "A trial."), ("in-review", "professionals", "A trial.")),
        ("public", Release("published", "professionals"), ("published", "professionals", "Because.")),
        ("professionals", Release("published", "professionals", "New."), ("published", "professionals", "New.")),
        ("professionals", Release("draft", "public"), ("draft", "public", "")),
        # A withdrawal comes first, and leaves the audience as it is.
        ("professionals", Release("withdrawn", "public"), ("withdrawn", "professionals", "So it was decided.")),
    ],
)
def test_a_review_is_brought_to_the_release_that_is_wanted(world, name, wanted, outcome):
    made, boss = world.reviews[name], world.people["administrator"]
    check_release(made.review, wanted, reason="Because.")
    release(made.review, wanted, by=boss, reason="Because.")
    assert state(made) == outcome
    assert made.review.history.latest().history_user == boss


def test_on_the_way_to_a_release_a_review_is_never_shown_more_widely(world):
    """A public review that was withdrawn is published to professionals without being public to all in between."""
    made, boss = world.reviews["withdrawn"], world.people["administrator"]
    before = made.review.history.count()
    publish_to(made.review, Audience.PROFESSIONALS, by=boss, reason="Court.")
    rows = [*made.review.history.order_by("history_id")][before:]
    assert ("published", "public") not in [(row.status, row.audience) for row in rows]
    assert state(made) == ("published", "professionals", "Court.")


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("draft", Release("published", "public")),
        ("draft", Release("published", "partnership")),
        ("withdrawn", Release("published", "partnership")),
        ("professionals", Release("published", "public")),
        ("partnership", Release("published", "professionals")),
    ],
)
def test_what_more_people_could_read_needs_a_decision(world, name, wanted):
    made = world.reviews[name]
    before = state(made)
    with pytest.raises(ValidationError, match="by a recorded decision"):
        check_release(made.review, wanted, reason="Because.")
    with pytest.raises(ValidationError, match="by a recorded decision"):
        release(made.review, wanted, by=world.people["administrator"], reason="Because.")
    assert state(made) == before


@pytest.mark.parametrize("wanted", [Release("draft", "public"), Release("published", "professionals", "X")])
def test_nobody_else_changes_a_release(world, wanted):
    for name in ("public", "professionals"):
        made = world.reviews[name]
        before = state(made)
        if (wanted.status, wanted.audience, wanted.audience_reason) != before:
            with pytest.raises(PermissionDenied):
                release(made.review, wanted, by=world.people["other-editor"], reason="Because.")
        assert state(made) == before


@pytest.mark.parametrize(
    ("name", "wanted", "reason", "problems"),
    [
        ("public", Release("withdrawn", "public"), " ", {"reason"}),
        ("public", Release("published", "professionals"), "", {"reason"}),
        ("public", Release("published", "public"), "", set()),
        ("draft", Release("withdrawn", "public"), "Because.", {"status"}),
        ("withdrawn", Release("withdrawn", "partnership"), "Because.", {"audience"}),
        ("withdrawn", Release("withdrawn", "partnership"), "", {"audience", "reason"}),
        (None, Release("published", "public"), "Because.", {"status"}),
        (None, Release("draft", "public"), "", set()),
    ],
)
def test_what_keeps_a_release_from_being_changed_is_told_by_field(world, name, wanted, reason, problems):
    found = {}
    try:
        check_release(name and world.reviews[name].review, wanted, reason=reason)
    except ValidationError as error:
        found = error.message_dict
    assert found.keys() == problems


# --- Statements ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("number", "is_right"), [(0, False), (1, True), (4, True), (5, False)])
def test_a_statement_has_one_theme_to_four(number, is_right):
    if is_right:
        check_themes(["a theme"] * number)
    else:
        with pytest.raises(ValidationError, match=f"It has {number} now"):
            check_themes(["a theme"] * number)


def test_a_statement_speaks_to_somebody():
    check_is_for_somebody(["police"], None)
    check_is_for_somebody([], ["Hampshire Constabulary"])
    with pytest.raises(ValidationError, match="Select who this is relevant to"):
        check_is_for_somebody([], None)


def test_a_note_stays_signed_by_who_wrote_it(world):
    item, boss, editor = (
        world.reviews["public"].item,
        world.people["administrator"],
        world.people["partnership-editor"],
    )
    note = LaterNote(item=item, dated="2026-01-31", text="Since then.")
    save_note(note, by=editor)
    note.text = "Since then, and on."
    save_note(note, by=boss)
    kept = item.later_notes.get()
    assert (kept.author, kept.text) == (editor, "Since then, and on.")
