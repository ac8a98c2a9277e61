"""The date that a document's words state, as British documents write dates. Nothing is guessed or computed."""

import re
from datetime import date

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBER_OF_MONTH = {name: number for number, name in enumerate(MONTHS, start=1)}
NUMBER_OF_MONTH |= {name[:3]: number for name, number in NUMBER_OF_MONTH.items()} | {"sept": 9}
YEAR = r"(?P<year>(?:19|20)[0-9]{2})"  # in full: the century of “20” would be a guess
BEFORE = rf"(?:by )?(?:(?P<weekday>{'|'.join(WEEKDAYS)}),? )?"
# "30 September 2020", "30th Sept. 2020", "by Wednesday 30 September 2020"
IN_WORDS = re.compile(rf"{BEFORE}(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<month>[a-z]+)\.?,? {YEAR}\.?")
# "30/09/2020", "30.9.2020", "30-09-2020": the day comes first.
IN_NUMBERS = re.compile(rf"{BEFORE}(?P<day>[0-9]{{1,2}})(?P<mark>[/.-])(?P<month>[0-9]{{1,2}})(?P=mark){YEAR}\.?")


def date_in(words: str) -> date | None:
    """Return the date that words state, or None unless they are one real and complete date and nothing else.

    "31 September 2020", "Sept 2020", "30/9/20" and "ongoing" are none; neither is a date with the wrong weekday.
    """
    text = " ".join(words.lower().split())
    found = IN_WORDS.fullmatch(text) or IN_NUMBERS.fullmatch(text)
    if not found:
        return None
    named = found["month"]
    month = int(named) if named.isdigit() else NUMBER_OF_MONTH.get(named)
    if month is None:
        return None
    try:
        on = date(int(found["year"]), month, int(found["day"]))
    except ValueError:  # such as 31 September
        return None
    return on if found["weekday"] in (None, WEEKDAYS[on.weekday()]) else None
