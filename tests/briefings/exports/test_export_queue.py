"""The number of queued exports and the size of kept files are bounded, and no reader uses up another's share."""

from dataclasses import replace

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from learning.models import RateCount
from reviews_portal.briefings import long_exports
from reviews_portal.briefings.models import ExportState, LongExport

from .long import ask, do, run

pytestmark = pytest.mark.django_db
OTHER = "203.0.113.9"


@pytest.fixture(autouse=True)
def long(everything_is_long):
    """Make every export a long one."""


def addresses() -> list[str]:
    """Return addresses of different long exports."""
    return [f"/briefings/review/baby-e.{format}" for format in ("md", "html", "csv", "json", "docx")]


def test_one_reader_has_three_under_way_and_is_told_what_to_do(client):
    made = [ask(client, address) for address in addresses()[:3]]
    answer = client.post(addresses()[3])
    assert answer.status_code == 429
    assert "You have 3 exports in progress. Wait until one is ready, or stop one." in answer.text
    assert answer["Retry-After"] == "60"
    listed = client.get(addresses()[3]).text
    assert all(one.get_absolute_url() in listed for one in made)
    do(client, made[0], "stop")
    ask(client, addresses()[3])
    assert LongExport.objects.count() == 4


def test_what_was_stopped_is_begun_again_only_where_there_is_room(client):
    made = ask(client, addresses()[0])
    do(client, made, "stop")
    for address in addresses()[1:4]:
        ask(client, address)
    assert client.post(f"{made.get_absolute_url()}again/").status_code == 429
    made.refresh_from_db()
    assert made.state == ExportState.STOPPED


def test_an_account_has_three_in_all_its_browsers(client_of):
    browsers = [client_of("practitioner") for _ in range(4)]
    answers = [browser.post(address).status_code for browser, address in zip(browsers, addresses(), strict=False)]
    assert answers == [302, 302, 302, 429]


def test_a_network_fills_no_queue_by_throwing_cookies_away(client_of, monkeypatch):
    monkeypatch.setattr(long_exports, "MOST_OF_NETWORK", 2)
    answers = [Client().post(address).status_code for address in addresses()[:4]]
    assert answers == [302, 302, 429, 429]
    assert Client(REMOTE_ADDR=OTHER).post(addresses()[3]).status_code == 302
    assert client_of("practitioner").post(addresses()[4]).status_code == 302  # of the same network


def test_the_queue_has_an_end_for_all_together(monkeypatch):
    monkeypatch.setattr(long_exports, "MOST_IN_ALL", 2)
    answers = [Client(REMOTE_ADDR=f"198.51.{n}.7").post(address) for n, address in enumerate(addresses())]
    assert [answer.status_code for answer in answers] == [302, 302, 429, 429, 429]
    assert "Too many long exports are queued. Try again in 5 minutes." in answers[-1].text
    assert DBTaskResult.objects.filter(task_path=long_exports.write_export.module_path).count() == 2


def test_as_many_are_started_in_an_hour_however_quickly_they_are_made(client, monkeypatch):
    monkeypatch.setattr(long_exports, "STARTS", replace(long_exports.STARTS, network=2))
    answers = []
    for address in addresses()[:4]:
        answers.append(Client().post(address).status_code)
        run()
    assert answers == [302, 302, 429, 429]


def test_what_is_kept_of_one_requester_has_a_limit_and_leaves_others_theirs(client, monkeypatch):
    ask(client, addresses()[0])
    run()
    monkeypatch.setattr(long_exports, "MOST_BYTES_OF_ONE", LongExport.objects.get().size - 1)
    answer = client.post(addresses()[1])
    assert answer.status_code == 429
    assert "There is no room for another large file" in answer.text
    assert Client(REMOTE_ADDR=OTHER).post(addresses()[1]).status_code == 302
    monkeypatch.setattr(long_exports, "MOST_BYTES_IN_ALL", 0)
    assert Client(REMOTE_ADDR=OTHER).post(addresses()[2]).status_code == 429


def test_the_first_export_of_one_reader_goes_before_the_second_of_another(client):
    first = [ask(client, address) for address in addresses()[:3]]
    late = ask(Client(REMOTE_ADDR=OTHER), addresses()[3])
    waiting = DBTaskResult.objects.ready().filter(task_path=long_exports.write_export.module_path)
    order = [result.args_kwargs["args"][0] for result in waiting]
    assert order == [first[0].key, late.key, first[1].key, first[2].key]


def test_plain_links_are_counted_for_nobody(client, settings, monkeypatch):
    monkeypatch.setattr(long_exports, "STARTS", replace(long_exports.STARTS, network=1))
    settings.EXPORT_SECONDS = 1000
    for _ in range(35):
        assert client.get("/briefings/learning.json?kind=good-practice").status_code == 200
    assert not RateCount.objects.exists()
    settings.EXPORT_SECONDS = 0
    for _ in range(35):
        client.get("/briefings/review/baby-e.md")
    assert not RateCount.objects.exists()
    assert Client().post("/briefings/review/baby-e.md").status_code == 302
