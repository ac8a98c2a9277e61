"""Reporting an error or a risk of identification."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from learning.models import ErrorReport
from learning.views import contact
from tests.portal.administration import address_of, opened

GOOD = {"kind": "error", "about": "R0001-8", "text": "The line is misquoted.", "reply_to": "reader@example.org"}

pytestmark = pytest.mark.django_db


def test_a_report_reaches_the_administrators_list(client, client_of):
    response = client.post("/contact/", GOOD)
    assert (response.status_code, response["Location"]) == (302, "/contact/thanks/")
    report = ErrorReport.objects.get()
    assert {name: getattr(report, name) for name in GOOD} == GOOD
    assert report.handled_at is None
    assert "The line is misquoted." in client_of("administrator").get("/admin/learning/errorreport/").text


def test_a_risk_of_identification_stands_first_until_it_is_handled(client_of):
    for kind, text in [("identification", "oldest"), ("error", "middle"), ("other", "newest")]:
        ErrorReport.objects.create(kind=kind, text=text)

    def order():
        page = client_of("administrator").get("/admin/learning/errorreport/")
        return [report.text for report in page.context["cl"].result_list]

    for minutes, text in enumerate(["oldest", "middle", "newest"]):
        ErrorReport.objects.filter(text=text).update(received_at=timezone.now() + timedelta(minutes=minutes))
    assert order() == ["oldest", "newest", "middle"]
    ErrorReport.objects.filter(text="oldest").update(handled_at=timezone.now(), handling="Put right.")
    assert order() == ["newest", "middle", "oldest"]


def test_only_what_is_needed_must_be_given(client):
    assert client.post("/contact/", {"kind": "other", "text": "Words."}).status_code == 302


@pytest.mark.parametrize(
    ("change", "says", "field"),
    [
        ({"kind": ""}, "Choose what this is about.", "id_kind_0"),
        ({"text": ""}, "Enter what you want to tell us.", "id_text"),
        ({"text": "x" * 5001}, "it has 5001 now.", "id_text"),
        ({"reply_to": "nobody"}, "Enter an email address, such as name@example.org", "id_reply_to"),
        ({"about": "x" * 301}, "Shorten the page or reference to 300 characters or fewer; it has 301", "id_about"),
    ],
)
def test_what_is_wrong_is_summed_up_linked_to_its_field_and_nothing_typed_is_lost(client, change, says, field):
    sent = GOOD | change
    response = client.post("/contact/", sent)
    assert response.status_code == 422
    summary = response.text.split('class="errors"')[1].split("</ul>")[0]
    assert says in summary
    assert f'href="#{field}"' in summary
    assert f'id="{field}"' in response.text
    assert "<title>Problem: " in response.text
    for value in sent.values():
        assert value in response.text
    assert not ErrorReport.objects.exists()


def test_all_that_is_wrong_is_said_at_once(client):
    response = client.post("/contact/", {})
    assert response.text.split('class="errors"')[1].split("</ul>")[0].count("<li>") == 2


def test_the_reference_that_it_is_about_is_filled_in(client):
    assert 'value="R0001-8"' in client.get("/contact/?about=R0001-8").text
    page = client.get('/contact/?about="><script>alert(1)</script>').text
    assert "<script>alert" not in page


def test_a_report_is_not_handled_without_saying_what_was_done(client_of, refused):
    report = ErrorReport.objects.create(kind="error", text="Words.")
    with refused("report_handled_says_what"):
        ErrorReport.objects.update(handled_at=timezone.now())
    sent = {"handling": "", "handled_at_0": "2026-11-21", "handled_at_1": "10:00"}
    administrator = client_of("administrator")
    page = administrator.post(address_of(report), opened(administrator, report, **sent))
    assert "Say what was done before you mark the report as handled." in page.text
    sent["handling"] = "Put right."
    assert administrator.post(address_of(report), opened(administrator, report, **sent)).status_code == 302


def test_a_report_shows_markup_as_text_to_administrators(client, client_of):
    client.post("/contact/", GOOD | {"text": "<script>alert(1)</script>"})
    assert "<script>alert(1)" not in client_of("administrator").get("/admin/learning/errorreport/").text


def report(client, number: int, kind: str = "error", **fields) -> int:
    return client.post("/contact/", GOOD | {"kind": kind, "text": f"Report {number}."}, **fields).status_code


def test_a_flood_of_reports_comes_to_an_end_and_says_when_to_send_again(client):
    answered = [report(client, number) for number in range(contact.REPORTS.network + 20)]
    assert answered == [302] * contact.REPORTS.network + [429] * 20
    refused = client.post("/contact/", GOOD | {"text": "An hour's work."})
    assert 3000 < int(refused["Retry-After"]) <= 3600
    assert "Try again in 60 minutes. What you typed is still below." in refused.text
    assert "An hour&#x27;s work.</textarea>" in refused.text
    assert ErrorReport.objects.count() == contact.REPORTS.network


def test_no_flood_of_others_keeps_out_a_report_that_a_child_could_be_identified(client):
    for number in range(contact.REPORTS.network + 1):
        report(client, number)
    assert report(client, 1000, "identification") == 302
    for number in range(contact.IDENTIFICATIONS.network + 1):
        report(client, number, "identification")
    assert report(client, 1001, "identification", REMOTE_ADDR="203.0.113.9") == 302


def test_the_same_report_sent_again_and_again_is_stored_once(client):
    assert {report(client, 1, "identification") for _ in range(contact.IDENTIFICATIONS.network + 20)} == {302}
    assert ErrorReport.objects.count() == 1
    ErrorReport.objects.update(handled_at=timezone.now(), handling="Put right.")
    assert report(client, 1, "identification") == 302
    assert ErrorReport.objects.count() == 2


@pytest.fixture
def strict() -> Client:
    """Return a browser of whose forms the tokens are checked, as they are outside of tests."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "http://testserver"},
        {"referer": "http://testserver/contact/"},
        {"sec-fetch-site": "same-origin", "origin": "http://testserver"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
    ],
)
@pytest.mark.parametrize("kind", ["identification", "error"])
def test_a_report_is_taken_from_a_browser_that_keeps_no_cookies(strict, headers, kind):
    assert not strict.get("/contact/").cookies
    answer = strict.post("/contact/", GOOD | {"kind": kind}, headers=headers)
    assert (answer.status_code, answer["Location"]) == (302, "/contact/thanks/")
    assert not answer.cookies
    assert ErrorReport.objects.get().text == GOOD["text"]


FOREIGN = [
    {"origin": "https://elsewhere.example"},
    {"origin": "null"},
    {"origin": "http://testserver.elsewhere.example"},
    {"origin": "http://testserver:8001"},
    {"origin": "https://testserver"},
    {"referer": "https://elsewhere.example/testserver/"},
    {"referer": "http://[nonsense"},
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site", "origin": "http://other.testserver"},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
]


@pytest.mark.parametrize("headers", FOREIGN[:-1])
def test_a_report_that_another_site_sends_is_refused_and_its_text_stays(strict, headers):
    text = "What I typed for half an hour, with <b> & quotes."
    answer = strict.post("/contact/", GOOD | {"text": text}, headers=headers)
    assert answer.status_code == 403
    assert "It was sent from another website." in answer.text
    assert "What I typed for half an hour, with &lt;b&gt; &amp; quotes." in answer.text
    assert "<form" not in answer.text.split("<main")[1].split("</main>")[0], "nothing sends it again"
    assert not ErrorReport.objects.exists()


def test_an_origin_that_the_operator_trusts_may_send_reports(strict, settings):
    settings.CSRF_TRUSTED_ORIGINS = ["https://council.example"]
    for headers in ({"origin": "https://council.example"}, FOREIGN[-2] | {"origin": "https://council.example"}):
        assert strict.post("/contact/", GOOD, headers=headers).status_code == 302
