"""What independent readers make of a PDF: pdftotext (Poppler) of its words, pikepdf (QPDF) of its structure."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pytest

BODY = (0, 62, 595, 730)  # left, top, width and height in points of a page without its header and footer


def text_of(made: bytes, *, area: tuple[int, int, int, int] | None = BODY) -> str:
    """Return the words of a PDF's pages as pdftotext reads them there; skips the test where that is missing."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is missing")
    cut = [part for name, points in zip("xyWH", area or (), strict=False) for part in (f"-{name}", str(points))]
    run = subprocess.run(
        ["pdftotext", "-raw", "-r", "72", *cut, "-", "-"], input=made, capture_output=True, check=True
    )
    return run.stdout.decode()


def letters_of(text: str) -> str:
    """Return a text without what is not seen: white space, which a page lays out anew, soft hyphens, and joiners."""
    return re.sub(r"[\s\u00ad\u200c\u200d]", "", text)


def assert_in_order(texts: list[str], whole: str) -> None:
    """Assert that the letters of each text stand in the whole, unbroken and one after the other."""
    letters, at = letters_of(whole), 0
    for text in texts:
        found = letters.find(letters_of(text), at)
        assert found >= 0, f"not found in its order: {text[:200]!r}"
        at = found + len(letters_of(text))


def opened(made: bytes) -> pikepdf.Pdf:
    """Return the PDF as pikepdf reads it."""
    return pikepdf.open(BytesIO(made))


def elements(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Dictionary]:
    """Yield each element of the structure tree in reading order."""

    def walk(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
        if isinstance(node, pikepdf.Array):
            for one in node:
                yield from walk(one)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield node
            if "/K" in node:
                yield from walk(node.K)

    yield from walk(pdf.Root.StructTreeRoot.K)


def tags(pdf: pikepdf.Pdf) -> list[str]:
    """Return the tags of the structure tree in reading order, such as "H1" and "LI"."""
    return [str(one.S).removeprefix("/") for one in elements(pdf)]


def fonts(pdf: pikepdf.Pdf) -> list[pikepdf.Dictionary]:
    """Return the descriptors of all fonts in the PDF."""
    return [
        one for one in pdf.objects if isinstance(one, pikepdf.Dictionary) and one.get("/Type") == "/FontDescriptor"
    ]


def links(pdf: pikepdf.Pdf) -> list[str]:
    """Return the addresses that the PDF links to outside of itself."""
    notes = [note for page in pdf.pages for note in page.get("/Annots", [])]
    return [str(note.A.URI) for note in notes if "/A" in note and "/URI" in note.A]


def bookmarks(pdf: pikepdf.Pdf) -> list[str]:
    """Return the titles of the bookmarks, outer before inner."""
    with pdf.open_outline() as outline:

        def walk(items: list[pikepdf.OutlineItem]) -> list[str]:
            return [title for item in items for title in [item.title, *walk(item.children)]]

        return walk(outline.root)
