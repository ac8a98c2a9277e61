"""What a person takes with them, and what stays when they remove their account."""

import json

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth import get_user_model
from django.test import Client

from learning.models import Membership, Role
from reviews_portal.people import actions
from reviews_portal.people.own_data import own_data
from reviews_portal.redaction.models import Redaction
from tests.accounts.conftest import PASSWORD, sign_in
from tests.accounts.test_sessions import wind_back
from tests.world import make_user


def remove(client):
    """Ask to remove the account, giving the password again."""
    wind_back(client, 600, "began")
    again = client.get("/accounts/remove/", follow=True)
    assert "Confirm it is you" in again.text
    assert "Remove your account?" in client.post(again.redirect_chain[-1][0], {"password": PASSWORD}, follow=True).text
    return client.post("/accounts/remove/")


def test_a_person_takes_what_is_held_of_them(client, world):
    editor = world.people["partnership-editor"]
    sign_in(client, editor.email)
    answer = client.get("/accounts/data/")
    assert answer["Content-Disposition"] == 'attachment; filename="my-data.json"'
    data = json.loads(answer.content)
    assert data["account"]["email address"] == editor.email
    assert [row["role"] for row in data["membership (user)"]] == ["partnership-editor"]
    assert [row["email"] for row in data["email address (user)"]] == [editor.email]
    assert data["user session (user)"][0]["user_agent"] == ""
    text = answer.text
    assert editor.password not in text
    assert client.session.session_key not in text


def test_no_word_of_a_review_leaves_with_it(client, world):
    editor = world.people["partnership-editor"]
    actions.invite("colleague@elsewhere.example", Role.MEMBER, partnership=world.partnership, by=editor)
    Redaction.objects.create(passage="A child's name", reason="Why", proposed_by=editor, length=3, digest="d")
    LogEntry.objects.create(user=editor, action_flag=CHANGE, object_id="1", object_repr="A numbat")
    text = str(own_data(editor))
    assert "invitation (invited by)" in text
    for words in ("colleague", "name", "numbat"):
        assert words not in text.replace("first name", "").replace("last name", ""), words
    for role in ("partnership-editor", "administrator", "agency-editor"):
        text = str(own_data(world.people[role]))
        for made in world.reviews.values():
            assert made.word not in text


def test_an_account_is_removed_with_all_that_is_its_own(client, world):
    user = world.people["scrutineer"]
    sign_in(client, user.email)
    elsewhere = Client()
    sign_in(elsewhere, user.email)
    answer = remove(client)
    assert "Your account has been removed" in answer.text
    assert "Sign out" not in answer.text
    assert not get_user_model().objects.filter(email=user.email).exists()
    assert not Membership.objects.filter(user_id=user.pk).exists()
    assert elsewhere.get("/accounts/").status_code == 302
    assert "is incorrect" in sign_in(Client(), user.email).text


def test_it_asks_for_the_password_first(client, world):
    user = world.people["scrutineer"]
    sign_in(client, user.email)
    wind_back(client, 600, "began")
    assert client.post("/accounts/remove/")["Location"].startswith("/accounts/again/")
    assert get_user_model().objects.filter(pk=user.pk).exists()


def test_the_last_editor_and_the_last_administrator_stay(client, world):
    editor = world.people["partnership-editor"]
    sign_in(client, editor.email)
    answer = remove(client)
    assert answer.status_code == 422
    assert "You are the last editor of Northshire" in answer.text
    Membership.objects.create(
        user=make_user("second-editor"), role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership
    )
    assert "Your account has been removed" in client.post("/accounts/remove/").text
    get_user_model().objects.filter(is_staff=True).exclude(pk=world.people["administrator"].pk).update(is_staff=False)
    client = Client()
    sign_in(client, world.people["administrator"].email)
    assert "You are the last administrator" in remove(client).text


@pytest.mark.parametrize("address", ["/accounts/data/", "/accounts/remove/", "/accounts/sessions/", "/accounts/"])
def test_only_who_is_signed_in_has_data(client, world, address):
    assert client.get(address)["Location"].startswith("/accounts/sign-in/")


@pytest.mark.parametrize("role", ["practitioner", "partnership-editor", "administrator"])
def test_only_what_is_held_is_asked_for(world, role, django_assert_max_num_queries):
    """One query says of which kinds anything is held; before, each of the forty kinds was asked for by itself."""
    user = world.people[role]
    held = own_data(user)
    with django_assert_max_num_queries(len(held) + 1):
        assert own_data(user) == held
