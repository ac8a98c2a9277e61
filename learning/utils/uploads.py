"""Checks of uploaded files that all kinds of upload share: what the content is, safe names, and the largest size."""

import re
import unicodedata
from collections.abc import Callable
from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

LARGEST = 10 * 1024 * 1024  # bytes, of an ordinary upload
LARGEST_ORIGINAL = 50 * 1024 * 1024  # bytes, of the original file of a document
UPLOADS_OF_ORIGINALS = ("/admin/learning/documentfile/", "/manage/reviews/", "/manage/imports/")
LONGEST_NAME = 120  # characters
CONTROLS = frozenset(range(32)) - set(b"\t\n\f\r") | {127}


def is_pdf(content: bytes) -> bool:
    """Return whether a file begins as a PDF does."""
    return content.startswith(b"%PDF-")


def is_office(folder: bytes) -> Callable[[bytes], bool]:
    """Return a function that recognises files of Microsoft Office: zip archives with a list of types and this folder.

    The folder is `word/`, `xl/` or `ppt/`.
    """
    return lambda content: content.startswith(b"PK\3\4") and b"[Content_Types].xml" in content and folder in content


def is_open_document(kind: bytes) -> Callable[[bytes], bool]:
    """Return a function that recognises OpenDocument files of a kind: zip archives that start with their MIME type."""
    mark = b"mimetypeapplication/vnd.oasis.opendocument." + kind
    return lambda content: content.startswith(b"PK\3\4") and content[30 : 30 + len(mark)] == mark


def is_text(content: bytes) -> bool:
    """Return whether a file contains only text, in any encoding that extends ASCII."""
    return not CONTROLS & set(content)


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

    def __init__(self, request: Any = None) -> None:
        super().__init__(request)
        is_original = request is not None and request.path.startswith(UPLOADS_OF_ORIGINALS)
        self.largest = LARGEST_ORIGINAL if is_original else LARGEST

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= self.largest else None

    def file_complete(self, file_size: int) -> None:
        """Return None, so that the next handler makes the file."""
