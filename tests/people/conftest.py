"""An editor of a partnership, an agency of theirs, and helpers for the tests of roles and invitations."""

import pytest
from django.core import mail
from django.test import Client
from django.utils.text import slugify

from learning.models import Agency, AgencyKind
from tests.accounts.conftest import typed_code
from tests.accounts.test_sign_up import sign_up


@pytest.fixture
def partnership(world):
    return world.partnership


@pytest.fixture
def editor(world):
    return world.people["partnership-editor"]


def make_agency(name: str) -> Agency:
    """Return an invented agency."""
    return Agency.objects.create(name=name, slug=slugify(name), kind=AgencyKind.objects.get(slug="housing"))


@pytest.fixture
def agency(partnership):
    made = make_agency("Northshire Housing")
    made.partnerships.add(partnership)
    return made


def page_of(partnership, rest: str = "") -> str:
    return f"/responses/partnerships/{partnership.slug}/people/{rest}"


def join(email: str) -> Client:
    """Sign up and enter the code."""
    client = Client()
    assert sign_up(client, email)["Location"] == "/accounts/confirm/"
    client.post("/accounts/confirm/", {"code": typed_code(mail.outbox[-1])})
    return client
