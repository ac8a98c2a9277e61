"""Writers: each turns an Outline into one format, in a file of its own; this is their registry.

To add a format, write `write(outline) -> Iterator[bytes]` in a new file here, and a line in FORMATS. Its tests are
those of all formats (tests/briefings/formats/test_any_text.py) and what an independent reader makes of it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reviews_portal.briefings.outline import Outline

from . import csv, docx, html, json, markdown, pdf, pptx


@dataclass(frozen=True)
class Format:
    """A format: its name in URLs and file names, its label, its content type and its writer."""

    name: str
    label: str
    content_type: str
    write: Callable[[Outline], Iterator[bytes]]


OFFICE = "application/vnd.openxmlformats-officedocument"

FORMATS = {
    one.name: one
    for one in (
        Format("pdf", "PDF", "application/pdf", pdf.write),
        Format("docx", "Word", f"{OFFICE}.wordprocessingml.document", docx.write),
        Format("pptx", "Slides", f"{OFFICE}.presentationml.presentation", pptx.write),
        Format("html", "Printable page", "text/html; charset=utf-8", html.write),
        Format("md", "Markdown", "text/markdown; charset=utf-8", markdown.write),
        Format("csv", "CSV", "text/csv; charset=utf-8", csv.write),
        Format("json", "JSON", "application/json", json.write),
    )
}
