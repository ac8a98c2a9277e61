"""security.txt, as in RFC 9116."""

from datetime import UTC, datetime, timedelta

from django.utils import timezone


def fields(client) -> dict[str, str]:
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    return dict(line.split(": ", 1) for line in answer.text.splitlines())


def test_it_names_the_contact_that_is_set_and_a_page_without_one(client, db, settings):
    settings.PORTAL_ADDRESS = "https://portal.example.org"
    assert fields(client)["Contact"] == "https://portal.example.org/contact/"
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    assert fields(client)["Contact"] == "mailto:security@example.org"
    assert fields(client)["Canonical"] == "https://portal.example.org/.well-known/security.txt"


def test_it_never_expires_while_the_portal_is_served(client, db):
    expires = datetime.strptime(fields(client)["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=170) < expires - timezone.now() < timedelta(days=365)


def test_it_leads_to_the_policy(client, db, settings):
    settings.PORTAL_ADDRESS = "http://testserver"
    page = client.get(fields(client)["Policy"])
    assert page.status_code == 200
    assert page.text.startswith("# Reporting a leak or a weakness")
