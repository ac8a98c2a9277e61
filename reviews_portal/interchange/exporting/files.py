"""The original files of a review: inside the document or, if they are large, beside it."""

import base64

from django.core.exceptions import ValidationError

from learning.models import DocumentFile, OriginalFormat, Review
from learning.originals.storage import originals
from reviews_portal.interchange.schema.document import OriginalFile

LARGEST_INCLUDED = 10 * 1024 * 1024  # bytes of all files of a review; otherwise none of them is in the document
LOST = (
    "The original file of “{title}” is missing from the storage of this portal. Restore it from a backup, replace it, "
    "or remove it from the document. Then export the review again."
)


def files_of(review: Review, *, by=None) -> dict[int, DocumentFile]:
    """Return the files that are exported with a review, by the keys of their documents.

    Those that a redaction closed or somebody hid are left out, those that nobody has checked or whose document is not
    published, and those that `by` may not open. Without `by`, as for an administrator of the server, all others are
    exported.
    """
    files = DocumentFile.objects.filter(
        document__review=review,
        document__awaits_publication=False,
        checked_at__isnull=False,
        original__closed_at=None,
        original__is_deleted=False,
    )
    files = files.visible_to(by) if by else files.shown()
    return {held.document_id: held for held in files.listed().select_related("document")}


def are_included(files: dict[int, DocumentFile]) -> bool:
    """Return whether files are small enough to be included in the document."""
    sizes = {held.original_id: held.original.size for held in files.values()}
    return sum(sizes.values()) <= LARGEST_INCLUDED


def file_entry(held: DocumentFile, *, is_included: bool) -> OriginalFile:
    """Return the entry of a file, with its content if it is included."""
    original = held.original
    content = base64.b64encode(content_of(held)).decode("ascii") if is_included else None
    format = OriginalFormat(original.format)
    return OriginalFile(format=format, size=original.size, sha256=original.digest, content=content)


def content_of(held: DocumentFile) -> bytes:
    """Return the content of a file. Raises ValidationError if the storage has lost it."""
    try:
        with originals().open(held.original.name) as opened:
            return opened.read()
    except FileNotFoundError as error:
        raise ValidationError(LOST.format(title=held.document.title)) from error


def name_beside(entry: OriginalFile) -> str:
    """Return the name beside the document of a file that is not included."""
    return f"{entry.sha256}.{entry.format}"
