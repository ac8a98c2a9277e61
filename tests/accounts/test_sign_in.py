"""Signing in and out."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from .conftest import PASSWORD, sign_in, typed_code


def test_signing_in_shows_what_is_for_professionals_and_signing_out_hides_it(client, user):
    assert client.get("/reviews/review-quokka1/").status_code == 404
    assert sign_in(client, user.email)["Location"] == "/"
    assert client.get("/reviews/review-quokka1/").status_code == 200
    assert "Sign out" in client.get("/").text
    assert client.post("/accounts/sign-out/")["Location"] == "/"
    assert client.get("/reviews/review-quokka1/").status_code == 404


@pytest.mark.parametrize("change", [str.upper, str.title, lambda email: f" {email} "])
def test_the_e_mail_address_is_the_log_in_in_any_case(client, user, change):
    assert sign_in(client, change(user.email)).status_code == 302


def test_two_accounts_cannot_have_one_address_in_different_case(user, refused):
    with refused():
        get_user_model().objects.create_user(user.email.upper(), PASSWORD)
    with pytest.raises(ValidationError, match="There is already an account with this email address"):
        get_user_model()(email=user.email.upper()).validate_constraints()


def test_an_account_needs_an_address():
    with pytest.raises(ValueError, match="needs an email address"):
        get_user_model().objects.create_user("", PASSWORD)


@pytest.mark.parametrize(
    ("email", "password"), [("health-visitor@example.org", "wrong"), ("who@example.org", PASSWORD)]
)
def test_a_wrong_log_in_is_said_to_be_wrong_without_saying_what(client, user, email, password):
    response = sign_in(client, email, password)
    assert response.status_code == 200
    assert "There is a problem" in response.text
    assert "<title>Problem: " in response.text
    assert f'value="{email}"' in response.text
    assert f'value="{password}"' not in response.text
    assert "sessionid" not in response.cookies


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(client, user):
    pages = [
        sign_in(client, email, "wrong").text.replace(email, "") for email in (user.email, "who-is-this@example.org")
    ]
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    assert len({token.sub("", page) for page in pages}) == 1


def test_a_closed_account_cannot_sign_in(client, user):
    user.is_active = False
    user.save()
    assert sign_in(client, user.email)["Location"] == "/accounts/closed/"
    assert "This account is closed" in client.get("/accounts/closed/").text
    assert client.get("/reviews/review-quokka1/").status_code == 404


def test_an_account_that_is_closed_meanwhile_sees_nothing_more(client, user):
    sign_in(client, user.email)
    user.is_active = False
    user.save()
    assert client.get("/reviews/review-quokka1/").status_code == 404


def test_somebody_who_leaves_the_group_sees_nothing_more(client, user):
    sign_in(client, user.email)
    user.groups.clear()
    assert client.get("/reviews/review-quokka1/").status_code == 404


@pytest.mark.parametrize("to", ["https://elsewhere.example.org/", "//elsewhere.example.org", "javascript:alert(1)"])
def test_signing_in_never_leads_to_another_site(client, user, to):
    assert sign_in(client, user.email, next=to)["Location"] == "/"


def test_signing_in_leads_to_the_page_that_asked_for_it(client, user):
    asked = client.get("/accounts/password/")
    assert asked["Location"] == "/accounts/sign-in/?next=/accounts/password/"
    assert 'name="next" value="/accounts/password/"' in client.get(asked["Location"]).text
    assert sign_in(client, user.email, next="/accounts/password/")["Location"] == "/accounts/password/"


def test_signing_out_takes_a_form_and_not_a_link(client, user):
    sign_in(client, user.email)
    assert "Sign out?" in client.get("/accounts/sign-out/").text
    assert client.get("/reviews/review-quokka1/").status_code == 200


def test_forms_without_a_token_are_refused(user):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, user.email).status_code == 403
    assert "The form could not be sent" in sign_in(client, user.email).text


def test_an_address_is_confirmed_again_after_90_days(client, user):
    user.confirmed_at = timezone.now() - timedelta(days=91)
    user.save()
    answer = sign_in(client, user.email, next="/reviews/review-quokka1/")
    assert answer["Location"] == "/accounts/confirm/"
    assert client.get("/reviews/review-quokka1/").status_code == 404
    assert "Check your email" in client.get("/accounts/confirm/").text
    assert client.post("/accounts/confirm/", {"code": "WRONG"}).status_code == 200
    answer = client.post("/accounts/confirm/", {"code": typed_code(mail.outbox[-1])})
    assert answer["Location"] == "/reviews/review-quokka1/"
    assert client.get("/reviews/review-quokka1/").status_code == 200
    user.refresh_from_db()
    assert user.is_confirmed
    assert sign_in(Client(), user.email)["Location"] == "/"


def test_a_code_is_refused_after_three_wrong_ones(client, user):
    user.confirmed_at = None
    user.save()
    sign_in(client, user.email)
    for _ in range(3):
        answer = client.post("/accounts/confirm/", {"code": "WRONG"})
    assert answer["Location"] == "/accounts/sign-in/"
    assert client.post("/accounts/confirm/", {"code": typed_code(mail.outbox[-1])})["Location"] == "/accounts/sign-in/"
    assert "_auth_user_id" not in client.session


def test_a_code_comes_in_plain_text_and_html_and_names_no_account(client, user):
    user.confirmed_at = None
    user.save()
    sign_in(client, user.email)
    message = mail.outbox[-1]
    assert message.to == [user.email]
    assert message.subject == "Your code to confirm your email address – Case review learning"
    code = typed_code(message)
    assert [one.mimetype for one in message.alternatives] == ["text/html"]
    assert code in message.alternatives[0].content
    assert code in message.body


def test_attempts_are_limited_by_account_and_address_so_that_nobody_locks_another_out(client, user):
    attacker = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(5):
        assert "is incorrect" in sign_in(attacker, user.email, "wrong").text
    assert "Too many failed attempts to sign in" in sign_in(attacker, user.email, "wrong").text
    assert "Too many failed attempts to sign in" in sign_in(attacker, user.email.upper()).text, (
        "even with the right password"
    )
    assert sign_in(client, user.email).status_code == 302, "the person's own address is not locked out"


def test_attempts_from_one_address_are_limited_whatever_the_account(world):
    attacker = Client(REMOTE_ADDR="203.0.113.9")
    for number in range(60):
        assert "is incorrect" in sign_in(attacker, f"person{number}@example.org", "wrong").text
    assert "Too many failed attempts to sign in" in sign_in(attacker, "another@example.org", "wrong").text


def test_attempts_are_counted_where_every_copy_of_the_portal_sees_them(settings):
    assert settings.CACHES["default"]["BACKEND"] == "reviews_portal.shared_cache.SharedCache"


def test_what_counts_attempts_is_asked_by_allauth(monkeypatch, client, user):
    """The name of allauth's method is its own: if it goes, attempts are no longer counted by address."""
    from reviews_portal.accounts.adapter import AccountAdapter

    asked = []
    real = AccountAdapter._get_login_attempts_cache_key
    monkeypatch.setattr(
        AccountAdapter, "_get_login_attempts_cache_key", lambda *a, **k: asked.append(real(*a, **k)) or asked[-1]
    )
    sign_in(client, user.email, "wrong")
    assert asked
    assert all(key.endswith(":127.0.0.1") for key in asked)


def test_the_administration_has_no_way_in_of_its_own(client, world):
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/accounts/sign-in/?next=%2Fadmin%2F"
    sign_in(client, world.people["practitioner"].email)
    assert client.get("/admin/login/?next=/admin/").status_code == 403


def test_whose_address_an_administrator_changes_confirms_it(client, world, user):
    client.force_login(world.people["administrator"])
    page = f"/admin/accounts/user/{user.pk}/change/"
    form = client.get(page).context["adminform"].form
    names = set(form.fields) - {"password", "groups", "user_permissions"}
    sent = {name: form[name].value() or "" for name in names}
    joined = timezone.localtime(user.date_joined)
    dates = {"date_joined_0": f"{joined:%d/%m/%Y}", "date_joined_1": f"{joined:%H:%M:%S}"}
    sent |= {"email": "new@example.org", "is_active": "on", **dates, "last_login_0": "", "last_login_1": ""}
    answer = client.post(page, sent)
    assert answer.status_code == 302, answer.context["errors"]
    assert sign_in(Client(), "new@example.org")["Location"] == "/accounts/confirm/"
