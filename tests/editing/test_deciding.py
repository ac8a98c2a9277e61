"""A decision to publish is made on the working copy as it was shown, and writes it."""

import pytest
from django.core.exceptions import ValidationError

from learning.models import HiddenRecord, Hiding, LearningItem, Membership, Role
from reviews_portal.editing.actions import rows, several, splitting
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.publishing.differences import compared
from reviews_portal.editing.actions.publishing.differences import mark_of as mark_of_changes
from reviews_portal.editing.actions.publishing.publish import publish_corrections
from reviews_portal.editing.models import Row, WorkingCopy
from reviews_portal.publication import actions
from reviews_portal.publication.rules import mark_of
from tests.publication.recorded import confirmed, elsewhere, sent, state_of
from tests.world import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(world):
    second = make_user("second-editor")
    Membership.objects.create(user=second, role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership)
    return second


def test_a_confirmed_decision_publishes_the_working_copy(new_review, typed, editor, second):
    typed(("finding", "Wombats were seen."))
    assert confirmed(sent(new_review, elsewhere(audience="public"), editor), second)
    assert state_of(new_review) == ("published", "public")
    assert LearningItem.objects.get(review=new_review).text == "Wombats were seen."
    assert not WorkingCopy.objects.exists()


@pytest.mark.parametrize("pairs", [[], [("unmarked", "What is this?")], [("finding", " ")]])
def test_a_decision_on_what_cannot_be_published_is_not_sent(new_review, typed, editor, pairs):
    typed(*pairs)
    with pytest.raises(ValidationError):
        sent(new_review, elsewhere(), editor)


@pytest.mark.parametrize("change", ["words", "order", "new", "out"])
def test_what_changed_since_it_was_shown_is_not_confirmed(new_review, typed, editor, second, change):
    first, last = typed(("finding", "Wombats were seen."), ("question", "By whom?"))
    decision = sent(new_review, elsewhere(), editor)
    seen = mark_of(decision)
    row, copy = Row.objects.get(pk=first.pk), new_review.working_copy
    if change == "words":
        rows.save_row(row, {"words": "Wombats were heard."}, revision=row.revision, by=editor)
    elif change == "order":
        rows.move_row(row, after=last, by=editor)
    elif change == "new":
        typed(("note", "A note."))
    else:
        several.take_out(copy, [row.pk], by=editor)
    with pytest.raises(ValidationError, match="changed since"):
        actions.confirm(decision, seen=seen, by=second)
    assert state_of(new_review)[0] == "draft"


def test_words_that_are_hidden_are_not_corrected_meanwhile(world, editor):
    made = world.reviews["public"]
    copy = open_copy(made.review, by=editor)
    row = copy.rows.get(reference=made.item.reference)
    splitting.split_row(row, made.item.text.split(" ", 1), revision=row.revision, by=editor)
    hiding = Hiding.objects.create(
        review=made.review,
        what="statement",
        reference=made.item.reference,
        reason="Why.",
        hidden_by=editor,
        hidden_as="An editor",
        decide_by="2026-12-01",
    )
    HiddenRecord.objects.create(hiding=hiding, reference=made.item.reference)
    reasons = {one.pk: "A word had been left out." for one in copy.rows.all()}
    with pytest.raises(ValidationError, match="hidden from readers"):
        publish_corrections(copy, by=editor, reasons=reasons, seen=mark_of_changes(compared(copy).found))
    assert LearningItem.objects.filter(review=made.review, text=made.item.text).exists()
