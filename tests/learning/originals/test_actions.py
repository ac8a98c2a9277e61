"""Files are added, checked, shared, replaced, removed and closed."""

import os
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command

from learning.models import DocumentFile, OriginalFile, Review, SourceDocument
from learning.originals import actions
from learning.originals.storage import originals
from tests.learning.originals.made import add, found


@pytest.fixture
def boss(world):
    return world.people["administrator"]


@pytest.fixture
def document(world):
    return world.reviews["public"].document


def stored() -> set[str]:
    return set(actions.names_in_storage())


def test_a_file_is_stored_privately_under_its_digest(document, boss):
    held = add(document, boss)
    digest = held.original.digest
    assert len(digest) == 64
    assert stored() == {f"{digest[:2]}/{digest}"}
    path = originals().path(held.original.name)
    with originals().open(held.original.name) as file:
        assert file.read() == b"%PDF-1.7 Numbat."
    assert os.stat(path).st_mode & 0o777 == 0o600
    assert os.stat(os.path.dirname(path)).st_mode & 0o777 == 0o700
    with pytest.raises(ValueError, match="no address"):
        originals().url(held.original.name)


def test_only_editors_of_the_review_add_and_remove_a_file_and_only_administrators_open_it(world, document, boss):
    people = world.people
    for name in ("anyone", "practitioner", "member", "scrutineer", "agency-editor", "other-editor"):
        with pytest.raises(PermissionDenied):
            actions.add_file(document, found(), by=people[name])
    held = actions.add_file(document, found(), by=people["partnership-editor"])
    with pytest.raises(PermissionDenied):
        actions.confirm_check(held, by=people["partnership-editor"], digest=held.original.digest)
    with pytest.raises(PermissionDenied):
        actions.remove_file(held, by=people["other-editor"])
    with pytest.raises(PermissionDenied):
        actions.reverse_check(held, by=people["other-editor"])
    held = actions.confirm_check(held, by=boss, digest=held.original.digest)
    assert held.checked_by == boss
    actions.reverse_check(held, by=people["partnership-editor"])
    assert DocumentFile.objects.get().checked_at is None


def test_nobody_confirms_a_file_that_they_have_not_seen(document, boss):
    held = add(document, boss, checked=False)
    seen = held.original.digest
    actions.add_file(document, found("Potoroo."), by=boss)
    with pytest.raises(ValidationError, match="has changed"):
        actions.confirm_check(held, by=boss, digest=seen)
    assert DocumentFile.objects.get().checked_at is None


def test_a_replaced_file_is_removed_and_has_to_be_checked_again(document, boss, django_capture_on_commit_callbacks):
    held = add(document, boss)
    with django_capture_on_commit_callbacks(execute=True):
        new = actions.add_file(document, found("Potoroo."), by=boss)
    assert (new.pk, new.checked_at, new.text) == (held.pk, None, "Potoroo.")
    assert stored() == {new.original.name}
    assert list(OriginalFile.objects.all()) == [new.original]


def test_a_shared_file_stays_until_the_last_document_lets_it_go(
    world, document, boss, django_capture_on_commit_callbacks
):
    other = world.reviews["professionals"].document
    first, second = add(document, boss), add(other, boss)
    assert first.original == second.original
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(first, by=boss)
    assert stored() == {second.original.name}
    with django_capture_on_commit_callbacks(execute=True):
        actions.remove_file(DocumentFile.objects.get(), by=boss)
    assert stored() == set()
    assert not OriginalFile.objects.exists()


def test_deleting_a_review_removes_its_files(world, boss, django_capture_on_commit_callbacks):
    review = Review.objects.create(code="R9100", slug="r9100", title="Another", added_on=date(2026, 1, 1))
    Review.objects.filter(pk=review.pk).update(status="withdrawn")
    document = SourceDocument.objects.create(review=review, slug="another", title="Another", kind="report")
    add(document, boss)
    held = add(world.reviews["public"].document, boss)
    add(world.reviews["professionals"].document, boss, "Other.")
    with django_capture_on_commit_callbacks(execute=True):
        review.delete()
    name = held.original.name
    assert name in stored()
    held.refresh_from_db()
    assert held.checked_at is None
    with django_capture_on_commit_callbacks(execute=True):
        held.delete()
    assert name not in stored()
    assert len(stored()) == 1


def test_readers_do_not_learn_that_a_hidden_review_let_a_file_go(world, document, boss):
    held = add(document, boss)
    hidden = add(world.reviews["partnership"].document, boss)
    public = DocumentFile.objects.visible_to(world.people["anyone"])
    assert not public.exists()
    hidden.delete()
    assert not public.exists()
    assert DocumentFile.objects.get(pk=held.pk).checked_at is None


@pytest.mark.parametrize("unpublished", ["review", "document"])
def test_a_draft_closes_a_public_file_for_nobody_and_lets_it_go_unnoticed(world, document, boss, unpublished):
    """Anybody can import a public file: neither readers nor other editors notice."""
    held = add(document, boss)
    theirs = world.reviews["partnership"].document
    if unpublished == "review":
        review = Review.objects.create(code="R9100", slug="r9100", title="Theirs", added_on=date(2026, 1, 1))
        SourceDocument.objects.filter(pk=theirs.pk).update(review=review)
    else:
        SourceDocument.objects.filter(pk=theirs.pk).update(awaits_publication=True)
    other = add(SourceDocument.objects.get(pk=theirs.pk), boss)
    for name in ("anyone", "partnership-editor", "other-editor"):
        seen = DocumentFile.objects.visible_to(world.people[name])
        assert seen.filter(pk=held.pk).exists(), name
    assert not DocumentFile.objects.visible_to(world.people["anyone"]).filter(pk=other.pk).exists()
    other.delete()
    assert DocumentFile.objects.visible_to(world.people["anyone"]).get() == held


def test_a_review_that_was_once_published_closes_a_shared_file_until_it_is_checked_again(world, document, boss):
    review = Review.objects.create(
        code="R9100", slug="r9100", title="Theirs", added_on=date(2026, 1, 1), status="published", audience="public"
    )
    theirs = SourceDocument.objects.create(review=review, slug="theirs", title="Theirs", kind="report")
    held, other = add(document, boss), add(theirs, boss)
    public = DocumentFile.objects.visible_to(world.people["anyone"])
    assert public.count() == 2
    review.status = "draft"
    review.save()
    assert not public.exists()
    other.delete()
    assert not public.exists()
    assert DocumentFile.objects.get(pk=held.pk).checked_at is None


def test_editors_open_the_files_of_their_own_reviews_whoever_else_holds_them(world, document, boss):
    held = add(document, boss)
    theirs = SourceDocument.objects.create(
        review=Review.objects.create(
            code="R9100", slug="r9100", title="Theirs", added_on=date(2026, 1, 1), status="published",
            audience="partnership",
        ), slug="theirs", title="Theirs", kind="report",
    )  # fmt: skip
    add(theirs, boss)
    opens = {
        name: held in DocumentFile.objects.visible_to(world.people[name])
        for name in ("anyone", "partnership-editor", "other-editor")
    }
    assert opens == {"anyone": False, "partnership-editor": True, "other-editor": False}


def test_a_public_review_that_lets_a_file_go_closes_it_for_nobody(world, document, boss):
    other = world.reviews["draft"]
    Review.objects.filter(pk=other.review.pk).update(status="published")
    held, second = add(document, boss), add(other.document, boss)
    second.delete()
    assert DocumentFile.objects.visible_to(world.people["anyone"]).get() == held


def test_adding_the_same_file_again_writes_it_again(document, boss):
    held = add(document, boss)
    originals().delete(held.original.name)
    add(document, boss)
    assert stored() == {held.original.name}
    assert OriginalFile.objects.count() == 1


def test_a_closed_file_opens_to_nobody_and_is_not_accepted_again(world, document, boss):
    held = add(document, boss)
    assert actions.close([held.original_id]) == 1
    assert actions.close([held.original_id]) == 0
    assert not DocumentFile.objects.visible_to(boss).exists()
    with pytest.raises(ValidationError, match="closed because of a redaction"):
        actions.add_file(world.reviews["professionals"].document, found("Numbat."), by=boss)
    with pytest.raises(ValidationError, match="closed because of a redaction"):
        actions.confirm_check(held, by=boss, digest=held.original.digest)
    assert stored() == {held.original.name}


def test_a_file_closed_with_its_content_leaves_neither_bytes_nor_text(
    document, boss, django_capture_on_commit_callbacks
):
    held = add(document, boss)
    with django_capture_on_commit_callbacks(execute=True):
        actions.close([], with_content=[held.original_id])
    held = DocumentFile.objects.get()
    assert (held.text, held.findings) == ("", [])
    assert stored() == set()


def test_the_row_of_a_closed_file_outlives_its_documents(document, boss, django_capture_on_commit_callbacks):
    held = add(document, boss)
    actions.close([held.original_id])
    with django_capture_on_commit_callbacks(execute=True):
        actions.add_file(document, found("Corrected."), by=boss)
    assert stored() == {DocumentFile.objects.get().original.name}
    assert OriginalFile.objects.filter(digest=held.original.digest, closed_at__isnull=False).exists()


def test_what_nobody_can_open_is_named(document, boss):
    held = add(document, boss)
    assert actions.unwanted() == []
    originals().save("ab/stray", ContentFile(b"left by a failed save"))
    assert actions.unwanted() == [], "somebody may be adding it"
    os.utime(originals().path("ab/stray"), (0, 0))
    assert actions.unwanted() == ["ab/stray"]
    actions.close([], with_content=[held.original_id])
    assert actions.unwanted() == sorted(["ab/stray", held.original.name])


def test_the_command_checks_and_cleans_the_storage(document, boss, capsys):
    held = add(document, boss)
    call_command("originals", "--check")
    originals().save("ab/stray", ContentFile(b"left by a failed save"))
    os.utime(originals().path("ab/stray"), (0, 0))
    with pytest.raises(CommandError, match="ab/stray belongs to no document"):
        call_command("originals", "--check")
    call_command("originals", "--clean")
    call_command("originals", "--check")
    assert "1 files were deleted" in capsys.readouterr().out
    originals().save(held.original.name, ContentFile(b"damaged"))
    with pytest.raises(CommandError, match="has changed"):
        call_command("originals", "--check")
    originals().delete(held.original.name)
    with pytest.raises(CommandError, match="is missing"):
        call_command("originals", "--check")


@pytest.mark.parametrize(
    ("constraint", "wrong"),
    [
        ("original_format_known", {"format": "exe"}),
        ("original_has_size", {"size": 0}),
        ("original_has_size", {"size": 51 * 1024**2}),
    ],
)
def test_the_database_refuses_a_file_of_another_format_or_size(refused, constraint, wrong):
    with refused(constraint):
        OriginalFile.objects.create(**{"digest": "0" * 64, "format": "pdf", "size": 1} | wrong)
