"""A second person confirms a decision, which publishes the review: all of it or nothing."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from learning.actions import may_be_deleted
from learning.models import LearningItem, Membership, Review, ReviewKind, ReviewStage
from recommendations import notifications
from reviews_portal.publication import actions, rules
from reviews_portal.publication.actions import BEFORE_PUBLISHING, BEFORE_SENDING, Entered
from reviews_portal.publication.models import PublicationDecision, Purpose, State
from reviews_portal.publication.rules import mark_of

from .recorded import MINUTE, confirmed, elsewhere, here, saved, sent, state_of

# --- What is published -----------------------------------------------------------------------------------------------


def test_a_confirmed_decision_publishes_to_its_audience(draft, editor, second):
    decision = sent(draft, elsewhere(audience="professionals", audience_reason="A trial goes on."), editor)
    assert state_of(draft) == ("draft", "public")
    assert confirmed(decision, second)
    assert state_of(draft) == ("published", "professionals")
    draft.refresh_from_db()
    assert draft.audience_reason == "A trial goes on."
    assert draft.history.latest().history_user == second
    rows = [*draft.history.order_by("-history_id")[:2]]
    assert ("published", "public") not in [(row.status, row.audience) for row in rows]
    kept = PublicationDecision.objects.get()
    assert (kept.state, kept.proposed_by, kept.confirmed_by) == (State.CONFIRMED, editor, second)
    assert kept.proposed_as == kept.confirmed_as == f"an editor of {draft.partnerships.get()}"
    assert [row.history_change_reason for row in kept.history.order_by("history_id")] == [
        None, "Sent for confirmation", "Confirmed"
    ]  # fmt: skip


def test_a_second_click_does_nothing(draft, editor, second):
    decision = sent(draft, elsewhere(), editor)
    seen = mark_of(decision)
    assert actions.confirm(decision, seen=seen, by=second)
    rows, emails = draft.history.count(), len(mail.outbox)
    assert not actions.confirm(decision, seen=seen, by=second)
    assert (draft.history.count(), len(mail.outbox)) == (rows, emails)


def test_a_review_that_is_not_published_stays_a_draft_and_says_so_to_its_partnership(draft, editor, second):
    values = MINUTE | {"learning_shared": "In seven briefings."}
    decision = sent(draft, Entered(Purpose.NOT_PUBLISHED, "", values), editor)
    assert confirmed(decision, second)
    assert state_of(draft)[0] == "draft"
    stage = ReviewStage.objects.get(review=draft)
    assert (stage.stage, stage.reached_on) == ("not-published", MINUTE["decided_on"])
    assert not may_be_deleted(draft)  # the decision is kept with it
    assert confirmed(sent(draft, elsewhere(), editor), second)  # it may still be published later
    assert state_of(draft)[0] == "published"


# --- The second person -----------------------------------------------------------------------------------------------


def test_nobody_confirms_what_they_sent(draft, editor, world):
    boss = world.people["administrator"]
    for proposer in (editor, boss):
        decision = sent(draft, elsewhere(), proposer)
        with pytest.raises(PermissionDenied, match="another person must confirm"):
            confirmed(decision, proposer)
        with pytest.raises(PermissionDenied):
            actions.return_for_changes(decision, note="No.", by=proposer)
        actions.withdraw_proposal(decision, by=proposer)
    assert state_of(draft)[0] == "draft"


def test_the_database_refuses_one_person_as_both(draft, editor, second):
    decision = sent(draft, elsewhere(), editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationDecision.objects.filter(pk=decision.pk).update(confirmed_by=editor)
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicationDecision.objects.create(review=draft, audience="public")  # a second open one
    confirmed(decision, second)
    PublicationDecision.objects.create(review=draft, audience="public")


def test_an_administrator_confirms_for_a_lone_editor_and_is_told(draft, editor, world):
    mail.outbox.clear()
    decision = sent(draft, elsewhere(), editor)
    boss = world.people["administrator"]
    assert [message.to for message in mail.outbox] == [[boss.email]]
    assert confirmed(decision, boss)
    assert PublicationDecision.objects.get().confirmed_as == "an administrator"


def test_nobody_else_records_or_confirms(draft, editor, world):
    decision = sent(draft, elsewhere(), editor)
    others = {name for name in world.people if name not in ("partnership-editor", "administrator", "anyone")}
    for name in others:
        user = world.people[name]
        with pytest.raises(PermissionDenied):
            confirmed(decision, user)
        with pytest.raises(PermissionDenied):
            actions.save(draft, elsewhere(), revision=decision.revision, by=user)
        with pytest.raises(PermissionDenied):
            actions.return_for_changes(decision, note="No.", by=user)
        with pytest.raises(PermissionDenied):
            actions.withdraw(world.reviews["public"].review, reason="No.", by=user)
    assert state_of(draft)[0] == "draft"


def test_an_editor_whose_role_has_ended_confirms_nothing(draft, editor, second):
    decision = sent(draft, elsewhere(), editor)
    Membership.objects.filter(user=second).delete()
    with pytest.raises(PermissionDenied):
        confirmed(decision, second)


# --- What was looked at ----------------------------------------------------------------------------------------------


def add_a_statement(world, draft):
    made = world.reviews["draft"]
    LearningItem.objects.create(review=draft, document=made.document, position=99, kind="finding", text="One more.")


def change_the_words(world, draft):
    LearningItem.objects.filter(pk=world.reviews["draft"].item.pk).update(text="Other words.")


def ask_for_more(world, draft):
    ReviewKind.objects.filter(reviews=draft).update(must_agree=["the probation service"])


def change_the_audience(world, draft):
    Review.objects.filter(pk=draft.pk).update(audience="partnership")


def take_back_and_send_again(world, draft):
    decision, editor = PublicationDecision.objects.get(), world.people["partnership-editor"]
    actions.withdraw_proposal(decision, by=editor)
    sent(draft, elsewhere(address="https://example.org/another"), editor)


@pytest.mark.parametrize(
    "change", [add_a_statement, change_the_words, ask_for_more, change_the_audience, take_back_and_send_again]
)
def test_nothing_changes_between_looking_and_confirming(world, draft, editor, second, change):
    decision = sent(draft, elsewhere(), editor)
    seen = mark_of(decision)
    change(world, draft)
    with pytest.raises(ValidationError, match="Something has changed since"):
        actions.confirm(decision, seen=seen, by=second)
    assert state_of(draft)[0] == "draft"


def test_other_apps_say_what_else_is_looked_at(draft, editor, second, monkeypatch):
    revision = ["1"]
    monkeypatch.setattr(rules, "SHOWN", [lambda review: revision[0]])
    decision = sent(draft, elsewhere(), editor)
    seen = mark_of(decision)
    revision[0] = "2"
    with pytest.raises(ValidationError, match="Something has changed since"):
        actions.confirm(decision, seen=seen, by=second)


def test_a_decision_that_was_sent_is_not_edited(draft, editor, second):
    decision = sent(draft, elsewhere(), editor)
    with pytest.raises(ValidationError, match="awaiting confirmation"):
        actions.save(draft, elsewhere(address="https://example.org/b"), revision=decision.revision, by=second)


def test_an_editor_does_not_overwrite_another(draft, editor, second):
    first = saved(draft, elsewhere(), editor)
    with pytest.raises(ValidationError, match="Someone else saved"):
        actions.save(draft, elsewhere(address="https://example.org/b"), revision=first.revision - 1, by=second)
    again = actions.save(draft, elsewhere(), revision=first.revision - 1, by=editor)  # a second click
    assert again.revision == first.revision
    with pytest.raises(ValidationError, match="Someone else saved"):
        actions.send(first, revision=first.revision - 1, by=second)


# --- All or nothing --------------------------------------------------------------------------------------------------


def test_what_other_apps_do_first_is_published_with_it(world, draft, editor, second, monkeypatch):
    def prepare(review, user):
        assert user == second
        Review.objects.filter(pk=review.pk).update(title="Made from a working copy")

    monkeypatch.setattr(actions, "BEFORE_PUBLISHING", [prepare])
    assert confirmed(sent(draft, elsewhere(), editor), second)
    assert Review.objects.get(pk=draft.pk).title == "Made from a working copy"
    assert state_of(draft)[0] == "published"


def test_what_other_apps_refuse_publishes_nothing(draft, editor, second):
    def prepare(review, user):
        Review.objects.filter(pk=review.pk).update(title="Half done")
        raise ValidationError("There is nothing to publish.")

    decision, before = sent(draft, elsewhere(), editor), draft.history.count()
    BEFORE_PUBLISHING.append(prepare)
    try:
        with pytest.raises(ValidationError, match="There is nothing to publish"):
            confirmed(decision, second)
    finally:
        BEFORE_PUBLISHING.remove(prepare)
    assert (state_of(draft), draft.history.count()) == (("draft", "public"), before)
    assert Review.objects.get(pk=draft.pk).title != "Half done"
    assert PublicationDecision.objects.get().is_proposed


def test_a_crash_after_publishing_undoes_it(draft, editor, second, monkeypatch):
    decision = sent(draft, elsewhere(), editor)

    def crash(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(notifications, "notify", crash)
    with pytest.raises(RuntimeError):
        confirmed(decision, second)
    assert state_of(draft)[0] == "draft"
    assert PublicationDecision.objects.get().is_proposed


def test_other_apps_may_refuse_that_it_is_sent(draft, editor, monkeypatch):
    def refuse(review):
        raise ValidationError("Write something first.")

    decision = saved(draft, elsewhere(), editor)
    BEFORE_SENDING.append(refuse)
    try:
        with pytest.raises(ValidationError, match="Write something first"):
            actions.send(decision, revision=decision.revision, by=editor)
    finally:
        BEFORE_SENDING.remove(refuse)


def test_a_review_that_cannot_be_published_is_not(world, draft, editor, second):
    other = Review.objects.create(code="R9199", slug="bare", title="Bare", added_on="2026-11-21")
    other.partnerships.add(world.partnership)
    with pytest.raises(ValidationError, match="add the document that it quotes"):
        confirmed(sent(other, elsewhere(), editor), second)
    assert state_of(other)[0] == "draft"


# --- Returned and withdrawn ------------------------------------------------------------------------------------------


def test_it_comes_back_with_a_note_and_is_sent_again(draft, editor, second):
    decision = sent(draft, here(draft), editor)
    mail.outbox.clear()
    with pytest.raises(ValidationError, match="Enter what has to change"):
        actions.return_for_changes(decision, note=" ", by=second)
    actions.return_for_changes(decision, note="Name the minute.", by=second)
    assert [message.to for message in mail.outbox] == [[editor.email]]
    with pytest.raises(ValidationError, match="no longer awaiting confirmation"):
        confirmed(decision, second)
    held = PublicationDecision.objects.get()
    assert (held.state, held.return_note, held.returned_by) == (State.DRAFT, "Name the minute.", second)
    assert confirmed(sent(draft, here(draft, minute="Minute 8"), editor), second)
    assert "Name the minute." in [row.return_note for row in held.history.all()]


def test_only_its_sender_takes_it_back(draft, editor, second):
    decision = sent(draft, elsewhere(), editor)
    with pytest.raises(PermissionDenied):
        actions.withdraw_proposal(decision, by=second)
    actions.withdraw_proposal(decision, by=editor)
    assert PublicationDecision.objects.get().address == elsewhere().values["address"]
    with pytest.raises(ValidationError, match="no longer awaiting confirmation"):
        actions.withdraw_proposal(decision, by=editor)


# --- Emails ----------------------------------------------------------------------------------------------------------


def test_emails_name_the_reference_only(draft, editor, second):
    mail.outbox.clear()
    decision = sent(draft, here(draft), editor)
    confirmed(decision, second)
    assert [(message.to, message.subject.partition(" –")[0]) for message in mail.outbox] == [
        ([second.email], f"Decision to confirm ({draft.code})"),
        ([editor.email], f"Decision confirmed ({draft.code})"),
    ]
    for message in mail.outbox:
        words = message.body + message.alternatives[0].content
        assert f"/manage/decisions/{decision.pk}/" in words
        assert "contains no case information" in words
        for secret in (draft.title, draft.slug, "Minute 7", "executive group", "Wren"):
            assert secret not in words
