"""A request in the named world: its partnership asks the agency of the public review."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from learning.models import Agency, AgencyKind, Membership, Role
from recommendations.actions import asking, assuring, checking, drafting
from recommendations.models import Assurance, Response, ResponseDraft, ResponseRequest, ResponseVersion
from tests.world import World, make_user

WHOLE = {
    "text": "We changed how we ask.",
    "acceptance": "accepted",
    "progress": "in-progress",
    "signed_off_by": "Head of safeguarding",
}
PDF = b"%PDF-1.7\n%%EOF\n"
ROLES = ["anyone", "signed-in", "practitioner", "member", "agency-editor", "writer", "scrutineer",
         "partnership-editor", "other-editor", "administrator"]  # fmt: skip
STAFF = {"writer": 200, "scrutineer": 200, "partnership-editor": 200, "administrator": 200}


def in_days(number: int):
    """Return the date this number of days from today."""
    return timezone.localdate() + timedelta(days=number)


def told(subject: str) -> list[str]:
    """Return the addresses that got an email with these words in its subject."""
    return sorted(message.to[0].partition("@")[0] for message in mail.outbox if subject in message.subject)


def typed(draft: ResponseDraft, **changes) -> dict[str, object]:
    """Return the data that the form of this draft sends."""
    return WHOLE | {"signed_off_on": str(timezone.localdate()), "revision": draft.revision} | changes


def read(client, address: str) -> str:
    """Return the words of a page or a file, which may be streamed, without Markdown's marks."""
    return b"".join(client.get(address)).decode("utf-8-sig").replace("\\", "")


def page_of(asked: ResponseRequest, rest: str = "") -> str:
    return f"/responses/{asked.pk}/{rest}"


def make_agency(world: World) -> None:
    """Make an agency of the world's partnership that has an editor and has answered nothing."""
    agency = Agency.objects.create(
        name="Northshire Health", slug="northshire-health", kind=AgencyKind.objects.get(slug="health-provider")
    )
    agency.partnerships.add(world.partnership)
    for name in ("writer", "second-writer"):
        world.people[name] = make_user(name)
        Membership.objects.create(user=world.people[name], role=Role.AGENCY_EDITOR, agency=agency)
    world.people["second-editor"] = make_user("second-editor")
    Membership.objects.create(
        user=world.people["second-editor"], role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership
    )
    world.made["agency"] = agency


def make_request(world: World) -> None:
    """Make the partnership's request to that agency about the public recommendation."""
    made = asking.ask(
        world.reviews["public"].recommendation,
        [world.made["agency"]],
        asked_by=world.partnership,
        by=world.people["partnership-editor"],
        due_on=in_days(30),
    )
    world.made["asked"] = made.new[0]


def make_draft(world: World) -> None:
    """Make a complete draft of the agency's response."""
    asked, writer = world.made["asked"], world.people["writer"]
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=writer)
    values = WHOLE | {"signed_off_on": timezone.localdate()}
    world.made["draft"] = drafting.save_draft(draft, values, revision=0, by=writer)


def submit(world: World) -> None:
    """Submit the draft."""
    draft = world.made["draft"]
    world.made["submitted"] = drafting.submit(draft, revision=draft.revision, by=world.people["writer"])


def publish(world: World) -> None:
    """Publish the submitted version."""
    submitted = world.made["submitted"]
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Board")
    world.made["published"] = submitted.response


@pytest.fixture(scope="session")
def stages() -> dict[str, Callable[[World], None]]:
    """Return the stages that these tests add to the world."""
    return {
        "agency": make_agency,
        "asked": make_request,
        "draft": make_draft,
        "submitted": submit,
        "published": publish,
    }


@pytest.fixture
def agency(world: World) -> Agency:
    """Return an agency of the world's partnership that has an editor and has answered nothing."""
    return world.made["agency"]


@pytest.fixture
def asked(world: World, agency: Agency) -> ResponseRequest:
    """Return the partnership's request to that agency about the public recommendation."""
    return world.made["asked"]


@pytest.fixture
def draft(world: World, asked: ResponseRequest) -> ResponseDraft:
    """Return a complete draft of the agency's response."""
    return world.made["draft"]


@pytest.fixture
def submitted(world: World, draft: ResponseDraft) -> ResponseVersion:
    """Return the submitted version."""
    return world.made["submitted"]


@pytest.fixture
def published(world: World, submitted: ResponseVersion) -> Response:
    """Return the response with that version published."""
    return world.made["published"]


def judged(world: World, response: Response, **changes) -> Assurance:
    """Return the partnership's judgement on the published version of a response: assured, unless changed."""
    values = {
        "partnership": world.partnership,
        "by": world.people["partnership-editor"],
        "judgement": "assured",
        "judged_on": timezone.localdate(),
        "deciding_body": "Board",
        "evidence": "An audit of ten records.",
        "evidence_on": in_days(-3),
        "shows": "change-in-practice",
    }
    version = response.versions.current().first() or response.versions.first()
    return assuring.assure(version, **values | changes)
