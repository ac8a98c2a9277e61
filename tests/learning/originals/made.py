"""Documents with files, made by the actions."""

from learning.models import DocumentFile, OriginalFormat, SourceDocument
from learning.originals import actions
from learning.originals.inspection import Inspection


def found(words: str = "Practitioners saw the numbat twice.", *, unsearched: bool = False) -> Inspection:
    """Return what would be read from a PDF with these words."""
    reasons = ["Some pages are pictures without text, such as scans."] if unsearched else []
    text = "" if unsearched else words
    return Inspection(f"%PDF-1.7 {words}".encode(), OriginalFormat.PDF, 34, text, [], reasons)


def add(document: SourceDocument, by, words: str = "Numbat.", *, checked: bool = True, **options) -> DocumentFile:
    """Give a document a file with these words, and confirm that it was checked."""
    held = actions.add_file(document, found(words, **options), by=by)
    return actions.confirm_check(held, by=by, digest=held.original.digest) if checked else held
