"""A long export is handed out to who asked for it, as long as they may read it, and for a day."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from learning.actions import change_audience, withdraw_review
from learning.models import Audience
from reviews_portal.briefings.long_exports import forget_exports
from reviews_portal.briefings.models import ExportState, LongExport
from reviews_portal.briefings.writers import FORMATS
from reviews_portal.redaction.erase import take_out
from reviews_portal.redaction.matching import Passages
from tests.briefings.exported import keep_code

from .long import ADDRESS, ask, content, do, file, page, run

pytestmark = pytest.mark.django_db


def test_it_is_there_only_for_who_asked(client, asked):
    run()
    stranger = Client()
    for path in ("", "file/"):
        assert stranger.get(asked.get_absolute_url() + path).status_code == 404
    for what in ("stop", "again"):
        assert stranger.post(f"{asked.get_absolute_url()}{what}/").status_code == 404
    assert client.post(f"{asked.get_absolute_url()}remove/").status_code == 404
    assert client.get("/briefings/exports/nothing/").status_code == 404
    assert file(client, asked).status_code == 200


def test_asked_for_twice_it_is_written_once(client, asked):
    assert ask(client).pk == asked.pk
    run()
    assert ask(client).pk == asked.pk
    do(client, asked, "again")
    assert asked.attempt == 1
    ask(client, ADDRESS.replace(".md", ".csv"))
    assert LongExport.objects.count() == 2


def test_sight_is_asked_for_again_when_it_is_fetched(client_of, world, everything_is_long):
    made, browser = world.reviews["professionals"], client_of("practitioner")
    export = ask(browser, f"/briefings/review/{made.review.slug}.md")
    run()
    assert made.word in content(browser, export).decode()
    change_audience(made.review, Audience.PARTNERSHIP, by=world.people["administrator"], reason="A name.")
    answer = file(browser, export)
    assert answer.status_code == 422
    assert "You cannot download this document" in answer.text
    assert made.word not in answer.text + page(browser, export)


def test_what_was_withdrawn_is_not_handed_out_and_the_rest_is_made_anew(client, world, everything_is_long):
    made = world.reviews["public"]
    code = keep_code(client, "/briefings/theme/neglect.json")
    export = ask(client, f"/briefings/versions/{code}.md")
    run()
    assert made.word in content(client, export).decode()
    withdraw_review(made.review, by=world.people["administrator"], reason="It was wrong.")
    assert file(client, export).status_code == 422
    # The version itself still gives what may be read of it; the file of before is not given for it.
    left = ask(client, f"/briefings/versions/{code}.md")
    assert left.pk != export.pk
    run()
    text = content(client, left).decode()
    assert made.word not in text
    assert "About this version" in text


def test_who_signs_out_has_no_more_part_in_it(client_of, world, everything_is_long):
    browser = client_of("practitioner")
    export = ask(browser, f"/briefings/review/{world.reviews['professionals'].review.slug}.md")
    run()
    browser.logout()
    assert file(browser, export).status_code == 404


def test_it_is_deleted_after_a_day(client, asked):
    run()
    assert DBTaskResult.objects.ready().count() == 0
    waiting = DBTaskResult.objects.filter(run_after__gt=timezone.now())
    assert forget_exports.module_path in waiting.values_list("task_path", flat=True)
    LongExport.objects.update(made_at=timezone.now() - LongExport.KEPT + timedelta(minutes=1))
    assert forget_exports.call() == 0
    LongExport.objects.update(made_at=timezone.now() - LongExport.KEPT)
    assert file(client, asked).status_code == 404
    assert forget_exports.call() == 1


def test_a_redaction_deletes_all_and_a_task_under_way_keeps_nothing(client, asked, monkeypatch):
    run()
    other = ask(client, ADDRESS.replace(".md", ".csv"))

    def redacts(outline):
        take_out(Passages([]))
        yield b"Of before."

    monkeypatch.setitem(FORMATS, "csv", type(FORMATS["csv"])("csv", "CSV", "text/csv", redacts))
    run()
    assert not LongExport.objects.exists()
    assert file(client, other).status_code == 404
    assert file(client, asked).status_code == 404


def test_no_export_tells_what_another_asked_for(client, client_of, asked):
    run()
    for other in (Client(), client_of("practitioner"), client_of("practitioner")):
        own = ask(other)
        assert own.pk != asked.pk
        assert own.state == ExportState.WAITING
        run()
        assert content(other, own) == content(client, asked)
    assert LongExport.objects.count() == 4


def test_nobody_stops_what_another_waits_for(client, asked):
    other = Client()
    answer = other.post(ADDRESS)
    assert answer["Location"] != asked.get_absolute_url()
    assert other.post(f"{asked.get_absolute_url()}stop/").status_code == 404
    other.post(f"{answer['Location']}stop/")
    run()
    assert file(client, asked).status_code == 200


def test_a_head_request_is_answered_as_a_get(client, everything_is_long):
    assert client.head(ADDRESS).status_code == client.get(ADDRESS).status_code == 405
    assert client.head(ask(client).get_absolute_url()).status_code == 200
