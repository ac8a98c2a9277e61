"""A redaction closes every original file that holds the words or cannot be searched, and removes their bytes."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from learning.models import Correction, DocumentFile, OriginalFile
from learning.originals import actions as originals
from reviews_portal.audit.models import AuditEntry
from reviews_portal.redaction import actions
from reviews_portal.redaction.closed_files import files_closed_by, unsearched
from reviews_portal.redaction.models import Redaction
from reviews_portal.redaction.occurrences import all_cells_with, fingerprint
from tests.learning.originals.made import add, found

PASSAGE = "Zorbelina Quux"
SAID = "Then Zorbe\u00adlina  QUUX said so."  # with other capitals, a soft hyphen and two spaces


@pytest.fixture
def boss(world):
    return world.people["administrator"]


@pytest.fixture
def second(world):
    return world.people["second-administrator"]


def proposed_by(boss) -> Redaction:
    return actions.propose(PASSAGE, reason="The name of a sister.", by=boss)


def seen_of(made: Redaction) -> str:
    cells = all_cells_with(made.passages())
    return fingerprint(cells, unsearched(files_closed_by(cells)))


def confirm(made: Redaction, second) -> Redaction:
    return actions.confirm(made, by=second, seen=seen_of(made))


def with_words(item) -> None:
    item.text = f"So {PASSAGE} said."
    item.save()


def test_a_file_with_the_words_is_closed_and_removed_even_if_no_other_text_holds_them(
    world, boss, second, client, django_capture_on_commit_callbacks
):
    made = world.reviews["public"]
    held, other = add(made.document, boss, SAID), add(world.reviews["draft"].document, boss, "Something else.")
    redaction = proposed_by(boss)
    with django_capture_on_commit_callbacks(execute=True):
        confirm(redaction, second)
    held = DocumentFile.objects.select_related("original").get(pk=held.pk)
    assert held.original.closed_at is not None
    assert (held.text, held.findings) == ("", [])
    assert set(originals.names_in_storage()) == {other.original.name}
    assert client.get(held.get_absolute_url()).status_code == 404
    other.refresh_from_db()
    assert other.original.closed_at is None
    assert Correction.objects.filter(review=made.review).exists()
    details = " ".join(AuditEntry.objects.values_list("detail", flat=True))
    assert "Zorbelina" not in details
    assert all_cells_with(Redaction.objects.passages()) == []


def test_words_in_what_a_file_contains_besides_its_text_close_it_too(world, boss, second):
    held = add(world.reviews["public"].document, boss)
    DocumentFile._base_manager.filter(pk=held.pk).update(findings=[f"Author: {PASSAGE}"])
    confirm(proposed_by(boss), second)
    held.refresh_from_db()
    assert held.original.closed_at
    assert held.findings == []


def test_a_file_that_cannot_be_searched_is_closed_only_in_the_reviews_concerned(world, boss, second):
    made = world.reviews["public"]
    with_words(made.item)
    scan = add(made.document, boss, "A scan.", unsearched=True)
    elsewhere = add(world.reviews["professionals"].document, boss, "Another scan.", unsearched=True)
    confirm(proposed_by(boss), second)
    closed = OriginalFile.objects.filter(closed_at__isnull=False)
    assert list(closed) == [scan.original]
    assert scan.original.name in set(originals.names_in_storage())
    assert not OriginalFile.objects.get(pk=elsewhere.original_id).closed_at


def test_a_shared_file_is_closed_for_all_its_documents(world, boss, second):
    first = add(world.reviews["public"].document, boss, SAID)
    other = add(world.reviews["professionals"].document, boss, SAID)
    confirm(proposed_by(boss), second)
    assert not DocumentFile.objects.visible_to(boss).filter(pk__in=[first.pk, other.pk]).exists()
    assert {one.text for one in DocumentFile.objects.filter(pk__in=[first.pk, other.pk])} == {""}


def test_the_page_names_the_files_that_will_be_closed(world, boss, client_of):
    made = world.reviews["public"]
    with_words(made.item)
    add(made.document, boss, SAID)
    add(world.reviews["professionals"].document, boss, SAID)
    add(world.reviews["partnership"].document, boss, "A scan.", unsearched=True)
    address = proposed_by(boss).get_absolute_url()
    page = client_of("second-administrator").get(address).text
    assert "Original files that will be closed: 2" in page
    assert "R9000, “Document quokka0” (PDF, " in page
    assert page.count("contains the words, and will be deleted") == 2
    assert "cannot be searched" not in page
    assert "Zorbe\u00adlina  QUUX" in page or "QUUX" in page


def test_a_file_added_after_the_page_was_opened_is_not_closed_unseen(world, boss, second):
    made = world.reviews["public"]
    with_words(made.item)
    redaction = proposed_by(boss)
    seen = seen_of(redaction)
    add(made.document, boss, "A scan.", unsearched=True)
    with pytest.raises(ValidationError, match="places have changed"):
        actions.confirm(redaction, by=second, seen=seen)


def test_a_file_with_redacted_words_cannot_be_added(world, boss, second):
    with_words(world.reviews["public"].item)
    confirm(proposed_by(boss), second)
    with pytest.raises(ValidationError, match="contains words that have been redacted"):
        originals.add_file(world.reviews["professionals"].document, found(SAID), by=boss)
    assert set(originals.names_in_storage()) == set()


def test_a_closed_file_can_be_replaced(world, boss, second, client):
    made = world.reviews["public"]
    held = add(made.document, boss, SAID)
    confirm(proposed_by(boss), second)
    add(made.document, boss, "Corrected.")
    response = client.get(held.get_absolute_url())
    assert b"".join(response.streaming_content).endswith(b"Corrected.")


def test_a_row_that_is_saved_past_the_actions_closes_its_file(world, boss, second):
    with_words(world.reviews["public"].item)
    confirm(proposed_by(boss), second)
    original = OriginalFile.objects.create(digest="1" * 64, format="pdf", size=1)
    DocumentFile.objects.create(document=world.reviews["draft"].document, original=original, text=SAID)
    original.refresh_from_db()
    assert original.closed_at
    assert not DocumentFile.objects.filter(text__icontains="quux").exists()


def test_the_check_finds_words_in_a_file(world, boss, second):
    with_words(world.reviews["public"].item)
    confirm(proposed_by(boss), second)
    held = add(world.reviews["draft"].document, boss, "Harmless.")
    DocumentFile._base_manager.filter(pk=held.pk).update(text=SAID)
    with pytest.raises(CommandError, match="places contain redacted words"):
        call_command("redact", "--check")
