"""Single sign-on: which claims of an organisation's server are trusted, and for whom."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.oauth2.client import OAuth2Client
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib.auth import get_user_model

from reviews_portal.accounts.models import ApprovedDomain
from tests.world import make_user

from .conftest import PASSWORD

START = "/accounts/single-sign-on/organisation/login/"
SERVER = {
    "authorization_endpoint": "https://sign-on.example/authorize",
    "token_endpoint": "https://sign-on.example/token",
    "userinfo_endpoint": "https://sign-on.example/userinfo",
}
NURSE = "nurse@health.example"


@pytest.fixture
def says(world, settings, monkeypatch, client):
    """Return a function that returns from the server with these claims about a person."""
    ApprovedDomain.objects.create(domain="health.example")
    app = {"provider_id": "organisation", "name": "Health", "client_id": "portal", "secret": "x"}
    app["settings"] = {"server_url": "https://sign-on.example"}
    settings.OPENID_DOMAINS = ["health.example"]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}

    def says(process: str = "login", claims_supported: tuple[str, ...] = (), token: dict | None = None, **claims):
        config = SERVER | {"claims_supported": list(claims_supported)}
        answer = {"access_token": "x"} | ({"id_token": "x"} if token else {})
        monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "openid_config", config)
        monkeypatch.setattr(OAuth2Client, "get_access_token", lambda *args, **kwargs: answer)
        monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "_decode_id_token", lambda *args: token)
        said = {"sub": "1", "email": NURSE} | claims
        monkeypatch.setattr(OpenIDConnectOAuth2Adapter, "_fetch_user_info", lambda *args: said)
        there = client.post(f"{START}?process={process}")["Location"]
        state = parse_qs(urlsplit(there).query)["state"][0]
        return client.get(f"{START}callback/?code=x&state={state}")

    return says


def is_signed_in(client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("value", [True, "true"])
def test_a_verified_address_signs_up_and_signs_in_again(says, client, value):
    for _ in range(2):
        assert says(email_verified=value).status_code == 302
        assert is_signed_in(client)
        client.post("/accounts/sign-out/")
    assert get_user_model().objects.filter(email=NURSE).count() == SocialAccount.objects.count() == 1


NOT_VERIFIED = [
    {"email_verified": False},
    {"email_verified": "false"},
    {"email_verified": None},
    {"email_verified": 1.0},
    {"email_verified": ["true"]},
    {"email_verified": True, "token": {"sub": "1", "email": NURSE, "email_verified": False}},
    {"token": {"sub": "1", "email": NURSE, "email_verified": False}},
    {"claims_supported": ("sub", "email", "email_verified")},
]


@pytest.mark.parametrize("said", NOT_VERIFIED)
def test_an_address_that_the_server_has_not_verified_makes_no_account(says, client, said):
    answer = says(**said)
    assert answer.status_code == 403
    assert "has not confirmed that the address nurse@health.example is yours" in answer.text
    assert not is_signed_in(client)
    assert not get_user_model().objects.filter(email=NURSE).exists()


@pytest.mark.parametrize("said", NOT_VERIFIED)
def test_an_address_that_the_server_has_not_verified_opens_nobodys_account(says, client, said):
    owner = make_user("owner")
    get_user_model().objects.filter(pk=owner.pk).update(email=NURSE)
    owner.emailaddress_set.update(email=NURSE)
    assert says(**said).status_code == 403
    assert not is_signed_in(client)
    assert not SocialAccount.objects.exists()
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_an_account_that_was_connected_before_needs_a_verified_address_too(says, client):
    says(email_verified=True)
    client.post("/accounts/sign-out/")
    assert says(email_verified=False).status_code == 403
    assert not is_signed_in(client)


def test_an_unverified_address_is_not_connected_to_the_account_of_who_is_signed_in(says, client, user):
    client.force_login(user)
    assert says("connect", email_verified=False).status_code == 403
    assert not SocialAccount.objects.exists()
    assert says("connect", email_verified=True).status_code == 302
    assert SocialAccount.objects.get().user == user


def test_a_server_that_never_speaks_of_it_is_believed_at_its_own_domains(says, client):
    assert says(claims_supported=("sub", "email")).status_code == 302
    assert is_signed_in(client)


@pytest.mark.parametrize("email", ["who@elsewhere.example", "who@sub.health.example", "", None])
def test_no_other_domain_is_believed_however_verified(says, client, email):
    answer = says(email=email, email_verified=True)
    assert answer.status_code == 403
    assert "Your organisation sent us" in answer.text
    assert not is_signed_in(client)


@pytest.mark.parametrize("stated", [NURSE, "NURSE@health.example", "nurse+work@health.example"])
@pytest.mark.parametrize("is_connected", [False, True])
def test_the_owner_of_a_closed_account_gets_no_new_one(says, client, stated, is_connected):
    closed = make_user("closed")
    get_user_model().objects.filter(pk=closed.pk).update(email=NURSE, is_active=False)
    closed.emailaddress_set.update(email=NURSE)
    if is_connected:
        SocialAccount.objects.create(user=closed, provider="organisation", uid="1")
    before = get_user_model().objects.count()
    answer = says(email=stated, email_verified=True)
    assert answer.status_code == 403
    assert "is closed" in answer.text
    assert not is_signed_in(client)
    assert get_user_model().objects.count() == before


def test_who_was_not_invited_is_told_what_to_do(says, client):
    ApprovedDomain.objects.all().delete()
    answer = says(email_verified=True)
    assert answer.status_code == 403
    assert "Ask your safeguarding partnership to invite you" in answer.text
