"""Find what could identify somebody in a text: dates, names, addresses, schools, numbers, and certain combinations.

It is advice for a person who reads the text, and never a proof that nothing is there. The words that it knows are in
`identity.toml`.
"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text())
CAPITAL = r"[A-Z][\w’'-]+"

# --- Dates, numbers and contact details ------------------------------------------------------------------------------

DATE = r"(?:\d{1,2}(?:st|nd|rd|th)?\s+[A-Z][a-z]{2,8}\.?,?\s+\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4})"
BORN = re.compile(rf"\b(?:born|birth|birthday|DOB|D\.O\.B\.?)\b[^.;\n]{{0,40}}?({DATE})", re.IGNORECASE)
DEATH = r"\b(?:died|death|dead|killed|murdered|stillborn|passed away|took (?:his|her|their) own life)\b"
DIED = re.compile(rf"{DEATH}[^.;\n]{{0,60}}?({DATE})|({DATE})[^.;\n]{{0,60}}?{DEATH}", re.IGNORECASE)
DIGITS = re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)")
# As HM Revenue and Customs writes them; QQ stands in examples.
INSURANCE = re.compile(r"\b(?:[A-CEGHJ-PR-TW-Z]{2}|QQ) ?(?:\d{2} ?){3}[A-D]\b")
RECORDS = r"(?:crime|incident|case|police|custody|log)\s+(?:number|reference|ref)"
CASE = re.compile(rf"\b{RECORDS}\b[^.\n]{{0,12}}?(\d[\d/-]{{5,}}\d)", re.IGNORECASE)
# Outward and inward code, as Royal Mail's Postcode Address File writes them.
POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[ABD-HJLNP-UW-Z]{2}\b")
ROADS = "Street|Road|Avenue|Lane|Close|Drive|Crescent|Gardens|Terrace|Grove|Court|Way|Place"
ADDRESS = re.compile(
    rf"\b\d{{1,4}}[a-z]?,?\s+(?:{CAPITAL}\s+){{1,3}}(?:{ROADS})\b|"
    rf"\bFlat \d{{1,3}}[A-Za-z]?,?\s+{CAPITAL}(?: {CAPITAL})?"
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+\w")
PHONE = re.compile(r"(?<!\d)(?:\+44\s?|0)(?:\d\s?){9,10}(?!\d)")

# --- Names -----------------------------------------------------------------------------------------------------------

TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|PC|DC|DS|Sgt)\.?\s+{CAPITAL}(?:\s+{CAPITAL})?")
FIRST = "|".join(sorted(WORDS["first_names"].split(), key=len, reverse=True))
NAMED = re.compile(rf"\b(?:{FIRST})\s+{CAPITAL}(?!\s+(?:{WORDS['not_people']})\b)")
IN_PUBLIC = re.compile(rf"\b(?i:{'|'.join(WORDS['in_public'])})\W{{1,3}}(?:{CAPITAL}\W+){{0,3}}$")
OWN = rf"(?!(?:{WORDS['not_places']})\b){CAPITAL}"  # the beginning of the name of one place
SCHOOLS = "School|Academy|Nursery|Pre-?school|College|Playgroup"
SCHOOL = re.compile(rf"\b(?:St\.? )?{OWN}(?:\s+(?:{CAPITAL}|of|C of E)){{0,4}}?\s+(?:{SCHOOLS})\b")
PRACTICES = "Surgery|Medical (?:Centre|Practice)|Health Centre|Ward"
PRACTICE = re.compile(rf"\b{OWN}(?:\s+{CAPITAL}){{0,3}}?\s+(?:{PRACTICES})\b|\bWard \d{{1,3}}\b")
HOMES = "House|Lodge|Manor|Hostel|Refuge|Care Home|Nursing Home|Children['’]s Home"
HOME = re.compile(rf"\b{OWN}(?:\s+{CAPITAL}){{0,2}}?\s+(?:{HOMES})\b")

# --- Other identifying details --------------------------------------------------------------------------------------

MULTIPLE = re.compile(r"\b(?:twins?|triplets?|quadruplets?)\b", re.IGNORECASE)
ORIGINS = rf"(?:{WORDS['origins']})\b"
PLACE = rf"\b(?:in|from|of|near)\s+(?!(?:{WORDS['no_small_places']})\b){CAPITAL}"
ORIGIN = re.compile(rf"\b{ORIGINS}[^.;\n]{{0,60}}?{PLACE}|{PLACE}[^.;\n]{{0,40}}?\b{ORIGINS}")
WORKS = r"(?: is| was| works?| worked| who works?|,)?(?: employed)?(?: as)?,? an? (?:\w+ )?"
JOB = re.compile(rf"\b(?:{WORDS['relatives']}){WORKS}(?:{WORDS['jobs']})\b", re.IGNORECASE)
INJURY = re.compile(rf"\b(?:{'|'.join(WORDS['injuries'])})\b", re.IGNORECASE)
HARMED = re.compile(r"\b(?:was|were|been|found|seen|with|by|from|died|shot|burns?)\b", re.IGNORECASE)
PRESS = re.compile(
    rf"(?:https?://|www\.)\S*(?:{WORDS['press']})\S*|\b[A-Z]\w+ (?:{WORDS['press'].title()})\b|"
    rf"\[\d{{4}}\] (?:EW|UK)[A-Z]{{2,4}}\b[^.]{{0,12}}|\b{CAPITAL} (?:Crown|Magistrates['’]?|Family|County) Court\b"
)
AGE = rf"\b(?:\d{{1,2}}|{WORDS['numbers']})[- ](?:day|week|month|year)s?[- ]old\b"
SMALL = rf"\b(?:(?:{WORDS['small_places']})\s+of\s+{CAPITAL}|{CAPITAL}\s+(?:{WORDS['small_places']})\b)"
AGED = re.compile(rf"{AGE}[^.;\n]{{0,80}}?{SMALL}|{SMALL}[^.;\n]{{0,80}}?{AGE}")

# What a pattern finds: its group, or all of it.
FOUND_BY: tuple[tuple[re.Pattern[str], str], ...] = (
    (BORN, "a date of birth"),
    (DIED, "a date of death"),
    (ADDRESS, "an address"),
    (POSTCODE, "a postcode"),
    (EMAIL, "an email address"),
    (PHONE, "a phone number"),
    (INSURANCE, "a National Insurance number"),
    (CASE, "a case number"),
    (TITLED, "a name"),
    (SCHOOL, "a school or nursery"),
    (PRACTICE, "a GP practice or ward"),
    (HOME, "a home or hostel"),
    (MULTIPLE, "twins or triplets"),
    (ORIGIN, "an origin or faith with a place"),
    (JOB, "a relative’s job"),
    (PRESS, "a news report or court"),
    (AGED, "an exact age with a small place"),
)


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
    for match in DIGITS.finditer(text):
        if is_nhs_number(match[0]):
            yield "an NHS number", match[0]
    for pattern, what in FOUND_BY:
        for match in pattern.finditer(text):
            yield what, next(filter(None, match.groups()), match[0])
    for match in NAMED.finditer(text):
        if not IN_PUBLIC.search(text[: match.start()]):
            yield "a name", match[0]
    if HARMED.search(text):
        for match in INJURY.finditer(text):
            yield "an unusual injury", match[0]


def is_nhs_number(text: str) -> bool:
    """Return whether ten digits are an NHS number: the last is a check digit, modulo 11 (NHS Data Dictionary)."""
    digits = [int(one) for one in text if one.isdigit()]
    check = 11 - sum(weight * digit for weight, digit in zip(range(10, 1, -1), digits, strict=False)) % 11
    return len(digits) == 10 and (0 if check == 11 else check) == digits[9]
