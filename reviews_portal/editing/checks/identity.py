"""Find what could identify somebody in a text: dates of birth, NHS numbers, addresses, phone numbers and names.

It is advice for a person who reads the text, and never a proof that nothing is there.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

DATE = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?,?\s+\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
BORN = re.compile(rf"\b(?:born|birth|DOB|D\.O\.B\.?)\b[^.;\n]{{0,40}}?({DATE})", re.IGNORECASE)
DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
# Outward and inward code, as Royal Mail's Postcode Address File writes them.
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[ABD-HJLNP-UW-Z]{2}\b")
ROADS = "Street|Road|Avenue|Lane|Close|Drive|Crescent|Gardens|Terrace|Grove|Court|Way|Place"
ADDRESS = re.compile(rf"\b\d{{1,4}}[a-z]?,?\s+(?:[A-Z][\w’'-]+\s+){{1,3}}(?:{ROADS})\b")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")
PHONE = re.compile(r"(?<!\d)(?:\+44\s?|0)(?:\d\s?){9,10}(?!\d)")
TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|PC|DC|DS|Sgt)\.?\s+[A-Z][\w’'-]{2,}(?:\s+[A-Z][\w’'-]{2,})?")


class Sign(NamedTuple):
    """Something in a text that could identify somebody."""

    what: str
    found: str

    def __str__(self) -> str:
        return f"This may contain {self.what}: “{self.found}”. Check that it does not identify anyone."


def signs_in(text: str) -> Iterator[Sign]:
    """Yield what in a text could identify somebody, each finding once."""
    seen: set[str] = set()
    for what, found in candidates(text):
        if found not in seen:
            seen.add(found)
            yield Sign(what, found)


def candidates(text: str) -> Iterator[tuple[str, str]]:
    """Yield each candidate with what it may be."""
    for match in BORN.finditer(text):
        yield "a date of birth", match[1]
    for match in DIGITS.finditer(text):
        if is_nhs_number(match[0]):
            yield "an NHS number", match[0]
    for pattern, what in (
        (ADDRESS, "an address"),
        (POSTCODE, "a postcode"),
        (EMAIL, "an email address"),
        (PHONE, "a phone number"),
        (TITLED, "a name"),
    ):
        for match in pattern.finditer(text):
            yield what, match[0]


def is_nhs_number(text: str) -> bool:
    """Return whether ten digits are an NHS number: the last is a check digit, modulo 11 (NHS Data Dictionary)."""
    digits = [int(one) for one in text if one.isdigit()]
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return len(digits) == 10 and (0 if check == 11 else check) == digits[9]
