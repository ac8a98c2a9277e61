"""Who is told what; and nothing of a case."""

from django.core import mail
from django.utils import timezone

from learning.models import Agency, Membership, Role
from recommendations.actions import asking, checking
from tests.recommendations.conftest import WHOLE, in_days, told
from tests.world import make_user


def test_who_is_told_reads_which_partnership_decided(world, asked, submitted):
    """A review of two partnerships, which both asked."""
    other = world.people["other-editor"]
    theirs = other.memberships.get().partnership
    asked.recommendation.review.partnerships.add(theirs)
    asking.ask(asked.recommendation, [asked.agency], asked_by=theirs, by=other, due_on=in_days(9))
    checking.return_version(submitted, by=other, comment="Say since when.")
    bodies = [message.body for message in mail.outbox if "Response returned" in message.subject]
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
    assert told("Reminder") == ["heir", "second-writer", "writer"]


def test_e_mails_hold_nothing_of_a_case(world, asked, submitted):
    made = world.reviews["public"]
    assert mail.outbox
    for message in mail.outbox:
        text = " ".join([message.subject, message.body, *(str(one[0]) for one in message.alternatives)])
        assert made.word not in text
        assert WHOLE["text"] not in text
        assert made.review.code not in text.replace(asked.recommendation.reference, "")
        assert f"/responses/{asked.pk}/" in text
