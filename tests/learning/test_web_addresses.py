"""An address from a document or a person is linked only if it is a web address, on every page and in every format."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection

from learning.addresses import web_link
from learning.models import Partnership, Resource, SourceDocument
from reviews_portal.fixtures import fixture_files
from tests.portal.administration import address_of, opened

NONE_OF_THE_WEB = [
    "javascript:alert(1)", " javascript:alert(1)", "JaVaScript:alert(1)", "java\nscript:alert(1)", "data:text/html,x",
    "vbscript:x", "//example.org", "/admin/", "ftp://example.org/a", "mailto:", "mailto:a", "http:alert(1)",
    "mailto:a@example.org?bcc=b@example.org", "mailto:a@example.org\n", "mailto:javascript:alert(1)",
    "https://", "blob:https://example.org/x", "www.", "wwww", "www.exa mple.org", "https://example.org/\n<script>",
]  # fmt: skip
OF_THE_WEB = {
    "https://example.org/guide?a=b#c": "https://example.org/guide?a=b#c",
    "http://example.org": "http://example.org",
    "HTTPS://EXAMPLE.ORG/A": "HTTPS://EXAMPLE.ORG/A",
    "www.example.org": "https://www.example.org",
    "WWW.example.org/guide": "https://WWW.example.org/guide",
    "mailto:help@example.org": "mailto:help@example.org",
}
# What the database itself looks at is the beginning.
BEGINS_OTHERWISE = [
    "javascript:alert(1)",
    "data:text/html,x",
    "//example.org",
    "ftp://example.org/a",
    "/admin/",
    "wwww",
]


@pytest.fixture
def resource(world) -> Resource:
    return Resource.objects.get(title="Reading quokka0")


@pytest.mark.parametrize("address", NONE_OF_THE_WEB)
def test_nothing_else_is_linked(address):
    assert web_link(address) == ""


@pytest.mark.parametrize("address", OF_THE_WEB)
def test_an_address_of_the_web_is_linked_and_never_relative(address):
    assert web_link(address) == OF_THE_WEB[address]


@pytest.mark.parametrize("address", NONE_OF_THE_WEB)
def test_nothing_else_is_taken_for_a_resource_a_document_or_a_partnership(resource, world, address):
    resource.address, resource.address_state = address, "given"
    document, partnership = world.reviews["public"].document, world.partnership
    document.address, partnership.website = address, address
    for record in (resource, document, partnership):
        with pytest.raises(ValidationError) as error:
            record.full_clean()
        assert set(error.value.message_dict) <= {"address", "website", "__all__"}, record


@pytest.mark.parametrize("address", BEGINS_OTHERWISE)
def test_the_database_takes_no_other_address(resource, world, refused, address):
    with refused("resource_given_address_is_of_the_web"):
        Resource.objects.filter(pk=resource.pk).update(address=address, address_state="given")
    with refused("document_address_is_of_the_web"):
        SourceDocument.objects.update(address=address)
    with refused("partnership_website_is_of_the_web"):
        Partnership.objects.update(website=address)
    Resource.objects.filter(pk=resource.pk).update(address=address, address_state="damaged")


def test_a_fixture_with_another_address_is_not_loaded(resource, tmp_path):
    file = tmp_path / "resource.json"
    call_command("dumpdata", "learning.resource", pks=str(resource.pk), natural_foreign=True, output=str(file))
    (row,) = json.loads(file.read_text())
    row["fields"] |= {"address": "javascript:alert(1)", "address_state": "given"}
    file.write_text(json.dumps([row]))
    with pytest.raises(IntegrityError):
        call_command("loaddata", str(file), verbosity=0)


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/a"])
def test_the_form_says_what_to_do_and_keeps_what_was_typed(client_of, resource, address):
    client = client_of("administrator")
    sent = opened(client, resource, address=address, address_state="given", title="Long thought about")
    page = client.post(address_of(resource), sent)
    assert page.status_code == 200
    assert "Enter an address that begins with https://, http://, www. or mailto:" in page.text
    assert f'value="{address}"' in page.text
    assert "Long thought about" in page.text
    resource.refresh_from_db()
    assert resource.address == ""


def test_a_printed_address_stands_as_it_is_printed_and_leads_to_the_web(client_of, client, resource):
    administrator = client_of("administrator")
    sent = opened(administrator, resource, address="www.example.org/guide", address_state="given")
    assert administrator.post(address_of(resource), sent).status_code == 302
    page = client.get(resource.review.get_absolute_url()).text
    assert '<a href="https://www.example.org/guide" rel="external">www.example.org/guide</a>' in page
    assert 'href="www.' not in page


def test_a_printed_email_address_is_a_link_too(client_of, client, resource):
    sent = opened(client_of("administrator"), resource, address="mailto:help@example.org", address_state="given")
    assert client_of("administrator").post(address_of(resource), sent).status_code == 302
    page = client.get(resource.review.get_absolute_url()).text
    assert '<a href="mailto:help@example.org" rel="external">mailto:help@example.org</a>' in page


def test_pages_link_no_other_address_even_if_the_database_holds_one(client, resource, world):
    """Such a row came from before the database refused it, or from another engine."""
    made = world.reviews["public"]
    Resource.objects.filter(pk=resource.pk).update(address="https:javascript", address_state="damaged")
    with without_checks():
        Resource.objects.filter(pk=resource.pk).update(address="javascript:alert(1)", address_state="given")
        SourceDocument.objects.filter(pk=made.document.pk).update(address="javascript:alert(2)")
        pages = [page for page in made.addresses if "/responses/" not in page]
        pages += [f"/briefings/review/{made.review.slug}.{form}" for form in ("md", "html")]
        for page in pages:
            text = b"".join(client.get(page)).decode()
            assert 'href="javascript:' not in text, page
            assert "](javascript" not in text, page
        SourceDocument.objects.update(address="")
        Resource.objects.filter(pk=resource.pk).update(address="", address_state="none")


class without_checks:
    """Let SQLite hold what its checks refuse; on PostgreSQL the checks are dropped in the test's transaction."""

    names = ("resource_given_address_is_of_the_web", "document_address_is_of_the_web")

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("PRAGMA ignore_check_constraints = ON")
                return
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table, name in zip(("learning_resource", "learning_sourcedocument"), self.names, strict=True):
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")

    def __exit__(self, *problem) -> None:
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA ignore_check_constraints = OFF")


def test_the_migration_keeps_every_address(resource, world):
    """Of a resource as damaged; of a document or a partnership in its history."""
    document, partnership = world.reviews["public"].document, world.partnership
    take_out = import_module("learning.migrations.0007_addresses_and_places").take_out
    with without_checks():
        Resource.objects.filter(pk=resource.pk).update(address="javascript:alert(1)", address_state="given")
        SourceDocument.objects.filter(pk=document.pk).update(address="ftp://example.org/a")
        take_out(apps, None)
    resource.refresh_from_db()
    document.refresh_from_db()
    assert (resource.address, resource.address_state) == ("javascript:alert(1)", "damaged")
    assert document.address == ""
    assert document.history.latest().address == "ftp://example.org/a"
    assert partnership.website == ""


@pytest.mark.django_db
def test_every_address_of_the_fixtures_is_linked():
    call_command("loaddata", *map(str, fixture_files()), verbosity=0)
    given = Resource.objects.filter(address_state="given")
    assert given
    assert all(resource.link == resource.address for resource in given)
