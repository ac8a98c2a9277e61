"""Decide on signs through the page “Check”."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from learning.models import Review

# A sign on the page: its key and what it is.
TICK = re.compile(r'name="identity_signs"\s+value="(\w+)".*?<span>(.*?)</span>', re.DOTALL)


@pytest.fixture
def client(client_of):
    return client_of("partnership-editor")


@pytest.fixture
def signs_on_page(client) -> Callable[[Review], dict[str, str]]:
    """Return a function that returns the signs on the check page of a review: their keys, by what they are."""

    def signs(review: Review) -> dict[str, str]:
        page = client.get(f"/manage/reviews/{review.slug}/check/").content.decode()
        return {unescape(" ".join(re.sub("<.*?>", " ", what).split())): key for key, what in TICK.findall(page)}

    return signs


@pytest.fixture
def decide(client):
    """Return a function that decides on the page that signs, by their keys, do not identify anyone."""

    def post(review: Review, *keys: str, reason: str = "general", note: str = ""):
        sent = {"identity_signs": keys, "identity_reason": reason, "identity_note": note}
        return client.post(f"/manage/reviews/{review.slug}/check/decide/", sent)

    return post


@pytest.fixture
def decide_all(signs_on_page, decide):
    """Return a function that decides that nothing on the check page of a review identifies anyone."""

    def post(review: Review):
        return decide(review, *signs_on_page(review).values())

    return post
