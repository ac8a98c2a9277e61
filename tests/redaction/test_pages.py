"""Propose, look, confirm or refuse, on the pages."""

from dataclasses import replace

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.test import Client

from learning.models import LearningItem, Review, Theme
from recommendations.models import ResponseStep, ResponseVersion
from reviews_portal import page_cache
from reviews_portal.redaction import occurrences, views
from reviews_portal.redaction.models import Redaction
from reviews_portal.redaction.occurrences import all_cells_with, fingerprint

PASSAGE, LIST, PROPOSE = "Zorbelina Quux", "/manage/redactions/", "/manage/redactions/propose/"
TYPED = {"passage": PASSAGE, "reason": "The name of a sister.", "replacement": "[a name]", "match_case": "no"}


@pytest.fixture
def item(world) -> LearningItem:
    """Return a published item that holds the passage."""
    item = world.reviews["public"].item
    item.text = "Then Zorbelina Quux said <so>."
    item.save()
    return item


@pytest.fixture
def waiting(item, client_of) -> Redaction:
    answer = client_of("partnership-editor").post(PROPOSE, TYPED)
    made = Redaction.objects.open().get(passage=PASSAGE)
    assert (answer.status_code, answer["Location"]) == (302, f"{LIST}{made.pk}/")
    return made


def seen_by(browser: Client, made: Redaction) -> str:
    answer = browser.get(made.get_absolute_url())
    assert answer.status_code == 200
    return answer.text


def confirm(browser: Client, made: Redaction, **fields):
    return browser.post(
        f"{made.get_absolute_url()}confirm/", fields or {"seen": fingerprint(all_cells_with(made.passages()))}
    )


def test_a_form_with_errors_keeps_what_was_typed(item, client_of):
    answer = client_of("administrator").post(
        PROPOSE, TYPED | {"reason": "It is Zorbelina  Quux.", "match_case": "yes"}
    )
    assert answer.status_code == 422
    for text in ("There is a problem", "must not contain the words themselves", "It is Zorbelina  Quux.", "[a name]"):
        assert text in answer.text
    assert 'value="yes"' in answer.text.partition(" checked")[0][-90:]
    assert answer.text.count(PASSAGE) == 1
    assert not Redaction.objects.filter(passage=PASSAGE).exists()


def test_proposals_come_to_an_end_in_an_hour_and_keep_what_was_typed(item, client_of, monkeypatch):
    monkeypatch.setattr(views, "PROPOSALS", replace(views.PROPOSALS, each=1))
    editor = client_of("partnership-editor")
    assert editor.post(PROPOSE, TYPED).status_code == 302
    answer = editor.post(PROPOSE, TYPED | {"passage": "Another name"})
    assert answer.status_code == 422
    assert "You have proposed too many redactions in the last hour. Try again in 60 minutes." in answer.text
    assert "Another name" in answer.text
    assert not Redaction.objects.filter(passage="Another name").exists()


def test_each_sees_the_places_with_the_words_around(waiting, client_of):
    for name in ("partnership-editor", "administrator"):
        page = seen_by(client_of(name), waiting)
        assert "Then <mark>Zorbelina Quux</mark> said &lt;so&gt;." in page
        assert "R9000 · learning item: text" in page
        assert "R9000 · historical learning item: text" in page
        assert page.index("· learning item: text") < page.index("· historical learning item: text")
    assert "Replace the words in 2 places" in page


def test_the_proposer_is_not_offered_to_confirm(item, client_of):
    browser = client_of("administrator")
    browser.post(PROPOSE, TYPED)
    made = Redaction.objects.get(passage=PASSAGE)
    page = seen_by(browser, made)
    assert "so another person must confirm it" in page
    assert "confirm/" not in page
    assert confirm(browser, made).status_code == 403
    assert confirm(client_of("second-administrator"), made).status_code == 302


def test_nobody_else_knows_of_it(waiting, client_of):
    address = waiting.get_absolute_url()
    for name in ("signed-in", "practitioner", "member", "agency-editor", "scrutineer", "other-editor"):
        browser = client_of(name)
        for answer in (browser.get(address), browser.post(f"{address}refuse/"), browser.post(f"{address}confirm/")):
            assert answer.status_code == 404
    for answer in (Client().get(address), Client().post(f"{address}confirm/")):
        assert answer.status_code == 302
    assert confirm(client_of("partnership-editor"), waiting).status_code == 403
    assert client_of("administrator").post(f"{address}delete/").status_code == 404
    waiting.refresh_from_db()
    assert waiting.is_open


def test_the_passage_stands_in_no_address_and_on_no_page_once_it_is_done(waiting, item, client_of):
    browser = client_of("administrator")
    answer = confirm(browser, waiting)
    assert PASSAGE not in answer["Location"]
    for address in (waiting.get_absolute_url(), LIST, f"/admin/redaction/redaction/{waiting.pk}/change/"):
        page = browser.get(address).text
        assert PASSAGE not in page
        assert "The name of a sister." in page
    assert "Then [a name] said &lt;so&gt;." in Client().get(item.get_absolute_url()).text


def test_who_looked_before_something_changed_looks_again(waiting, item, client_of, world):
    seen = fingerprint(all_cells_with(waiting.passages()))
    other = world.reviews["draft"].item
    other.text = "And Zorbelina Quux here."
    other.save()
    answer = confirm(client_of("administrator"), waiting, seen=seen)
    assert answer.status_code == 422
    assert "The places have changed since you opened this page" in answer.text
    assert "And <mark>Zorbelina Quux</mark> here." in answer.text
    assert f'name="seen" value="{fingerprint(all_cells_with(waiting.passages()))}"' in answer.text
    assert confirm(client_of("administrator"), waiting, seen="nonsense").status_code == 422


@pytest.mark.parametrize("role", ["administrator", "partnership-editor", "practitioner", "anyone"])
@pytest.mark.parametrize("do", ["confirm", "refuse", "remove"])
def test_who_opens_the_address_of_a_decision_is_led_to_the_page_and_decides_nothing(waiting, client_of, role, do):
    answer = client_of(role).get(f"{waiting.get_absolute_url()}{do}/")
    assert (answer.status_code, answer["Location"]) == (302, waiting.get_absolute_url())
    waiting.refresh_from_db()
    assert waiting.is_open


@pytest.mark.parametrize("role", ["anyone", "practitioner", "member", "agency-editor", "scrutineer", "other-editor"])
def test_nobody_who_may_not_see_it_decides(waiting, client_of, role):
    for do in ("confirm", "refuse", "remove"):
        answer = client_of(role).post(f"{waiting.get_absolute_url()}{do}/", {"text": "x"})
        assert answer.status_code == (302 if role == "anyone" else 404)
    waiting.refresh_from_db()
    assert waiting.is_open


def test_two_administrators_at_once(waiting, client_of, world):
    assert confirm(client_of("administrator"), waiting).status_code == 302
    answer = confirm(client_of("second-administrator"), waiting)
    assert answer.status_code == 422
    assert "already been decided" in answer.text


def test_refusing_changes_nothing_and_forgets_the_passage(waiting, item, client_of):
    browser = client_of("administrator")
    page = browser.post(f"{waiting.get_absolute_url()}refuse/", follow=True).text
    assert "Rejected. Nothing was changed" in page
    assert PASSAGE not in page
    item.refresh_from_db()
    assert PASSAGE in item.text


def test_only_administrators_are_told_how_the_database_is_cleaned(waiting, client_of):
    confirm(client_of("administrator"), waiting)
    page = client_of("administrator").get(waiting.get_absolute_url()).text
    assert "manage.py redact --clean" in page
    assert "Backups made before this redaction" in page
    page = client_of("partnership-editor").get(waiting.get_absolute_url()).text
    assert "Completed." in page
    assert "redact --clean" not in page
    assert "Backups" not in page


def test_no_page_in_memory_is_served_afterwards(waiting, item, client_of, settings):
    settings.PAGES_KEPT = 200
    addresses = [item.get_absolute_url(), "/learning/", "/search/?q=said", "/api/v1/reviews/review-quokka0"]
    before = {address: Client().get(address).text for address in addresses}
    assert PASSAGE in before[addresses[0]]
    assert page_cache.pages.pages
    confirm(client_of("administrator"), waiting)
    for address in addresses:
        assert PASSAGE not in Client().get(address).text


def test_the_shared_cache_forgets(waiting, client_of):
    call_command("createcachetable", verbosity=0)
    caches["default"].set("page", f"Of {PASSAGE}.")
    confirm(client_of("administrator"), waiting)
    assert caches["default"].get("page") is None


def test_the_workspace_leads_to_it_for_those_who_may(client_of):
    for name in ("partnership-editor", "other-editor", "administrator"):
        assert LIST in client_of(name).get("/responses/").text
    for name in ("agency-editor", "scrutineer", "writer"):
        assert LIST not in client_of(name).get("/responses/").text


def test_files_that_cannot_be_searched_are_named(waiting, client_of, monkeypatch):
    file = occurrences.File("evidence file", "report.pdf", "/responses/evidence/1/")
    monkeypatch.setattr(views, "files_of", lambda reviews: [file] if list(reviews) else [])
    page = seen_by(client_of("administrator"), waiting)
    assert "does not search inside evidence files" in page
    assert '<a href="/responses/evidence/1/">report.pdf</a>' in page


def test_a_response_that_is_not_quoted_belongs_to_its_review_too():
    """Its document, which it has not, would be a shorter way."""
    assert occurrences.path_to_review(ResponseVersion) == "response__recommendation__review_id"
    assert occurrences.path_to_review(ResponseStep) == "version__response__recommendation__review_id"
    assert occurrences.path_to_review(Review) == occurrences.path_to_review(Review.history.model) == "id"
    assert occurrences.path_to_review(Theme) == ""
