"""The named world with a row of every model that can contain words, and two administrators."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.core import signing
from django_tasks_db.models import DBTaskResult

from learning.models import (
    Agency,
    AgencyKind,
    DocumentFile,
    ErrorReport,
    HiddenRecord,
    Hiding,
    IdentityDecision,
    IdentityWord,
    LaterNote,
    Membership,
    NamedAgency,
    OldAddress,
    OldReference,
    OldSlug,
    OriginalFile,
    Resource,
    Role,
    SourceWording,
    ThemeProposal,
)
from learning.published_changes import note_change
from recommendations.actions import asking, assuring, commenting, drafting
from recommendations.models import ConflictingDraft, EvidenceFile, Passage, Response, ResponseStep, ResponseVersion
from reviews_portal.accounts.models import ApprovedDomain
from reviews_portal.briefings.models import Briefing, BriefingApproval, Edition, LongExport, PartnershipSummary
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.models import ConflictingRow, SourceBlock
from reviews_portal.groups import ADMINISTRATORS
from reviews_portal.imports.models import HeadingName, ImportJob
from reviews_portal.interchange.models import ReviewOrigin
from reviews_portal.outbox.models import OutboxMessage
from reviews_portal.outbox.tasks import deliver
from reviews_portal.publication.models import PublicationDecision
from reviews_portal.redaction import actions
from reviews_portal.redaction.models import Redaction
from tests.redaction.planting import PASSAGE, WHY, plant
from tests.world import World, make_user, make_world, publish_version


def make_everything() -> World:
    """Return the world with at least one row of each model that can hold people's words.

    A new model needs a row here: test_there_is_a_row_of_every_model names it.
    """
    world = make_world()
    made, people = world.reviews["public"], world.people
    people["second-administrator"] = make_user("second", ADMINISTRATORS, is_staff=True)
    people["writer"] = make_user("writer")
    agency = Agency.objects.create(
        name="Northshire Health", slug="northshire-health", kind=AgencyKind.objects.get(slug="health-provider")
    )
    agency.partnerships.add(world.partnership)
    Agency.objects.create(name="Quokka Joint Board", slug="joint-quokka", kind=agency.kind)
    Membership.objects.create(user=people["writer"], role=Role.AGENCY_EDITOR, agency=agency)
    editor, writer = people["partnership-editor"], people["writer"]
    NamedAgency.objects.create(review=made.review, agency=agency)
    edition = Edition.objects.create(code="AAAAAAAA", digest="0", outline={"title": "A briefing."}, sight=["anyone"])
    Briefing.objects.create(owner=writer, name="A briefing", plan={"title": "A briefing."}, edition=edition)
    asked, _ = asking.ask(
        made.recommendation,
        [agency, made.agency],
        asked_by=world.partnership,
        by=editor,
        due_on=date(2099, 1, 1),
        note="A note.",
    ).new
    draft = drafting.draft_for(asked.recommendation, agency, by=writer)
    draft = drafting.save_draft(draft, {"text": "A draft."}, revision=0, by=writer)
    ConflictingDraft.objects.create(draft=draft, by=writer, typed={"text": "Too late."})
    # Precise to the second, like times in fixtures.
    noon, signed = datetime(2026, 1, 1, 12, tzinfo=UTC), {"signed_off_by": "Head", "signed_off_on": date(2026, 1, 1)}
    passage = Passage.objects.create(document=made.document, number=1, text="We answer together.", place="page 1")
    joint = Response.objects.create(recommendation=made.recommendation, agency=Agency.objects.get(slug="joint-quokka"))
    ResponseStep.objects.create(
        version=ResponseVersion.objects.create(response=joint, number=1, passage=passage, created_at=noon),
        action="published",
        at=noon,
    )
    publish_version(made.response, "A newer answer.", created_at=noon, **signed)
    commenting.comment(asked, by=people["scrutineer"], text="A comment.")
    assuring.assure(
        made.response.versions.get(number=2),
        partnership=world.partnership,
        by=editor,
        judgement="assured",
        judged_on=date(2026, 1, 1),
        deciding_body="Board",
        meeting="January",
        evidence="Seen.",
        link="https://example.org/seen",
        evidence_files=[EvidenceFile.of("seen.txt", b"Seen.")],
        evidence_on=date(2026, 1, 1),
        shows="activity",
    )
    SourceWording.objects.create(
        review=made.review, document=made.document, reference=made.item.reference, text="Other words."
    )
    LaterNote.objects.create(item=made.item, dated=date(2026, 1, 1), text="Since then.", author=editor)
    made.review.stages.create(stage="awaiting-trial", reached_on=date(2026, 1, 1), delay_reason="The trial is listed.")
    ThemeProposal.objects.create(
        partnership=world.partnership,
        name="A theme",
        group="harm",
        scope_note="What belongs here.",
        aliases=["Other words"],
        reason="It is missing.",
        proposed_by=editor,
        state="declined",
        decided_at=noon,
        decision_reason="It is there.",
    )
    OldAddress.objects.create(review=made.review, slug="an-older-address")
    OldSlug.objects.create(kind="theme", slug="an-older-theme", record=1)
    ErrorReport.objects.create(
        kind="error", about="A page", text="Wrong.", reply_to="reader@example.org", handling="-"
    )
    LogEntry.objects.create(
        user=people["administrator"], action_flag=CHANGE, object_id="1", object_repr="Something", change_message="[]"
    )
    OutboxMessage.objects.create(
        message_id="<1@portal>", sender="portal@example.org", recipients=["writer@example.org"], subject="A subject"
    )
    ApprovedDomain.objects.create(domain="health.example", note="A trust.")
    UserSession.objects.create(user=writer, ip="203.0.113.1", session_key="a key", user_agent="A browser")
    SocialAccount.objects.create(user=writer, provider="organisation", uid="1", extra_data={"name": "A writer"})
    deliver.enqueue()
    DBTaskResult.objects.update(status="SUCCESSFUL", finished_at=noon)
    Redaction.objects.create(
        passage="words of another proposal", reason="Another.", proposed_by=editor, length=4, digest="d"
    )
    long = LongExport.objects.create(edition=edition, outline=edition.outline, format="pdf", name="a.pdf", total=1)
    long.parts.create(attempt=1, number=0, content=b"Of a file.")
    PartnershipSummary.objects.create(
        review=made.review, part="learnt", text="A summary.", references=[made.item.reference]
    )
    BriefingApproval.objects.create(
        review=made.review, partnership=world.partnership, approved_by=editor, acted_as="An editor", digest="0"
    )
    PublicationDecision.objects.create(
        review=made.review,
        ground="here",
        audience="public",
        deciding_body="The board",
        minute="Minute 7",
        items=[{"sort": "agreement", "name": "the police", "by": "Head", "on": "2026-01-01", "reason": ""}],
        family_wishes="None stated.",
    )
    hiding = Hiding.objects.create(
        review=made.review,
        what="statement",
        reference=made.item.reference,
        reason="Why.",
        hidden_by=editor,
        hidden_as="An editor",
        decide_by=date(2026, 1, 5),
        outcome="restored",
        note="Looked at.",
        decided_by=people["administrator"],
        decided_as="An administrator",
        decided_at=noon,
    )
    HiddenRecord.objects.create(hiding=hiding, reference="R0000-1")
    IdentityDecision.objects.create(
        review=made.review, kind="name", found="A name", reason="other", note="Why.", by=editor, acted_as="An editor"
    )
    IdentityWord.objects.create(word_list="jobs", word="lamplighter")
    Resource.objects.filter(title="Reading quokka0").update(address="https://example.org/", address_state="given")
    original = OriginalFile.objects.create(digest="0" * 64, format="pdf", size=1)
    DocumentFile.objects.create(document=made.document, original=original, text="Of a file.")
    copy = open_copy(made.review, by=editor)
    ConflictingRow.objects.create(row=copy.rows.first(), by=editor, typed={"words": "What was typed."})
    SourceBlock.objects.create(copy=copy, document=made.document, number=0, kind="paragraph", text="Of a document.")
    HeadingName.objects.create(name="What we saw", type="finding")
    ImportJob.objects.create(by=editor, file_name="a.txt", content=b"Of a file.", size=10)
    ReviewOrigin.objects.create(review=made.review, portal="https://portal.example.org", code="R0007", references=99)
    note_change(made.review.pk, made.item.reference, "A word had been left out.")
    OldReference.objects.create(review=made.review, reference="R9000-999")
    for model in apps.get_models():
        if hasattr(model, "history") and (record := model._base_manager.order_by("-pk").first()):
            record.save()  # which writes history
    return world


@pytest.fixture(scope="session")
def maker() -> Callable[[], World]:
    """Return the function that makes the world for these tests."""
    return make_everything


def typed_before_signing_in(text: str) -> str:
    """Return what a session stores of the text that somebody typed before signing in again."""
    return signing.dumps({"path": "/responses/1/", "typed": {"text": [text]}}, salt="kept", compress=True)


def plant_passage(world: World) -> None:
    """Put the passage into a row of each model."""
    world.made["planted"] = plant(PASSAGE, world.reviews["public"])


def propose(world: World) -> None:
    """Let an administrator propose to redact the passage."""
    world.made["proposed"] = actions.propose(PASSAGE, reason=WHY, by=world.people["administrator"])


@pytest.fixture(scope="session")
def stages() -> dict[str, Callable[[World], None]]:
    """Return the stages that these tests add to the world."""
    return {"planted": plant_passage, "proposed": propose}


@pytest.fixture
def planted(world) -> dict[str, Any]:
    """Return the keys of the rows that hold the passage."""
    return world.made["planted"]


@pytest.fixture
def proposed(world, planted) -> Redaction:
    """Return a redaction of the passage that one administrator proposed."""
    return world.made["proposed"]
