"""Invitations to a role at a partnership or one of its agencies."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from learning.models import Membership, Role
from reviews_portal.people import actions
from reviews_portal.people.models import Invitation
from reviews_portal.people.views import INVITATIONS
from tests.accounts.test_sign_up import sign_up
from tests.world import make_partnership, make_user

from .conftest import join, make_agency, page_of


def test_invitations_come_to_an_end_in_an_hour(client, editor, partnership, agency):
    client.force_login(editor)
    sent = {"role": "agency-editor", "agency": agency.pk}
    most = INVITATIONS.each
    answers = [
        client.post(page_of(partnership, "invite/"), sent | {"email": f"writer-{n}@housing.example"})
        for n in range(most + 1)
    ]
    assert [answer.status_code for answer in answers] == [302] * most + [422]
    assert "You have sent too many invitations in the last hour. Try again in 60 minutes." in answers[-1].text
    assert f'value="writer-{most}@housing.example"' in answers[-1].text
    assert Invitation.objects.count() == len(mail.outbox) == most


def test_who_is_invited_signs_up_and_has_the_role_at_once(client, editor, partnership, agency):
    client.force_login(editor)
    sent = {"email": "Writer@Housing.example", "role": "agency-editor", "agency": agency.pk}
    assert client.post(page_of(partnership, "invite/"), sent).status_code == 302
    message = mail.outbox[0]
    assert message.to == ["writer@housing.example"]
    assert "/accounts/sign-up/?next=/responses/" in message.body
    assert "writer@housing.example" in client.get(page_of(partnership)).text
    invited = join("writer@housing.example")
    assert invited.get("/responses/").status_code == 200
    membership = Membership.objects.get(user__email="writer@housing.example")
    assert (membership.role, membership.agency) == (Role.AGENCY_EDITOR, agency)
    assert Invitation.objects.get().taken_at is not None
    assert not Invitation.objects.open().exists()


@pytest.mark.parametrize("role", [Role.PARTNERSHIP_EDITOR, Role.SCRUTINEER, Role.MEMBER])
def test_roles_at_the_partnership_itself(editor, partnership, role):
    actions.invite("new@elsewhere.example", role, partnership=partnership, by=editor)
    join("new@elsewhere.example")
    membership = Membership.objects.get(user__email="new@elsewhere.example")
    assert (membership.role, membership.partnership) == (role, partnership)


def test_an_invitation_is_taken_by_nobody_whose_address_is_not_confirmed(editor, partnership):
    actions.invite("new@elsewhere.example", Role.MEMBER, partnership=partnership, by=editor)
    client = Client()
    sign_up(client, "new@elsewhere.example")
    assert client.get("/accounts/").status_code == 302
    assert not Membership.objects.filter(user__email="new@elsewhere.example").exists()


def test_who_has_an_account_gets_the_role_at_once(editor, partnership, world):
    known = world.people["practitioner"]
    actions.invite(known.email.upper(), Role.SCRUTINEER, partnership=partnership, by=editor)
    assert known.memberships.get().role == Role.SCRUTINEER
    assert not Invitation.objects.exists()
    assert mail.outbox[0].subject.startswith("You have a new role")
    with pytest.raises(ValidationError, match="already has this role"):
        actions.invite(known.email, Role.SCRUTINEER, partnership=partnership, by=editor)


def test_an_invitation_is_open_for_thirty_days_and_can_be_renewed(editor, partnership):
    invitation = actions.invite("new@elsewhere.example", Role.MEMBER, partnership=partnership, by=editor)
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=31))
    assert not actions.is_invited("new@elsewhere.example")
    assert "You cannot use this email address" in sign_up(Client(), "new@elsewhere.example").text
    again = actions.invite("new@elsewhere.example", Role.MEMBER, partnership=partnership, by=editor)
    assert again.pk == invitation.pk
    assert actions.is_invited("NEW@elsewhere.example")
    assert len(mail.outbox) == 2


def test_an_invitation_is_taken_back(client, editor, partnership):
    invitation = actions.invite("new@elsewhere.example", Role.MEMBER, partnership=partnership, by=editor)
    client.force_login(editor)
    assert client.post(page_of(partnership, f"invitations/{invitation.pk}/cancel/")).status_code == 302
    assert "You cannot use this email address" in sign_up(Client(), "new@elsewhere.example").text


def test_an_agency_of_another_partnership_is_not_theirs_to_give(client, editor, partnership):
    foreign = make_agency("Westshire Housing")
    foreign.partnerships.add(make_partnership("Westshire"))
    with pytest.raises(ValidationError, match="Choose an agency of"):
        actions.invite("a@b.example", Role.AGENCY_EDITOR, partnership=partnership, by=editor, agency=foreign)
    with pytest.raises(ValidationError, match="Choose an agency of"):
        actions.invite("a@b.example", Role.AGENCY_EDITOR, partnership=partnership, by=editor)
    client.force_login(editor)
    sent = {"email": "a@b.example", "role": "agency-editor", "agency": foreign.pk}
    answer = client.post(page_of(partnership, "invite/"), sent)
    assert answer.status_code == 422
    assert 'value="a@b.example"' in answer.text
    assert not Invitation.objects.exists()


def test_the_roles_of_an_agency_of_several_partnerships_are_given_by_an_administrator(editor, partnership, agency):
    member = Membership.objects.create(user=make_user("housing"), role=Role.AGENCY_EDITOR, agency=agency)
    agency.partnerships.add(make_partnership("Westshire"))
    with pytest.raises(ValidationError, match="works with several partnerships"):
        actions.invite("a@b.example", Role.AGENCY_EDITOR, partnership=partnership, by=editor, agency=agency)
    with pytest.raises(PermissionDenied):
        actions.end_role(member, partnership=partnership, by=editor)


def test_an_invitation_to_an_agency_that_has_left_gives_nothing(editor, partnership, agency):
    actions.invite("a@b.example", Role.AGENCY_EDITOR, partnership=partnership, by=editor, agency=agency)
    agency.partnerships.clear()
    join("a@b.example")
    assert not Membership.objects.filter(user__email="a@b.example").exists()


def test_nobody_takes_an_invitation_with_an_address_that_only_looks_like_it(editor, partnership):
    actions.invite("kim@elsewhere.example", Role.MEMBER, partnership=partnership, by=editor)
    assert not actions.is_invited("kım@elsewhere.example")
    make_user("kım")
    with pytest.raises(ValidationError, match="plain letters"):
        actions.invite("kım@example.org", Role.MEMBER, partnership=partnership, by=editor)
    invitation = actions.invite("kim@example.org", Role.MEMBER, partnership=partnership, by=editor)
    assert isinstance(invitation, Invitation), "no look-alike gets the role"


def test_an_address_that_only_looks_like_another_is_marked_in_the_form(client, editor, partnership):
    client.force_login(editor)
    answer = client.post(page_of(partnership, "invite/"), {"email": "kım@elsewhere.example", "role": Role.MEMBER})
    assert answer.status_code == 422
    assert "plain letters" in str(answer.context["form"].errors["email"])
    assert 'value="kım@elsewhere.example"' in answer.text


def test_a_form_that_was_open_before_inviting_had_an_address_invites(client, editor, partnership):
    client.force_login(editor)
    sent = {"invite": "1", "email": "a@b.example", "role": "member"}
    assert client.post(page_of(partnership), sent)["Location"] == page_of(partnership)
    assert Invitation.objects.get().email == "a@b.example"


def test_what_was_typed_into_an_invitation_is_shown_again_after_signing_in(client, editor, partnership):
    client.force_login(editor)
    typed = {"email": "a@b.example", "role": "member", "writer": client.get(page_of(partnership)).context["writer"]}
    expired = Client().post(page_of(partnership, "invite/"), typed)
    assert expired.status_code == 403
    again, kept = Client(), {"kept": expired.context["kept"], "next": expired.context["next"]}
    again.post("/accounts/sign-in/", kept | {"login": editor.email, "password": "a long password"})
    page = again.get(page_of(partnership))
    assert page.status_code == 200
    assert 'value="a@b.example"' in page.text
    assert "It has not been saved or sent yet" in page.text
    assert not Invitation.objects.exists()
    assert "a@b.example" not in again.get(page_of(partnership)).text
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    answer = strict.post(page_of(partnership, "invite/"), typed | {"csrfmiddlewaretoken": "of before"}, follow=True)
    assert 'value="a@b.example"' in answer.text
    assert not Invitation.objects.exists()


def test_a_form_with_errors_keeps_what_was_typed(client, editor, partnership):
    client.force_login(editor)
    answer = client.post(page_of(partnership, "invite/"), {"email": "not an address", "role": "member"})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert 'value="not an address"' in answer.text
    assert "<title>Problem: " in answer.text


def test_the_database_keeps_each_open_invitation_once(editor, partnership, agency, refused):
    own = {"email": "a@b.example", "partnership": partnership}
    Invitation.objects.create(role=Role.MEMBER, **own)
    with refused("invitation_to_partnership_open_once"):
        Invitation.objects.create(role=Role.MEMBER, **own | {"email": "A@B.example"})
    Invitation.objects.create(role=Role.AGENCY_EDITOR, agency=agency, **own)
    with refused("invitation_to_agency_open_once"):
        Invitation.objects.create(role=Role.AGENCY_EDITOR, agency=agency, **own)
    with refused("invitation_agency_for_its_editors"):
        Invitation.objects.create(role=Role.AGENCY_EDITOR, **own | {"email": "c@d.example"})


def test_what_is_missing_in_an_invitation_is_named(client, editor, partnership):
    client.force_login(editor)
    page = client.post(page_of(partnership, "invite/"), {})
    assert page.status_code == 422
    for words in ("Select a role.", "Enter the email address of the person to invite."):
        assert page.text.count(words) == 2, words
    assert "This field is required" not in page.text
