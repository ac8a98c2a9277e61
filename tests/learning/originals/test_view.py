"""An original file as a download: for whom it opens, with which headers, and what the log notes."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from learning.actions import withdraw_review
from learning.models import DocumentFile, Review, SourceDocument
from learning.originals import actions
from learning.originals.storage import originals
from reviews_portal.audit.events import Event
from reviews_portal.audit.models import AuditEntry
from tests.learning.originals.made import add
from tests.portal.pages.words import text_of

NAMES = ("public", "professionals", "partnership", "draft", "withdrawn", "withdrawn-professionals")
EVERYONE = ("anyone", "signed-in", "practitioner", "member", "agency-editor", "scrutineer", "partnership-editor",
            "other-editor", "administrator")  # fmt: skip


@pytest.fixture
def boss(world):
    return world.people["administrator"]


def address_of(world, name: str) -> str:
    made = world.reviews[name]
    return f"/reviews/{made.review.slug}/documents/{made.document.position}/"


def body_of(response) -> bytes:
    """Return what was downloaded; reading it to the end closes the file."""
    return b"".join(response.streaming_content)


def status_of(browser, address: str) -> int:
    """Return the status of an address, after reading the file that its response may hold."""
    response = browser.get(address)
    if response.streaming:
        body_of(response)
    return response.status_code


def test_a_public_file_is_a_download_of_its_own_type_that_no_browser_displays(world, boss, client):
    document = world.reviews["public"].document
    SourceDocument.objects.filter(pk=document.pk).update(title="A “report”: ../../<b>x</b>\r\nSet-Cookie: y")
    held = add(document, boss)
    response = client.get(address_of(world, "public"))
    assert response.status_code == 200
    assert body_of(response) == b"%PDF-1.7 Numbat."
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'attachment; filename="a-report-bxb-set-cookie-y.pdf"'
    assert response["Content-Length"] == str(held.original.size)
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert response["Cache-Control"] == "no-cache"
    assert not AuditEntry.objects.filter(event=Event.EXPORTED).exists()


def test_head_sends_the_headers_alone_and_nothing_can_be_sent(world, boss, client):
    add(world.reviews["public"].document, boss)
    response = client.head(address_of(world, "public"))
    assert body_of(response) == b""
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert client.post(address_of(world, "public")).status_code == 405


def test_each_file_opens_only_for_those_who_may_read_its_review(world, boss, client_of):
    for name in NAMES:
        add(world.reviews[name].document, boss, f"Numbat {name}.")
    for role in EVERYONE:
        browser = client_of(role)
        for name in NAMES:
            page = browser.get(world.reviews[name].review.get_absolute_url())
            response = browser.get(address_of(world, name))
            assert response.status_code == page.status_code, (role, name)
            if response.status_code == 200:
                assert body_of(response).endswith(f"{name}.".encode())
                assert "Download Document" in text_of(page.text)


def test_a_file_of_several_reviews_opens_only_for_those_who_may_see_all(world, boss, client_of):
    """Two reviews with a file in common and different audiences."""
    for name in ("public", "professionals", "partnership"):
        add(world.reviews[name].document, boss)
    open_for = {"partnership-editor", "administrator", "member", "scrutineer"}
    for role in EVERYONE:
        browser = client_of(role)
        for name in ("public", "professionals", "partnership"):
            status = status_of(browser, address_of(world, name))
            assert (status == 200) == (role in open_for), (role, name)
        page = browser.get(world.reviews["public"].review.get_absolute_url()).text
        assert ("Download Document" in text_of(page)) == (role in open_for)


def test_a_file_shared_with_a_draft_is_as_without_it(world, boss, client):
    add(world.reviews["public"].document, boss)
    before = client.get(address_of(world, "public"))
    page = client.get(world.reviews["public"].review.get_absolute_url())
    Review.history.bulk_history_create([world.reviews["draft"].review])  # it was never anything else
    add(world.reviews["draft"].document, boss)
    response = client.get(address_of(world, "public"))
    assert body_of(response) == body_of(before)
    assert response.headers == before.headers
    assert client.get(world.reviews["public"].review.get_absolute_url()).content == page.content
    assert not AuditEntry.objects.filter(event=Event.EXPORTED).exists()


def test_a_file_shared_with_a_withdrawn_review_is_as_if_not_there(world, boss, client):
    absent = client.get(address_of(world, "public"))
    page = client.get(world.reviews["public"].review.get_absolute_url())
    add(world.reviews["public"].document, boss)
    add(world.reviews["withdrawn"].document, boss)
    response = client.get(address_of(world, "public"))
    assert response.status_code == absent.status_code == 404
    assert response.content == absent.content
    assert client.get(world.reviews["public"].review.get_absolute_url()).content == page.content


def test_until_it_is_checked_only_editors_open_a_file(world, boss, client_of):
    add(world.reviews["public"].document, boss, checked=False)
    for role in EVERYONE:
        browser = client_of(role)
        expected = 200 if role in ("partnership-editor", "administrator") else 404
        assert status_of(browser, address_of(world, "public")) == expected, role
        page = browser.get(world.reviews["public"].review.get_absolute_url()).text
        assert ("Only editors can open this file" in page) == (expected == 200)


def test_a_restricted_file_is_not_stored_by_browsers_and_is_noted_in_the_log(world, boss, client_of):
    held = add(world.reviews["professionals"].document, boss)
    response = client_of("practitioner").get(address_of(world, "professionals"))
    body_of(response)
    assert response["Cache-Control"] == "private, no-store"
    entry = AuditEntry.objects.get(event=Event.EXPORTED)
    assert entry.detail == f"R9001, original file {held.document_id}"
    assert entry.by == world.people["practitioner"]


def test_a_public_file_shared_with_a_restricted_review_is_noted_too(world, boss, client_of):
    add(world.reviews["public"].document, boss)
    add(world.reviews["professionals"].document, boss)
    response = client_of("member").get(address_of(world, "public"))
    body_of(response)
    assert response["Cache-Control"] == "private, no-store"
    assert AuditEntry.objects.filter(event=Event.EXPORTED).count() == 1


def test_a_former_slug_redirects_and_a_withdrawn_review_is_gone(world, boss, client):
    made = world.reviews["public"]
    add(made.document, boss)
    made.review.slug = "renamed"
    made.review.save()
    response = client.get("/reviews/review-quokka0/documents/10/")
    assert (response.status_code, response["Location"]) == (301, "/reviews/renamed/documents/10/")
    withdraw_review(made.review, by=boss, reason="It was wrong.")
    for slug in ("renamed", "review-quokka0"):
        assert client.get(f"/reviews/{slug}/documents/10/").status_code == 410


def test_a_closed_file_and_one_that_the_storage_lost_are_not_found(world, boss, client):
    held = add(world.reviews["public"].document, boss)
    originals().delete(held.original.name)
    assert client.get(address_of(world, "public")).status_code == 404
    actions.close([held.original_id])
    assert client.get(address_of(world, "public")).status_code == 404


@pytest.mark.parametrize("place", ["0", "11", "99999999999999999999", "x", "-1"])
def test_an_address_without_a_file_is_not_found(world, boss, client, place):
    add(world.reviews["public"].document, boss)
    assert client.get(f"/reviews/review-quokka0/documents/{place}/").status_code == 404


def test_the_page_of_a_review_says_what_each_document_is(world, boss, client):
    made = world.reviews["public"]
    page = client.get(made.review.get_absolute_url()).text
    assert "You cannot download this document here. The publisher may be able to send you one." in page
    assert '<h3 id="documents">Source document</h3>' in page
    made.document.not_held_reason = "The publisher has taken it down."
    made.document.save()
    page = client.get(made.review.get_absolute_url()).text
    assert "You cannot download this document here. The publisher has taken it down." in page
    made.document.address = "https://example.org/report"
    made.document.published_on, made.document.published_precision = date(2016, 9, 6), "day"
    made.document.save()
    page = client.get(made.review.get_absolute_url()).text
    assert 'href="https://example.org/report"' in page
    assert "(on another website, published 6 September 2016)" in page
    assert "You cannot download" not in page
    assert '<h2 id="documents">Source document</h2>' in page
    held = add(made.document, boss)
    page = client.get(made.review.get_absolute_url()).text
    assert f"Download {made.document.title} (PDF, 16 bytes, 34 pages, published 6 September 2016)" in text_of(page)
    actions.close([held.original_id])
    page = client.get(made.review.get_absolute_url()).text
    assert "Download Document" not in text_of(page)


def test_a_closed_file_reads_like_one_that_was_never_added(world, boss, client):
    address = world.reviews["public"].review.get_absolute_url()
    before = client.get(address).content
    held = add(world.reviews["public"].document, boss)
    actions.close([held.original_id])
    assert client.get(address).content == before


def test_a_cached_page_shows_no_file_that_was_closed(world, boss, client, pages_kept):
    address = world.reviews["public"].review.get_absolute_url()
    held = add(world.reviews["public"].document, boss)
    assert "Download Document" in text_of(client.get(address).text)
    actions.close([held.original_id])
    assert "Download Document" not in text_of(client.get(address).text)
    assert Review.objects.filter(documents__file=held).exists()


def test_an_inspection_of_another_app_may_refuse_a_file(world, boss, monkeypatch):
    def refuse(found):
        raise ValidationError("No.")

    monkeypatch.setattr(actions, "CHECKS", [refuse])
    with pytest.raises(ValidationError, match="No"):
        add(world.reviews["public"].document, boss)
    assert not DocumentFile.objects.exists()
