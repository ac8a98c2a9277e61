"""Nobody can fill the portal with versions: keeping is counted, and reading never is."""

from dataclasses import replace

import pytest

from learning.models import RateCount
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.versions import kept_versions

from .exported import ADD, BUILDER, body, collect, keep_code, sent_by

pytestmark = pytest.mark.django_db
WORDS = ("child", "family", "mother", "baby")
SEARCHES = [f"/briefings/search.json?q={word}" for word in WORDS]
KEEP = [f"/briefings/keep/search/?q={word}" for word in WORDS]


@pytest.fixture
def two_an_hour(monkeypatch):
    monkeypatch.setattr(kept_versions, "KEEPING", replace(kept_versions.KEEPING, each=2, network=2))


def test_plain_exports_store_nothing_and_count_nothing(client, client_of, two_an_hour):
    for browser in (client, client_of("practitioner")):
        for address in SEARCHES:
            body(browser.get(address))
    assert not Edition.objects.exists()
    assert not RateCount.objects.exists()


def test_new_versions_come_to_an_end_and_old_ones_do_not(client, client_of, two_an_hour):
    address = "/briefings/theme/neglect.json"
    kept = [keep_code(client, address), keep_code(client, SEARCHES[1])]
    answer = client.post(KEEP[2])
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert "Too many permanent links have been created. Try again in" in answer.text
    assert keep_code(client, address) == kept[0]
    for code in kept:
        assert client.get(f"/briefings/versions/{code}/").status_code == 200
    assert Edition.objects.count() == 2
    assert keep_code(client_of("practitioner"), SEARCHES[2])


def test_another_network_is_not_held_up(client, two_an_hour):
    for address in SEARCHES[:2]:
        keep_code(client, address)
    assert client.post(KEEP[2]).status_code == 429
    assert client.post(KEEP[2], REMOTE_ADDR="203.0.113.9").status_code == 302


def test_what_is_collected_is_not_lost_by_it(client, public, two_an_hour):
    for address in SEARCHES[:2]:
        keep_code(client, address)
    collect(client, public.item.reference, title="An hour's work")
    answer = client.post(f"{BUILDER}keep-version/", sent_by(client) | {"title": "Typed just now"})
    assert answer.status_code == 429
    assert "Typed just now" in client.get("/briefings/").text
    assert client.post(ADD, {"item": public.recommendation.reference}).status_code == 200


@pytest.mark.parametrize("who", [{"REMOTE_ADDR": ""}, {"REMOTE_ADDR": "unix:"}])
def test_a_request_whose_network_nobody_tells_is_answered(client, who, two_an_hour):
    for address in KEEP[:2]:
        assert client.post(address, **who).status_code == 302
    assert client.post(KEEP[2], **who).status_code == 429
