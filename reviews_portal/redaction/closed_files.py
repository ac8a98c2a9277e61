"""The original files that a redaction closes: words inside a file cannot be replaced.

A file that contains the words is closed and removed from the storage. A file of the same reviews whose text cannot be
searched, such as a scan, is closed and stays in the storage until staff replace it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from learning.models import DocumentFile
from learning.originals import actions
from learning.originals.inspection import Inspection

from .models import Redaction
from .occurrences import Cell, review_of_each

REFUSED = (
    "The file contains words that have been redacted in this portal, so it cannot be added. Remove them from the "
    "document, or ask its publisher for a corrected copy."
)


@dataclass(frozen=True)
class ClosedFile:
    """The file of a document that a redaction closes, because it contains the words or because nobody can tell."""

    held: DocumentFile
    has_words: bool


def files_closed_by(cells: Iterable[Cell]) -> list[ClosedFile]:
    """Return the open files that a redaction of these cells closes: those with the words, and those of the reviews
    concerned whose text cannot be searched. A file is named with each document that holds it.
    """
    cells = list(cells)
    is_open = DocumentFile.objects.filter(original__closed_at=None)
    holding = is_open.filter(pk__in={cell.key for cell in cells if cell.model is DocumentFile})
    concerned = is_open.filter(document__review__in=set(review_of_each(cells).values()))
    with_words = set(holding.values_list("original", flat=True))
    unread = set(concerned.exclude(unsearched=[]).values_list("original", flat=True))
    closed = is_open.filter(original__in=with_words | unread).listed().select_related("document__review")
    return [
        ClosedFile(held, held.original_id in with_words)
        for held in closed.order_by("document__review__code", "document__position")
    ]


def unsearched(closing: Iterable[ClosedFile]) -> list[int]:
    """Return the keys of the documents' files that are closed because they cannot be searched."""
    return [one.held.pk for one in closing if not one.has_words]


def close_files_of(keys: Iterable[Any]) -> None:
    """Close the files of these documents' files, whose text contains redacted words."""
    found = DocumentFile._base_manager.filter(pk__in=list(keys)).values_list("original", flat=True)
    close_files_with_words(list(found))


def close_files_with_words(originals: Iterable[int]) -> None:
    """Close files that contain redacted words, and remove their content."""
    actions.close((), with_content=originals)


def close_unsearched(closing: Iterable[ClosedFile]) -> None:
    """Close the files that cannot be searched, and leave their content in the storage until they are replaced."""
    actions.close([one.held.original_id for one in closing if not one.has_words])


def refuse_redacted_words(found: Inspection) -> None:
    """Raise ValidationError if a file that somebody adds contains redacted words."""
    passages = Redaction.objects.passages()
    if passages and (passages.stand_in(found.text) or passages.stand_in(found.findings)):
        raise ValidationError(REFUSED)
