"""Who may do what with a response, what must hold, and who is told."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.utils import timezone

from learning.actions import withdraw_review
from learning.models import Agency, Membership, Role
from recommendations.actions import asking, assuring, checking, commenting, drafting
from recommendations.actions.drafting import SavedInBetween
from recommendations.models import LateText, ResponseDraft, ResponseRequest, ResponseVersion
from tests.world import make_user

from .conftest import WHOLE, in_days


def told(subject: str) -> list[str]:
    """Return who got an e-mail with these words in its subject."""
    return sorted(message.to[0].partition("@")[0] for message in mail.outbox if subject in message.subject)


def messages_of(error) -> str:
    return " ".join(error.value.messages)


# --- Asking ---------------------------------------------------------------------------------------


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
    assert told("Please respond") == ["second-writer", "writer"]


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
    with pytest.raises(PermissionDenied, match="may not see"):
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
    assert "before the day of asking" in ask(recommendation, [agency], in_days(-1))["due_on"][0]
    assert "at least one" in ask(recommendation, [], in_days(1))["agencies"][0]
    assert "withdrawn" in ask(world.reviews["withdrawn"].recommendation, [agency], in_days(1))["__all__"][0]
    successor = Agency.objects.create(name="Northshire Trust", slug="northshire-trust", kind=agency.kind)
    agency.succeeded_by, agency.succeeded_on = successor, in_days(-1)
    agency.save()
    assert "ask Northshire Trust instead" in ask(recommendation, [agency], in_days(1))["agencies"][0]
    assert not ResponseRequest.objects.exists()


def test_a_request_is_chased_stage_by_stage_until_it_is_answered(world, asked, submitted):
    editor = world.people["partnership-editor"]
    with pytest.raises(ValidationError, match="asked already"):
        asking.chase(asked, by=editor, to="escalated")
    for _click in range(2):
        assert asking.chase(asked, by=editor, to="reminded").chase_stage == "reminded"
    chased = asking.chase(asked, by=editor, to="escalated")
    assert (chased.chase_stage, chased.chased_on) == ("escalated", timezone.localdate())
    assert told("Reminded") == told("Escalated") == ["second-writer", "writer"]
    with pytest.raises(ValidationError, match="escalated already"):
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
    assert told("Reminded") == ["second-writer", "writer"] * times
    asked.refresh_from_db()
    assert asked.chase_stage == ("reminded" if times else "asked")


def test_who_has_submitted_is_not_reminded(asked, submitted):
    ResponseRequest.objects.update(due_on=timezone.localdate())
    assert not asking.remind(asked)
    assert told("Reminded") == []


# --- Drafting -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["partnership-editor", "agency-editor", "administrator", "scrutineer", "practitioner"])
def test_only_an_agencys_own_editors_write_for_it(world, asked, draft, who):
    with pytest.raises(PermissionDenied):
        drafting.draft_for(asked.recommendation, asked.agency, by=world.people[who])
    with pytest.raises(PermissionDenied):
        drafting.save_draft(draft, {"text": "Mine."}, revision=draft.revision, by=world.people[who])
    with pytest.raises(PermissionDenied):
        drafting.submit(draft, revision=draft.revision, by=world.people[who])


def test_an_agency_that_nobody_asked_writes_nothing(world, agency):
    with pytest.raises(PermissionDenied, match="Nobody asked"):
        drafting.draft_for(world.reviews["public"].recommendation, agency, by=world.people["writer"])


def test_a_draft_counts_its_changes_and_saving_the_same_is_none(world, draft):
    writer = world.people["writer"]
    assert draft.revision == 1
    assert drafting.save_draft(draft, {"text": "More."}, revision=1, by=writer).revision == 2
    again = drafting.save_draft(draft, {"text": "More."}, revision=1, by=world.people["second-writer"])
    assert (again.revision, again.saved_by) == (2, writer)
    parts = draft.response.recommendation.parts.all()
    assert drafting.save_draft(draft, {"parts": parts[:1]}, revision=2, by=writer).revision == 3
    assert drafting.save_draft(draft, {"parts": parts[:1]}, revision=2, by=writer).revision == 3


def test_who_saves_late_writes_over_nothing_and_loses_nothing(world, draft):
    first, second = world.people["writer"], world.people["second-writer"]
    drafting.save_draft(draft, {"text": "First."}, revision=1, by=first)
    with pytest.raises(SavedInBetween) as late:
        drafting.save_draft(draft, {"text": "Second."}, revision=1, by=second)
    draft.refresh_from_db()
    assert (draft.text, draft.revision) == ("First.", 2)
    kept = LateText.objects.get()
    assert late.value.kept == kept
    assert (kept.by, kept.typed["text"]) == (second, "Second.")
    assert drafting.save_draft(draft, {"text": "Both."}, revision=2, by=second).text == "Both."


def test_a_submitted_version_says_what_the_draft_says(world, draft, submitted):
    assert submitted.stated() == draft.stated()
    assert (submitted.text, submitted.number) == (draft.text, 1)
    assert [(step.action, step.actor) for step in submitted.steps.all()] == [("submitted", world.people["writer"])]
    assert told("waits to be checked") == ["editor", "second-editor"]


def test_a_second_click_submits_nothing_again(world, draft, submitted):
    assert drafting.submit(draft, revision=draft.revision, by=world.people["writer"]) == submitted
    assert ResponseVersion.objects.filter(response=draft.response).count() == 1


def test_another_version_is_submitted_only_when_the_first_is_decided(world, draft, submitted):
    writer = world.people["writer"]
    draft = drafting.save_draft(draft, {"text": "More."}, revision=draft.revision, by=writer)
    with pytest.raises(ValidationError, match="waits to be checked"):
        drafting.submit(draft, revision=draft.revision, by=writer)
    checking.return_version(submitted, by=world.people["partnership-editor"], comment="Say since when.")
    assert drafting.submit(draft, revision=draft.revision, by=writer).number == 2


def test_the_same_words_are_not_submitted_again_when_they_are_decided(world, draft, submitted):
    """A browser that got no answer sends them again."""
    writer, editor = world.people["writer"], world.people["partnership-editor"]
    checking.publish_version(submitted, by=editor, deciding_body="Group")
    with pytest.raises(ValidationError, match="submitted before"):
        drafting.submit(draft, revision=draft.revision, by=writer)
    checking.withdraw_version(submitted, by=editor, reason="To be checked again.")
    again = drafting.submit(draft, revision=draft.revision, by=writer)
    checking.return_version(again, by=editor, comment="Say since when.")
    with pytest.raises(ValidationError, match="submitted before"):
        drafting.submit(draft, revision=draft.revision, by=writer)
    assert ResponseVersion.objects.filter(response=draft.response).count() == 2


def test_a_draft_that_changed_since_it_was_opened_is_not_submitted(world, draft):
    drafting.save_draft(draft, {"text": "Other."}, revision=draft.revision, by=world.people["second-writer"])
    with pytest.raises(ValidationError, match="since you opened it"):
        drafting.submit(draft, revision=draft.revision, by=world.people["writer"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 20_001}, "text"),
        ({"acceptance": "not-stated"}, "acceptance"),
        ({"acceptance": "not-accepted"}, "acceptance_reason"),
        ({"acceptance": "accepted-in-part"}, "acceptance_reason"),
        ({"progress": "not-stated"}, "progress"),
        ({"progress": "delayed", "new_date": in_days(9)}, "progress_reason"),
        ({"progress": "delayed", "progress_reason": "Staff left."}, "new_date"),
        ({"progress": "completed"}, "completed_on"),
        ({"progress": "completed", "completed_on": in_days(1)}, "completed_on"),
        ({"signed_off_by": ""}, "signed_off_by"),
        ({"signed_off_on": None}, "signed_off_on"),
        ({"signed_off_on": in_days(1)}, "signed_off_on"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_the_draft_stays(world, draft, change, field):
    writer = world.people["writer"]
    draft = drafting.save_draft(draft, change, revision=draft.revision, by=writer)
    with pytest.raises(ValidationError) as error:
        drafting.submit(draft, revision=draft.revision, by=writer)
    assert list(error.value.message_dict) == [field]
    assert not ResponseVersion.objects.filter(response=draft.response).exists()
    assert ResponseDraft.objects.get(pk=draft.pk).revision == draft.revision


def test_a_withdrawn_review_is_answered_no_more_and_the_draft_stays(world, draft):
    review = world.reviews["public"].review
    withdraw_review(review, by=world.people["administrator"], reason="It was wrong.")
    writer = world.people["writer"]
    draft = drafting.save_draft(draft, {"text": "More."}, revision=draft.revision, by=writer)
    with pytest.raises(ValidationError, match="kept"):
        drafting.submit(draft, revision=draft.revision, by=writer)


def test_who_succeeded_an_agency_answers_for_it(world, draft):
    agency, writer = draft.response.agency, world.people["writer"]
    successor = Agency.objects.create(name="Northshire Trust", slug="northshire-trust", kind=agency.kind)
    heir = make_user("heir")
    Membership.objects.create(user=heir, role=Role.AGENCY_EDITOR, agency=successor)
    agency.succeeded_by, agency.succeeded_on = successor, timezone.localdate()
    agency.save()
    with pytest.raises(ValidationError, match="succeeded by Northshire Trust"):
        drafting.submit(draft, revision=draft.revision, by=writer)
    assert drafting.submit(draft, revision=draft.revision, by=heir).number == 1


# --- Checking -------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["other-editor", "scrutineer", "member", "writer", "administrator"])
def test_only_editors_of_the_partnership_that_asked_decide(world, submitted, who):
    user = world.people[who]
    for act in (
        lambda: checking.publish_version(submitted, by=user, deciding_body="Board"),
        lambda: checking.return_version(submitted, by=user, comment="No."),
        lambda: checking.withdraw_version(submitted, by=user, reason="No."),
    ):
        with pytest.raises(PermissionDenied):
            act()
    assert submitted.steps.count() == 1


def test_a_version_is_published_once_and_then_withdrawn(world, submitted):
    editor = world.people["partnership-editor"]
    with pytest.raises(ValidationError, match="body that decided"):
        checking.publish_version(submitted, by=editor, deciding_body=" ")
    step = checking.publish_version(submitted, by=editor, deciding_body="Board", meeting="In May")
    assert (step.deciding_body, step.meeting, step.as_only_editor) == ("Board", "In May", False)
    assert submitted in ResponseVersion.objects.current()
    with pytest.raises(ValidationError, match=r"published by editor@example\.org"):
        checking.return_version(submitted, by=editor, comment="Too late.")
    with pytest.raises(ValidationError, match="Say why"):
        checking.withdraw_version(submitted, by=editor, reason="")
    checking.withdraw_version(submitted, by=editor, reason="It named a child.")
    assert submitted not in ResponseVersion.objects.published()
    assert told("is published") == told("is withdrawn") == ["second-writer", "writer"]


def test_a_returned_version_comes_back_with_its_comment(world, submitted):
    with pytest.raises(ValidationError, match="should change"):
        checking.return_version(submitted, by=world.people["partnership-editor"], comment="")
    step = checking.return_version(submitted, by=world.people["partnership-editor"], comment="Say since when.")
    assert step.note == "Say since when."
    assert told("came back") == ["second-writer", "writer"]


def test_nobody_publishes_what_they_submitted_unless_there_is_no_other_editor(world, submitted):
    writer = world.people["writer"]
    Membership.objects.create(user=writer, role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership)
    writer = type(writer).objects.get(pk=writer.pk)
    with pytest.raises(PermissionDenied, match="another editor"):
        checking.publish_version(submitted, by=writer, deciding_body="Board")
    world.partnership.memberships.filter(role=Role.PARTNERSHIP_EDITOR).exclude(user=writer).delete()
    assert checking.publish_version(submitted, by=writer, deciding_body="Board").as_only_editor


# --- Assuring -------------------------------------------------------------------------------------


def judged(world, response, **changes):
    values = {
        "partnership": world.partnership,
        "by": world.people["partnership-editor"],
        "judgement": "assured",
        "judged_on": timezone.localdate(),
        "deciding_body": "Board",
        "evidence": "An audit of ten records.",
        "evidence_on": timezone.localdate() - timedelta(days=3),
        "shows": "change-in-practice",
    }
    return assuring.assure(response, **values | changes)


def test_judgements_stand_beside_each_other(world, submitted):
    response = submitted.response
    with pytest.raises(ValidationError, match="nothing to judge"):
        judged(world, response)
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")
    judged(world, response, judgement="partial", evidence="", evidence_on=None, shows="")
    judged(world, response)
    judged(world, response)
    assert [one.judgement for one in response.assurances.order_by("pk")] == ["partial", "assured"]
    for change, field in (
        ({"evidence": ""}, "evidence"),
        ({"evidence_on": None}, "evidence_on"),
        ({"evidence_on": in_days(1)}, "evidence_on"),
        ({"judged_on": in_days(1)}, "judged_on"),
        ({"deciding_body": ""}, "deciding_body"),
        ({"shows": ""}, "shows"),
    ):
        with pytest.raises(ValidationError) as error:
            judged(world, response, **change)
        assert list(error.value.message_dict) == [field]
    for who in ("writer", "other-editor", "scrutineer", "administrator"):
        with pytest.raises(PermissionDenied):
            judged(world, response, by=world.people[who])


def test_who_is_told_reads_which_partnership_decided(world, asked, submitted):
    """Two may have asked the same."""
    other = world.people["other-editor"]
    theirs = other.memberships.get().partnership
    asking.ask(asked.recommendation, [asked.agency], asked_by=theirs, by=other, due_on=in_days(9))
    checking.return_version(submitted, by=other, comment="Say since when.")
    bodies = [message.body for message in mail.outbox if "came back" in message.subject]
    assert len(bodies) == 2
    assert all(str(theirs) in body and str(world.partnership) not in body for body in bodies)


def test_whoever_succeeded_an_agency_in_the_end_is_told(world, asked):
    before = asked.agency
    for number in range(2):
        heir = Agency.objects.create(name=f"Heir {number}", slug=f"heir-{number}", kind=before.kind)
        Agency.objects.filter(pk=before.pk).update(succeeded_by=heir, succeeded_on=timezone.localdate())
        before = heir
    Membership.objects.create(user=make_user("heir"), role=Role.AGENCY_EDITOR, agency=before)
    asking.chase(asked, by=world.people["partnership-editor"], to="reminded")
    assert told("Reminded") == ["heir", "second-writer", "writer"]


@pytest.mark.parametrize("who", ["partnership-editor", "writer", "member", "administrator", "other-editor"])
def test_only_its_scrutineer_comments(world, asked, who):
    with pytest.raises(PermissionDenied):
        commenting.comment(asked, by=world.people[who], text="Mine.")


def test_e_mails_hold_nothing_of_a_case(world, asked, submitted):
    made = world.reviews["public"]
    assert mail.outbox
    for message in mail.outbox:
        text = " ".join([message.subject, message.body, *(str(one[0]) for one in message.alternatives)])
        assert made.word not in text
        assert WHOLE["text"] not in text
        assert made.review.code not in text
        assert f"/responses/{asked.pk}/" in text
