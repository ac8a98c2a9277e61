"""A new password, in place of one that is known or forgotten."""

import pytest
from django.contrib.auth import authenticate
from django.core import mail
from django.test import Client

from .conftest import PASSWORD, sign_in, typed_code

NEW = "quite another one"


def ask_for_code(client, email: str):
    """Ask for a new password."""
    answer = client.post("/accounts/password/reset/", {"email": email})
    assert answer["Location"] == "/accounts/password/reset/code/"
    return client.get(answer["Location"])


@pytest.mark.parametrize("change", [str, str.upper])
def test_a_forgotten_password_is_replaced_by_a_code_that_works_once(client, user, change):
    ask_for_code(client, change(user.email))
    message = mail.outbox[0]
    assert message.to == [user.email]
    assert message.subject == "Your code for a new password – Case review learning"
    assert message.from_email == "portal@example.org"
    answer = client.post("/accounts/password/reset/code/", {"code": typed_code(message)})
    assert answer["Location"] == "/accounts/password/reset/new/"
    assert "Choose a new password" in client.get(answer["Location"]).text
    done = client.post(answer["Location"], {"password1": NEW, "password2": NEW})
    assert done["Location"] == "/accounts/password/reset/done/"
    assert "Your new password is saved" in client.get(done["Location"]).text
    assert authenticate(email=user.email, password=NEW) == user
    assert authenticate(email=user.email, password=PASSWORD) is None
    client.post("/accounts/password/reset/new/", {"password1": PASSWORD, "password2": PASSWORD})
    assert authenticate(email=user.email, password=NEW) == user


def test_an_unknown_address_is_answered_alike_and_gets_no_letter(client, user):
    known = ask_for_code(client, user.email).text.replace(user.email, "")
    unknown = ask_for_code(Client(), "who@example.org").text.replace("who@example.org", "")
    assert known.split("<form")[0] == unknown.split("<form")[0]
    assert len(mail.outbox) == 1


def test_a_code_is_refused_after_three_wrong_ones(client, user):
    ask_for_code(client, user.email)
    for _ in range(3):
        answer = client.post("/accounts/password/reset/code/", {"code": "WRONG"})
    assert answer["Location"] == "/accounts/sign-in/"
    client.post("/accounts/password/reset/code/", {"code": typed_code(mail.outbox[0])})
    assert client.get("/accounts/password/reset/new/")["Location"] == "/accounts/password/reset/"


@pytest.mark.parametrize(
    ("new", "again", "says"),
    [
        ("short one", "short one", "12 characters"),
        ("password1234", "password1234", "too common"),
        (NEW, "quite another two", "same password"),
        ("health-visitor", "health-visitor", "similar"),
        ("", "", "required"),
    ],
)
def test_a_bad_new_password_is_refused_with_what_is_wrong(client, user, new, again, says):
    sign_in(client, user.email)
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": again}
    response = client.post("/accounts/password/", sent)
    assert response.status_code == 200
    summary = response.text.split('class="errors"')[1].split("</ul>")[0]
    assert says in summary
    assert authenticate(email=user.email, password=PASSWORD) == user


def test_a_password_is_changed_and_other_devices_are_signed_out(user):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        sign_in(client, user.email)
    sent = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert here.post("/accounts/password/", sent)["Location"] == "/accounts/"
    assert here.get("/reviews/review-quokka1/").status_code == 200
    assert elsewhere.get("/reviews/review-quokka1/").status_code == 404
