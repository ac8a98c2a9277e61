"""A new password, in place of one that is known or forgotten."""

import time

import pytest
from django.conf import settings
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client

from reviews_portal.accounts import passwords
from reviews_portal.accounts.models import ApprovedDomain, EarlierPassword
from reviews_portal.people.own_data import own_data

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
    assert message.subject == "Your code to reset your password – Case review learning"
    assert message.from_email == "portal@example.org"
    answer = client.post("/accounts/password/reset/code/", {"code": typed_code(message)})
    assert answer["Location"] == "/accounts/password/reset/new/"
    assert "Choose a new password" in client.get(answer["Location"]).text
    done = client.post(answer["Location"], {"password1": NEW, "password2": NEW})
    assert done["Location"] == "/accounts/password/reset/done/"
    assert "Your password has been reset" in client.get(done["Location"]).text
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
        ("password1234", "password1234", "has been leaked"),
        (NEW, "quite another two", "same password"),
        ("health-visitor", "health-visitor", "must not be similar to your email address"),
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


REFUSED = [
    "aaaaaaaaaaaa",
    "abcabcabcabc",
    "password1234",
    "Password1234!",
    "p4ssw0rd1234",
    "4321drowssap",
    "qwertyuiop12",
    "123456789012",
    "abcdefghijkl",
    "iloveyou2024",
    "liverpoolfc1",
    "Manchester1999",
    "healthvisitor",
]


@pytest.mark.parametrize("password", REFUSED)
def test_passwords_that_attackers_try_first_are_refused(user, password):
    with pytest.raises(ValidationError, match=r"This password .*Use three or more unrelated words"):
        validate_password(password, user)


@pytest.mark.parametrize("password", ["abcabcabcabc", "Manchester1999"])
def test_passwords_that_attackers_try_first_are_refused_at_every_door(client, world, password):
    user, administrator = world.people["practitioner"], world.people["administrator"]
    sign_in(client, user.email)
    change = client.post(
        "/accounts/password/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    ApprovedDomain.objects.create(domain="health.example")
    sign_up = Client().post("/accounts/sign-up/", {"email": "nurse@health.example", "password1": password})
    reset = Client()
    ask_for_code(reset, user.email)
    reset.post("/accounts/password/reset/code/", {"code": typed_code(mail.outbox[-1])})
    set_anew = reset.post("/accounts/password/reset/new/", {"password1": password, "password2": password})
    office = Client()
    office.force_login(administrator)
    typed = {"password1": password, "password2": password, "usable_password": "true"}
    add = office.post("/admin/accounts/user/add/", typed | {"email": "new@example.org"})
    other = office.post(f"/admin/accounts/user/{user.pk}/password/", typed)
    for answer in (change, sign_up, set_anew, add, other):
        assert answer.status_code == 200
        assert "This password" in answer.text
        assert "Use three or more unrelated words" in answer.text
    assert authenticate(email=user.email, password=PASSWORD) == user
    assert not get_user_model().objects.filter(email__in=["nurse@health.example", "new@example.org"]).exists()


@pytest.mark.parametrize("password", ["kestrel otter lamp", "Quokka-37-lantern", NEW, "Mae'r gath wrth y tân"])
def test_passwords_of_unrelated_words_are_taken(user, password):
    refused = []
    try:
        validate_password(password, user)
    except ValidationError as error:
        refused = error.messages
    assert refused == []


def test_a_very_long_password_is_looked_at_in_bounded_time(user, monkeypatch):
    looked_at = []
    real = passwords.zxcvbn
    monkeypatch.setattr(passwords, "zxcvbn", lambda text, **more: looked_at.append(text) or real(text, **more))
    validate_password("kestrel otter lamp " * 1000, user)
    assert [len(text) for text in looked_at] == [72]


def test_what_the_portal_knows_of_somebody_is_no_password(user):
    user.first_name, user.last_name = "Wilhelmina", "Featherstonehaugh"
    with pytest.raises(ValidationError):
        validate_password("featherstonehaugh1", user)


def test_an_earlier_password_is_not_taken_again(client, user):
    sign_in(client, user.email)
    sent = {"oldpassword": PASSWORD, "password1": PASSWORD, "password2": PASSWORD}
    assert "used this password before" in client.post("/accounts/password/", sent).text
    had = [PASSWORD]
    for word in ("lantern", "kestrel", "marmalade", "otter"):
        had.append(f"quite another {word} {word[::-1]}")
        validate_password(had[-1], user)
        user.set_password(had[-1])
        user.save()
        for earlier in had[-4:]:
            with pytest.raises(ValidationError, match="used this password before"):
                validate_password(earlier, user)
    kept = EarlierPassword.objects.filter(user=user)
    assert len(kept) == 3, "no more than these are kept, so that choosing one takes bounded time"
    assert not {hashed.password for hashed in kept} & set(had)


def test_earlier_passwords_go_with_the_account_and_are_told_to_nobody(user):
    user.set_password("quite another one")
    user.save()
    assert "password" not in str(own_data(user)["earlier password (user)"])
    user.delete()
    assert not EarlierPassword.objects.exists()


@pytest.mark.parametrize(("minutes", "works"), [(9, True), (11, False)])
def test_a_code_lives_ten_minutes(client, user, monkeypatch, minutes, works):
    ask_for_code(client, user.email)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + minutes * 60)
    client.post("/accounts/password/reset/code/", {"code": typed_code(mail.outbox[0])})
    assert (client.get("/accounts/password/reset/new/").status_code == 200) is works
    assert settings.ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT == settings.ACCOUNT_LOGIN_TIMEOUT == 600
