"""What a PDF holds beside its pages: properties, comments, form fields, attached files."""

from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from .tags import wide_text

NO_COMMENTS = {raw.FPDF_ANNOT_LINK, raw.FPDF_ANNOT_POPUP}
MOST_ANNOTATIONS = 2_000


def metadata_of(document: pdfium.PdfDocument) -> dict[str, str]:
    """Return the properties of a file by name, in small letters, those that are not empty."""
    named = {"creationdate": "created", "moddate": "changed"}
    return {
        named.get(name.lower(), name.lower()): " ".join(value.split())
        for name, value in document.get_metadata_dict(skip_empty=True).items()
    }


def attachments_of(document: pdfium.PdfDocument) -> list[str]:
    """Return a note on each attached file. What it holds is not read."""
    count = raw.FPDFDoc_GetAttachmentCount(document)
    return [
        f"Attached file, not read: {wide_text(raw.FPDFAttachment_GetName, raw.FPDFDoc_GetAttachment(document, at))}"
        for at in range(min(count, 100))
    ]


def annotations_of(page: Any, form: Any = None) -> list[str]:
    """Return the words of the comments and form fields on a page."""
    found = []
    for at in range(min(raw.FPDFPage_GetAnnotCount(page), MOST_ANNOTATIONS)):
        annotation = raw.FPDFPage_GetAnnot(page, at)
        if not annotation:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            if kind in NO_COMMENTS:
                continue
            value = {name: string_of(annotation, name) for name in ("T", "Contents", "V")}
            words = value["V"] if kind == raw.FPDF_ANNOT_WIDGET else value["Contents"]
            if words:
                found.append(f"{value['T']}: {words}" if value["T"] else words)
        finally:
            raw.FPDFPage_CloseAnnot(annotation)
    return found


def string_of(annotation: Any, name: str) -> str:
    """Return a string that an annotation holds."""
    return " ".join(wide_text(raw.FPDFAnnot_GetStringValue, annotation, name.encode()).split())
