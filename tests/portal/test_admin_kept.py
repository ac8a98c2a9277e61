"""What an administrator typed when the session ended: it goes through signing in, and stands in the form again."""

import pytest
from django.test import Client

from learning.models import Theme

from .administration import address_of, opened

NEW = {"name": "New", "slug": "new", "group": "harm", "scope_note": "Long thought about.", "aliases": "one\r\ntwo"}


@pytest.fixture
def theme(administrator) -> Theme:
    return Theme.objects.create(name="Short-lived", slug="short-lived", group="harm", scope_note="Note.")


def come_back(address: str, sent: dict, email: str = "boss@example.org"):
    """Send a form without a session, sign in on the page that comes; return the browser and the page after that."""
    browser = Client()
    expired = browser.post(address, sent)
    assert expired.status_code == 403
    assert "what you typed will be in the form again, ready to save" in expired.text
    signing_in = {
        "login": email,
        "password": "a long password",
        "kept": expired.context["kept"],
        "next": expired.context["next"],
    }
    return browser, browser.post("/accounts/sign-in/", signing_in, follow=True)


def test_a_change_comes_back_to_be_saved(administrator, theme):
    sent = opened(administrator, theme, scope_note="Mine.", name="")
    browser, page = come_back(address_of(theme), sent)
    assert page.status_code == 200
    assert "What you typed has been restored" in page.text
    shown = opened(page, theme)
    assert shown["scope_note"] == ["Mine."]
    assert shown["name"] == [""]
    theme.refresh_from_db()
    assert theme.scope_note == "Note."
    assert browser.post(address_of(theme), shown | {"name": "Whole"}).status_code == 302
    theme.refresh_from_db()
    assert (theme.name, theme.scope_note) == ("Whole", "Mine.")
    assert "What you typed has been restored" not in browser.get(address_of(theme)).text


def test_a_change_that_comes_back_late_is_shown_beside_what_was_saved(administrator, theme):
    sent = opened(administrator, theme, scope_note="Mine.")
    Theme.objects.filter(pk=theme.pk).update(scope_note="Theirs.")
    browser, page = come_back(address_of(theme), sent)
    assert opened(page, theme)["differs"] == ["scope_note"]
    assert browser.post(address_of(theme), opened(page, theme)).status_code == 409
    decided = opened(page, theme) | {"decide-scope_note": "mine"}
    assert browser.post(address_of(theme), decided).status_code == 302
    theme.refresh_from_db()
    assert theme.scope_note == "Mine."


def test_a_new_record_comes_back_to_be_saved(administrator):
    sent = opened(administrator.get("/admin/learning/theme/add/"), Theme()) | NEW
    browser, page = come_back("/admin/learning/theme/add/", sent)
    assert not Theme.objects.filter(slug="new").exists()
    assert browser.post("/admin/learning/theme/add/", opened(page, Theme())).status_code == 302
    made = Theme.objects.get(slug="new")
    assert (made.scope_note, made.aliases) == ("Long thought about.", ["one", "two"])


def test_new_rows_come_back_too(administrator, world):
    item = world.reviews["public"].item
    new = {"later_notes-TOTAL_FORMS": "1", "later_notes-0-dated": "2026-01-31", "later_notes-0-text": "Since then."}
    browser, page = come_back(address_of(item), opened(administrator, item, **new))
    assert browser.post(address_of(item), opened(page, item)).status_code == 302
    assert [note.text for note in item.later_notes.all()] == ["Since then."]


def test_what_was_typed_into_a_record_that_is_gone_by_then_can_be_added(administrator, theme):
    sent, address = opened(administrator, theme, scope_note="Mine."), address_of(theme)
    theme.delete()
    _, page = come_back(address, sent)
    assert page.status_code == 409
    assert opened(page, Theme())["scope_note"] == ["Mine."]


def test_nobody_else_sees_what_was_typed(administrator, theme, world):
    world.people["member"].is_staff = world.people["member"].is_superuser = True
    world.people["member"].save()
    sent = opened(administrator, theme, scope_note="Mine alone.")
    for mark in (sent["writer"], "nonsense", f"{world.people['member'].pk}:forged"):
        _, page = come_back(address_of(theme), sent | {"writer": mark}, "member@example.org")
        assert page.status_code == 200
        assert "Mine alone." not in page.text


def test_what_is_no_form_of_the_catalogue_asks_to_sign_in_as_ever(world):
    account = world.people["member"]
    page = Client().post(address_of(account), {"email": "new@example.org"})
    assert page.status_code == 302
    assert page["Location"].startswith("/admin/login/")
    account.refresh_from_db()
    assert account.email == "member@example.org"
