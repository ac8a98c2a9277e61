"""Whatever goes wrong with a form, the page still shows what was typed."""

import pytest
from django.test import Client

TYPED = "What I typed for half an hour, with <b> & quotes.\n\nAnd another paragraph."
SHOWN = "What I typed for half an hour, with &lt;b&gt; &amp; quotes.\n\nAnd another paragraph."


@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("partnership-editor", "/manage/redactions/propose/"),
        ("administrator", "/admin/learning/glossaryterm/add/"),
        ("anyone", "/briefings/"),
    ],
)
def test_a_form_that_is_refused_for_its_token_is_shown_with_what_was_typed(world, role, address):
    client, user = Client(enforce_csrf_checks=True), world.people[role]
    if user.is_authenticated:
        client.force_login(user)
    answer = client.post(address, {"reason": TYPED, "password": "a secret typed here", "csrfmiddlewaretoken": "x"})
    assert answer.status_code == 403
    assert SHOWN in answer.text
    assert "a secret typed here" not in answer.text
    assert "Send again" not in answer.text, "another site may have sent it"


def test_a_fault_of_ours_keeps_what_was_typed(world, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError("A fault.")

    monkeypatch.setattr("learning.views.contact.receive", fail)
    client = Client(raise_request_exception=False)
    answer = client.post("/contact/", {"kind": "identification", "text": TYPED})
    assert answer.status_code == 500
    assert SHOWN in answer.text


def test_a_version_is_kept_by_a_browser_that_keeps_no_cookies(world):
    client = Client(enforce_csrf_checks=True)
    address = "/briefings/keep/review/review-quokka0/"
    assert not client.get(address).cookies
    assert client.post(address).status_code == 302
    assert client.post(address, headers={"origin": "https://elsewhere.example"}).status_code == 403
