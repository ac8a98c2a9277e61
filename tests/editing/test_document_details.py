"""The details of a document that exists: who changes them, what is refused, and what readers then see."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from learning.models import SourceDocument
from learning.utils.dates import PartialDate, Precision
from learning.utils.history import LONGEST_REASON
from learning.utils.marks import mark
from reviews_portal.editing.actions.documents import NewDocument, add_document, save_document
from tests.forms import fields_of

pytestmark = pytest.mark.django_db

TYPED = {
    "title": "Wombat report, second edition",
    "kind": "briefing",
    "publisher": "Wombat Board",
    "published": "September 2016",
    "address": "https://example.org/wombat.pdf",
    "not_held_reason": "The board asks readers to use its own copy.",
    "language": "cy",
    "licence": "Open Government Licence v3.0",
    "curator_note": "The second edition corrects a date.",
}
REASON = "The first edition was recorded."


@pytest.fixture
def document(world) -> SourceDocument:
    """Return the document of a published review."""
    return world.reviews["public"].document


@pytest.fixture
def client(client_of):
    return client_of("partnership-editor")


def page_of(document: SourceDocument) -> str:
    """Return the address of the form."""
    return f"/manage/reviews/{document.review.slug}/documents/{document.pk}/"


def send(client, document: SourceDocument, typed: dict):
    """Open the form, and send it with what was typed."""
    address = page_of(document)
    return client.post(address, typed | {"opened": fields_of(client.get(address).text)["opened"]})


def stored(document: SourceDocument) -> dict:
    """Return what is stored about a document."""
    return SourceDocument.objects.filter(pk=document.pk).values().get()


def test_an_editor_changes_every_field_and_the_history_says_who_and_why(client, document, editor):
    before = stored(document)
    form = client.get(page_of(document))
    assert 'value="Document ' in form.text
    answer = send(client, document, TYPED | {"reason": REASON})
    assert answer["Location"] == f"/manage/reviews/{document.review.slug}/"
    document.refresh_from_db()
    assert document.published == PartialDate(document.published_on, Precision.MONTH)
    assert str(document.published) == "September 2016"
    assert {name: getattr(document, name) for name in TYPED if name != "published"} == {
        name: value for name, value in TYPED.items() if name != "published"
    }
    kept = {"id", "slug", "review_id", "position", "file_name"}
    assert {name: value for name, value in stored(document).items() if name in kept} == {
        name: before[name] for name in kept
    }
    record = document.history.get()
    assert (record.history_user, record.history_change_reason) == (editor, REASON)
    assert (record.title, record.language) == (TYPED["title"], "cy")


def test_fields_can_be_emptied_again(client, document):
    send(client, document, TYPED | {"reason": REASON})
    few = {"title": "Wombat report", "kind": "report", "language": "en", "reason": "None of it is stated."}
    assert send(client, document, few).status_code == 302
    document.refresh_from_db()
    assert document.published is None
    assert (document.published_precision, document.publisher, document.address) == ("", "", "")


def test_only_a_review_that_was_ever_public_needs_a_reason(client, document, new_review):
    refused = send(client, document, TYPED)
    assert refused.status_code == 422
    assert "Enter why you are changing this" in refused.text
    assert refused.context["form"].errors.keys() == {"reason"}
    assert stored(document)["title"] == document.title
    draft = new_review.documents.get()
    assert "Why are you changing these details?" not in client.get(page_of(draft)).text
    assert send(client, draft, TYPED).status_code == 302
    draft.refresh_from_db()
    assert draft.title == TYPED["title"]
    assert draft.history.latest().history_change_reason is None


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("title", "", "Fill in: “Title of the document”"),
        ("title", "second WOMBAT report", "This review already has a document “Second wombat report”"),
        ("kind", "leaflet", "Choose one of the options that are available now: “Type of document”"),
        ("published", "last year", "Enter the date as the document states it"),
        ("address", "ftp://example.org/wombat.pdf", "Enter a full address that begins with https:// or http://."),
        ("language", "fr", "Choose one of the options that are available now: “Language”"),
        ("licence", "x" * 201, "Shorten to 200 characters or fewer; it has 201 now: “Licence”"),
        ("reason", "x" * (LONGEST_REASON + 1), f"Shorten to {LONGEST_REASON} characters or fewer"),
    ],
)
def test_what_is_refused_is_named_and_everything_typed_stays(client, document, editor, name, value, error):
    add_document(document.review, NewDocument(title="Second wombat report", kind="report"), by=editor)
    before = stored(document)
    page = send(client, document, TYPED | {"reason": REASON, name: value})
    assert page.status_code == 422
    assert error in page.text
    assert page.context["form"].errors.keys() == {name}
    boxes = {key: typed for key, typed in (TYPED | {name: value}).items() if key not in ("kind", "language")}
    assert [key for key, typed in boxes.items() if typed not in page.text] == []
    assert page.context["document"].title == before["title"]
    assert stored(document) == before
    assert not document.history.exists()


@pytest.mark.parametrize("who", ["other-editor", "agency-editor", "scrutineer", "member", "signed-in"])
def test_nobody_else_saves_them(world, client_of, document, who):
    before = stored(document)
    with pytest.raises(PermissionDenied):
        save_document(document, {"title": "Forged"}, opened={}, by=world.people[who], reason=REASON)
    assert client_of(who).post(page_of(document), TYPED | {"reason": REASON}).status_code == 404
    assert stored(document) == before


def test_a_document_of_another_review_is_not_reached_through_ones_own(client, document, world):
    other = world.reviews["draft"].document
    address = f"/manage/reviews/{document.review.slug}/documents/{other.pk}/"
    assert client.get(address).status_code == 404
    assert client.post(address, TYPED | {"reason": REASON}).status_code == 404
    assert stored(other)["title"] == other.title


def test_the_action_refuses_what_the_form_does(document, editor):
    other = add_document(document.review, NewDocument(title="Second wombat report", kind="report"), by=editor)
    before = stored(document)
    for values, reason, error in (
        ({"title": other.title.upper()}, REASON, "already has a document"),
        ({"address": "javascript:alert(1)"}, REASON, "begins with https"),
        ({"title": "Third"}, " ", "Enter why you are changing this"),
    ):
        opened = {name: mark(getattr(document, name)) for name in values}
        with pytest.raises(ValidationError, match=error):
            save_document(document, values, opened=opened, by=editor, reason=reason)
    assert stored(document) == before


def test_what_was_typed_is_there_again_after_signing_in(client, document, editor):
    mark = client.get(page_of(document)).context["writer"]
    late = Client().post(page_of(document), TYPED | {"reason": REASON, "writer": mark})
    assert late.status_code == 403
    again = Client()
    data = {"login": editor.email, "password": "a long password", "kept": late.context["kept"]}
    again.post("/accounts/sign-in/", data | {"next": page_of(document)})
    page = again.get(page_of(document))
    assert f'value="{TYPED["title"]}"' in page.text
    assert "What you typed is below." in page.text
    assert stored(document)["title"] == document.title


@pytest.mark.usefixtures("pages_kept")
def test_readers_see_the_new_details_at_once(client, document, world):
    made, reader = world.reviews["public"], Client()
    search = "/search/?q=thylacine"
    addresses = [made.review.get_absolute_url(), made.item.get_absolute_url(), search]
    for _ in range(2):  # the second time from the page cache
        pages = [reader.get(address).text for address in addresses]
    review, item, results = pages
    assert f"{document.title}." in item
    assert "Thylacine" not in review + item + results
    typed = TYPED | {"title": "Thylacine report", "language": "en", "reason": REASON}
    assert send(client, document, typed).status_code == 302
    review, item, results = [reader.get(address).text for address in addresses]
    assert "Wombat Board (2016). Thylacine report." in item
    assert f"{document.title}." not in item
    assert '<a href="https://example.org/wombat.pdf" rel="external">Thylacine report</a>' in review
    assert "The second edition corrects a date." in review
    assert made.review.title in results
    api = reader.get(f"/api/v1/reviews/{made.review.slug}").json()
    assert "Thylacine report" in str(api)


def test_the_page_of_the_review_leads_to_the_form(client, document):
    page = client.get(f"/manage/reviews/{document.review.slug}/")
    assert f'href="{page_of(document)}"' in page.text
