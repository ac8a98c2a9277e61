"""More readers of a published review need a decision and its list of statements; fewer readers need only a reason."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from learning.models import LearningItem, Review
from reviews_portal.publication import actions
from reviews_portal.publication.rules import mark_of
from reviews_portal.publication.statements import statements_of

from .recorded import confirmed, saved, sent, state_of, wider


@pytest.fixture
def restricted(world) -> Review:
    """Return the published review that is for professionals only."""
    return world.reviews["professionals"].review


def add_a_statement(review: Review) -> None:
    document = review.documents.get()
    LearningItem.objects.create(review=review, document=document, position=45, kind="finding", text="One more.")


def test_it_becomes_public_by_a_decision_of_its_own(restricted, editor, second):
    assert confirmed(sent(restricted, wider("public"), editor), second)
    assert state_of(restricted) == ("published", "public")
    assert restricted.history.latest().history_user == second


def test_from_its_own_partnership_to_professionals(world, editor, second):
    review = world.reviews["partnership"].review
    entered = wider("professionals", audience_reason="A trial goes on.")
    assert confirmed(sent(review, entered, editor), second)
    assert state_of(review) == ("published", "professionals")


def test_each_statement_is_listed_in_the_order_of_the_document(world, restricted):
    statements = statements_of(restricted)
    names = [statement.name for statement in statements]
    word = world.reviews["professionals"].word
    assert statements[0].texts == (f"Happened {word}",)
    assert names[0] == "Background"
    assert names.index("Action 1") == len(names) - 3
    assert names[-1] == "Further reading"
    words = [text for statement in statements for text in statement.texts]
    made = (f"sub-point {word}", f"Stem {word}", f"a Part a {word}", f"Tail {word}", f"Answer {word}", f"Deed {word}")
    places = [words.index(one) for one in made]
    assert places == sorted(places)
    add_a_statement(restricted)
    assert [one.texts for one in statements_of(restricted)].index(("One more.",)) == words.index(
        f"sub-point {word}"
    ) + 1


def test_a_statement_added_in_between_is_not_shown_unseen(restricted, editor, second):
    decision = saved(restricted, wider("public"), editor)
    with pytest.raises(ValidationError, match="Read the list of items"):
        actions.send(decision, revision=decision.revision, by=editor)
    decision = sent(restricted, wider("public"), editor)
    seen = mark_of(decision)
    with pytest.raises(ValidationError, match="Tick the box if you have read"):
        actions.confirm(decision, seen=seen, by=second)
    add_a_statement(restricted)
    with pytest.raises(ValidationError, match="Something has changed"):
        actions.confirm(decision, seen=seen, by=second, has_read=True)
    assert state_of(restricted) == ("published", "professionals")


def test_it_is_not_widened_after_it_was_withdrawn(restricted, editor, second):
    decision = sent(restricted, wider("public"), editor)
    actions.withdraw(restricted, reason="A name.", by=editor)
    with pytest.raises(ValidationError, match="no longer published"):
        confirmed(decision, second)
    assert state_of(restricted) == ("withdrawn", "professionals")


def test_a_decision_that_widens_nothing_is_refused(restricted, editor):
    for audience in ("professionals", "partnership"):
        decision = saved(restricted, wider(audience), editor)
        with pytest.raises(ValidationError, match="Select an audience that includes more readers"):
            actions.send(decision, revision=decision.revision, by=editor)


def test_fewer_readers_at_once_with_a_reason(restricted, editor, world):
    with pytest.raises(ValidationError, match="fewer readers than now"):
        actions.narrow(restricted, "public", reason="Why not.", by=editor)
    with pytest.raises(PermissionDenied):
        actions.narrow(restricted, "partnership", reason="A name.", by=world.people["other-editor"])
    with pytest.raises(ValidationError, match="Enter why"):
        actions.narrow(restricted, "partnership", reason=" ", by=editor)
    actions.narrow(restricted, "partnership", reason="A name.", by=editor)
    assert state_of(restricted) == ("published", "partnership")


def test_a_withdrawn_review_is_published_again_by_a_decision(world, editor, second):
    from .recorded import elsewhere

    review = world.reviews["withdrawn"].review
    entered = elsewhere(audience="professionals", audience_reason="A trial goes on.")
    assert confirmed(sent(review, entered, editor), second)
    assert state_of(review) == ("published", "professionals")
    assert ("published", "public") not in [(one.status, one.audience) for one in review.history.all()[:2]]
