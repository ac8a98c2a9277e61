"""A partnership asks and chases; only its own editors, and each agency once."""

from io import StringIO

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from learning.models import Agency
from recommendations.actions import asking, checking
from recommendations.models import ResponseRequest
from tests.recommendations.conftest import in_days, told


def test_many_agencies_are_asked_at_once_each_once(world, asked, agency):
    other = Agency.objects.create(name="Northshire Police", slug="northshire-police", kind=agency.kind)
    made = asking.ask(
        asked.recommendation,
        [agency, other],
        asked_by=world.partnership,
        by=world.people["partnership-editor"],
        due_on=in_days(10),
    )
    assert [one.agency for one in made.new] == [other]
    assert made.before == [asked]
    asked.refresh_from_db()
    assert asked.due_on == in_days(30)
    assert told("Response requested") == ["second-writer", "writer"]


@pytest.mark.parametrize(
    "who", ["other-editor", "member", "scrutineer", "agency-editor", "administrator", "practitioner"]
)
def test_only_its_own_editors_ask_for_a_partnership(world, agency, who):
    with pytest.raises(PermissionDenied):
        asking.ask(
            world.reviews["public"].recommendation,
            [agency],
            asked_by=world.partnership,
            by=world.people[who],
            due_on=in_days(1),
        )


def test_nobody_asks_about_what_they_may_not_see(world, agency):
    other = world.people["other-editor"].memberships.get().partnership
    with pytest.raises(PermissionDenied, match="do not have permission to view"):
        asking.ask(
            world.reviews["partnership"].recommendation,
            [agency],
            asked_by=other,
            by=world.people["other-editor"],
            due_on=in_days(1),
        )


def test_what_cannot_be_asked_is_said_field_by_field(world, agency):
    def ask(recommendation, agencies, due_on) -> dict:
        with pytest.raises(ValidationError) as error:
            asking.ask(
                recommendation,
                agencies,
                asked_by=world.partnership,
                by=world.people["partnership-editor"],
                due_on=due_on,
            )
        return error.value.message_dict

    recommendation = world.reviews["public"].recommendation
    assert "must be today or later" in ask(recommendation, [agency], in_days(-1))["due_on"][0]
    assert "at least one" in ask(recommendation, [], in_days(1))["agencies"][0]
    assert "withdrawn" in ask(world.reviews["withdrawn"].recommendation, [agency], in_days(1))["__all__"][0]
    successor = Agency.objects.create(name="Northshire Trust", slug="northshire-trust", kind=agency.kind)
    agency.succeeded_by, agency.succeeded_on = successor, in_days(-1)
    agency.save()
    assert "Ask Northshire Trust instead" in ask(recommendation, [agency], in_days(1))["agencies"][0]
    assert not ResponseRequest.objects.exists()


def test_a_request_is_chased_stage_by_stage_until_it_is_answered(world, asked, submitted):
    editor = world.people["partnership-editor"]
    with pytest.raises(ValidationError, match="Send a reminder before"):
        asking.chase(asked, by=editor, to="escalated")
    for _click in range(2):
        assert asking.chase(asked, by=editor, to="reminded").chase_stage == "reminded"
    chased = asking.chase(asked, by=editor, to="escalated")
    assert (chased.chase_stage, chased.chased_on) == ("escalated", timezone.localdate())
    assert told("Reminder") == told("Escalated") == ["second-writer", "writer"]
    with pytest.raises(ValidationError, match="already been escalated"):
        asking.chase(asked, by=editor, to="reminded")
    with pytest.raises(PermissionDenied):
        asking.chase(asked, by=world.people["writer"], to="reminded")
    ResponseRequest.objects.update(chase_stage="asked")
    checking.publish_version(submitted, by=editor, deciding_body="Board")
    with pytest.raises(ValidationError, match="nothing to chase"):
        asking.chase(asked, by=editor, to="reminded")


@pytest.mark.parametrize(("days", "times"), [(-3, 1), (0, 1), (14, 1), (15, 0)])
def test_who_does_not_answer_is_reminded_once(asked, days, times):
    ResponseRequest.objects.update(asked_on="2020-01-01", due_on=in_days(days))
    for _run in range(3):
        call_command("send_reminders", stdout=StringIO())
    assert told("Overdue" if days < 0 else "Reminder") == ["second-writer", "writer"] * times
    asked.refresh_from_db()
    assert asked.chase_stage == ("reminded" if times else "asked")


def test_who_has_submitted_is_not_reminded(asked, submitted):
    ResponseRequest.objects.update(due_on=timezone.localdate())
    assert not asking.remind(asked)
    assert told("Reminder") == told("Overdue") == []
