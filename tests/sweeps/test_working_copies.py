"""What is in a working copy is read by its editors only, and by readers from the moment at which it is published."""

from html import unescape

import pytest
from django.apps import apps
from django.core import mail
from django.db.models import CharField, JSONField, Q, TextField
from django.db.models.functions import Cast
from django.test import Client

from reviews_portal.editing.actions.publishing.differences import compared, mark_of
from reviews_portal.editing.actions.publishing.publish import publish_corrections
from tests.once import once
from tests.working_copies import OPEN, WORD

pytestmark = pytest.mark.usefixtures("pages_kept")
# Roles whose pages test_leaks.py does not crawl with the same copies open.
OTHERS = [once("signed-in"), once("member"), once("scrutineer"), "other-editor"]
PAGES = ["/whats-new/", "/themes/poverty/", "/agencies/", "/agencies/agency-of-rows/", "/search/?q=changed",
         f"/search/suggest/?q={WORD[:4]}", "/manage/reviews/", "/manage/agencies/", "/manage/hidden/",
         "/responses/"]  # fmt: skip
OF_A_REVIEW = ["/api/v1/reviews/{0}", "/briefings/review/{0}.json",
               "/manage/reviews/{0}/edit/", "/manage/reviews/{0}/preview/"]  # fmt: skip
KEPT_IN = {
    "editing.ConflictingRow",
    "editing.Row",
    "learning.Agency",
    "learning.HistoricalAgency",
    "learning.Hiding",
    "publication.HistoricalPublicationDecision",
    "publication.PublicationDecision",
}


@pytest.fixture
def addresses(world) -> list[str]:
    """Return the addresses at which the text of the open reviews could be found."""
    made = [world.reviews[name] for name in OPEN]
    own = [one.format(each.review.slug) for each in made for one in OF_A_REVIEW]
    return [*PAGES, *own, *(address for each in made for address in each.addresses)]


def with_the_word(client: Client, addresses: list[str]) -> list[str]:
    """Return the addresses at which a reader finds the word of the working copies."""
    return [address for address in addresses if WORD in text_of(client, address)]


def text_of(client: Client, address: str) -> str:
    """Return what an address answers."""
    answer = client.get(address)
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return unescape(body.decode()).lower()


def holds(model) -> bool:
    """Return whether a row of a model has the word in any column."""
    names = [one.attname for one in model._meta.concrete_fields if isinstance(one, CharField | TextField | JSONField)]
    texts = {f"text_of_{name}": Cast(name, TextField()) for name in names}
    any_of_them = Q(*((f"{name}__icontains", WORD) for name in texts), _connector=Q.OR)
    return bool(names) and model._base_manager.annotate(**texts).filter(any_of_them).exists()


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_reads_what_an_editor_typed(working_copies, client_of, addresses, role):
    assert with_the_word(client_of(role), addresses) == []


def test_its_editors_read_it_where_they_edit(working_copies, client_of, addresses):
    """The visits find what is there to be found, so that finding nothing means something."""
    found = with_the_word(client_of("partnership-editor"), [one for one in addresses if not one.endswith("preview/")])
    assert all(address.startswith("/manage/") for address in found)
    assert {one for one in addresses if one.endswith("/edit/")} <= set(found)


def test_it_is_stored_nowhere_else(world, working_copies):
    """Not in a record, an index, a history, a kept page or document, or an email: so no page or file can show it."""
    assert {model._meta.label for model in apps.get_models(include_auto_created=True) if holds(model)} == KEPT_IN
    assert not [email for email in mail.outbox if WORD in f"{email.subject} {email.body}".lower()]


def test_readers_see_changed_words_from_the_moment_of_publication(world, working_copies, client, addresses):
    assert with_the_word(client, addresses) == []
    made, copy = world.reviews["public"], working_copies["public"]
    found = compared(copy).found
    reasons = {one.row.pk: f"A word was missing: {WORD}." for one in found}
    publish_corrections(copy, by=world.people["partnership-editor"], reasons=reasons, seen=mark_of(found))
    seen = with_the_word(client, addresses)
    slug = made.review.slug
    assert {"/whats-new/", "/themes/poverty/", "/search/?q=changed", f"/api/v1/reviews/{slug}",
            f"/briefings/review/{slug}.json", *made.addresses[:3]} <= set(seen)  # fmt: skip
    assert not [address for address in seen if address.startswith("/manage/")]
