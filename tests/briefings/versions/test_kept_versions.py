"""Every export is found again by its code, as it was, by who may read it."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.utils import timezone

from learning.models import LearningItem, Status
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.versions import kept_versions
from tests.briefings.exported import BUILDER, collect, keep, keep_code, outline_at, sent_by

pytestmark = pytest.mark.django_db


def test_the_same_words_have_the_same_code_on_another_day_and_other_words_another(client, world, monkeypatch):
    made = world.reviews["public"]
    address = f"/briefings/review/{made.review.slug}.json"
    first = keep(client, address)
    assert len(first.code) == 8
    assert first.code_address == f"http://testserver/briefings/versions/{first.code}/"
    assert keep(client, address).code == first.code
    assert Edition.objects.count() == 1
    LearningItem.objects.filter(pk=made.item.pk).update(text="Other words.")
    assert keep(client, address).code != first.code


@pytest.fixture
def day(monkeypatch):
    """Let another day begin: call it with one."""

    def begin(on: date) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *args: on)

    return begin


@pytest.mark.parametrize("address", ["/briefings/search.json?q=child", "/briefings/learning.json?kind=finding"])
def test_nobody_learns_from_keeping_a_search_whether_and_when_another_kept_it(
    client, world, day, monkeypatch, address
):
    day(date(2026, 11, 20))
    first = keep(client, address)
    assert keep(client, address).code == first.code
    day(date(2026, 11, 28))
    again = keep(client, address)
    assert again.code != first.code
    assert "made on 28 November 2026" in client.get(f"/briefings/versions/{again.code}/").text
    assert "made on 20 November 2026" in client.get(f"/briefings/versions/{first.code}/").text
    # Nor from the limit: what was kept already counts as what was not.
    monkeypatch.setattr(kept_versions, "KEEPING", replace(kept_versions.KEEPING, network=3))
    asked = address.replace(".json", "/").replace("/briefings/", "/briefings/keep/")
    assert client.post(asked).status_code == client.post(asked.replace("child", "family")).status_code == 429


def test_nobody_learns_from_keeping_their_briefing_whether_another_wrote_the_same(client, client_of, public, day):
    codes = []
    for on in (date(2026, 11, 20), date(2026, 11, 28)):
        day(on)
        browser = client_of("anyone")
        collect(browser, public.item.reference, title="About Zoe")
        answer = browser.post(f"{BUILDER}keep-version/", sent_by(browser))
        codes.append(answer["Location"])
    assert len(set(codes)) == 2


def test_the_very_same_version_is_found_again_when_its_source_has_changed(client, world):
    made = world.reviews["public"]
    was = made.item.text
    first = keep(client, f"/briefings/review/{made.review.slug}.json")
    made.item.text = "Other words."
    made.item.save()
    again = outline_at(client, f"/briefings/versions/{first.code}.json")
    assert again.words() == first.words()
    assert was in again.words()
    page = client.get(f"/briefings/versions/{first.code.lower()}/").text
    assert was in page
    assert "Other words." not in page


def test_a_code_shows_nothing_to_who_may_not_read_it(client, client_of, world):
    made = world.reviews["professionals"]
    practitioner = client_of("practitioner")
    code = keep(practitioner, f"/briefings/review/{made.review.slug}.json").code
    assert practitioner.get(f"/briefings/versions/{code}/").status_code == 200
    for format in ("json", "pdf", "csv", "docx"):
        assert client.get(f"/briefings/versions/{code}.{format}").status_code == 404
    assert client.get(f"/briefings/versions/{code}/").status_code == 404


def test_of_a_list_who_sees_less_reads_the_rest_and_no_count(client, client_of, world):
    theme = world.reviews["public"].item.themes.get().slug
    practitioner = client_of("practitioner")
    version = keep(practitioner, f"/briefings/theme/{theme}.json")
    hidden = world.reviews["professionals"]
    assert hidden.item.text in version.words()
    seen = outline_at(client, f"/briefings/versions/{version.code}.json")
    assert seen.audience == ""
    assert seen.lead == ""
    assert hidden.word not in json.dumps([seen.words(), [one.title for one in seen.documents]])
    assert hidden.review.code not in json.dumps([one.code for one in seen.documents])
    assert world.reviews["public"].item.text in seen.words()
    for item in seen.items():
        assert seen.documents[item.document].code == item.review
    assert "Part of this version is left out" in " ".join(seen.remarks)


def test_a_withdrawn_review_is_gone_from_its_versions(client, world):
    made = world.reviews["public"]
    code = keep(client, f"/briefings/review/{made.review.slug}.json").code
    made.review.status = Status.WITHDRAWN
    made.review.save()
    assert client.get(f"/briefings/versions/{code}/").status_code == 404
    assert client.get(f"/briefings/versions/{code}.pdf").status_code == 404


@pytest.mark.parametrize("code", ["NOTHING9", "x"])
def test_a_code_that_was_never_given_is_not_found(client, code):
    assert client.get(f"/briefings/versions/{code}/").status_code == 404


def test_a_version_leads_to_the_page_that_it_was_made_from_if_there_is_one(client, public):
    of_a_page = keep_code(client, "/briefings/review/baby-e.json")
    assert "View the current page" in client.get(f"/briefings/versions/{of_a_page}/").text
    collect(client, public.item.reference)
    own = keep_code(client, "/briefings/mine.json")
    assert "View the current page" not in client.get(f"/briefings/versions/{own}/").text
