"""Checks of an uploaded original: its name, size and type, and what it contains, read in a bounded process."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from django.core.exceptions import ValidationError

from learning.models import OriginalFormat
from learning.utils.uploads import LARGEST_ORIGINAL, is_office, is_pdf, is_text, plain_name

from .processes import OverLimitError, answer_of

LONGEST_READING = 28  # seconds; the web server ends a request after thirty
TAKEN = "PDF, Word (.docx), PowerPoint (.pptx), a web page (.html) or plain text (.txt)"
WITH_MACROS = {".docm", ".dotm", ".pptm", ".potm", ".ppsm"}
FORMATS = {
    ".pdf": OriginalFormat.PDF,
    ".docx": OriginalFormat.WORD,
    ".pptx": OriginalFormat.SLIDES,
    ".html": OriginalFormat.WEB_PAGE,
    ".htm": OriginalFormat.WEB_PAGE,
    ".txt": OriginalFormat.TEXT,
    ".md": OriginalFormat.TEXT,
}
LOOKS_RIGHT: dict[OriginalFormat, Callable[[bytes], bool]] = {
    OriginalFormat.PDF: is_pdf,
    OriginalFormat.WORD: is_office(b"word/"),
    OriginalFormat.SLIDES: is_office(b"ppt/"),
    OriginalFormat.WEB_PAGE: is_text,
    OriginalFormat.TEXT: is_text,
}


@dataclass(frozen=True)
class Inspection:
    """What was read from a file that is accepted."""

    content: bytes
    format: OriginalFormat
    pages: int | None
    text: str
    findings: list[str]  # what it contains besides its text, such as "Author: A name"
    unsearched: list[str]  # why words may be in it that `text` lacks


def inspect(upload: Any) -> Inspection:
    """Return what an uploaded file contains. Raises ValidationError, with what to do, if it is not accepted."""
    name = plain_name(upload.name)
    format = format_of(name)
    if upload.size > LARGEST_ORIGINAL:
        raise ValidationError(
            f"“{name}” is larger than {LARGEST_ORIGINAL // 1024**2} MB. Make it smaller, for example by saving its "
            "pictures at a lower resolution, or enter a link instead."
        )
    upload.seek(0)
    content = upload.read()
    if not content:
        raise ValidationError(f"“{name}” is empty. Choose the file again.")
    if not LOOKS_RIGHT[format](content):
        raise ValidationError(
            f"The contents of “{name}” do not match its file type. Open it and save it again as {TAKEN}."
        )
    found = read(name, format, content)
    return Inspection(content, format, found["pages"], found["text"], found["findings"], found["unsearched"])


def format_of(name: str) -> OriginalFormat:
    """Return the format that a file name says. Raises ValidationError if it is not accepted."""
    end = PurePosixPath(name).suffix.lower()
    if end in WITH_MACROS:
        raise ValidationError(f"“{name}” may contain macros. Save it without macros, as {TAKEN}.")
    if end not in FORMATS:
        raise ValidationError(f"“{name}” is not an accepted file type. Save it as {TAKEN}.")
    return FORMATS[end]


def read(name: str, format: OriginalFormat, content: bytes) -> dict[str, Any]:
    """Return what the reading process found. Raises ValidationError if it refused the file or did not finish.

    If it failed for another reason than the file, that is a ReaderFailedError.
    """
    try:
        found = run_reader(format, content)
    except OverLimitError as error:
        raise ValidationError(
            f"“{name}” could not be read: it is damaged, or too large or complicated. Open it and save it again, or "
            "save it as PDF."
        ) from error
    if "refused" in found:
        raise ValidationError(f"“{name}” {found['refused']}")
    return found


def run_reader(format: OriginalFormat, content: bytes) -> dict[str, Any]:
    """Return the answer of the process that reads a file. Raises OverLimitError and ReaderFailedError."""
    return answer_of("learning.originals.reader", [str(format)], content, seconds=LONGEST_READING)
