"""Only an agency's own editors write, nothing typed is lost, and what is submitted is whole."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from learning.actions import withdraw_review
from learning.models import Agency, Membership, Role
from recommendations.actions import checking, drafting
from recommendations.actions.drafting import SavedInBetween
from recommendations.models import ConflictingDraft, ResponseDraft, ResponseVersion
from tests.recommendations.conftest import in_days, told
from tests.world import make_user


@pytest.mark.parametrize("who", ["partnership-editor", "agency-editor", "administrator", "scrutineer", "practitioner"])
def test_only_an_agencys_own_editors_write_for_it(world, asked, draft, who):
    with pytest.raises(PermissionDenied):
        drafting.draft_for(asked.recommendation, asked.agency, by=world.people[who])
    with pytest.raises(PermissionDenied):
        drafting.save_draft(draft, {"text": "Mine."}, revision=draft.revision, by=world.people[who])
    with pytest.raises(PermissionDenied):
        drafting.submit(draft, revision=draft.revision, by=world.people[who])


def test_an_agency_that_nobody_asked_writes_nothing(world, agency):
    with pytest.raises(PermissionDenied, match="has not been asked"):
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


def test_saving_an_older_draft_without_its_invisible_characters_is_no_change(world, draft):
    ResponseDraft.objects.filter(pk=draft.pk).update(text="Well\u00ading.\r\nMore.")
    draft.refresh_from_db()
    typed = {"text": "Welling.\nMore."}
    again = drafting.save_draft(draft, typed, revision=1, by=world.people["second-writer"])
    assert (again.revision, again.saved_by) == (1, world.people["writer"])


def test_who_saves_late_writes_over_nothing_and_loses_nothing(world, draft):
    first, second = world.people["writer"], world.people["second-writer"]
    drafting.save_draft(draft, {"text": "First."}, revision=1, by=first)
    with pytest.raises(SavedInBetween) as late:
        drafting.save_draft(draft, {"text": "Second."}, revision=1, by=second)
    draft.refresh_from_db()
    assert (draft.text, draft.revision) == ("First.", 2)
    kept = ConflictingDraft.objects.get()
    assert late.value.kept == kept
    assert (kept.by, kept.typed["text"]) == (second, "Second.")
    assert drafting.save_draft(draft, {"text": "Both."}, revision=2, by=second).text == "Both."


def test_a_submitted_version_says_what_the_draft_says(world, draft, submitted):
    assert submitted.field_values() == draft.field_values()
    assert (submitted.text, submitted.number) == (draft.text, 1)
    assert [(step.action, step.actor) for step in submitted.steps.all()] == [("submitted", world.people["writer"])]
    assert told("Response to check") == ["editor", "second-editor"]


def test_a_second_click_submits_nothing_again(world, draft, submitted):
    assert drafting.submit(draft, revision=draft.revision, by=world.people["writer"]) == submitted
    assert ResponseVersion.objects.filter(response=draft.response).count() == 1


def test_another_version_is_submitted_only_when_the_first_is_decided(world, draft, submitted):
    writer = world.people["writer"]
    draft = drafting.save_draft(draft, {"text": "More."}, revision=draft.revision, by=writer)
    with pytest.raises(ValidationError, match="awaiting partnership check"):
        drafting.submit(draft, revision=draft.revision, by=writer)
    checking.return_version(submitted, by=world.people["partnership-editor"], comment="Say since when.")
    assert drafting.submit(draft, revision=draft.revision, by=writer).number == 2


def test_the_same_words_are_not_submitted_again_when_they_are_decided(world, draft, submitted):
    """A browser that got no answer sends them again."""
    writer, editor = world.people["writer"], world.people["partnership-editor"]
    checking.publish_version(submitted, by=editor, deciding_body="Group")
    with pytest.raises(ValidationError, match="already decided on this version"):
        drafting.submit(draft, revision=draft.revision, by=writer)
    checking.withdraw_version(submitted, by=editor, reason="To be checked again.")
    again = drafting.submit(draft, revision=draft.revision, by=writer)
    checking.return_version(again, by=editor, comment="Say since when.")
    with pytest.raises(ValidationError, match="already decided on this version"):
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
        ({"progress": "delayed", "progress_reason": "Staff left.", "new_date": in_days(-1)}, "new_date"),
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


def test_a_reason_or_date_of_another_answer_stays_in_the_draft_and_is_not_submitted(world, draft):
    """It was typed before somebody chose otherwise; a date that would be refused is in no way."""
    writer = world.people["writer"]
    other = {"acceptance_reason": "We have another way.", "progress_reason": "Staff left.", "new_date": in_days(-9),
             "completed_on": in_days(9)}  # fmt: skip
    draft = drafting.save_draft(draft, other, revision=draft.revision, by=writer)
    version = drafting.submit(draft, revision=draft.revision, by=writer)
    assert (version.acceptance, version.progress) == ("accepted", "in-progress")
    assert [getattr(version, name) for name in other] == ["", "", None, None]
    draft.refresh_from_db()
    assert {name: getattr(draft, name) for name in other} == other
    assert drafting.submit(draft, revision=draft.revision, by=writer) == version  # a second click


@pytest.mark.parametrize(
    "own",
    [
        {"acceptance": "not-accepted", "acceptance_reason": "We have another way."},
        {"acceptance": "accepted-in-part", "acceptance_reason": "We have another way."},
        {"progress": "delayed", "progress_reason": "Staff left.", "new_date": in_days(0)},
        {"progress": "completed", "completed_on": in_days(0)},
    ],
)
def test_the_reason_and_date_of_an_answer_are_submitted(world, draft, own):
    writer = world.people["writer"]
    draft = drafting.save_draft(draft, own, revision=draft.revision, by=writer)
    version = drafting.submit(draft, revision=draft.revision, by=writer)
    assert {name: getattr(version, name) for name in own} == own


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
    with pytest.raises(ValidationError, match="replaced by Northshire Trust"):
        drafting.submit(draft, revision=draft.revision, by=writer)
    version = drafting.submit(draft, revision=draft.revision, by=heir)
    assert (version.number, version.steps.get().acted_as) == (1, "an editor of Northshire Trust")
