"""Word documents as python-docx reads them, for the tests of Word documents."""

import re
from io import BytesIO

import docx

from reviews_portal.briefings.outline import Outline
from reviews_portal.briefings.writers.docx import write

PUBLISHED = re.compile(r"(Quote|List Bullet|List Letter)( \d)?$")


def read(outline: Outline):
    """Return the document that is written of an outline, as python-docx reads it."""
    return docx.Document(BytesIO(b"".join(write(outline))))


def published(document) -> list[str]:
    """Return the published words as they stand in the styles for them; a label that is text is left out."""
    return [
        without_label(paragraph) if paragraph.style.name.startswith("List Letter") else quoted(paragraph)
        for paragraph in document.paragraphs
        if PUBLISHED.match(paragraph.style.name)
    ]


def without_label(paragraph) -> str:
    """Return the words of a part without its label, which is text before a tab unless a list numbers it."""
    words = [run.text for run in paragraph.runs if run.style.name != "Source"]
    return "".join(words[words.index("\t") + 1 :] if "\t" in words[:2] else words)


def quoted(paragraph) -> str:
    """Return the words of a paragraph without what says, in styles of their own, what they are and where from."""
    return "".join(run.text for run in paragraph.runs if run.style.name not in ("Source", "Strong"))


def styled(document, name: str) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == name]
