"""Second factors: of whom they are asked, and how they are kept."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client

from learning.utils.form_recovery import writer

from .conftest import PASSWORD, sign_in
from .test_sessions import wind_back


def code_of(secret: str) -> str:
    """Return the code that an app shows now."""
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def set_up(client) -> str:
    """Set up an authenticator app, and return its secret."""
    page = client.get("/accounts/second-factor/totp/activate/")
    groups = re.search(r'class="secret">(.*?)</code>', page.text)[1]
    assert re.fullmatch(r"(<span>\w{1,4}</span>)+", groups)
    secret = re.sub("<.*?>", "", groups)
    answer = client.post("/accounts/second-factor/totp/activate/", {"code": code_of(secret)})
    assert answer["Location"] == "/accounts/second-factor/recovery-codes/"
    return secret


@pytest.fixture
def required(settings):
    settings.SECOND_FACTOR_REQUIRED = True


NEED_ONE = ["agency-editor", "scrutineer", "partnership-editor", "administrator"]
NEED_NONE = ["signed-in", "practitioner", "member"]


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("role", NEED_ONE)
def test_who_works_here_is_shown_nothing_before_a_second_factor_is_set_up(client_of, role):
    client = client_of(role)
    for address in ("/", "/responses/", "/admin/", "/themes/", "/reviews/review-quokka1/"):
        assert client.get(address)["Location"] == "/accounts/second-factor/"
        assert client.post(address)["Location"] == "/accounts/second-factor/"
    page = client.get("/accounts/second-factor/").text
    assert "Your role needs two-step verification" in page
    assert client.post("/accounts/sign-out/").status_code == 302


WAY = ["", "again/", "password/", "session/", "sessions/", "second-factor/", "second-factor/totp/activate/"]
CLOSED = ["data/", "remove/", "address/", "single-sign-on/connections/"]


@pytest.mark.usefixtures("required")
def test_of_their_account_they_reach_the_way_to_one_and_nothing_that_could_wait(client, world):
    sign_in(client, world.people["partnership-editor"].email)
    for page in WAY:
        assert client.get(f"/accounts/{page}").status_code == 200, page
    assert client.post("/accounts/sessions/end-others/")["Location"] == "/accounts/sessions/"
    assert client.post("/accounts/sessions/999999/end/").status_code == 404  # reached, and not there
    for page in CLOSED:
        assert client.get(f"/accounts/{page}")["Location"] == "/accounts/second-factor/", page
        assert client.post(f"/accounts/{page}")["Location"] == "/accounts/second-factor/", page
    set_up(client)
    for page in CLOSED:
        assert client.get(f"/accounts/{page}").status_code == 200, page


@pytest.mark.usefixtures("required")
def test_who_gives_the_password_again_goes_on_to_set_one_up(client, world):
    sign_in(client, world.people["partnership-editor"].email)
    wind_back(client, 600, "began")
    again = client.get("/accounts/second-factor/totp/activate/")["Location"]
    assert again.startswith("/accounts/again/")
    assert client.get(again).status_code == 200
    assert client.post(again, {"password": PASSWORD})["Location"] == "/accounts/second-factor/totp/activate/"
    set_up(client)


@pytest.mark.usefixtures("required")
@pytest.mark.parametrize("role", NEED_NONE)
def test_who_only_reads_needs_none(client_of, role):
    assert client_of(role).get("/").status_code == 200


def test_the_demonstration_asks_for_none(client_of):
    assert client_of("administrator").get("/admin/").status_code == 200


@pytest.mark.usefixtures("required")
def test_an_app_is_set_up_and_then_asked_for(client, world):
    editor = world.people["partnership-editor"]
    sign_in(client, editor.email)
    secret = set_up(client)
    codes = re.findall(r"<li><code>(\d+)</code>", client.get("/accounts/second-factor/recovery-codes/").text)
    assert len(codes) == 10
    assert client.get("/responses/").status_code == 200

    other = Client()
    assert sign_in(other, editor.email, next="/responses/")["Location"] == "/accounts/second-factor/authenticate/"
    assert other.get("/responses/").status_code == 302
    page = other.post("/accounts/second-factor/authenticate/", {"code": "000000"})
    assert "Your code or passkey was not accepted" in page.text
    answer = other.post("/accounts/second-factor/authenticate/", {"code": codes[0]})
    assert answer["Location"] == "/responses/"
    assert other.get("/responses/").status_code == 200

    third = Client()
    sign_in(third, editor.email)
    assert (
        "Your code or passkey was not accepted"
        in third.post("/accounts/second-factor/authenticate/", {"code": codes[0]}).text
    )
    assert third.post("/accounts/second-factor/authenticate/", {"code": codes[1]}).status_code == 302
    assert secret


def test_only_what_somebody_has_is_offered(client, world):
    editor = world.people["partnership-editor"]
    sign_in(client, editor.email)
    set_up(client)
    other = Client()
    sign_in(other, editor.email)
    page = other.get("/accounts/second-factor/authenticate/").text
    assert "Enter the code from your authenticator app" in page
    assert "Use a passkey" not in page
    wind_back(client, 600, "began")
    again = client.get("/accounts/again/").text
    assert "Use your authenticator app" in again
    assert "Use a passkey" not in again


def test_strangers_are_offered_the_same_whatever_an_account_has(client, world):
    assert "Sign in with a passkey" in client.get("/accounts/sign-in/").text


def test_secrets_are_encrypted_in_the_database(client, world, settings):
    editor = world.people["partnership-editor"]
    sign_in(client, editor.email)
    secret = set_up(client)
    kept = Authenticator.objects.get(user=editor, type="totp")
    assert secret not in str(kept.data)
    assert TOTP(kept).validate_code(code_of(secret))
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another key", [old]
    assert len(kept.wrap().instance.data["secret"]) > len(secret)
    from reviews_portal.accounts.adapter import SecondFactorAdapter

    assert SecondFactorAdapter().decrypt(kept.data["secret"]) == secret


def test_wrong_codes_are_limited(client, world):
    editor = world.people["partnership-editor"]
    sign_in(client, editor.email)
    secret = set_up(client)
    other = Client()
    sign_in(other, editor.email)
    for _ in range(5):
        other.post("/accounts/second-factor/authenticate/", {"code": "000000"})
    answer = other.post("/accounts/second-factor/authenticate/", {"code": code_of(secret)})
    assert "Too many failed attempts to sign in" in answer.text


def test_an_administrator_removes_the_second_factor_of_who_lost_theirs_and_sees_no_secret(client, world):
    editor = world.people["partnership-editor"]
    own = Client()
    sign_in(own, editor.email)
    set_up(own)
    kept = Authenticator.objects.get(user=editor, type="totp")
    client.force_login(world.people["administrator"])
    page = client.get(f"/admin/mfa/authenticator/{kept.pk}/change/")
    assert page.status_code == 200
    assert kept.data["secret"] not in page.text
    assert client.post(f"/admin/mfa/authenticator/{kept.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not Authenticator.objects.filter(user=editor).exists(), "nor recovery codes with nothing to recover"


@pytest.mark.usefixtures("required")
def test_recovery_codes_alone_are_no_second_factor(client_of, world):
    Authenticator.objects.create(user=world.people["partnership-editor"], type="recovery_codes", data={})
    assert client_of("partnership-editor").get("/responses/")["Location"] == "/accounts/second-factor/"


@pytest.mark.usefixtures("required")
def test_what_was_typed_before_a_second_factor_was_needed_is_kept(client, world):
    editor = world.people["partnership-editor"]
    client.force_login(editor)
    reference = world.reviews["public"].recommendation.reference
    typed = {"note": "Typed before.", "writer": writer(editor)}
    assert client.post(f"/responses/ask/{reference}/", typed)["Location"] == "/accounts/second-factor/"
    assert "kept" in client.session


def test_removing_the_app_asks_for_the_password_again_and_tells_by_e_mail(client, world):
    editor = world.people["partnership-editor"]
    sign_in(client, editor.email)
    set_up(client)
    assert client.post("/accounts/second-factor/totp/deactivate/").status_code == 302
    assert mail.outbox[-1].subject.startswith("Your authenticator app was turned off")
    assert "If this was not you" in mail.outbox[-1].body
    assert not Authenticator.objects.filter(user=editor, type="totp").exists()
    set_up(client)
    wind_back(client, 600, "began")
    again = client.post("/accounts/second-factor/totp/deactivate/")["Location"]
    assert again.startswith("/accounts/again/")
    assert Authenticator.objects.filter(user=editor, type="totp").exists()
    assert "The password is incorrect" in client.post(again, {"password": "wrong"}).text
    assert client.post(again, {"password": PASSWORD}).status_code == 302
    assert not Authenticator.objects.filter(user=editor, type="totp").exists()


@pytest.mark.django_db
def test_what_a_passkey_must_answer_is_asked_for_by_a_post_alone(client):
    address = "/accounts/second-factor/webauthn/login/"
    assert client.get(address, headers={"accept": "application/json"})["Location"] == "/accounts/sign-in/"
    assert not Session.objects.exists()
    assert client.post(address, headers={"accept": "application/json"}).json()["request_options"]["publicKey"][
        "challenge"
    ]
    assert client.post(address).status_code == 302  # without an answer nobody signs in
    assert "_auth_user_id" not in client.session
