"""Signing up: who may, and what an address gives."""

import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from allauth.core.internal import ratelimit
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from reviews_portal.accounts.models import ApprovedDomain

from .conftest import PASSWORD, sign_in, typed_code

RESTRICTED = "/reviews/review-quokka1/"


@pytest.fixture
def domain(world):
    return ApprovedDomain.objects.create(domain="health.example", note="A trust")


def sign_up(client, email: str, password: str = PASSWORD):
    return client.post("/accounts/sign-up/", {"email": email, "password1": password})


def join(client, email: str) -> None:
    """Sign up, and type the code."""
    assert sign_up(client, email)["Location"] == "/accounts/confirm/"
    assert client.post("/accounts/confirm/", {"code": typed_code(mail.outbox[-1])})["Location"] == "/"


def test_at_an_approved_domain_one_is_a_practitioner_once_the_address_is_confirmed(client, domain):
    assert sign_up(client, "nurse@health.example")["Location"] == "/accounts/confirm/"
    assert client.get(RESTRICTED).status_code == 404
    assert sign_in(Client(), "nurse@health.example")["Location"] == "/accounts/confirm/", "not before it is"
    client.post("/accounts/confirm/", {"code": typed_code(mail.outbox[0])})
    assert "Your email address has been confirmed" in client.get("/").text
    assert client.get(RESTRICTED).status_code == 200


def test_nobody_signs_up_while_the_list_is_empty(client, world):
    answer = sign_up(client, "nurse@health.example")
    assert answer.status_code == 200
    assert "You cannot use this email address." in answer.text
    assert 'value="nurse@health.example"' in answer.text
    assert not get_user_model().objects.filter(email="nurse@health.example").exists()
    assert not mail.outbox


@pytest.mark.parametrize(
    ("email", "admitted"),
    [
        ("a@health.example", True),
        ("A@HEALTH.EXAMPLE", True),
        ("a@north.health.example", False),
        ("a@nothealth.example", False),
        ("a@health.example.evil.example", False),
        ("a@police.example", True),
        ("a@north.police.example", True),
        ("a@very.north.police.example", True),
        ("a@notpolice.example", False),
        ("a@example", False),
    ],
)
def test_which_addresses_the_domains_admit(domain, email, admitted):
    ApprovedDomain.objects.create(domain="police.example", with_subdomains=True)
    assert ApprovedDomain.objects.admits(email) is admitted


@pytest.mark.parametrize(
    ("typed", "says"), [("uk", "not only an ending"), ("health", "not only an ending"), ("not a domain.x", "such as")]
)
def test_a_domain_is_checked(typed, says):
    with pytest.raises(ValidationError, match=says):
        ApprovedDomain(domain=typed).clean()


@pytest.mark.django_db
def test_a_domain_is_kept_in_lower_case_and_without_its_sign(refused):
    domain = ApprovedDomain(domain=" @Health.Example ")
    domain.full_clean()
    assert domain.domain == "health.example"
    with refused():
        ApprovedDomain.objects.create(domain="Health.Example")


def test_a_domain_that_is_taken_off_the_list_takes_the_sight_at_once(client, domain):
    join(client, "nurse@health.example")
    domain.delete()
    assert client.get(RESTRICTED).status_code == 404
    ApprovedDomain.objects.create(domain="health.example")
    assert client.get(RESTRICTED).status_code == 200


def test_whom_an_administrator_made_a_practitioner_stays_one(client, world, domain):
    domain.delete()
    client.force_login(world.people["practitioner"])
    assert client.get(RESTRICTED).status_code == 200


def test_an_address_that_has_an_account_is_answered_alike_and_told_by_e_mail(client, world, domain):
    get_user_model().objects.create_user("nurse@health.example", PASSWORD)
    known = sign_up(client, "nurse@health.example")
    unknown = sign_up(Client(), "doctor@health.example")
    assert known["Location"] == unknown["Location"] == "/accounts/confirm/"
    assert mail.outbox[0].subject == "You already have an account – Case review learning"
    assert mail.outbox[0].to == ["nurse@health.example"]
    page = client.get("/accounts/confirm/").text
    assert "Check your email" in page


def test_a_new_address_is_confirmed_before_it_counts_and_must_be_admitted(client, domain):
    join(client, "nurse@health.example")
    refused = client.post("/accounts/address/", {"email": "nurse@private.example", "action_add": "1"})
    assert "You cannot use this email address" in refused.text
    answer = client.post("/accounts/address/", {"email": "sister@health.example", "action_add": "1"})
    assert answer["Location"] == "/accounts/confirm/"
    user = get_user_model().objects.get(email="nurse@health.example")
    client.post("/accounts/confirm/", {"code": typed_code(mail.outbox[-1])})
    user.refresh_from_db()
    assert user.email == "sister@health.example"
    assert client.get(RESTRICTED).status_code == 200
    told = [message for message in mail.outbox if message.subject.startswith("Your email address was changed")]
    assert [message.to for message in told] == [["nurse@health.example"]], "the old address is told"


def test_who_signed_up_long_ago_and_whose_domain_is_gone_keeps_nothing_after_confirming(client, domain):
    join(client, "nurse@health.example")
    user = get_user_model().objects.get(email="nurse@health.example")
    domain.delete()
    user.confirmed_at = timezone.now() - timedelta(days=100)
    user.save()
    again = Client()
    assert sign_in(again, user.email)["Location"] == "/accounts/confirm/"
    again.post("/accounts/confirm/", {"code": typed_code(mail.outbox[-1])})
    assert again.get(RESTRICTED).status_code == 404


def test_another_code_is_sent_on_demand_twice_and_the_first_stops_working(client, domain):
    sign_up(client, "nurse@health.example")
    for _ in range(2):
        client.post("/accounts/confirm/", {"action": "resend"})
    assert len(mail.outbox) == 3
    assert "The code is incorrect" in client.post("/accounts/confirm/", {"code": typed_code(mail.outbox[0])}).text
    assert client.post("/accounts/confirm/", {"code": typed_code(mail.outbox[-1])}).status_code == 302


def test_nobody_is_kept_from_confirming_by_anothers_attempts(world, domain):
    join(Client(), "nurse@health.example")
    attacker = Client(REMOTE_ADDR="203.0.113.9")
    for _ in range(25):
        answer = sign_up(attacker, "nurse@health.example")
    assert answer.status_code == 429
    assert "Too many requests" in answer.text
    get_user_model().objects.filter(email="nurse@health.example").update(confirmed_at=None)
    assert sign_in(Client(), "nurse@health.example")["Location"] == "/accounts/confirm/"


@pytest.mark.parametrize("email", ["kım@health.example", "kim@healthı.example", "ſx@health.example"])
def test_an_address_that_only_looks_like_another_is_refused(client, domain, email):
    ApprovedDomain.objects.create(domain="healthı.example")
    answer = sign_up(client, email)
    assert "Enter an email address that uses plain letters" in answer.text
    assert not mail.outbox


def test_a_closed_account_does_not_come_back_with_something_added_to_its_name(client, domain):
    get_user_model().objects.create_user("nurse@health.example", PASSWORD, is_active=False)
    for email in ("nurse+1@health.example", "NURSE+work@health.example"):
        assert "You cannot use this email address" in sign_up(client, email).text
    assert sign_up(client, "nurses@health.example").status_code == 302


def test_the_list_is_kept_by_administrators(client, world):
    client.force_login(world.people["administrator"])
    sent = {"domain": "Health.Example", "note": "A trust"}
    assert client.post("/admin/accounts/approveddomain/add/", sent).status_code == 302
    assert ApprovedDomain.objects.get().domain == "health.example"


@pytest.mark.django_db
@pytest.mark.parametrize("action", ["signup", "reset_password", "confirm_email"])
def test_what_sends_emails_has_a_limit_for_the_hour_beside_that_for_the_minute(rf, monkeypatch, action):
    now = 1_000_000.0
    clock = SimpleNamespace(time=lambda: now, monotonic=time.monotonic, sleep=time.sleep)
    monkeypatch.setattr(ratelimit, "time", clock)
    request = rf.post("/accounts/")

    def is_allowed() -> bool:
        return bool(ratelimit.consume(request, app="allauth.account", action=action, key="nurse@health.example"))

    number = 0
    while is_allowed():
        number, now = number + 1, now + 4
        assert number <= 600
    assert number >= 200  # a council has one address
    now += 3600
    assert is_allowed()
