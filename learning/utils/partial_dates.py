"""A form field for dates as documents state them: "6 September 2016", "September 2016" or "2016"."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from .dates import PartialDate, Precision

MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)
WRITTEN = re.compile(r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+)?([a-z]{3,9})\.?,?\s+(\d{4})")
IN_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")
MACHINE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
AS_STATED = "As the document states it, such as 6 September 2016, September 2016 or 2016."
NOT_A_DATE = "Enter the date as the document states it, such as 6 September 2016, September 2016 or 2016."


class PartialDateField(forms.CharField):
    """A text box for a date that may be known only to the month or the year. Its value is a PartialDate or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return str(value) if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        if isinstance(value, PartialDate):
            return value
        text = (super().to_python(value) or "").strip()
        return partial_date(text) if text else None

    def run_validators(self, value: Any) -> None:
        """Do nothing: the length of what is typed needs no check once it is a date."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


def partial_date(text: str) -> PartialDate:
    """Return the date that a text states. Raises ValidationError, with examples, if it states none."""
    lowered = " ".join(text.lower().split())
    if re.fullmatch(r"\d{4}", lowered):
        return made(int(lowered), 1, 1, Precision.YEAR)
    if found := WRITTEN.fullmatch(lowered):
        day, name, year = found.groups()
        month = next((number for number, one in enumerate(MONTHS, 1) if one.startswith(name)), 0)
        if month:
            return made(int(year), month, int(day or 1), Precision.DAY if day else Precision.MONTH)
    if found := IN_NUMBERS.fullmatch(lowered):
        return made(int(found[3]), int(found[2]), int(found[1]), Precision.DAY)
    if found := MACHINE.fullmatch(lowered):
        return made(int(found[1]), int(found[2]), int(found[3]), Precision.DAY)
    raise ValidationError(NOT_A_DATE)


def made(year: int, month: int, day: int, precision: Precision) -> PartialDate:
    """Return a date. Raises ValidationError if there is no such day, or it is before 1900 or in the future."""
    try:
        on = date(year, month, day)
    except ValueError as error:
        raise ValidationError(NOT_A_DATE) from error
    if not 1900 <= year <= date.today().year + 1:  # noqa: DTZ011  any time zone will do
        raise ValidationError(f"Check the year. “{year}” is before 1900 or in the future.")
    return PartialDate(on, precision)
