"""A long list: a POST starts the export, a task writes it, and a truncated download is noticed."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django_tasks_db.models import DBTaskResult

from learning.actions import change_audience, withdraw_review
from learning.models import Audience, LearningItem, RateCount
from reviews_portal.briefings import listings, long_exports
from reviews_portal.briefings.listings import Listing
from reviews_portal.briefings.long_exports import is_long
from reviews_portal.briefings.models import ExportState, LongExport, LongExportPart
from reviews_portal.briefings.writers import csv
from tests.world import make_review

from .long import ask, content, file, page, run
from .test_listings import LISTS

pytestmark = pytest.mark.django_db
LEARNING = "/briefings/learning.csv"


@pytest.fixture
def whole(monkeypatch):
    """Let a document hold less than any list has, so that all are lists; they are short."""
    monkeypatch.setattr(listings, "MOST", 0)
    monkeypatch.setattr(listings, "BATCH", 2)


@pytest.fixture
def long(whole, settings):
    """Let each list take long."""
    settings.EXPORT_SECONDS = 0


def test_to_read_the_address_of_a_long_list_starts_and_stores_nothing(client, world, long):
    for _ in range(3):
        answer = client.get(LEARNING)
        assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert f'<form method="post" action="{LEARNING}">' in answer.text
    assert ">Start export</button>" in answer.text
    assert "This takes less than a minute." in answer.text
    for model in (LongExport, Session, RateCount, DBTaskResult):
        assert not model.objects.exists(), model


@pytest.mark.parametrize("role", ["anyone", "partnership-editor"])
@pytest.mark.parametrize("address", LISTS)
def test_the_task_writes_the_file_that_a_short_list_is_given_as_at_once(
    client_of, world, whole, settings, address, role
):
    browser = client_of(role)
    at_once = browser.get(address)
    settings.EXPORT_SECONDS = 0
    made = ask(browser, address)
    assert "Your export is queued." in page(browser, made)
    run()
    assert content(browser, made) == at_once.content
    for header in ("Content-Type", "Content-Disposition", "Content-Length", "X-Robots-Tag"):
        assert file(browser, made)[header] == at_once[header]


def test_a_list_is_long_by_how_much_is_in_it_whatever_it_is_of(rf, settings):
    def of(number: int) -> Listing:
        return Listing(rf.get("/"), "", "", range(number), list, list, tuple)

    assert not is_long(of(8000), "csv")
    assert is_long(of(8001), "csv")


def test_a_long_file_is_written_and_read_part_by_part(client, world, long, monkeypatch):
    made = ask(client, LEARNING)
    run()
    expected = content(client, made)
    LongExport.objects.all().delete()
    monkeypatch.setattr(long_exports, "PART", 1000)
    made = ask(client, LEARNING)
    run()
    assert LongExportPart.objects.count() == -(-len(expected) // 1000)
    assert content(client, made) == expected


def test_a_file_of_which_a_part_is_gone_is_shorter_than_it_says(client, world, long, monkeypatch):
    monkeypatch.setattr(long_exports, "PART", 1000)
    made = ask(client, LEARNING)
    run()
    made.parts.last().delete()
    answer, sent = file(client, made), []
    with pytest.raises(LongExportPart.DoesNotExist):
        sent.extend(answer.streaming_content)
    assert 0 < sum(map(len, sent)) < int(answer["Content-Length"])


def test_a_file_that_fails_in_its_middle_is_no_file(client, world, whole, monkeypatch):
    rows = csv.item_rows

    def fails(outline, version, path, item):
        if item.reference == "R0003-3":
            raise RuntimeError
        return rows(outline, version, path, item)

    client.raise_request_exception = False
    assert client.get(LEARNING).status_code == 200
    monkeypatch.setattr(csv, "item_rows", fails)
    answer = client.get(LEARNING)
    assert answer.status_code == 500
    assert answer["Content-Type"].startswith("text/html")


def test_a_list_of_which_something_was_withdrawn_is_not_handed_out(client, world, long):
    made = ask(client, LEARNING)
    run()
    assert world.reviews["public"].word in content(client, made).decode()
    withdraw_review(world.reviews["public"].review, by=world.people["administrator"], reason="It was wrong.")
    assert file(client, made).status_code == 422
    anew = ask(client, LEARNING)
    assert anew.pk != made.pk
    run()
    assert world.reviews["public"].word not in content(client, anew).decode()


def test_a_list_is_not_handed_out_to_a_reader_who_sees_less_now(client_of, world, long):
    hidden, browser = world.reviews["professionals"], client_of("practitioner")
    made = ask(browser, LEARNING)
    run()
    assert made.name == "learning-professionals-only.csv"
    assert hidden.word in content(browser, made).decode()
    change_audience(hidden.review, Audience.PARTNERSHIP, by=world.people["administrator"], reason="A name.")
    assert file(browser, made).status_code == 422


def test_the_task_reads_what_the_reader_may_see_when_it_runs(client_of, world, long):
    hidden, browser = world.reviews["professionals"], client_of("practitioner")
    made = ask(browser, LEARNING)
    change_audience(hidden.review, Audience.PARTNERSHIP, by=world.people["administrator"], reason="A name.")
    run()
    made.refresh_from_db()
    assert hidden.word not in content(browser, made).decode()
    assert made.done == made.total


def test_no_list_tells_what_another_asked_for(client, client_of, long):
    made, more = ask(client, LEARNING), ask(client_of("practitioner"), LEARNING)
    run()
    assert made.pk != more.pk
    for other, of_another in ((Client(), made), (client_of("practitioner"), more)):
        own = ask(other, LEARNING)
        assert own.pk not in (made.pk, more.pk)
        assert (own.digest, own.state) == (of_another.digest, ExportState.WAITING)
    assert LongExport.objects.count() == 4


def test_a_list_is_made_anew_once_a_word_of_it_has_changed(client, world, long):
    made = ask(client, LEARNING)
    run()
    item = LearningItem.objects.get(pk=world.reviews["public"].item.pk)
    item.text = "Reworded."
    item.save()
    anew = ask(client, LEARNING)
    assert anew.pk != made.pk
    run()
    assert "Reworded." in content(client, anew).decode()


def test_a_list_of_which_nothing_is_left_when_it_is_written_says_so(client_of, world, long):
    other = make_review("R9199", "wombat", audience="professionals", status="published")
    browser = client_of("practitioner")
    made = ask(browser, "/briefings/search.csv?q=wombat")
    withdraw_review(other.review, by=world.people["administrator"], reason="It was wrong.")
    run()
    made.refresh_from_db()
    assert (made.state, made.parts.count()) == (ExportState.FAILED, 0)
    assert "The export failed." in page(browser, made)
    assert file(browser, made)["Location"] == made.get_absolute_url()
