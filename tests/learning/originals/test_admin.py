"""Administrators add a file, see what it contains, confirm that they have checked it, and replace it."""

import pytest
from django.urls import reverse

from learning.models import DocumentFile
from learning.originals import actions
from learning.utils.uploads import UPLOADS_OF_ORIGINALS
from tests.learning.originals import files
from tests.learning.originals.made import add
from tests.portal.administration import address_of, opened

ADD = reverse("admin:learning_documentfile_add")


@pytest.fixture
def browser(client_of):
    return client_of("administrator")


@pytest.fixture
def document(world):
    return world.reviews["public"].document


def send(browser, document, name: str, content: bytes):
    return browser.post(ADD, {"document": document.pk, "upload": files.upload(name, content)})


def test_a_file_is_added_looked_at_and_opened(browser, document, client):
    response = send(browser, document, "report.docx", files.word_with_traces())
    held = DocumentFile.objects.get()
    assert (response.status_code, response["Location"]) == (302, address_of(held))
    assert held.added_by.email == "boss@example.org"
    page = browser.get(address_of(held))
    for words in ("Wanda Wombat", "Quentin Quokka", "Is this the potoroo?", "Wanda, deleted: bandicoot",
                  "Only editors of the review, until somebody has checked"):  # fmt: skip
        assert words in page.text
    assert client.get(held.get_absolute_url()).status_code == 404
    browser.post(address_of(held), opened(page, held, is_checked="on"))
    held.refresh_from_db()
    assert held.checked_by.email == "boss@example.org"
    opens = client.get(held.get_absolute_url())
    assert b"".join(opens.streaming_content)
    assert opens.status_code == 200
    assert "Anyone who can read the review. Checked on" in browser.get(address_of(held)).text
    sent = opened(browser, held)
    sent.pop("is_checked")
    browser.post(address_of(held), sent)
    assert client.get(held.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("report.docm", files.word(), "macros"),
        ("report.pdf", files.word(), "do not match its file type"),
        ("locked.pdf", files.encrypted_pdf(), "encrypted"),
        ("report.docx", files.with_part(files.word(), "word/vbaProject.bin", b"x"), "contains macros"),
    ],
)
def test_a_refused_file_says_why_and_keeps_what_was_chosen(browser, document, name, content, why):
    page = send(browser, document, name, content)
    assert page.status_code == 200
    assert why in page.text
    assert f'<option value="{document.pk}" selected>' in page.text
    assert not DocumentFile.objects.exists()


def test_a_file_of_60_mb_is_refused_and_not_kept_whole(browser, document):
    page = send(browser, document, "large.txt", b"x" * (60 * 1024**2))
    assert "is larger than 50 MB" in page.text
    assert not DocumentFile.objects.exists()


def test_the_page_of_the_form_takes_larger_files_than_others():
    assert ADD.startswith(UPLOADS_OF_ORIGINALS)  # any of them


def test_a_file_is_needed(browser, document):
    page = browser.post(ADD, {"document": document.pk})
    assert "Choose a file." in page.text


def test_a_replaced_file_must_be_looked_at_before_it_is_confirmed(browser, document, world):
    held = add(document, world.people["administrator"])
    page = browser.get(address_of(held))
    new = {"upload": files.upload("new.txt", b"Potoroo.")}
    unchecked = {name: value for name, value in opened(page, held).items() if name != "is_checked"}
    assert browser.post(address_of(held), unchecked | new).status_code == 302
    held.refresh_from_db()
    assert (held.checked_at, held.text) == (None, "Potoroo.")
    again = opened(browser, held, is_checked="on") | {"upload": files.upload("newer.txt", b"Bilby.")}
    assert "Save the file first." in browser.post(address_of(held), again).text
    held.refresh_from_db()
    assert held.text == "Potoroo."


def test_nobody_confirms_a_file_that_somebody_else_has_just_replaced(browser, document, world):
    held = add(document, world.people["administrator"], checked=False)
    sent = opened(browser, held, is_checked="on")
    add(document, world.people["administrator"], "Potoroo.", checked=False)
    assert "The file has changed since you opened this page" in browser.post(address_of(held), sent).text
    held.refresh_from_db()
    assert held.checked_at is None


def test_the_page_names_other_documents_with_the_same_file_and_says_that_it_is_closed(browser, document, world):
    held = add(document, world.people["administrator"])
    add(world.reviews["partnership"].document, world.people["administrator"])
    assert "Document quokka2 (R9002)" in browser.get(address_of(held)).text
    actions.close([held.original_id])
    page = browser.get(address_of(held)).text
    assert "Nobody: a redaction closed it." in page
    assert held.get_absolute_url() not in page
    actions.reverse_check(held, by=world.people["administrator"])
    sent = opened(browser, held, is_checked="on")
    assert "A redaction closed this file" in browser.post(address_of(held), sent).text


def test_the_form_of_a_document_leads_to_its_file(browser, document, world):
    page = browser.get(address_of(document)).text
    assert f"{ADD}?document={document.pk}" in page
    held = add(document, world.people["administrator"])
    assert address_of(held) in browser.get(address_of(document)).text


def test_a_file_can_be_deleted_from_its_document(browser, document, world):
    held = add(document, world.people["administrator"])
    sent = opened(browser.get(address_of(held, "delete")))
    assert browser.post(address_of(held, "delete"), sent).status_code == 302
    assert not DocumentFile.objects.exists()


def test_others_than_administrators_find_no_such_page(world, document, client_of):
    held = add(document, world.people["administrator"])
    for name in ("anyone", "partnership-editor", "practitioner"):
        assert client_of(name).get(address_of(held)).status_code in (302, 403)
