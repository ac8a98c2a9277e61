"""Nobody without an account fills the portal with versions; whatever was made before is still had by everyone."""

import pytest
from django.core.cache import cache

from reviews_portal.briefings import limits
from reviews_portal.briefings.models import Edition

from .exported import ADD, body, collect

pytestmark = pytest.mark.django_db
SEARCHES = [f"/briefings/search.json?q={word}" for word in ("child", "family", "mother", "baby")]


@pytest.fixture(autouse=True)
def two_an_hour(monkeypatch):
    monkeypatch.setattr(limits, "MOST_NEW", 2)
    cache.clear()


def test_new_versions_come_to_an_end_and_old_ones_do_not(client, client_of):
    for address in (*SEARCHES[:2], *SEARCHES[:2]):
        body(client.get(address))
    answer = client.get(SEARCHES[2])
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"
    assert "Try again in the next hour, or sign in." in answer.text
    assert Edition.objects.count() == 2
    body(client.get(SEARCHES[0]))
    body(client_of("practitioner").get(SEARCHES[2]))


def test_another_network_is_not_held_up(client):
    for address in SEARCHES[:2]:
        body(client.get(address))
    assert client.get(SEARCHES[2]).status_code == 429
    body(client.get(SEARCHES[2], REMOTE_ADDR="203.0.113.9"))


def test_what_is_collected_is_not_lost_by_it(client, public):
    collect(client, public.item.reference, title="An hour's work")
    for address in SEARCHES[:2]:
        body(client.get(address))
    assert client.get("/briefings/mine.json").status_code == 429
    assert "An hour&#x27;s work" in client.get("/briefings/").text
    assert client.post(ADD, {"item": public.recommendation.reference}).status_code == 200


@pytest.mark.parametrize("who", [{"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "unix:"}])
def test_a_request_whose_network_nobody_tells_is_answered(client, who):
    for address in SEARCHES[:2]:
        body(client.get(address, **who))
    assert client.get(SEARCHES[2], **who).status_code == 429
