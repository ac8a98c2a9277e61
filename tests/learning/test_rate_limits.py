"""Rate limits are counted for an account, a browser, a network and everybody; the answer says when to try again."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from learning import rate_limits
from learning.models import RateCount
from learning.rate_limits import RateLimit, TooManyRequests, count

LIMIT = RateLimit("test", "Too many letters were sent.", each=2, network=4, everybody=6)

pytestmark = pytest.mark.django_db


def asked(user=None, network: str = "203.0.113.9", *, session: bool = False) -> HttpRequest:
    """Return a request of somebody at a network, which may have a session."""
    request = RequestFactory().post("/", REMOTE_ADDR=network)
    request.user = user or AnonymousUser()
    request.session = SessionStore()
    if session:
        request.session.create()
    return request


def used(request: HttpRequest, times: int) -> int:
    """Return how many of so many uses are allowed."""
    allowed = 0
    for _ in range(times):
        try:
            count(request, LIMIT)
        except TooManyRequests:
            continue
        allowed += 1
    return allowed


def test_one_reader_does_not_use_up_what_a_whole_network_has():
    assert used(asked(session=True), 5) == 2
    assert used(asked(session=True), 5) == 2
    assert used(asked(session=True), 5) == 0


def test_a_network_has_its_limit_whether_or_not_cookies_are_kept():
    assert used(asked(), 10) == 4
    assert used(asked(network="198.51.100.7"), 1) == 1


def test_an_account_is_counted_by_itself_and_not_with_its_network(world):
    assert used(asked(), 10) == 4
    request = asked(world.people["practitioner"])
    assert used(request, 10) == 2
    assert used(asked(network="198.51.100.7"), 10) == 0  # six in all


def test_what_was_refused_is_not_counted():
    assert used(asked(session=True), 50) == 2
    assert sorted(RateCount.objects.values_list("number", flat=True)) == [2, 2, 2]


def test_the_period_begins_again_after_its_end():
    request = asked(session=True)
    assert used(request, 5) == 2
    RateCount.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    assert used(request, 5) == 2


def test_what_is_over_is_forgotten_when_somebody_new_comes():
    used(asked(session=True), 1)
    RateCount.objects.update(ends_at=timezone.now() - timedelta(seconds=1))
    used(asked(network="198.51.100.7"), 1)
    assert RateCount.objects.count() == 2  # the new network, and everybody


def test_nothing_that_is_stored_says_who_it_was(world):
    count(asked(world.people["practitioner"], session=True), LIMIT)
    count(asked(session=True), LIMIT)
    for key in RateCount.objects.values_list("key", flat=True):
        assert "203.0.113" not in key
        assert "practitioner" not in key


@pytest.mark.parametrize("network", ["", "unix:"])
def test_a_request_whose_network_nobody_tells_is_counted_all_the_same(network):
    assert used(asked(network=network), 10) == 4


def test_the_refusal_says_when_to_try_again():
    used(asked(), 10)
    RateCount.objects.update(ends_at=timezone.now() + timedelta(seconds=90))
    with pytest.raises(TooManyRequests, match=r"^Too many letters were sent. Try again in 2 minutes.$") as refusal:
        count(asked(), LIMIT)
    assert 85 < refusal.value.retry_after <= 90
    page = rate_limits.too_many_requests(asked(), refusal.value)
    assert page.status_code == 429
    assert page["Retry-After"] == str(refusal.value.retry_after)
    assert "Try again in 2 minutes." in page.text
