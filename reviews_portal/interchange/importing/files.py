"""The original files: from the document itself, or from the folder that it is in."""

import base64
import binascii
import hashlib
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from learning.models import SourceDocument
from learning.originals.actions import add_file, check_addable
from learning.originals.inspection import Inspection, inspect
from reviews_portal.interchange.exporting.files import name_beside
from reviews_portal.interchange.schema import ReviewDocument
from reviews_portal.interchange.schema.document import OriginalFile

NOT_BESIDE = (
    "The file of “{title}” is not in the document, because it is large. An administrator of the server can import the "
    "document with the file beside it, under the name {name}, as it was exported."
)
DAMAGED = "The original file of “{title}” is damaged: it does not match the JSON file. Export the review again."
LEFT_OUT = "The original file of “{title}” was left out. {why}"

type Beside = Callable[[str], bytes | None]


def nothing_beside(name: str) -> None:
    """Return None: there are no files beside the document."""


def folder_beside(folder: Path) -> Beside:
    """Return a function that returns the content of the named file in a folder, or None."""

    def read(name: str) -> bytes | None:
        path = folder / name
        return path.read_bytes() if path.is_file() else None

    return read


def contents_of(document: ReviewDocument, beside: Beside) -> dict[str, bytes]:
    """Return the content of each file by the slug of its source document. Raises ValidationError if one is missing."""
    found, problems = {}, []
    for one in document.documents:
        if one.file:
            content = content_of(one.file, beside)
            if content is None:
                problems.append(NOT_BESIDE.format(title=one.title, name=name_beside(one.file)))
            elif hashlib.sha256(content).hexdigest() != one.file.sha256 or len(content) != one.file.size:
                problems.append(DAMAGED.format(title=one.title))
            else:
                found[one.slug] = content
    if problems:
        raise ValidationError(problems)
    return found


def content_of(file: OriginalFile, beside: Beside) -> bytes | None:
    """Return the content of a file, or None if it is neither in the document nor beside it."""
    if file.content is None:
        return beside(name_beside(file))
    try:
        return base64.b64decode(file.content, validate=True)
    except binascii.Error:
        return b""  # so it does not match the digest


def inspected(document: ReviewDocument, contents: dict[str, bytes]) -> dict[str, Inspection]:
    """Return the inspection of each file, made in a separate process, by the slug of its source document.

    Raises ValidationError if a file would also be refused as an upload.
    """
    found = {}
    for one in document.documents:
        if one.file and one.slug in contents:
            name = f"{one.slug}.{one.file.format}"
            found[one.slug] = inspect(SimpleUploadedFile(name, contents[one.slug]))
    return found


def add_files(documents: dict[str, SourceDocument], files: dict[str, Inspection], *, by) -> list[str]:
    """Add files to the source documents that were just added, and return which were left out, in sentences.

    A file is left out if this portal closed it, or if it contains words that were redacted here. As after an upload,
    readers cannot open a file until an administrator has checked it.
    """
    left_out = []
    for slug, file in files.items():
        try:
            add_file(documents[slug], file, by=by)
        except ValidationError as error:
            left_out.append(why_left_out(documents[slug], error))
    return left_out


def refused_files(documents: dict[str, SourceDocument], files: dict[str, Inspection]) -> list[str]:
    """Return which files would be left out, in sentences."""
    left_out = []
    for slug, file in files.items():
        try:
            check_addable(file)
        except ValidationError as error:
            left_out.append(why_left_out(documents[slug], error))
    return left_out


def why_left_out(document: SourceDocument, error: ValidationError) -> str:
    """Return a sentence that says that a file was left out, and why."""
    return LEFT_OUT.format(title=document.title, why=" ".join(error.messages))
