"""Checks of evidence files: the accepted types and the maximum size."""

from collections.abc import Callable
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError

from learning.utils.uploads import LARGEST, is_office, is_open_document, is_pdf, is_text

# The accepted file types by extension, and functions that check the content.
TYPES: dict[str, Callable[[bytes], bool]] = {
    ".pdf": is_pdf,
    ".docx": is_office(b"word/"),
    ".xlsx": is_office(b"xl/"),
    ".odt": is_open_document(b"text"),
    ".ods": is_open_document(b"spreadsheet"),
    ".png": lambda content: content.startswith(b"\x89PNG\r\n\x1a\n"),
    ".jpg": lambda content: content.startswith(b"\xff\xd8\xff"),
    ".jpeg": lambda content: content.startswith(b"\xff\xd8\xff"),
    ".txt": is_text,
    ".csv": is_text,
}
TAKEN = "PDF, Word (.docx), Excel (.xlsx), OpenDocument (.odt, .ods), PNG, JPEG, plain text (.txt) or CSV"


def check(name: str, content: bytes) -> None:
    """Raise ValidationError, with what to do, unless a file may be stored."""
    end = PurePosixPath(name).suffix.lower()
    if len(content) > LARGEST:
        raise ValidationError(
            f"“{name}” is larger than {LARGEST // 1024**2} MB. Make it smaller, or add a link to it instead."
        )
    if not content:
        raise ValidationError(f"“{name}” is empty. Choose the file again.")
    if end not in TYPES:
        raise ValidationError(f"“{name}” is not an accepted file type. Save it as {TAKEN}.")
    if not TYPES[end](content):
        raise ValidationError(
            f"The contents of “{name}” do not match its file type. Open it and save it again as {TAKEN}."
        )
