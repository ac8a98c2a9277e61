"""Checks of uploaded files: the accepted types, the maximum size and the names under which files are stored."""

import re
import unicodedata
from collections.abc import Callable
from pathlib import PurePosixPath

from django.core.exceptions import ValidationError
from django.core.files.uploadhandler import FileUploadHandler

LARGEST = 10 * 1024 * 1024  # bytes
LONGEST_NAME = 120  # characters
CONTROLS = frozenset(range(32)) - set(b"\t\n\f\r") | {127}


def is_word_or_excel(folder: bytes) -> Callable[[bytes], bool]:
    """Return a function that recognises Word or Excel files: zip archives with a list of types and this folder."""
    return lambda content: content.startswith(b"PK\3\4") and b"[Content_Types].xml" in content and folder in content


def is_open_document(kind: bytes) -> Callable[[bytes], bool]:
    """Return a function that recognises OpenDocument files of a kind: zip archives that start with their MIME type."""
    mark = b"mimetypeapplication/vnd.oasis.opendocument." + kind
    return lambda content: content.startswith(b"PK\3\4") and content[30 : 30 + len(mark)] == mark


def is_text(content: bytes) -> bool:
    """Return whether a file contains only text, in any encoding that extends ASCII."""
    return not CONTROLS & set(content)


# The accepted file types by extension, and functions that check the content.
TYPES: dict[str, Callable[[bytes], bool]] = {
    ".pdf": lambda content: content.startswith(b"%PDF-"),
    ".docx": is_word_or_excel(b"word/"),
    ".xlsx": is_word_or_excel(b"xl/"),
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


def plain_name(name: str) -> str:
    """Return a safe name for a file: without folders and invisible characters, and not too long.

    It removes characters of the Unicode categories C and Z, which can reverse the direction of text and so disguise
    the extension.
    """
    name = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in name)
    stem, dot, end = " ".join(seen.split()).lstrip(". ").rpartition(".")
    if not dot:
        stem, end = end, ""
    end = end[:10].strip()
    return (stem[: LONGEST_NAME - len(dot + end)].strip() or "file") + dot + end


class CutOff(FileUploadHandler):
    """Upload handler that stops keeping a file once it is too large, so that no upload fills the disk."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= LARGEST else None

    def file_complete(self, file_size: int) -> None:
        """Return None, so that the next handler makes the file."""
