"""Open a PDF, check that it can be read, and read its pages."""

import contextlib
import itertools
import time
from collections.abc import Iterator

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from learning.originals.reader.contents import MOST_TEXT, Refused, storable

from ...blocks import Source
from . import hidden, weights
from .blocks import blocks_of
from .glyphs import page_of
from .model import Page

MOST_PAGES = 400
MOST_SECONDS = 60
LITTLE_TEXT = 25  # letters for each page: with fewer and pictures, a file is a scan
MOST_UNKNOWN = 0.05  # the share of letters without a meaning


def read(content: bytes, name: str) -> Source:
    """Return a PDF as blocks in reading order, with its properties and hidden words.

    Raises Refused for one that is encrypted, damaged or scanned.
    """
    with opened(content) as document:
        count = len(document)
        if not count:
            raise Refused("has no pages. Choose another file.")
        if count > MOST_PAGES:
            raise Refused(f"has more than {MOST_PAGES} pages. Split it into one file for each review.")
        tagged = bool(raw.FPDFCatalog_IsTagged(document))
        faces = itertools.count(1)
        pages: list[Page] = []
        notes: list[str] = hidden.attachments_of(document)
        began = time.monotonic()
        for number in range(1, count + 1):
            if time.monotonic() - began > MOST_SECONDS:
                raise Refused("takes too long to read. Save it again as PDF, or split it.")
            page = page_of(document, number, tagged, faces)
            pages.append(page)
            notes += page.hidden
        metadata = hidden.metadata_of(document)
    check_text(pages)
    weights.settle(pages)
    return Source(name, tuple(blocks_of(pages)), metadata, tuple(storable(note) for note in notes))


@contextlib.contextmanager
def opened(content: bytes) -> Iterator[pdfium.PdfDocument]:
    """Open a PDF. Raises Refused for one that is encrypted or cannot be read."""
    try:
        document = pdfium.PdfDocument(content)
        if raw.FPDF_GetSecurityHandlerRevision(document) != -1:
            document.close()
            raise Refused("is encrypted or protected by a password. Save a copy without protection and upload that.")
        len(document)
    except pdfium.PdfiumError as error:
        if "assword" in str(error) or raw.FPDF_GetLastError() in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise Refused(
                "is encrypted or protected by a password. Save a copy without protection and upload that."
            ) from error
        raise Refused("cannot be read as a PDF. Open it and save it again as PDF.") from error
    try:
        yield document
    except pdfium.PdfiumError as error:
        raise Refused("cannot be read as a PDF. Open it and save it again as PDF.") from error
    finally:
        document.close()


def check_text(pages: list[Page]) -> None:
    """Raise Refused for a file without text, such as a scan, and for one whose letters have no meaning."""
    letters = [glyph.text for page in pages for glyph in page.glyphs if glyph.text != " "]
    if len(letters) > MOST_TEXT:
        raise Refused("has too much text. Split it into one file for each review.")
    pictures = sum(page.pictures for page in pages)
    if not letters or (pictures and len(letters) < LITTLE_TEXT * len(pages)):
        raise Refused(
            "has no text, only pictures of pages, such as a scan. Recognise its text with a scanner's or PDF "
            "program's text recognition (OCR), or use the document that it was made from."
        )
    if sum(letter == "\ufffd" for letter in letters) > MOST_UNKNOWN * len(letters):
        raise Refused(
            "has text that cannot be read, because of the fonts in the file. Save it again as PDF from the document "
            "that it was made from."
        )
