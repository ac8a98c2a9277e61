"""A redaction takes two people and a reason; a proposal tells nobody which words stand where."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from learning.models import Agency, LearningItem, Review, Theme
from recommendations.models import Assurance, ConflictingDraft, ResponseDraft, ResponseVersion
from reviews_portal.outbox.models import OutboxMessage
from reviews_portal.redaction import actions
from reviews_portal.redaction.models import Redaction
from reviews_portal.redaction.occurrences import all_cells_with
from tests.redaction.planting import PASSAGE, WHY, confirm, held


def test_one_person_alone_cannot(world, proposed, refused):
    with pytest.raises(PermissionDenied):
        confirm(proposed, world.people["administrator"])
    assert held(PASSAGE)
    with refused("redaction_takes_two_people"):
        Redaction.objects.filter(pk=proposed.pk).update(
            state="done", passage="", decided_by=proposed.proposed_by, decided_at=timezone.now()
        )


def test_who_does_not_edit_cannot_propose(world, planted):
    for name in ("anyone", "signed-in", "practitioner", "member", "agency-editor", "scrutineer", "writer"):
        with pytest.raises(PermissionDenied):
            actions.propose(PASSAGE, reason=WHY, by=world.people[name])


def test_an_editor_proposes_and_only_an_administrator_confirms(world, planted):
    made = actions.propose(PASSAGE, reason=WHY, by=world.people["partnership-editor"])
    for name in ("partnership-editor", "other-editor", "scrutineer"):
        with pytest.raises(PermissionDenied):
            confirm(made, world.people[name])
    assert confirm(made, world.people["administrator"]).is_done


def test_an_editor_learns_nothing_of_other_partnerships_reviews(world, planted):
    """To propose is no way to find out which words stand in a review that one may not see."""
    with pytest.raises(ValidationError, match="do not appear in the reviews of your partnership"):
        actions.propose(PASSAGE, reason=WHY, by=world.people["other-editor"])
    made = actions.propose(PASSAGE, reason=WHY, by=world.people["partnership-editor"])
    cells = all_cells_with(made.passages())
    seen = actions.cells_seen(cells, world.people["partnership-editor"])
    models = {cell.model for cell in seen}
    assert len(seen) < len(cells)
    assert {LearningItem, ResponseVersion, Review.history.model} <= models
    # Drafts are the agency's own, and notes and evidence those of who wrote them.
    assert not models & {ResponseDraft, ConflictingDraft, Assurance}
    assert not models & {Theme, LogEntry, OutboxMessage, Agency}
    assert not Redaction.objects.visible_to(world.people["other-editor"]).exists()


def test_what_is_proposed_is_checked(world, planted):
    for field, typed in (
        ("reason", "  "),
        ("reason", "She is zorbelina  QUUX."),
        ("replacement", "[Zorbelina Quux]"),
        ("passage", "a"),
        ("passage", "-- !"),
        ("passage", "word " * 13),
        ("passage", "Zorbelina Quuxes"),
    ):
        with pytest.raises(ValidationError) as raised:
            actions.propose(**{"passage": PASSAGE, "reason": WHY} | {field: typed}, by=world.people["administrator"])
        assert set(raised.value.message_dict) == {field}, typed


def test_it_is_proposed_once(world, proposed):
    with pytest.raises(ValidationError, match="already been proposed"):
        actions.propose("zorbelina\nquux", reason=WHY, by=world.people["administrator"])
    confirm(proposed, world.people["second-administrator"])
    with pytest.raises(ValidationError, match="already been redacted"):
        actions.propose(PASSAGE, reason=WHY, by=world.people["administrator"])


def test_an_editor_learns_nothing_by_guessing_what_was_redacted(world, proposed):
    """Each guess is answered alike: words that were redacted, that wait to be, and that stand nowhere."""
    guesses = [PASSAGE, "Nobody Nowhere"]
    for decide in (lambda: confirm(proposed, world.people["second-administrator"]), lambda: None):
        for guess in guesses:
            with pytest.raises(ValidationError, match="do not appear in the reviews of your partnership"):
                actions.propose(guess, reason=WHY, by=world.people["other-editor"])
        decide()


def test_a_refusal_forgets_the_passage_and_changes_nothing(world, proposed):
    before = held(PASSAGE)
    done = actions.refuse(proposed, by=world.people["second-administrator"])
    assert (done.state, done.outcome, done.passage, done.digest) == ("refused", "Rejected", "", "")
    assert held(PASSAGE) == before
    with pytest.raises(ValidationError, match="already been decided"):
        confirm(proposed, world.people["second-administrator"])


def test_who_proposed_it_takes_it_back_and_nobody_else(world, planted):
    made = actions.propose(PASSAGE, reason=WHY, by=world.people["partnership-editor"])
    with pytest.raises(PermissionDenied):
        actions.refuse(made, by=world.people["other-editor"])
    made = actions.refuse(made, by=world.people["partnership-editor"])
    assert (made.state, made.outcome) == ("refused", "Withdrawn")


def test_the_passage_is_not_kept_once_it_is_decided(world, proposed, refused):
    done = confirm(proposed, world.people["second-administrator"])
    with refused("redaction_forgets_its_passage"):
        Redaction.objects.filter(pk=done.pk).update(passage="Something")
    other = Redaction.objects.open().get()
    with refused("redaction_forgets_its_passage"):
        Redaction.objects.filter(pk=other.pk).update(passage="")
    with refused("redaction_refused_forgets_its_digest"):
        Redaction.objects.filter(pk=other.pk).update(
            state="refused", passage="", decided_by=done.decided_by, decided_at=timezone.now()
        )
    with refused("redaction_decision_whole"):
        Redaction.objects.filter(pk=done.pk).update(decided_at=None)
    with refused("redaction_has_reason"):
        Redaction.objects.filter(pk=done.pk).update(reason="")


def test_another_proposal_of_the_same_words_is_closed(world, planted, mailoutbox):
    by = world.people["administrator"]
    longer = actions.propose(PASSAGE, reason=WHY, by=by)
    shorter = actions.propose("Zorbelina", reason=WHY, by=by)
    confirm(shorter, world.people["second-administrator"])
    longer.refresh_from_db()
    assert (longer.state, longer.passage) == ("refused", "")
    (told,) = [message.body for message in mailoutbox if f"Redaction {longer.pk}: rejected" in message.subject]
    assert "has been rejected, because another redaction has replaced the words." in told


def test_people_are_told_without_a_word_of_it(world, planted, mailoutbox):
    editor = world.people["partnership-editor"]
    mailoutbox.clear()
    made = actions.propose(PASSAGE, reason=WHY, by=editor)
    assert {message.to[0] for message in mailoutbox} == {"boss@example.org", "second@example.org"}
    confirm(made, world.people["administrator"])
    assert mailoutbox[-1].to == [editor.email]
    for message in mailoutbox:
        for word in ("Zorbelina", "sister"):
            assert word not in str(message.message())
