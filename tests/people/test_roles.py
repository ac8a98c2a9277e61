"""Invitations, and the roles that a partnership's editor gives and removes."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone
from django.utils.text import slugify

from learning.models import Agency, AgencyKind, Membership, Role
from reviews_portal.people import actions
from reviews_portal.people.models import Invitation
from reviews_portal.people.views import INVITATIONS
from tests.accounts.conftest import typed_code
from tests.accounts.test_sign_up import sign_up
from tests.world import make_partnership, make_user


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


def test_invitations_come_to_an_end_in_an_hour(client, editor, partnership, agency):
    client.force_login(editor)
    sent = {"role": "agency-editor", "agency": agency.pk}
    most = INVITATIONS.each
    answers = [
        client.post(page_of(partnership, "invite/"), sent | {"email": f"writer-{n}@housing.example"})
        for n in range(most + 1)
    ]
    assert [answer.status_code for answer in answers] == [302] * most + [422]
    assert "You have sent too many invitations this hour. Try again in 60 minutes." in answers[-1].text
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
    with pytest.raises(ValidationError, match="has this role already"):
        actions.invite(known.email, Role.SCRUTINEER, partnership=partnership, by=editor)


def test_an_invitation_is_open_for_thirty_days_and_can_be_renewed(editor, partnership):
    invitation = actions.invite("new@elsewhere.example", Role.MEMBER, partnership=partnership, by=editor)
    Invitation.objects.update(invited_at=timezone.now() - timedelta(days=31))
    assert not actions.is_invited("new@elsewhere.example")
    assert "Nobody signs up by themselves" in sign_up(Client(), "new@elsewhere.example").text
    again = actions.invite("new@elsewhere.example", Role.MEMBER, partnership=partnership, by=editor)
    assert again.pk == invitation.pk
    assert actions.is_invited("NEW@elsewhere.example")
    assert len(mail.outbox) == 2


def test_an_invitation_is_taken_back(client, editor, partnership):
    invitation = actions.invite("new@elsewhere.example", Role.MEMBER, partnership=partnership, by=editor)
    client.force_login(editor)
    assert client.post(page_of(partnership, f"invitations/{invitation.pk}/cancel/")).status_code == 302
    assert "Nobody signs up by themselves" in sign_up(Client(), "new@elsewhere.example").text


def test_a_role_is_taken_away_and_with_it_the_sight(client, editor, partnership, world, client_of):
    scrutineer = world.people["scrutineer"]
    own = client_of("scrutineer")
    assert own.get("/responses/").status_code == 200
    client.force_login(editor)
    place = scrutineer.memberships.get()
    assert client.post(page_of(partnership, f"roles/{place.pk}/end/")).status_code == 302
    assert own.get("/responses/").status_code == 403
    assert mail.outbox[0].to == [scrutineer.email]
    assert Membership.history.filter(history_type="-", id=place.pk, history_user=editor).exists()


def test_ending_a_role_is_asked_about_first(client, editor, partnership, world):
    place = world.people["scrutineer"].memberships.get()
    client.force_login(editor)
    page = client.get(page_of(partnership, f"roles/{place.pk}/end/"))
    assert "End this role?" in page.text
    assert place.user.email in page.text
    assert Membership.objects.filter(pk=place.pk).exists()


def test_who_was_given_a_role_unasked_leaves_it(client, editor, partnership, agency, world):
    known = world.people["practitioner"]
    place = actions.invite(known.email, Role.AGENCY_EDITOR, partnership=partnership, by=editor, agency=agency)
    client.force_login(known)
    leave = f"/accounts/roles/{place.pk}/leave/"
    assert leave in client.get("/accounts/").text
    assert "Agency editor, Northshire Housing." in client.get(leave).text
    assert known.memberships.exists()
    assert "You gave up your role at Northshire Housing." in client.post(leave, follow=True).text
    assert not known.memberships.exists()
    assert (mail.outbox[-1].to, "gave up a role" in mail.outbox[-1].body) == ([editor.email], True)
    assert client.post(leave).status_code == 404


def test_nobody_leaves_the_role_of_somebody_else_or_as_the_last_editor(client, editor, partnership, world):
    scrutineer = world.people["scrutineer"]
    client.force_login(editor)
    assert client.post(f"/accounts/roles/{scrutineer.memberships.get().pk}/leave/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.leave(scrutineer.memberships.get(), by=editor)
    answer = client.post(f"/accounts/roles/{editor.memberships.get().pk}/leave/")
    assert answer.status_code == 422
    assert "This is the last editor of the partnership. Invite another one first." in answer.text
    assert scrutineer.memberships.exists()
    assert editor.memberships.exists()


def test_the_last_editor_stays(client, editor, partnership):
    place = editor.memberships.get(partnership=partnership)
    client.force_login(editor)
    answer = client.post(page_of(partnership, f"roles/{place.pk}/end/"), follow=True)
    assert "This is the last editor of the partnership. Invite another one first." in answer.text
    second = make_user("second-editor")
    Membership.objects.create(user=second, role=Role.PARTNERSHIP_EDITOR, partnership=partnership)
    assert client.post(page_of(partnership, f"roles/{place.pk}/end/")).status_code == 302
    assert client.get(page_of(partnership)).status_code == 404


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


def test_a_closed_account_is_no_other_editor(client, editor, partnership):
    closed = make_user("closed-editor", is_active=False)
    Membership.objects.create(user=closed, role=Role.PARTNERSHIP_EDITOR, partnership=partnership)
    with pytest.raises(ValidationError, match="last editor"):
        actions.end_role(editor.memberships.get(partnership=partnership), partnership=partnership, by=editor)


def test_nobody_else_gives_or_takes(world, partnership, editor):
    invitation = actions.invite("new@elsewhere.example", Role.MEMBER, partnership=partnership, by=editor)
    place = world.people["scrutineer"].memberships.get()
    for role in ("practitioner", "member", "agency-editor", "scrutineer", "other-editor", "administrator"):
        by = world.people[role]
        with pytest.raises(PermissionDenied):
            actions.invite("a@b.example", Role.MEMBER, partnership=partnership, by=by)
        with pytest.raises(PermissionDenied):
            actions.cancel_invitation(invitation, by=by)
        with pytest.raises(PermissionDenied):
            actions.end_role(place, partnership=partnership, by=by)


@pytest.mark.parametrize("role", ["anyone", "signed-in", "practitioner", "member", "agency-editor", "scrutineer",
                                  "other-editor", "administrator"])  # fmt: skip
def test_the_page_is_the_editors_alone(client_of, world, partnership, role):
    client = client_of(role)
    place = world.people["scrutineer"].memberships.get()
    invitation = Invitation.objects.create(email="a@b.example", role=Role.MEMBER, partnership=partnership)
    expected = 302 if role == "anyone" else 404
    assert client.get(page_of(partnership)).status_code == expected
    sent = {"email": "c@d.example", "role": "member"}
    assert client.post(page_of(partnership), sent).status_code == expected
    assert client.post(page_of(partnership, "invite/"), sent).status_code == (403 if role == "anyone" else 404)
    for rest in (f"invitations/{invitation.pk}/cancel/", f"roles/{place.pk}/end/"):
        assert client.post(page_of(partnership, rest)).status_code == expected
    assert client.get(page_of(partnership, f"roles/{place.pk}/end/")).status_code == expected
    assert [*Invitation.objects.all()] == [invitation]
    assert Membership.objects.filter(pk=place.pk).exists()


def test_who_opens_the_address_of_an_action_is_led_to_the_page_and_does_nothing(client, editor, partnership):
    invitation = actions.invite("a@b.example", Role.MEMBER, partnership=partnership, by=editor)
    client.force_login(editor)
    for rest in ("invite/", f"invitations/{invitation.pk}/cancel/"):
        assert client.get(page_of(partnership, rest))["Location"] == page_of(partnership)
    assert Invitation.objects.exists()


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
    assert "Nothing was done with it yet" in page.text
    assert not Invitation.objects.exists()
    assert "a@b.example" not in again.get(page_of(partnership)).text
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    answer = strict.post(page_of(partnership, "invite/"), typed | {"csrfmiddlewaretoken": "of before"}, follow=True)
    assert 'value="a@b.example"' in answer.text
    assert not Invitation.objects.exists()


def test_an_editor_of_another_partnership_does_not_take_roles_by_a_forged_post(client, world, partnership):
    place = world.people["scrutineer"].memberships.get()
    invitation = Invitation.objects.create(email="a@b.example", role=Role.MEMBER, partnership=partnership)
    other = world.people["other-editor"]
    own = other.memberships.get().partnership
    client.force_login(other)
    assert client.get(page_of(own, f"roles/{place.pk}/end/")).status_code == 404
    assert client.post(page_of(own, f"invitations/{invitation.pk}/cancel/")).status_code == 404
    assert Invitation.objects.exists()
    assert client.post(page_of(own, f"roles/{place.pk}/end/")).status_code == 404
    assert client.post(page_of(own, f"invitations/{'9' * 30}/cancel/")).status_code == 404
    assert Membership.objects.filter(pk=place.pk).exists()


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


def test_the_page_costs_the_same_however_many_people_there_are(client, editor, partnership, django_assert_num_queries):
    client.force_login(editor)
    client.get(page_of(partnership))
    cache.clear()
    for number in range(5):
        Membership.objects.create(user=make_user(f"m{number}"), role=Role.MEMBER, partnership=partnership)
    with django_assert_num_queries(8):
        client.get(page_of(partnership))


def test_what_is_missing_in_an_invitation_is_named(client, editor, partnership):
    client.force_login(editor)
    page = client.post(page_of(partnership, "invite/"), {})
    assert page.status_code == 422
    for words in ("Choose a role.", "Fill in: “E-mail address”"):
        assert page.text.count(words) == 2, words
    assert "This field is required" not in page.text
