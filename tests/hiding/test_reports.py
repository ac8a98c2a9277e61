"""Families and readers who see that somebody could be identified: who is told at once, and who answers."""

from datetime import timedelta

import pytest
from django.core import mail
from django.template.defaultfilters import date
from django.utils import timezone

from learning.models import ErrorReport
from learning.models.report import reference_in, review_reported
from reviews_portal.hiding.reports import answer_by

pytestmark = pytest.mark.django_db
URGENT = ["family", "identification"]


def sent(client, kind: str, about: str, text: str = "My own secret words.") -> ErrorReport:
    """Send a report with the contact form."""
    fields = {"kind": kind, "about": about, "text": text, "reply_to": "mother@example.org", "phone": "01632 960001"}
    assert client.post("/contact/", fields).status_code == 302
    return ErrorReport.objects.get(text=text)


def test_the_form_offers_both_first_and_says_when_an_answer_comes(client):
    page = client.get("/contact/?about=R9000-1").text
    first, second = (page.index(one) for one in ("I am a family member", "This could identify someone"))
    assert first < second < page.index("Something is wrong or misquoted")
    assert "answer you within two working days" in page
    assert "within two working days" in client.get("/contact/thanks/").text


@pytest.mark.parametrize("kind", URGENT)
def test_the_editors_of_the_review_and_the_administrators_are_told_at_once(client, client_of, world, made, kind):
    report = sent(client, kind, made.item.reference)
    assert report.review == made.review
    assert {one.to[0] for one in mail.outbox} == {"editor@example.org", "boss@example.org"}
    for one in mail.outbox:
        assert made.review.code in one.subject
        assert report.get_absolute_url() in one.body
        assert "secret" not in one.body + one.subject
        assert "mother@" not in one.body
    for role in ("partnership-editor", "administrator"):
        browser = client_of(role)
        assert report.get_absolute_url() in browser.get("/manage/hidden/").text
        page = browser.get(report.get_absolute_url()).text
        assert "My own secret words." in page
        assert f'href="/manage/hidden/items/{made.item.reference}/">Hide this now' in page
    for role in ("other-editor", "practitioner", "agency-editor"):
        assert client_of(role).get(report.get_absolute_url()).status_code == 404
        assert client_of(role).post(f"{report.get_absolute_url()}answer/", {"handling": "x"}).status_code == 404


@pytest.mark.parametrize("whole", [False, True])
def test_what_is_hidden_already_is_not_offered_to_be_hidden(client, client_of, made, hide, whole):
    report = sent(client, "family", made.item.reference)
    hiding = hide(made.review if whole else made.item)
    page = client_of("partnership-editor").get(report.get_absolute_url()).text
    assert f'href="{hiding.get_absolute_url()}">View what is hidden' in page
    assert "Hide this now" not in page


def test_the_list_says_when_each_must_be_answered(client, client_of, made):
    report = sent(client, "family", made.item.reference)
    browser = client_of("partnership-editor")
    assert f"Answer by {date(answer_by(report), 'l j F Y')}" in browser.get("/manage/hidden/").text
    ErrorReport.objects.update(received_at=report.received_at - timedelta(days=5))
    assert "Overdue: answer now" in browser.get("/manage/hidden/").text


def test_a_report_on_no_review_goes_to_the_administrators(client, client_of, world):
    report = sent(client, "family", "the second page")
    assert {one.to[0] for one in mail.outbox} == {"boss@example.org"}
    assert "Hide this now" not in client_of("administrator").get(report.get_absolute_url()).text
    assert client_of("partnership-editor").get(report.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("kind", ["error", "accessibility", "other"])
def test_nobody_is_alerted_by_other_reports(client, client_of, world, made, kind):
    report = sent(client, kind, made.item.reference)
    assert not mail.outbox
    assert client_of("administrator").get(report.get_absolute_url()).status_code == 404


def test_the_same_report_alerts_once(client, world, made):
    sent(client, "family", made.item.reference)
    sent(client, "family", made.item.reference)
    assert len(mail.outbox) == 2


def test_an_editor_records_what_was_done_once(client, client_of, made):
    report = sent(client, "identification", made.review.get_absolute_url())
    editor = client_of("partnership-editor")
    address = f"{report.get_absolute_url()}answer/"
    assert editor.post(address, {"handling": ""}).status_code == 422
    assert editor.post(address, {"handling": "Hidden, and answered."}).status_code == 302
    report.refresh_from_db()
    assert (report.handling, report.handled_at is not None) == ("Hidden, and answered.", True)
    assert report.get_absolute_url() not in editor.get("/manage/hidden/").text
    assert "already answered" in editor.post(address, {"handling": "Again."}).text
    assert report.handled_at <= timezone.now()


@pytest.mark.parametrize(
    ("about", "reference"),
    [
        ("R9000-1", "R9000-1"),
        ("see r9000-14, second line", "R9000-14"),
        ("https://portal.example.org/learning/R9000-1/?page=2", "R9000-1"),
        ("R9000", "R9000"),
        ("R12", ""),
        ("the page", ""),
    ],
)
def test_a_reference_is_found_in_what_was_typed(about, reference):
    assert reference_in(about) == reference


def test_a_review_is_found_by_its_address_and_its_former_one(made):
    made.review.old_addresses.create(slug="before")
    for about in (f"https://portal.example.org/reviews/{made.review.slug}/#x", "/reviews/before/"):
        assert review_reported(about) == made.review
    for about in ("/reviews/nothing/", "http://[", "R8888-1", ""):
        assert review_reported(about) is None
