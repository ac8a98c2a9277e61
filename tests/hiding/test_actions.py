"""Who may hide, who may decide, and what each of them is told."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from learning.models import Hiding, Review, Status
from learning.models.hiding import working_days_after
from reviews_portal.audit.models import AuditEntry
from reviews_portal.hiding import actions

NOTE = "We have looked at it."
REASON = "A neighbour could tell who this is."


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 23), date(2026, 11, 25)),  # Monday
        (date(2026, 11, 26), date(2026, 11, 30)),  # Thursday
        (date(2026, 11, 27), date(2026, 12, 1)),  # Friday
        (date(2026, 11, 28), date(2026, 12, 1)),  # Saturday
        (date(2026, 11, 29), date(2026, 12, 1)),  # Sunday
    ],
)
def test_saturdays_and_sundays_do_not_count(day, due):
    assert working_days_after(day, 2) == due


@pytest.mark.parametrize(
    "role", ["signed-in", "practitioner", "member", "agency-editor", "scrutineer", "other-editor"]
)
def test_nobody_else_hides_anything(world, made, role):
    for target in (made.review, made.item, made.recommendation):
        with pytest.raises(PermissionDenied):
            actions.hide(target, reason=REASON, by=world.people[role])
    assert not Hiding.objects.exists()


@pytest.mark.parametrize("role", ["partnership-editor", "administrator"])
def test_an_editor_or_an_administrator_hides_alone_with_a_reason(world, made, role):
    with pytest.raises(ValidationError, match="Enter why this must be hidden"):
        actions.hide(made.item, reason=" ", by=world.people[role])
    hiding = actions.hide(made.item, reason=REASON, by=world.people[role])
    assert hiding.hidden_as == ("an administrator" if role == "administrator" else f"an editor of {world.partnership}")
    assert hiding.decide_by == working_days_after(timezone.localdate(), 2)
    entry = AuditEntry.objects.get(event="hidden")
    assert (entry.by_id, entry.detail) == (world.people[role].pk, f"{made.item.reference} ({hiding.pk})")


def test_what_is_hidden_already_is_hidden_once(made, hide, second):
    first = hide(made.item)
    assert actions.hide(made.item, reason="So do I.", by=second) == first
    assert Hiding.objects.count() == 1


def test_only_what_is_published_can_be_hidden(world, hide):
    with pytest.raises(ValidationError, match="This is not published"):
        hide(world.reviews["draft"].item)


@pytest.mark.parametrize("decision", [actions.restore, actions.withdraw])
def test_whoever_hid_it_does_not_decide_nor_does_anybody_who_does_not_edit_it(world, made, hide, editor, decision):
    hiding = hide(made.item)
    for person in (editor, world.people["other-editor"], world.people["practitioner"], world.people["scrutineer"]):
        with pytest.raises(PermissionDenied):
            decision(hiding, note=NOTE, by=person)
    with pytest.raises(ValidationError, match="Enter the reason"):
        decision(hiding, note="", by=world.people["administrator"])
    hiding.refresh_from_db()
    assert hiding.is_open
    assert hiding.records.exists()


def test_the_database_wants_two_people(made, hide, editor, refused):
    hiding = hide(made.item)
    with refused("hiding_takes_two_people"):
        Hiding.objects.filter(pk=hiding.pk).update(
            outcome="restored", decided_by=editor, decided_at=timezone.now(), decided_as="an editor"
        )


def test_it_is_decided_once_and_what_stays_hidden_can_be_restored_later(made, hide, second):
    hiding = hide(made.item)
    actions.withdraw(hiding, note=NOTE, by=second)
    assert hiding.records.exists()
    with pytest.raises(ValidationError, match="already decided"):
        actions.withdraw(hiding, note=NOTE, by=second)
    actions.restore(hiding, note="It was a mistake.", by=second)
    assert not hiding.records.exists()
    with pytest.raises(ValidationError, match="already decided"):
        actions.restore(hiding, note=NOTE, by=second)


def test_a_review_that_stays_hidden_is_withdrawn(client, made, hide, second):
    hiding = hide(made.review)
    actions.withdraw(hiding, note=NOTE, by=second)
    assert Review.objects.get(pk=made.review.pk).status == Status.WITHDRAWN
    assert not hiding.records.exists()
    assert "This review has been withdrawn" in client.get(made.review.get_absolute_url()).text


def test_an_item_that_stays_hidden_is_said_to_be_withdrawn(client, made, hide, second):
    actions.withdraw(hide(made.item), note=NOTE, by=second)
    answer = client.get(made.item.get_absolute_url())
    assert (answer.status_code, "This item has been withdrawn" in answer.text) == (410, True)
    assert "This item has been withdrawn." in client.get(made.review.get_absolute_url()).text


def test_it_is_restored_after_a_redaction_only_if_there_was_one(world, made, hide, second, decides):
    from reviews_portal.redaction import actions as redaction
    from reviews_portal.redaction.occurrences import all_cells_with, fingerprint

    hiding = hide(made.item)
    assert "Restore after redaction" not in decides.get(hiding.get_absolute_url()).text
    with pytest.raises(ValidationError, match="No redaction has been completed"):
        actions.restore_redacted(hiding, note=NOTE, by=second)
    proposed = redaction.propose(made.item.text, reason="It names the street.", by=second)
    seen = fingerprint(all_cells_with(proposed.passages()), [])
    redaction.confirm(proposed, by=world.people["administrator"], seen=seen)
    assert "Restore after redaction" in decides.get(hiding.get_absolute_url()).text
    actions.restore_redacted(hiding, note=NOTE, by=second)
    hiding.refresh_from_db()
    assert hiding.outcome == "redacted"


def test_of_a_point_hidden_twice_one_decision_shows_nothing(made, hide, second):
    above = made.review.learningitems.get(kind="finding", parent=None)
    below = above.sub_points.get()
    hide(below)
    hiding = hide(above)
    actions.restore(hiding, note=NOTE, by=second)
    shown = type(above).objects.visible_to(None)
    assert shown.filter(pk=above.pk).exists()
    assert not shown.filter(pk=below.pk).exists()


# --- Who is told -----------------------------------------------------------------------------------------------------


def told() -> set[str]:
    """Return who got an email since the last call, after checking that none has words of the case."""
    found = {one.to[0].partition("@")[0] for one in mail.outbox}
    for one in mail.outbox:
        assert "quokka" not in one.subject + one.body + str(one.alternatives)
        assert REASON not in one.body
        assert "/manage/hidden/" in one.body
    mail.outbox.clear()
    return found


def test_all_other_editors_and_the_administrators_are_told(made, hide, second):
    hiding = hide(made.item)
    assert f"{made.item.reference} was hidden" in mail.outbox[0].subject
    assert told() == {"second-editor", "boss"}
    actions.restore(hiding, note=NOTE, by=second)
    assert told() == {"editor", "boss"}


def test_both_sides_are_reminded_once_when_it_is_nearly_due_and_once_when_it_is_over(made, hide, second):
    hiding, today = hide(made.item), timezone.localdate()
    mail.outbox.clear()

    def remind(decide_by: date) -> set[str]:
        Hiding.objects.filter(pk=hiding.pk).update(decide_by=decide_by)
        call_command("send_reminders", verbosity=0)
        call_command("send_reminders", verbosity=0)
        assert len(mail.outbox) == len({one.to[0] for one in mail.outbox})
        return told()

    everybody = {"editor", "second-editor", "boss"}
    assert remind(working_days_after(today, 2)) == set()
    assert remind(working_days_after(today, 1)) == everybody
    assert remind(today) == set()
    assert remind(today - timedelta(days=1)) == everybody
    assert remind(today - timedelta(days=2)) == set()


def test_nobody_is_reminded_of_what_was_decided(made, hide, second):
    hiding = hide(made.item)
    actions.restore(hiding, note=NOTE, by=second)
    Hiding.objects.filter(pk=hiding.pk).update(decide_by=timezone.localdate() - timedelta(days=9))
    mail.outbox.clear()
    call_command("send_reminders", verbosity=0)
    assert told() == set()
