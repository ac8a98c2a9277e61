"""Functions shared by Word documents and slides: colours of kinds, properties, links and QR codes."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import Any, Protocol, cast

import qrcode

from reviews_portal.briefings.outline import Document, Outline, Part
from reviews_portal.briefings.writers.text import SHOWN_AS, linked, printable

FONT = "Arial"  # installed wherever these files are opened; other fonts of the machine supply missing letters
INK, QUIET, PAPER, WASH, RULE, LINK = "1B2230", "4C5566", "FFFFFF", "F6F4EF", "D8D4C9", "0B4F6C"
HUES = {
    "good-practice": "1D6340",
    "learning": "274C8F",
    "recommendation": "6F2C6B",
    "question": "7A4A00",
    "response": "44505F",
}
TRAINER = "Trainer’s note"
INTRODUCTION = "Trainer’s introduction"
NO_LICENCE = "Licence not stated"
CODE_TO_SCAN = "QR code to view this version"
CHECK_TO_SCAN = "QR code to check whether these words have changed"
LONG_ADDRESS = 120  # characters
CHECK = "To see whether these words have changed, scan the QR code or follow the link."
LOCALES = {"en": "en-GB", "cy": "cy-GB", "gd": "gd-GB", "ga": "ga-IE"}  # as Office names languages
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LONGEST_PROPERTY = 255  # characters; Office truncates longer properties


class Properties(Protocol):
    """The core properties of a file, for which python-docx and python-pptx have the same names."""

    author: str
    category: str
    comments: str
    created: datetime
    keywords: str
    language: str
    last_modified_by: str
    modified: datetime
    revision: int
    subject: str
    title: str


def shown[Kept](value: Kept) -> Kept:
    """Return an outline or a part of one with every text made printable."""
    made: Any = value
    if isinstance(value, str):
        made = printable(value)
    elif isinstance(value, tuple):
        made = tuple(map(shown, value))
    elif is_dataclass(value) and not isinstance(value, type):
        made = replace(value, **{field.name: shown(getattr(value, field.name)) for field in fields(value)})
    return cast(Kept, made)


def set_properties(properties: Properties, outline: Outline) -> None:
    """Set the title, author, date and language in a file's properties."""
    made = datetime.combine(outline.made_on, time(), UTC)
    properties.title = as_property(outline.name)
    properties.subject = as_property(outline.lead)
    properties.author = properties.last_modified_by = as_property(outline.portal)
    properties.keywords = as_property(outline.printed_code)
    properties.category = as_property(outline.audience)
    properties.comments = ""
    properties.language = outline.language
    properties.created = properties.modified = made
    properties.revision = 1


def as_property(text: str) -> str:
    """Return a text as a property: on one line, and no longer than Office accepts."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_PROPERTY else line[: LONGEST_PROPERTY - 1] + "…"


def office_language(language: str) -> str:
    """Return a language as Office names it: with its country, without which its spelling is not checked."""
    return LOCALES.get(language, language)


def is_link(address: str) -> bool:
    """Return whether an address may be a link in a file; any other is written as text."""
    return linked(address) != "" and SHOWN_AS not in address


def is_lettered(parts: Iterable[Part]) -> bool:
    """Return whether the labels of parts are a, b, c and so on, as an automatic list numbers them."""
    labels = [(part.label, part.level) for part in parts]
    return len(labels) <= len(LETTERS) and labels == [(letter, 1) for letter in LETTERS[: len(labels)]]


def as_day(day: date) -> str:
    """Return a date as readers see it: "6 September 2016"."""
    return f"{day.day} {day:%B %Y}"


def about(document: Document) -> str:
    """Return the line under a quoted document: its review and licence."""
    review = " ".join(filter(None, [document.review, f"({document.code})" if document.code else ""]))
    return " · ".join(filter(None, [review, document.licence or NO_LICENCE]))


def made(outline: Outline) -> str:
    """Return the sentence on when the file was made, and how to find this version again."""
    by = f" with {outline.portal}" if outline.portal else ""
    code = f" Version code: {outline.code}." if outline.code else ""
    if outline.check and not outline.code:
        code = f" Check code: {outline.check}. {CHECK}"
    return f"Made on {as_day(outline.made_on)}{by}.{code}"


def addresses(outline: Outline) -> list[tuple[str, str]]:
    """Return the URLs of the version and of its page, each as the text to show and the link target."""
    page = "" if outline.is_trainers else outline.address
    code = (
        (outline.code_address, outline.code_address) if outline.code else (outline.check_page, outline.check_address)
    )
    return [pair for pair in dict.fromkeys([code, (page, page)]) if all(pair)]


def bullets_are_quotes(outline: Outline) -> str:
    """Return the sentences of a short layout that say which of its words are quoted, and who wrote the others."""
    sentences = [
        "Bulleted text in the titled parts is quoted word for word.",
        f"{outline.portal or 'The portal'} wrote the questions and prompts.",
        "The trainer wrote the title, and what is marked as theirs." if outline.is_trainers else "",
    ]
    if any(item.look == "summary" for item in outline.items()):
        sentences.append("The partnership wrote what is marked as its summary.")
    return " ".join(filter(None, sentences))


def to_scan(outline: Outline) -> str:
    """Return the alternative text of its QR code."""
    return f"{CODE_TO_SCAN if outline.code else CHECK_TO_SCAN}: {outline.printed_address}"


def foot(outline: Outline) -> str:
    """Return the footer of each page and slide."""
    return " · ".join(filter(None, [outline.portal, outline.printed_code]))


def qr(address: str, border: int = 0) -> qrcode.QRCode:
    """Return the QR code of a URL; a long one gets less error correction, so that its modules are not too small."""
    strength = qrcode.ERROR_CORRECT_M if len(address) <= LONG_ADDRESS else qrcode.ERROR_CORRECT_L
    made = qrcode.QRCode(error_correction=strength, border=border)
    made.add_data(address)
    return made


def qr_code(address: str) -> BytesIO:
    """Return the QR code of a URL as a square PNG image."""
    picture = BytesIO()
    qr(address, border=2).make_image().save(picture)
    picture.seek(0)
    return picture
