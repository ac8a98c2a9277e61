"""Who decides on what an agency answers, where several partnerships asked for it."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from learning.models import Agency, Membership, Role
from recommendations.actions import checking
from recommendations.models import ResponseRequest
from tests.recommendations.conftest import in_days
from tests.world import make_partnership, make_user


@pytest.fixture
def intruder(world, asked):
    """Return the editor of another partnership, which asked the same agency about the same recommendation.

    That was possible once: when no partnership was recorded that commissioned the review, or before it was refused.
    """
    review = asked.recommendation.review
    commissioned = list(review.partnerships.all())
    review.partnerships.clear()
    partnership = make_partnership("Westshire")
    user = make_user("west-editor")
    Membership.objects.create(user=user, role=Role.PARTNERSHIP_EDITOR, partnership=partnership)
    ResponseRequest.objects.create(
        recommendation=asked.recommendation,
        agency=asked.agency,
        asked_by=partnership,
        asked_on=timezone.localdate() - timedelta(days=30),
        due_on=in_days(30),
    )
    review.partnerships.set(commissioned)
    return user


def own_request(user) -> ResponseRequest:
    return ResponseRequest.objects.get(asked_by__memberships__user=user)


def test_asking_is_no_way_into_another_partnerships_business(client, intruder, submitted):
    for do in (
        lambda: checking.publish_version(submitted, by=intruder, deciding_body="Ours"),
        lambda: checking.return_version(submitted, by=intruder, comment="No."),
    ):
        with pytest.raises(PermissionDenied):
            do()
    client.force_login(intruder)
    page = client.get(own_request(intruder).get_absolute_url())
    assert page.status_code == 200
    assert submitted.text not in page.text
    assert "Submitted" not in page.text.split("<h2")[-1]
    answer = client.post(
        f"{own_request(intruder).get_absolute_url()}publish/", {"version": 1, "deciding_body": "Ours"}
    )
    assert answer.status_code == 404
    assert not submitted.steps.filter(action="published").exists()


def test_what_is_published_is_withdrawn_by_those_who_published_it_alone(intruder, submitted, world):
    checking.publish_version(submitted, by=world.people["partnership-editor"], deciding_body="Group")
    with pytest.raises(PermissionDenied):
        checking.withdraw_version(submitted, by=intruder, reason="Because.")


def test_another_partnership_learns_that_it_was_withdrawn_but_not_why(client, intruder, submitted, world):
    editor = world.people["partnership-editor"]
    checking.publish_version(submitted, by=editor, deciding_body="Group")
    checking.withdraw_version(submitted, by=editor, reason="It names a sister.")
    for user, is_told in ((intruder, False), (editor, True)):
        client.force_login(user)
        page = client.get(own_request(user).get_absolute_url()).text
        assert "withdrawn</strong> on" in page
        assert ("It names a sister." in page) == is_told


def test_only_those_who_decide_are_told_that_something_waits(intruder, submitted):
    from recommendations.notifications import requests_for

    assert [request.asked_by.name for request in requests_for(submitted)] != []
    assert own_request(intruder) not in requests_for(submitted)


def test_about_a_review_of_nobody_who_asked_the_first_that_asked_decides(intruder, asked, submitted):
    asked.recommendation.review.partnerships.clear()
    deciding = ResponseRequest.objects.deciding_on(asked.recommendation, asked.agency)
    assert list(deciding) == [own_request(intruder)], "it asked thirty days before"
    checking.publish_version(submitted, by=intruder, deciding_body="Ours")


def test_who_decides_on_joint_responses_is_read_at_once(world, intruder, asked, django_assert_num_queries):
    west, theirs = intruder.memberships.get().partnership, world.reviews["professionals"].recommendation
    theirs.review.partnerships.clear()
    trust = Agency.objects.create(name="Bilby Trust", slug="bilby-trust", kind=asked.agency.kind)
    stranger = Agency.objects.create(name="Numbat Trust", slug="numbat-trust", kind=asked.agency.kind)
    west.agencies.add(trust)
    expected = [
        ((asked.recommendation, asked.agency), {world.partnership.pk}),  # both asked, and one commissioned the review
        ((asked.recommendation, trust), {world.partnership.pk}),  # nobody asked it
        ((theirs, trust), {west.pk}),  # nobody asked it, and nobody is recorded who commissioned the review
        ((theirs, stranger), set()),
    ]
    with django_assert_num_queries(3):
        assert checking.deciders_of_joint([pair for pair, _ in expected]) == [keys for _, keys in expected]
    for pair, keys in expected:
        assert {one.pk for one in checking.deciding_on_joint(*pair)} == keys
