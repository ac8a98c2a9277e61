"""Every address for every role: who gets which response. An address that `addresses.py` does not list fails."""

import pytest
from django.urls import get_resolver

from tests.once import once

from .addresses import ADDRESSES, ADMIN, ROLES, patterns

# The roles that open every address on both engines; the others do so on one.
ON_BOTH = ["anyone", "partnership-editor", "administrator"]
each_role = pytest.mark.parametrize("role", [role if role in ON_BOTH else once(role) for role in ROLES])

# Who gets which response at the pages of one review: the rule of sight as a table.
SIGHT = {
    "public": dict.fromkeys(ROLES, 200),
    "professionals": dict.fromkeys(ROLES, 200) | {"anyone": 404, "signed-in": 404},
    "partnership": dict.fromkeys(ROLES, 404)
    | dict.fromkeys(["member", "scrutineer", "partnership-editor", "administrator"], 200),
    "draft": dict.fromkeys(ROLES, 404) | dict.fromkeys(["partnership-editor", "administrator"], 200),
    "withdrawn": dict.fromkeys(ROLES, 410) | dict.fromkeys(["partnership-editor", "administrator"], 200),
    "withdrawn-professionals": dict.fromkeys(ROLES, 410)
    | {"anyone": 404, "signed-in": 404}
    | dict.fromkeys(["partnership-editor", "administrator"], 200),
}


def test_every_address_is_listed():
    known = {path for path in patterns(get_resolver()) if not path.startswith(ADMIN)}  # one of ours may hide allauth's
    assert sorted(known) == sorted(ADDRESSES)


@each_role
def test_every_address_answers_each_role_as_listed(client_of, role):
    client = client_of(role)
    for address, expected in ADDRESSES.values():
        assert client.get(address).status_code == expected[role], address


@each_role
def test_each_review_answers_each_role_by_the_rule_of_sight(world, client_of, role):
    client = client_of(role)
    for name, made in world.reviews.items():
        for address in made.addresses:
            response = client.get(address)
            assert response.status_code == SIGHT[name][role], (name, address)
            if response.status_code != 200:
                assert made.word not in response.text.replace(address, ""), (name, address)


@each_role
def test_an_agency_is_seen_by_who_sees_a_record_that_names_it(world, client_of, role):
    client = client_of(role)
    for name, made in world.reviews.items():
        expected = 200 if SIGHT[name][role] == 200 else 404
        assert client.get(made.agency.get_absolute_url()).status_code == expected, name


@each_role
def test_only_administrators_enter_the_administration(client_of, role):
    client = client_of(role)
    expected = 200 if role == "administrator" else 302
    for path in patterns(get_resolver()):
        if path.startswith(ADMIN) and path.endswith("/") and "<" not in path and "(" not in path:
            if path.endswith(("logout/", "login/", "autocomplete/", "jsi18n/")):
                continue
            status = client.get(f"/{path}").status_code
            assert status == expected or (path.endswith("add/") and status == 403 and role == "administrator"), path
