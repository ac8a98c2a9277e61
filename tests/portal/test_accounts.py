"""Signing in and out, and a new password."""

import re
from datetime import timedelta

import pytest
from django.contrib.auth import authenticate, get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client

from reviews_portal.roles import ADMINISTERED_APPS, ADMINISTRATORS, PRACTITIONERS, fill_groups

PASSWORD = "a long password"
NEW = "quite another one"


def sign_in(client, email: str, password: str = PASSWORD, **more):
    return client.post("/accounts/sign-in/", {"username": email, "password": password} | more)


@pytest.fixture
def user(world):
    return world.people["practitioner"]


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
    with pytest.raises(ValidationError, match="There is an account with this e-mail address already"):
        get_user_model()(email=user.email.upper()).validate_constraints()


def test_an_account_needs_an_address():
    with pytest.raises(ValueError, match="needs an e-mail address"):
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
    assert sign_in(client, user.email).status_code == 200
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
    assert client.get("/accounts/sign-out/").status_code == 405
    assert client.get("/reviews/review-quokka1/").status_code == 200


def test_forms_without_a_token_are_refused(user):
    client = Client(enforce_csrf_checks=True)
    assert sign_in(client, user.email).status_code == 403
    assert "The form could not be sent" in sign_in(client, user.email).text


def asked_link(client, email: str) -> str:
    """Ask for a new password; return the path of the link that was sent."""
    response = client.post("/accounts/password/reset/", {"email": email})
    assert response["Location"] == "/accounts/password/reset/sent/"
    return re.search(r"https?://testserver(/\S+)", mail.outbox[-1].body)[1]


@pytest.mark.parametrize("change", [str, str.upper])
def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(client, user, change):
    link = asked_link(client, change(user.email))
    message = mail.outbox[0]
    assert message.to == [user.email]
    assert message.subject == "A new password for the case review learning portal"
    assert message.from_email == "portal@example.org"
    form = client.get(link, follow=True)
    assert "Choose a new password" in form.text
    address = form.redirect_chain[-1][0]
    assert link.split("/")[-2] not in address, "the token stays out of the address of the form"
    done = client.post(address, {"new_password1": NEW, "new_password2": NEW})
    assert done["Location"] == "/accounts/password/reset/done/"
    assert authenticate(username=user.email, password=NEW) == user
    assert authenticate(username=user.email, password=PASSWORD) is None
    used = Client().get(link, follow=True)
    assert "This link no longer works" in used.text


def test_an_unknown_address_is_answered_alike_and_gets_no_letter(client, user):
    asked_link(client, user.email)
    response = client.post("/accounts/password/reset/", {"email": "who@example.org"})
    assert response["Location"] == "/accounts/password/reset/sent/"
    assert len(mail.outbox) == 1


def test_a_link_stops_working_after_an_hour(client, user, monkeypatch):
    link = asked_link(client, user.email)
    real = PasswordResetTokenGenerator._now
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: real(self) + timedelta(minutes=59))
    assert "Choose a new password" in Client().get(link, follow=True).text
    monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self: real(self) + timedelta(minutes=62))
    assert "This link no longer works" in Client().get(link, follow=True).text


@pytest.mark.parametrize(
    ("new", "again", "says"),
    [
        ("short one", "short one", "12 characters"),
        ("password1234", "password1234", "too common"),
        (NEW, "quite another two", "match"),
        ("health-visitor", "health-visitor", "similar"),
        ("", "", "required"),
    ],
)
def test_a_bad_new_password_is_refused_with_what_is_wrong(client, user, new, again, says):
    sign_in(client, user.email)
    sent = {"old_password": PASSWORD, "new_password1": new, "new_password2": again}
    response = client.post("/accounts/password/", sent)
    assert response.status_code == 200
    summary = response.text.split('class="errors"')[1].split("</ul>")[0]
    assert says in summary
    assert authenticate(username=user.email, password=PASSWORD) == user


def test_a_password_is_changed_and_other_devices_are_signed_out(user):
    here, elsewhere = Client(), Client()
    for client in (here, elsewhere):
        sign_in(client, user.email)
    sent = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post("/accounts/password/", sent)["Location"] == "/accounts/password/changed/"
    assert here.get("/reviews/review-quokka1/").status_code == 200
    assert elsewhere.get("/reviews/review-quokka1/").status_code == 404


@pytest.mark.django_db
def test_groups_are_there_and_filled_and_what_staff_added_stays():
    def permissions(name):
        return set(Group.objects.get(name=name).permissions.values_list("content_type__app_label", "codename"))

    assert permissions(PRACTITIONERS) == {("learning", "see_professionals")}
    administrators = permissions(ADMINISTRATORS)
    assert {label for label, _ in administrators} == set(ADMINISTERED_APPS)
    assert ("learning", "see_everything") in administrators
    Group.objects.get(name=PRACTITIONERS).permissions.clear()
    more = Group.objects.get(name=ADMINISTRATORS).permissions.first()
    Group.objects.get(name=PRACTITIONERS).permissions.add(more)
    fill_groups()
    assert ("learning", "see_professionals") in permissions(PRACTITIONERS)
    assert (more.content_type.app_label, more.codename) in permissions(PRACTITIONERS)


@pytest.mark.django_db
def test_an_administrator_of_the_command_line_may_do_everything():
    call_command("createsuperuser", email="root@example.org", interactive=False, verbosity=0)
    assert get_user_model().objects.get(email="root@example.org").is_superuser
