"""Add, check, remove and close the original file of a document: one function and one transaction for each.

Pages and forms outside the admin use these functions too.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from learning.models import Audience, DocumentFile, OriginalFile, Review, SourceDocument, Status
from learning.sight import edits, sight_of

from .inspection import Inspection
from .storage import originals

# Further checks of a file before it is added: other apps register functions here that raise ValidationError.
CHECKS: list[Callable[[Inspection], None]] = []
AN_UPLOAD = timedelta(hours=1)  # after which a file without a row is no upload that goes on
CLOSED = (
    "This file was closed because of a redaction, so it cannot be added again. Add a corrected copy of the document."
)
CHANGED = "The file has changed since you opened this page. Look at the list of its contents again, then confirm."


def check_addable(found: Inspection) -> None:
    """Raise ValidationError if a redaction closed this very file, or another app's check refuses it."""
    for check in CHECKS:
        check(found)
    if OriginalFile.objects.filter(digest=digest_of(found), closed_at__isnull=False).exists():
        raise ValidationError(CLOSED)


@transaction.atomic
def add_file(document: SourceDocument, found: Inspection, *, by) -> DocumentFile:
    """Store a file that was inspected as the original of a document, instead of the one that it holds now.

    Readers cannot open it until somebody has checked it. Raises PermissionDenied unless `by` edits the review, and
    ValidationError as `check_addable` does.
    """
    if not edits(by, document.review):
        raise PermissionDenied("Only an editor of the review, or an administrator, can add its original file.")
    check_addable(found)
    SourceDocument.objects.select_for_update(no_key=True).get(pk=document.pk)
    # Locked until the commit, so that nobody removes the file meanwhile because no document held it.
    original = locked_original(found)
    if original.closed_at:
        raise ValidationError(CLOSED)
    held = DocumentFile.objects.filter(document=document).first() or DocumentFile(document=document)
    before = held.original_id
    held.original, held.text, held.findings, held.unsearched = original, found.text, found.findings, found.unsearched
    held.added_by, held.added_at = by, timezone.now()
    held.checked_by = held.checked_at = None
    held.save()
    if before and before != original.pk:
        let_go(before, document.pk)
    # Written again if it is there: an earlier attempt may have failed halfway.
    originals().save(original.name, ContentFile(found.content))
    return held


def locked_original(found: Inspection) -> OriginalFile:
    """Return the row of a file, which is added if need be, locked until the end of the transaction.

    Should no document hold the file then, call `remove_unused` after the commit.
    """
    return OriginalFile.objects.select_for_update().get_or_create(
        digest=digest_of(found), defaults={"format": found.format, "size": len(found.content), "pages": found.pages}
    )[0]


def digest_of(found: Inspection) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(found.content).hexdigest()


@transaction.atomic
def confirm_check(held: DocumentFile, *, by, digest: str) -> DocumentFile:
    """Record that an administrator has checked what a file contains besides its text, and so open it to readers.

    `digest` is that of the file that they looked at. Raises PermissionDenied unless `by` is an administrator, and
    ValidationError if the document holds another file now, or a redaction closed it.
    """
    if not sight_of(by).everything:
        raise PermissionDenied("Only an administrator can open a file to readers.")
    held = DocumentFile.objects.select_for_update(of=["self"]).select_related("original").get(pk=held.pk)
    if held.original.digest != digest:
        raise ValidationError(CHANGED)
    if held.original.closed_at:
        raise ValidationError(CLOSED)
    held.checked_by, held.checked_at = by, timezone.now()
    held.save(update_fields=["checked_by", "checked_at"])
    return held


@transaction.atomic
def reverse_check(held: DocumentFile, *, by) -> None:
    """Close a file to readers until somebody checks it again. Raises PermissionDenied unless `by` edits its review."""
    if not edits(by, held.document.review):
        raise PermissionDenied("Only an editor of the review, or an administrator, can do this.")
    held.checked_by = held.checked_at = None
    held.save(update_fields=["checked_by", "checked_at"])


@transaction.atomic
def remove_file(held: DocumentFile, *, by) -> None:
    """Remove the file from a document. Raises PermissionDenied unless `by` edits the review."""
    if not edits(by, held.document.review):
        raise PermissionDenied("Only an editor of the review, or an administrator, can remove its original file.")
    held.delete()  # which calls `released()`


def released(instance: DocumentFile, **kwargs) -> None:
    """Handle that a document's file was deleted, by whatever means."""
    let_go(instance.original_id, instance.document_id)


def let_go(original: int, document: int) -> None:
    """Handle that a document no longer holds a file.

    If its review was published and is not for everyone, readers of other reviews could not open the file because of
    it. A file that opens now would tell them that something was removed, so somebody has to check it again for the
    other documents. A file that no document holds is removed from the storage after the commit.
    """
    held = SourceDocument.objects.filter(pk=document, awaits_publication=False)
    closing = Review.objects.ever_public().filter(pk__in=held.values("review"))
    if closing.exclude(status=Status.PUBLISHED, audience=Audience.PUBLIC).exists():
        others = DocumentFile.objects.filter(original=original, checked_at__isnull=False)
        others.update(checked_at=None, checked_by=None)
    transaction.on_commit(partial(remove_unused, original), robust=True)


@transaction.atomic
def remove_unused(key: int) -> None:
    """Remove a file that no document holds from the storage, and its row unless a redaction closed it."""
    original = OriginalFile.objects.select_for_update().filter(pk=key).first()
    if original is None or DocumentFile.objects.filter(original=original).exists():
        return
    originals().delete(original.name)
    if original.closed_at is None:
        original.delete()


@transaction.atomic
def close(keys: Iterable[int], *, with_content: Iterable[int] = ()) -> int:
    """Close these files for good, because of a redaction; return how many were open.

    Of those in `with_content` the bytes are removed from the storage after the commit, and at once what was read from
    them; the others may not contain the words.
    """
    removed = set(with_content)
    closing = OriginalFile.objects.select_for_update().filter(pk__in={*keys, *removed}).order_by("pk")
    found = list(closing)
    number = OriginalFile.objects.filter(pk__in=[one.pk for one in found], closed_at=None).update(
        closed_at=timezone.now()
    )
    OriginalFile.objects.filter(pk__in=removed).update(is_deleted=True)
    DocumentFile._base_manager.filter(original__in=removed).update(text="", findings=[])
    names = [one.name for one in found if one.pk in removed]
    for name in names:
        # One that cannot be removed now is logged, and `manage.py originals --clean` tries again.
        transaction.on_commit(partial(originals().delete, name), robust=True)
    return number


def unwanted() -> list[str]:
    """Return the names of files in the storage that nobody can open: closed with their content, or of no document."""
    there = list(names_in_storage())  # first: what is stored after that has its row by then, or is too new
    known = set(OriginalFile.objects.values_list("digest", flat=True))
    held = OriginalFile.objects.filter(documents__isnull=False, is_deleted=False).distinct()
    wanted, over = {one.name for one in held}, timezone.now() - AN_UPLOAD
    rest = [name for name in there if name not in wanted]
    return sorted(name for name in rest if name.rpartition("/")[2] in known or modified(name) < over)


def modified(name: str) -> datetime:
    """Return when a file in the storage was last written; one that has just been removed counts as new."""
    try:
        return originals().get_modified_time(name)
    except FileNotFoundError:
        return timezone.now()


def names_in_storage() -> Iterator[str]:
    """Yield the names of all files in the storage, finished or not."""
    try:
        folders, _ = originals().listdir("")
    except FileNotFoundError:  # nothing was ever added
        return
    for folder in folders:
        yield from (f"{folder}/{name}" for name in originals().listdir(folder)[1])
