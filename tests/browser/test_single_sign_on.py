"""Signing in through an organisation's own sign-on: a real OpenID Connect server, and a portal that is told of it."""

import os
import subprocess
import sys

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from django.conf import settings
from playwright.sync_api import expect

from .conftest import free_port, manage, running_portal, serving

PEOPLE = {"nurse": "nurse@fernley.example", "stranger": "stranger@elsewhere.example"}
SECRET = "a secret between two servers"
MAKE = """
from django.contrib.auth.models import User
from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client
for name, email in {people!r}.items():
    user = User.objects.create_user(name, email, "a long password")
    EmailAddress.objects.create(user=user, email=email, primary=True, verified=True)
client = Client(id="portal", name="Portal", skip_consent=True, scopes="openid\\nprofile\\nemail",
    redirect_uris="{portal}/accounts/single-sign-on/organisation/login/callback/")
client.set_secret({secret!r})
client.save()
"""
APPROVE = """
from reviews_portal.accounts.models import ApprovedDomain
ApprovedDomain.objects.create(domain="fernley.example")
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Yield the address of an OpenID Connect server, and a function that makes its people and its client."""
    folder = tmp_path_factory.mktemp("openid")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "key.pem").write_bytes(pem)
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.openid.settings", "OPENID_FOLDER": str(folder)}

    django = ["-m", "django"]

    def run(*command: str) -> None:
        subprocess.run([sys.executable, *django, *command], cwd=settings.BASE_DIR, env=environment, check=True)

    def make(portal: str) -> None:
        run("shell", "-v0", "-c", MAKE.format(people=PEOPLE, portal=portal, secret=SECRET))

    run("migrate", "--verbosity=0")
    address = f"localhost:{free_port()}"  # cookies do not tell ports apart, but names
    configuration = f"http://{address}/.well-known/openid-configuration"
    with serving([*django, "runserver", "--noreload", address], configuration, environment, folder / "log"):
        yield f"http://{address}", make


@pytest.fixture(scope="module")
def portal(server, tmp_path_factory):
    """Yield a portal whose settings name the server."""
    address, make = server
    with running_portal(
        tmp_path_factory.mktemp("single"),
        OPENID_SERVER=address,
        OPENID_CLIENT_ID="portal",
        OPENID_CLIENT_SECRET=SECRET,
        OPENID_NAME="Fernley Council",
        OPENID_DOMAINS="fernley.example",
    ) as portal:
        make(portal.url)
        manage(portal, "shell", "-c", APPROVE)
        yield portal


def sign_in_through(page, name: str) -> None:
    page.goto("/accounts/sign-in/?next=/reviews/r0004/")
    page.get_by_role("button", name="Sign in through Fernley Council").click()
    page.get_by_placeholder("Username").fill(name)
    page.get_by_placeholder("Password").fill("a long password")
    page.get_by_role("button", name="Sign In").click()


def test_a_nurse_of_an_approved_domain_signs_in_through_her_organisation_and_reads(portal, page):
    sign_in_through(page, "nurse")
    expect(page.get_by_role("link", name="Your account")).to_be_visible()
    assert page.goto("/reviews/r0004/").status == 200
    page.goto("/accounts/")
    expect(page.get_by_text("You do not have a password.")).to_be_visible()
    expect(page.get_by_text(PEOPLE["nurse"])).to_be_visible()


def test_the_server_is_not_believed_for_addresses_of_other_domains(portal, page):
    sign_in_through(page, "stranger")
    expect(page.get_by_role("heading", level=1)).to_have_text("You could not be signed in")
    expect(page.get_by_text(PEOPLE["stranger"])).to_be_visible()
    page.goto("/")
    expect(page.get_by_role("link", name="Your account")).to_have_count(0)
