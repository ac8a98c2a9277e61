"""Roles at a partnership and its agencies: who ends them, and who sees them."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError

from learning.models import Membership, Role
from reviews_portal.people import actions
from reviews_portal.people.models import Invitation
from tests.world import make_user

from .conftest import page_of


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
    assert "You are no longer an agency editor for Northshire Housing." in client.post(leave, follow=True).text
    assert not known.memberships.exists()
    assert (mail.outbox[-1].to, "has left their role as an agency editor for" in mail.outbox[-1].body) == (
        [editor.email],
        True,
    )
    assert client.post(leave).status_code == 404


def test_nobody_leaves_the_role_of_somebody_else_or_as_the_last_editor(client, editor, partnership, world):
    scrutineer = world.people["scrutineer"]
    client.force_login(editor)
    assert client.post(f"/accounts/roles/{scrutineer.memberships.get().pk}/leave/").status_code == 404
    with pytest.raises(PermissionDenied):
        actions.leave(scrutineer.memberships.get(), by=editor)
    answer = client.post(f"/accounts/roles/{editor.memberships.get().pk}/leave/")
    assert answer.status_code == 422
    assert "This is the partnership’s last editor. Invite another editor first." in answer.text
    assert scrutineer.memberships.exists()
    assert editor.memberships.exists()


def test_the_last_editor_stays(client, editor, partnership):
    place = editor.memberships.get(partnership=partnership)
    client.force_login(editor)
    answer = client.post(page_of(partnership, f"roles/{place.pk}/end/"), follow=True)
    assert "This is the partnership’s last editor. Invite another editor first." in answer.text
    second = make_user("second-editor")
    Membership.objects.create(user=second, role=Role.PARTNERSHIP_EDITOR, partnership=partnership)
    assert client.post(page_of(partnership, f"roles/{place.pk}/end/")).status_code == 302
    assert client.get(page_of(partnership)).status_code == 404


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


def test_the_page_costs_the_same_however_many_people_there_are(client, editor, partnership, django_assert_num_queries):
    client.force_login(editor)
    client.get(page_of(partnership))
    cache.clear()
    for number in range(5):
        Membership.objects.create(user=make_user(f"m{number}"), role=Role.MEMBER, partnership=partnership)
    with django_assert_num_queries(9):  # the first reads the generation
        client.get(page_of(partnership))
