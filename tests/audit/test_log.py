"""The audit log: which events it records, that it has no content, and that nothing changes it."""

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory

from learning.actions import change_audience, withdraw_review
from learning.models import Audience, Membership, Role
from reviews_portal.accounts.models import ApprovedDomain
from reviews_portal.audit.events import Event
from reviews_portal.audit.log import network_of, record
from reviews_portal.audit.models import AuditEntry
from reviews_portal.groups import ADMINISTRATORS, PRACTITIONERS
from reviews_portal.people.own_data import own_data
from reviews_portal.redaction import actions as redacting
from reviews_portal.redaction.occurrences import all_cells_with, fingerprint
from tests.accounts.conftest import PASSWORD, sign_in
from tests.accounts.test_second_factor import code_of, set_up
from tests.world import make_user


@pytest.fixture
def since(world):
    """Return a function that returns the test's entries as (event, by, about, detail), oldest first."""
    last = AuditEntry.objects.values_list("pk", flat=True).first() or 0

    def entries():
        return [
            (entry.event, entry.by, entry.about, entry.detail)
            for entry in AuditEntry.objects.with_people().filter(pk__gt=last).order_by("pk")
        ]

    return entries


def test_signing_in_right_and_wrong_is_recorded(client, world, since):
    user = world.people["practitioner"]
    sign_in(client, user.email, "a typed secret")
    sign_in(client, "who@example.org", "a typed secret")
    sign_in(client, user.email)
    assert since() == [
        (Event.SIGN_IN_FAILED, None, user, ""),
        (Event.SIGN_IN_FAILED, None, None, ""),
        (Event.SIGNED_IN, user, user, ""),
    ]
    assert not any("secret" in str(row) or "who@" in str(row) for row in AuditEntry.objects.values_list())


def test_a_wrong_password_where_it_is_asked_for_again_is_recorded(client, world, since):
    user = world.people["practitioner"]
    sign_in(client, user.email)
    client.post("/accounts/again/", {"password": "a typed secret"})
    assert since()[-1] == (Event.SIGN_IN_FAILED, user, user, "")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:aa:bb:cc::1", "2001:db8:aa::/48"),
        ("", ""),
        ("nonsense", ""),
    ],
)
def test_the_network_is_recorded_and_not_the_address(address, network):
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network


def test_second_factors_are_recorded_when_added_used_wrong_and_removed(client, world, since):
    user = world.people["partnership-editor"]
    sign_in(client, user.email)
    secret = set_up(client)
    client.post("/accounts/sign-out/")
    sign_in(client, user.email)
    client.post("/accounts/second-factor/authenticate/", {"code": "000000"})
    cache.clear()  # the code was used when the app was set up
    client.post("/accounts/second-factor/authenticate/", {"code": code_of(secret)})
    client.post("/accounts/second-factor/totp/deactivate/")
    assert since() == [
        (Event.SIGNED_IN, user, user, ""),
        (Event.FACTOR_ADDED, user, user, "totp"),
        (Event.RECOVERY_CODES_MADE, user, user, "recovery_codes"),
        (Event.FACTOR_FAILED, None, user, "totp"),
        (Event.FACTOR_USED, user, user, "totp"),
        (Event.SIGNED_IN, user, user, ""),
        (Event.FACTOR_REMOVED, user, user, "totp"),
        (Event.FACTOR_REMOVED, user, user, "recovery_codes"),
    ]


def test_a_factor_that_an_administrator_removes_is_recorded_with_both(client_of, world, since):
    owner, administrator = world.people["partnership-editor"], world.people["administrator"]
    lost = Authenticator.objects.create(user=owner, type="totp", data={})
    client = client_of("administrator")
    client.post(f"/admin/mfa/authenticator/{lost.pk}/delete/", {"post": "yes"})
    assert since()[-1] == (Event.FACTOR_REMOVED, administrator, owner, "totp")


def test_a_changed_password_is_recorded_and_one_that_is_hashed_anew_is_not(client, world, since, settings):
    user = world.people["practitioner"]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher", *settings.PASSWORD_HASHERS]
    sign_in(client, user.email)
    assert [event for event, *_ in since()] == [Event.SIGNED_IN]
    client.post(
        "/accounts/password/",
        {"oldpassword": PASSWORD, "password1": "Quokka-37-lantern", "password2": "Quokka-37-lantern"},
    )
    assert since()[1:] == [(Event.PASSWORD_CHANGED, user, user, "")]


def test_a_password_set_without_signing_in_is_recorded_as_reset(world, since):
    user = world.people["practitioner"]
    user.set_password("Quokka-37-lantern")
    user.save()
    assert since() == [(Event.PASSWORD_RESET, None, user, "")]


def test_what_is_changed_of_an_account_is_recorded(world, since):
    user = world.people["practitioner"]
    user.email, user.is_active, user.is_staff, user.is_superuser = "new@example.org", False, True, True
    user.save()
    user.is_active = True
    user.save(update_fields=["is_active"])
    assert since() == [
        (Event.ADDRESS_CHANGED, None, user, ""),
        (Event.ACCOUNT_CLOSED, None, user, ""),
        (Event.ROLE_GIVEN, None, user, "is_staff"),
        (Event.ROLE_GIVEN, None, user, "is_superuser"),
        (Event.ACCOUNT_REOPENED, None, user, ""),
    ]


def test_roles_are_recorded_when_given_changed_and_taken(world, since):
    user, agency = world.people["signed-in"], world.reviews["public"].agency
    place = Membership.objects.create(user=user, role=Role.AGENCY_EDITOR, agency=agency)
    place.role, place.agency, place.partnership = Role.SCRUTINEER, None, world.partnership
    place.save()
    place.delete()
    was, now = f"agency-editor, agency {agency.pk}", f"scrutineer, partnership {world.partnership.pk}"
    assert since() == [
        (Event.ROLE_GIVEN, None, user, was),
        (Event.ROLE_CHANGED, None, user, f"{was} to {now}"),
        (Event.ROLE_TAKEN, None, user, now),
    ]


def test_groups_and_permissions_are_recorded_from_either_side(world, since):
    user = world.people["signed-in"]
    administrators = Group.objects.get(name=ADMINISTRATORS)
    user.groups.add(administrators)
    administrators.user_set.remove(user)
    user.groups.set([Group.objects.get(name=PRACTITIONERS)])
    user.groups.clear()
    permission = administrators.permissions.get(codename="see_everything")
    administrators.permissions.remove(permission)
    assert since() == [
        (Event.ROLE_GIVEN, None, user, ADMINISTRATORS),
        (Event.ROLE_TAKEN, None, user, ADMINISTRATORS),
        (Event.ROLE_GIVEN, None, user, PRACTITIONERS),
        (Event.ROLE_TAKEN, None, user, "all"),
        (Event.ROLE_TAKEN, None, None, f"see_everything, group {ADMINISTRATORS}"),
    ]


def test_releases_are_recorded_with_who_and_without_why(world, since):
    editor, review = world.people["partnership-editor"], world.reviews["professionals"].review
    change_audience(review, Audience.PUBLIC, by=editor, reason="A secret reason.")
    withdraw_review(review, by=editor, reason="A secret reason.")
    assert since() == [
        (Event.AUDIENCE_CHANGED, editor, None, f"{review.code}: professionals to public"),
        (Event.WITHDRAWN, editor, None, review.code),
    ]


def test_redactions_are_recorded_without_their_words(world, since):
    administrator, second = world.people["administrator"], make_user("second", ADMINISTRATORS, is_staff=True)
    made = redacting.propose("Heading quokka0", reason="It could name somebody.", by=administrator)
    redacting.confirm(made, by=second, seen=fingerprint(all_cells_with(made.passages())))
    assert [entry for entry in since() if entry[0].startswith("redaction")] == [
        (Event.REDACTION_PROPOSED, administrator, None, f"redaction {made.pk}"),
        (Event.REDACTION_CONFIRMED, second, None, f"redaction {made.pk}"),
    ]


def test_an_export_is_recorded_where_it_is_not_for_everyone(client_of, world, since):
    client, user = client_of("practitioner"), world.people["practitioner"]
    client.get("/briefings/review/review-quokka0.md")
    client.get("/briefings/review/review-quokka1.md")
    code = world.reviews["professionals"].review.code
    exports = [entry for entry in since() if entry[0] == Event.EXPORTED]
    assert exports == [(Event.EXPORTED, user, None, f"{code} md, Professionals only")]


def test_a_yearly_report_as_csv_is_recorded(client_of, world, since):
    address = f"/responses/partnerships/{world.partnership.slug}/report/?format=csv"
    assert client_of("scrutineer").get(address).status_code == 200
    detail = f"yearly report {world.partnership.pk} csv"
    assert since()[-1] == (Event.EXPORTED, world.people["scrutineer"], None, detail)


def test_an_approved_domain_is_recorded(db):
    domain = ApprovedDomain.objects.create(domain="example.gov.uk", with_subdomains=True)
    domain.delete()
    assert list(AuditEntry.objects.order_by("pk").values_list("event", "detail"))[-2:] == [
        (Event.DOMAIN_APPROVED, "example.gov.uk, with all below it"),
        (Event.DOMAIN_REMOVED, "example.gov.uk"),
    ]


@pytest.mark.parametrize("change", ["UPDATE {} SET detail = 'other'", "UPDATE {} SET by_id = NULL", "DELETE FROM {}"])
def test_the_database_refuses_to_change_an_entry(world, refused, change):
    record(Event.SIGNED_IN, by=world.people["practitioner"], about=world.people["practitioner"])
    with refused("never changed"), connection.cursor() as cursor:
        cursor.execute(change.format(AuditEntry._meta.db_table))


def test_the_entries_of_a_removed_account_stay_and_lead_to_nobody(client_of, world):
    user = world.people["practitioner"]
    number = user.pk
    record(Event.SIGNED_IN, by=user, about=user)
    assert any("audit log" in kind for kind in own_data(user))
    user.delete()
    entries = AuditEntry.objects.filter(by=number)
    assert [entry.person("by") for entry in entries] == [f"Removed account {number}"] * len(entries)
    assert not get_user_model().objects.filter(pk=number).exists()
    page = client_of("administrator").get("/admin/audit/auditentry/")
    assert page.status_code == 200
    assert "Account removed" in page.text


def test_administrators_read_the_log_and_nobody_changes_it(client_of, world):
    client = client_of("administrator")
    entry = AuditEntry.objects.first()
    assert world.people["administrator"].email in client.get("/admin/audit/auditentry/").text
    for action in ("add/", f"{entry.pk}/delete/"):
        assert client.get(f"/admin/audit/auditentry/{action}").status_code == 403
    assert client.post(f"/admin/audit/auditentry/{entry.pk}/change/", {"detail": "x"}).status_code == 403
    assert client_of("partnership-editor").get("/admin/audit/auditentry/").status_code == 302
