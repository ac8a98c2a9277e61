"""The words of each email, to the letter, in plain text and, as a reader sees them, in HTML."""

from collections.abc import Callable
from datetime import date
from html import escape

import pytest
from django.conf import settings
from django.core import mail
from django.utils import timezone

from learning.models import Agency, Membership, Partnership, Role
from learning.utils.dates import written_out
from recommendations import notifications
from recommendations.actions import asking, checking, commenting, drafting
from recommendations.models import ChaseStage, ResponseRequest
from reviews_portal.people import actions as people
from reviews_portal.redaction import actions as redaction
from tests.recommendations.conftest import WHOLE, in_days, make_agency
from tests.white_space import collapsed
from tests.world import World, make_user

pytestmark = pytest.mark.usefixtures("agency")  # with the awkward names, below
SIGN_IN = "Sign in to view"
RESPONSES = "You received this email because you work on responses to recommendations."
NEW_ROLE = "You received this email because you have been given a new role."
ROLE_ENDED = "You received this email because your role has ended."
TEXT = """{words}

{link}:
{address}

{name}
{why} This email contains no case information.

"""
HTML = """<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>{name}</title></head>
<body>
<p>{words}</p>
<p><a href="{address}">{link}</a></p>
<p>{name}<br>{why} This email contains no case information.</p>
</body>
</html>
"""


def make_awkward_agency(world: World) -> None:
    """Make the agency, and give it and the partnership names that HTML must escape, and plain text must not."""
    make_agency(world)
    world.made["agency"].name = "Health & “Care” <North's>"
    world.made["agency"].save()
    world.partnership.name = "Northshire's & Co"
    world.partnership.save()


@pytest.fixture(scope="session")
def stages(stages) -> dict[str, Callable[[World], None]]:
    """Return what is made in the world for these tests: all with those names."""
    return stages | {"agency": make_awkward_agency}


def assert_sent(subject: str, words: str, path: str, link: str = SIGN_IN, why: str = RESPONSES) -> None:
    """Check that the last email says exactly this, and forget all that were sent."""
    message = mail.outbox[-1]
    said = {"words": words, "link": link, "why": why, "address": settings.PORTAL_ADDRESS + path}
    said["name"] = settings.PORTAL_NAME
    assert message.subject == (subject if said["name"] in subject else f"{subject} – {settings.PORTAL_NAME}")
    assert message.body == TEXT.format(**said)
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    expected = HTML.format(**{name: escape(value) for name, value in said.items()})
    assert collapsed(html) == collapsed(expected)
    mail.outbox.clear()


def test_emails_about_a_request(world, asked):
    editor, due = world.people["partnership-editor"], written_out(asked.due_on)
    agency, partnership = Agency.objects.get(pk=asked.agency_id), Partnership.objects.get(pk=asked.asked_by_id)
    reference = asked.recommendation.reference
    one = f"{partnership} has asked {agency} to respond to recommendation {reference} by {due}."
    assert_sent(f"Response requested by {due} ({reference})", one, f"/responses/{asked.pk}/")
    other = ResponseRequest(
        recommendation=asked.recommendation, agency=agency, asked_by=partnership, due_on=date(2031, 2, 1)
    )
    notifications.requested([other, asked])
    two = f"{partnership} has asked {agency} to respond to 2 recommendations. The first response is due by {due}."
    assert_sent(f"2 responses requested, the first by {due}", two, "/responses/")
    waits = f"{partnership} has asked {agency} to respond to recommendation {reference}."
    asking.chase(asked, by=editor, to=ChaseStage.REMINDED)
    subject = f"Reminder: response due {due} ({reference})"
    assert_sent(subject, f"{waits} The response is due on {due}.", f"/responses/{asked.pk}/")
    due = written_out(in_days(-1))
    ResponseRequest.objects.filter(pk=asked.pk).update(
        asked_on=in_days(-9), due_on=in_days(-1), chase_stage=ChaseStage.ASKED
    )
    asking.chase(asked, by=editor, to=ChaseStage.REMINDED)
    subject = f"Overdue: response was due {due} ({reference})"
    assert_sent(subject, f"{waits} The response was due on {due}.", f"/responses/{asked.pk}/")
    asking.chase(asked, by=editor, to=ChaseStage.ESCALATED)
    escalated = (
        f"{asked.asked_by} has escalated its request to {asked.agency} about recommendation {reference}."
        " Tell your manager."
    )
    subject = f"Escalated: response was due {due} ({reference})"
    assert_sent(subject, f"{escalated} The response was due on {due}.", f"/responses/{asked.pk}/")


def test_emails_about_a_response(world, asked, submitted):
    path, editor, writer = f"/responses/{asked.pk}/", world.people["partnership-editor"], world.people["writer"]
    agency, partnership = Agency.objects.get(pk=asked.agency_id), Partnership.objects.get(pk=asked.asked_by_id)
    reference = asked.recommendation.reference
    waits = (
        f"{agency} has submitted its response to recommendation {reference}."
        f" {partnership} can now check it, and publish or return it."
    )
    assert_sent(f"Response to check ({reference})", waits, path)
    commenting.comment(asked, by=world.people["scrutineer"], text="What changed?")
    commented = (
        f"The independent scrutineer for {partnership} has commented on recommendation {reference}"
        f" (request to {agency})."
    )
    assert_sent(f"New comment from the independent scrutineer ({reference})", commented, path)
    checking.return_version(submitted, by=editor, comment="Say since when.")
    back = (
        f"{partnership} has returned your response to recommendation {reference}, because changes are needed."
        " Sign in to read what to change. Your draft has been kept: edit it and submit it again."
    )
    assert_sent(f"Response returned: changes needed ({reference})", back, path)
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=writer)
    changed = WHOLE | {"text": "Since May.", "signed_off_on": timezone.localdate()}
    draft = drafting.save_draft(draft, changed, revision=draft.revision, by=writer)
    version = drafting.submit(draft, revision=draft.revision, by=writer)
    checking.publish_version(version, by=editor, deciding_body="Board")
    published = f"{partnership} has published your response to recommendation {reference}."
    assert_sent(f"Your response has been published ({reference})", published, path)
    checking.withdraw_version(version, by=editor, reason="It was wrong.")
    gone = f"{partnership} has withdrawn your response to recommendation {reference}. Sign in to read why."
    assert_sent(f"Your response has been withdrawn ({reference})", gone, path)


def test_emails_about_roles(world, agency):
    editor, partnership = world.people["partnership-editor"], Partnership.objects.get(pk=world.partnership.pk)
    people.invite("new@example.org", Role.SCRUTINEER, partnership=partnership, by=editor)
    assert_sent(
        f"Invitation to join {settings.PORTAL_NAME}",
        f"{partnership} has invited you to join {settings.PORTAL_NAME} as an independent scrutineer for {partnership}."
        " The portal holds learning from safeguarding case reviews, and agencies’ responses to their"
        " recommendations.",
        "/accounts/sign-up/?next=/responses/",
        link="Sign up within 30 days, using this email address",
        why=f"You received this email because an editor of {partnership} entered your address.",
    )
    known = make_user("known")
    known.confirmed_at = timezone.now()
    known.save()
    people.invite(known.email, Role.AGENCY_EDITOR, partnership=partnership, by=editor, agency=agency)
    assert_sent("You have a new role", f"You are now an agency editor for {agency}.", "/responses/", why=NEW_ROLE)
    role = Membership.objects.get(user=known)
    words = f"{known} has left their role as an agency editor for {agency}."
    people.leave(role, by=known)
    why = f"You received this email because you are an editor of {partnership}."
    path = f"/responses/partnerships/{partnership.slug}/people/"
    assert_sent("Someone has left their role", words, path, why=why)
    people.invite(known.email, Role.AGENCY_EDITOR, partnership=partnership, by=editor, agency=agency)
    people.end_role(Membership.objects.get(user=known), partnership=partnership, by=editor)
    words = f"You are no longer an agency editor for {agency}. What you wrote and decided has been kept."
    assert_sent("Your role has ended", words, "/accounts/", why=ROLE_ENDED)


@pytest.mark.parametrize(
    ("is_done", "state", "words"),
    [
        (True, "completed", "The redaction that you proposed is complete. The words have been replaced."),
        (False, "rejected", "The redaction that you proposed has been rejected."),
    ],
)
def test_emails_about_a_redaction(world, is_done, state, words):
    editor, administrator = world.people["partnership-editor"], world.people["administrator"]
    word = world.reviews["public"].word
    made = redaction.propose(word, reason="It is the name of a sister.", by=editor)
    path = f"/manage/redactions/{made.pk}/"
    proposed = "A redaction has been proposed. You or another administrator must confirm or reject it."
    why = "You received this email because you are an administrator."
    assert_sent(f"Redaction {made.pk}: confirmation needed", proposed, path, why=why)
    if is_done:
        seen = redaction.fingerprint(redaction.all_cells_with(made.passages()))
        redaction.confirm(made, by=administrator, seen=seen)
    else:
        redaction.refuse(made, by=administrator)
    why = "You received this email because you proposed a redaction."
    assert_sent(f"Redaction {made.pk}: {state}", words, path, why=why)
