"""Every way to change how somebody signs in asks for the password again."""

import re
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import URLPattern, get_resolver

from reviews_portal.accounts.models import ApprovedDomain
from reviews_portal.middleware.second_factor import OPEN
from reviews_portal.people.actions import invite

from .conftest import PASSWORD, sign_in, typed_code
from .test_sessions import wind_back

NEW = "new@example.org"


@pytest.fixture
def stolen(client, world):
    """Return a browser that somebody else left signed in ten minutes ago, as an administrator."""
    sign_in(client, world.people["administrator"].email)
    wind_back(client, 600, "began")
    return client


def asks_for_the_password(answer) -> bool:
    return answer.status_code == 302 and answer["Location"].startswith("/accounts/again/")


@pytest.mark.parametrize("action", ["action_add", "action_remove", "action_primary"])
def test_the_address_is_changed_by_no_action_without_the_password(stolen, world, action):
    user = world.people["administrator"]
    EmailAddress.objects.create(user=user, email=NEW, verified=True)
    ApprovedDomain.objects.create(domain="example.org")
    email = "another@example.org" if action == "action_add" else NEW
    assert asks_for_the_password(stolen.post("/accounts/address/", {"email": email, action: "1"}))
    user.refresh_from_db()
    assert user.email == "boss@example.org"
    assert set(user.emailaddress_set.values_list("email", flat=True)) == {"boss@example.org", NEW}
    assert not mail.outbox


def test_the_address_is_changed_once_the_password_is_given(stolen, world):
    ApprovedDomain.objects.create(domain="example.org")
    again = stolen.post("/accounts/address/", {"email": NEW, "action_add": "1"})["Location"]
    assert stolen.post(again, {"password": "wrong"}).status_code == 200
    assert not mail.outbox
    assert stolen.post(again, {"password": PASSWORD})["Location"] == "/accounts/confirm/", "what was typed goes on"
    stolen.post("/accounts/confirm/", {"code": typed_code(mail.outbox[-1])})
    world.people["administrator"].refresh_from_db()
    assert world.people["administrator"].email == NEW


def test_no_email_repeats_the_address_that_somebody_typed(stolen, world):
    """What is redacted is masked in emails that wait: an address that comes back would tell whether it holds such."""
    ApprovedDomain.objects.create(domain="example.org")
    again = stolen.post("/accounts/address/", {"email": NEW, "action_add": "1"})["Location"]
    stolen.post(again, {"password": PASSWORD})
    stolen.post("/accounts/confirm/", {"code": typed_code(mail.outbox[-1])})
    assert {tuple(message.to) for message in mail.outbox} > {("boss@example.org",)}, "the old address is told"
    for message in mail.outbox:
        for text in (message.subject, message.body, *(one.content for one in message.alternatives)):
            assert NEW not in text
            assert "boss@example.org" not in text
    for template in Path(settings.BASE_DIR, "templates/account/email").iterdir():
        assert not re.search(r"email\b(?!_)|user\b", " ".join(re.findall("{{.*?}}", template.read_text()))), template


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("/accounts/address/", {"email": NEW, "action_add": "1"}),
        ("/accounts/password/set/", {"password1": "Quokka-37-lantern", "password2": "Quokka-37-lantern"}),
        ("/accounts/second-factor/totp/activate/", {"code": "000000"}),
        ("/accounts/remove/", {}),
    ],
)
def test_who_has_no_password_signs_in_again_before_a_change(client, world, address, sent):
    ApprovedDomain.objects.create(domain="example.org")
    user = world.people["practitioner"]
    client.force_login(user)
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    wind_back(client, 600, "began")
    answer = client.post(address, sent)
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/")
    assert "sign out and sign in again through your organisation" in client.get("/accounts/").text
    user.refresh_from_db()
    assert not user.has_usable_password()
    assert not mail.outbox


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", ["change/", "password/", "delete/"])
def test_the_admin_asks_before_it_shows_or_takes_anything_of_an_account(stolen, world, page, method):
    other = world.people["practitioner"]
    sent = {"email": NEW, "password1": "Quokka-37-lantern", "password2": "Quokka-37-lantern", "post": "yes"}
    assert asks_for_the_password(getattr(stolen, method)(f"/admin/accounts/user/{other.pk}/{page}", sent))
    other.refresh_from_db()
    assert other.email != NEW
    assert other.check_password(PASSWORD)
    assert "Quokka-37-lantern" not in str(dict(stolen.session)) or page != "password/"


def test_the_admin_goes_on_with_what_was_typed_once_the_password_is_given(stolen, world):
    other = world.people["practitioner"]
    sent = {"email": NEW, "is_active": "on", "date_joined_0": "2026-01-01", "date_joined_1": "10:00:00"}
    again = stolen.post(f"/admin/accounts/user/{other.pk}/change/", sent)["Location"]
    assert stolen.post(again, {"password": PASSWORD})["Location"] == "/admin/accounts/user/"
    other.refresh_from_db()
    assert other.email == NEW


def test_a_factor_of_somebody_else_is_removed_in_the_admin_only_with_the_password(stolen, world):
    lost = Authenticator.objects.create(user=world.people["partnership-editor"], type="totp", data={})
    address = "/admin/mfa/authenticator/"
    marked = {"action": "delete_selected", "_selected_action": lost.pk, "post": "yes"}
    for answer in (
        stolen.get(f"{address}{lost.pk}/delete/"),
        stolen.post(f"{address}{lost.pk}/delete/", {"post": "yes"}),
        stolen.post(address, marked),
    ):
        assert asks_for_the_password(answer)
    assert Authenticator.objects.filter(pk=lost.pk).exists()


@pytest.mark.parametrize("role", ["administrator", "partnership-editor"])
def test_nothing_but_the_pages_named_is_open_before_a_second_factor_is_set_up(client_of, world, settings, role):
    settings.SECOND_FACTOR_REQUIRED = True
    other = Authenticator.objects.create(user=world.people["agency-editor"], type="totp", data={})
    client = client_of(role)
    for page in ("", f"{other.pk}/delete/", f"{other.pk}/change/", "add/", f"{other.pk}/history/"):
        for answer in (
            client.get(f"/admin/mfa/authenticator/{page}"),
            client.post(f"/admin/mfa/authenticator/{page}"),
        ):
            assert answer["Location"] == "/accounts/second-factor/", page
    assert Authenticator.objects.filter(pk=other.pk).exists()


def names_of(patterns, namespace="") -> set[str]:
    """Return the full name of each address, with its namespace."""
    found = set()
    for one in patterns:
        if isinstance(one, URLPattern):
            found.add(f"{namespace}{one.name}")
        else:
            within = f"{namespace}{one.namespace}:" if one.namespace else namespace
            found |= names_of(one.url_patterns, within)
    return found


def test_every_open_address_is_one_of_ours_and_none_of_the_admin():
    assert {name for name in names_of(get_resolver().url_patterns) if ":" not in name} >= OPEN


# Every address of allauth, so that somebody decides on each address that a new version adds.
ALLAUTH = {
    "account_change_password",
    "account_complete_password_reset",
    "account_confirm_password_reset_code",
    "account_email",
    "account_email_verification_sent",
    "account_inactive",
    "account_login",
    "account_logout",
    "account_password_reset_completed",
    "account_reauthenticate",
    "account_reset_password",
    "account_set_password",
    "account_signup",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_authenticate",
    "mfa_deactivate_totp",
    "mfa_download_recovery_codes",
    "mfa_edit_webauthn",
    "mfa_generate_recovery_codes",
    "mfa_index",
    "mfa_list_webauthn",
    "mfa_login_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
    "mfa_remove_webauthn",
    "mfa_view_recovery_codes",
    "openid_connect_callback",
    "openid_connect_login",
    "socialaccount_connections",
    "socialaccount_login_cancelled",
    "socialaccount_login_error",
    "socialaccount_signup",
    "usersessions_list",
}


def test_the_addresses_of_allauth_are_those_that_were_decided_on():
    ours = {name for name in names_of(get_resolver().url_patterns) if ":" not in name}
    brought = ("account_", "mfa_", "openid_", "socialaccount_", "usersessions_")
    assert {name for name in ours if name.startswith(brought)} == ALLAUTH


def test_the_form_by_which_single_sign_on_would_sign_up_with_another_address_is_off(client, world):
    session = client.session
    session["socialaccount_sociallogin"] = {"anything": "pending"}
    session.save()
    assert "You could not be signed in" in client.get("/accounts/single-sign-on/sign-up/").text
    assert client.post("/accounts/single-sign-on/sign-up/", {"email": NEW}).status_code == 405


@pytest.mark.parametrize("address", ["gone@example.org", "GONE@example.org", "gone+again@example.org"])
def test_the_owner_of_a_closed_account_is_not_invited(world, address):
    get_user_model().objects.create_user("gone@example.org", PASSWORD, is_active=False)
    with pytest.raises(ValidationError, match="is closed"):
        invite(address, "member", partnership=world.partnership, by=world.people["partnership-editor"])
    assert not mail.outbox


NEXT = ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "https:evil.example"]


@pytest.mark.parametrize("address", NEXT)
def test_no_sign_in_or_password_leads_to_another_site(client, user, address):
    assert sign_in(client, user.email, next=address)["Location"] == "/"
    wind_back(client, 600, "began")
    answer = client.post(f"/accounts/again/?next={address}", {"password": PASSWORD, "next": address})
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]
    assert "evil" not in client.post(f"/accounts/sign-out/?next={address}", {"next": address})["Location"]


def test_signing_in_gives_a_new_session(client, user):
    client.get("/accounts/sign-in/")
    session = client.session
    session["planted"] = "by another"
    session.save()
    planted = session.session_key
    client.cookies["sessionid"] = planted
    sign_in(client, user.email)
    assert client.session.session_key != planted
