"""Check codes: they show whether the quotations in a document are still current, without storing anything.

A check code is a digest of the references and the quoted words of a document, in order, and of nothing else: a release
may change layouts, headings, labels and fields without changing the codes. Line and paragraph breaks are ignored. The
first character is the version of the derivation; a new version takes the next character. Codes of earlier versions
must be understood for as long as documents with them exist.
"""

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from reviews_portal.briefings.outline import LONGEST_SCANNED, Outline

DERIVATION = "1"
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's alphabet: no two are easily confused
LENGTH = 12
PART = 3  # characters of a mark for the reference, and as many for the words
LONGEST_ADDRESS = 1_000  # characters
MOST_MARKS = LONGEST_ADDRESS // (2 * PART)
READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})
TOO_LONG = "This document is too long for a check code. Use “Create a permanent link” to be able to open it again."


@dataclass(frozen=True)
class Quoted:
    """A quotation in a document: its reference, or that of its review if it has none, and its words."""

    reference: str
    words: str

    @property
    def mark(self) -> str:
        """A few characters that identify the reference, and a few that identify the words."""
        return letters(self.reference, PART) + letters([self.reference, self.words], PART)


@dataclass(frozen=True)
class CheckCode:
    """A parsed check code: the code of all quotations and, if the address has room, the mark of each."""

    code: str
    marks: tuple[str, ...] = ()

    def fits(self, quotes: Iterable[Quoted]) -> bool:
        """Return whether these quotations are exactly those of the document, in its order."""
        return code_of(quotes) == self.code


def letters(value: str | list, number: int) -> str:
    """Return the first characters of the digest of a value."""
    digest = hashlib.sha256(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()).digest()
    bits = int.from_bytes(digest[:8])
    return "".join(LETTERS[bits >> (59 - 5 * place) & 31] for place in range(number))


def quotes_of(outline: Outline) -> list[Quoted]:
    """Return the quotations in a document, in order."""
    quoted = [item for item in outline.items() if item.look != "summary"]
    quotes = [Quoted(item.reference or item.review, in_one_line(item.texts)) for item in quoted]
    return [one for one in quotes if one.words]


def in_one_line(texts: Iterable[str]) -> str:
    """Return the words of several texts, separated by single spaces."""
    return " ".join(" ".join(texts).split())


def code_of(quotes: Iterable[Quoted]) -> str:
    """Return the check code of quotations."""
    return DERIVATION + letters([[one.reference, one.words] for one in quotes], LENGTH - 1)


def read_code(text: str) -> CheckCode | None:
    """Return the check code in typed text or in an address, or None if it contains none."""
    code, _, marks = text.upper().translate(READ_AS).partition(".")
    if not re.fullmatch(f"{DERIVATION}[{LETTERS}]{{{LENGTH - 1}}}", code) or len(marks) > MOST_MARKS * 2 * PART:
        return None
    return CheckCode(code, tuple(re.findall(f"[{LETTERS}]{{{2 * PART}}}", marks)))


def grouped(code: str) -> str:
    """Return a code as it is printed: "1K4X-9M2P-7QTW"."""
    return "-".join(re.findall(".{4}", code))


def with_check(outline: Outline, page: str, chosen: Iterable[tuple[str, str]]) -> Outline:
    """Return an outline with its check code and the URL that compares its quotations with the current text.

    `page` is the URL of that comparison and `chosen` are its parameters, which identify the selection.
    """
    quotes = quotes_of(outline)
    if not quotes:
        return outline
    code = code_of(quotes)
    address = f"{page}?{urlencode([*chosen, ('check', code)])}"
    if len(address) > LONGEST_SCANNED:
        return replace(outline, remarks=(*outline.remarks, TOO_LONG))
    if len(quotes) <= (LONGEST_ADDRESS - len(address)) // (2 * PART):
        address += "." + "".join(one.mark for one in quotes)
    return replace(outline, check=grouped(code), check_address=address)
