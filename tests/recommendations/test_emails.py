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
READ_ON = "Read on here, after signing in"
RESPONSES = "You get this e-mail because you look after responses to recommendations."
TEXT = """{words}

{link}:
{address}

{name}
{why} It holds nothing of any case.

"""
HTML = """<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>{name}</title></head>
<body>
<p>{words}</p>
<p><a href="{address}">{link}</a></p>
<p>{name}<br>{why} It holds nothing of any case.</p>
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


def assert_sent(subject: str, words: str, path: str, link: str = READ_ON, why: str = RESPONSES) -> None:
    """Check that the last email says exactly this, and forget all that were sent."""
    message = mail.outbox[-1]
    said = {"words": words, "link": link, "why": why, "address": settings.PORTAL_ADDRESS + path}
    said["name"] = settings.PORTAL_NAME
    assert message.subject == f"{subject} – {settings.PORTAL_NAME}"
    assert message.body == TEXT.format(**said)
    ((html, kind),) = message.alternatives
    assert kind == "text/html"
    expected = HTML.format(**{name: escape(value) for name, value in said.items()})
    assert collapsed(html) == collapsed(expected)
    mail.outbox.clear()


def test_emails_about_a_request(world, asked):
    editor, due = world.people["partnership-editor"], written_out(asked.due_on)
    agency, partnership = Agency.objects.get(pk=asked.agency_id), Partnership.objects.get(pk=asked.asked_by_id)
    one = f"{partnership} asks {agency} to respond to a recommendation by {due}."
    assert_sent("Please respond to a recommendation", one, f"/responses/{asked.pk}/")
    other = ResponseRequest(
        recommendation=asked.recommendation, agency=agency, asked_by=partnership, due_on=date(2031, 2, 1)
    )
    notifications.requested([other, asked])
    two = f"{partnership} asks {agency} to respond to 2 recommendations, the first by {due}."
    assert_sent("Please respond to a recommendation", two, "/responses/")
    waits = f"{partnership} waits for the response of {agency} to a recommendation."
    asking.chase(asked, by=editor, to=ChaseStage.REMINDED)
    words = "Reminded: a response is waited for"
    assert_sent(words, f"{waits} It is due on {due}.", f"/responses/{asked.pk}/")
    ResponseRequest.objects.filter(pk=asked.pk).update(asked_on=in_days(-9), due_on=in_days(-1))
    asking.chase(asked, by=editor, to=ChaseStage.ESCALATED)
    words = "Escalated: a response is waited for"
    assert_sent(words, f"{waits} It was due on {written_out(in_days(-1))}.", f"/responses/{asked.pk}/")


def test_emails_about_a_response(world, asked, submitted):
    path, editor, writer = f"/responses/{asked.pk}/", world.people["partnership-editor"], world.people["writer"]
    agency, partnership = Agency.objects.get(pk=asked.agency_id), Partnership.objects.get(pk=asked.asked_by_id)
    waits = f"{agency} has submitted a response. It waits for {partnership} to return or publish it."
    assert_sent("A response waits to be checked", waits, path)
    commenting.comment(asked, by=world.people["scrutineer"], text="What changed?")
    commented = f"The scrutineer has commented on a request of {partnership} to {agency}."
    assert_sent("A comment of the scrutineer", commented, path)
    checking.return_version(submitted, by=editor, comment="Say since when.")
    back = f"{partnership} has returned your response with a comment. Your draft is as you left it."
    assert_sent("Your response came back", back, path)
    draft = drafting.draft_for(asked.recommendation, asked.agency, by=writer)
    changed = WHOLE | {"text": "Since May.", "signed_off_on": timezone.localdate()}
    draft = drafting.save_draft(draft, changed, revision=draft.revision, by=writer)
    version = drafting.submit(draft, revision=draft.revision, by=writer)
    checking.publish_version(version, by=editor, deciding_body="Board")
    assert_sent("Your response is published", f"{partnership} has published your response.", path)
    checking.withdraw_version(version, by=editor, reason="It was wrong.")
    gone = f"{partnership} has withdrawn your response. The reason stands on its page."
    assert_sent("Your response is withdrawn", gone, path)


def test_emails_about_roles(world, agency):
    editor, partnership = world.people["partnership-editor"], Partnership.objects.get(pk=world.partnership.pk)
    people.invite("new@example.org", Role.SCRUTINEER, partnership=partnership, by=editor)
    assert_sent(
        "You are invited",
        f"{partnership} invites you as an independent scrutineer at {partnership}, to work on what agencies answer to"
        " the recommendations of case reviews.",
        "/accounts/sign-up/?next=/responses/",
        link="Sign up here within 30 days, with this e-mail address",
        why="You get this e-mail because somebody there gave your address.",
    )
    known = make_user("known")
    known.confirmed_at = timezone.now()
    known.save()
    people.invite(known.email, Role.AGENCY_EDITOR, partnership=partnership, by=editor, agency=agency)
    assert_sent("You have a new role", f"You are now an agency editor at {agency}.", "/responses/")
    role = Membership.objects.get(user=known)
    words = f"{known} gave up a role: agency editor at {agency}."
    people.leave(role, by=known)
    assert_sent("Somebody gave up a role", words, f"/responses/partnerships/{partnership.slug}/people/")
    people.invite(known.email, Role.AGENCY_EDITOR, partnership=partnership, by=editor, agency=agency)
    people.end_role(Membership.objects.get(user=known), partnership=partnership, by=editor)
    words = f"You are no longer an agency editor at {agency}. What you wrote stays."
    assert_sent("Your role has ended", words, "/accounts/")


@pytest.mark.parametrize(("is_done", "what"), [(True, "done everywhere"), (False, "not done")])
def test_emails_about_a_redaction(world, is_done, what):
    editor, administrator = world.people["partnership-editor"], world.people["administrator"]
    word = world.reviews["public"].word
    made = redaction.propose(word, reason="It is the name of a sister.", by=editor)
    proposed = "A redaction was proposed. It waits for you, or another administrator, to confirm or refuse it."
    assert_sent("A redaction waits for a second person", proposed, f"/manage/redactions/{made.pk}/")
    if is_done:
        seen = redaction.fingerprint(redaction.all_cells_with(made.passages()))
        redaction.confirm(made, by=administrator, seen=seen)
    else:
        redaction.refuse(made, by=administrator)
    assert_sent(
        f"Your redaction is {what}", f"A redaction that you proposed is {what}.", f"/manage/redactions/{made.pk}/"
    )
