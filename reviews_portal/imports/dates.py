"""Dates in the words of a document: when a review was published, and by when an action is due."""

import calendar
import re
from collections.abc import Iterator
from datetime import date

from learning.utils.dates import PartialDate, Precision

MONTHS = {name[:3].lower(): number for number, name in enumerate(calendar.month_name) if name}
WELSH = "ionawr chwefror mawrth ebrill mai mehefin gorffennaf awst medi hydref tachwedd rhagfyr"
MONTHS |= {name[:3]: number for number, name in enumerate(WELSH.split(), 1)}
NAME = rf"(?P<month>(?:{'|'.join(name.title() for name in MONTHS)})[a-z]*)\.?"
YEAR = r"(?P<year>\d{4}|[’']?\d{2})"
WELSH_TOO = r"(?: ?/ ?[A-Z][a-z]+)?"  # "22 May / Mai 2025"
WRITTEN = re.compile(rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? )?{NAME}{WELSH_TOO},? {YEAR}(?!\d)")
IN_NUMBERS = re.compile(r"(?<!\d)(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4}|\d{2})(?!\d)")
MACHINE = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")


def first_date(text: str) -> PartialDate | None:
    """Return the first date that a text states, to the day or the month; None without one."""
    for match in matches(text):
        if day := as_date(match):
            return PartialDate(day, Precision.DAY if match["day"] else Precision.MONTH)
    return None


def one_day(text: str) -> date | None:
    """Return the one day that a text states; None for a month, several days, or a day that does not exist."""
    found = list(matches(text))
    return as_date(found[0]) if len(found) == 1 and found[0]["day"] else None


def matches(text: str) -> Iterator[re.Match[str]]:
    """Yield everything in a text that has the form of a date."""
    plain = " ".join(text.split())
    for pattern in (WRITTEN, IN_NUMBERS, MACHINE):
        for match in pattern.finditer(plain):
            if month_of(match):
                yield match


def month_of(match: re.Match[str]) -> int:
    """Return the number of the month, or 0 if the word is not the name of a month."""
    name = match["month"]
    return int(name) if name.isdecimal() else MONTHS.get(name[:3].lower(), 0)


def as_date(match: re.Match[str]) -> date | None:
    """Return a date (the first day, if only a month is given); None if there is no such day."""
    year = int(match["year"].lstrip("’'"))
    try:
        return date(year + 2000 if year < 100 else year, month_of(match), int(match["day"] or 1))
    except ValueError:  # such as 31 September
        return None
