"""Dates known to the day, the month or only the year, as documents state them.

A model keeps one such date in two columns, `<name>_on` (the first day that it can mean) and
`<name>_precision`; either both are set or neither. They hold only what a document states.
"""

from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.dateformat import format as format_date


class Precision(models.TextChoices):
    """How exactly a document states a date."""

    DAY = "day", "Day, month and year"
    MONTH = "month", "Month and year"
    YEAR = "year", "Year only"


PRECISIONS = {precision.value: precision for precision in Precision}
FORMATS = {Precision.DAY: "j F Y", Precision.MONTH: "F Y", Precision.YEAR: "Y"}


@lru_cache(maxsize=10_000)  # an export of a thousand statements formats a thousand dates
def written_out(on: date, precision: Precision = Precision.DAY) -> str:
    """Return a date as "6 September 2016", "October 2021" or "2013"."""
    return format_date(on, FORMATS[precision])


def moment(at: datetime) -> str:
    """Return a moment in the time of the portal, as "6 September 2016, 14:05"."""
    return format_date(timezone.localtime(at), "j F Y, H:i")


class PartialDate(NamedTuple):
    """A date and how exactly it is known; `str()` gives "6 September 2016", "October 2021" or "2013"."""

    on: date
    precision: Precision

    def __str__(self) -> str:
        return written_out(self.on, self.precision)

    @property
    def year(self) -> int:
        return self.on.year

    @property
    def month(self) -> str:
        """The month and year, or the year if the month is not known: the day could identify someone."""
        return written_out(self.on, Precision.YEAR if self.precision == Precision.YEAR else Precision.MONTH)

    @property
    def machine(self) -> str:
        """The value of an HTML `datetime` attribute: 2016-09-06, 2021-10 or 2013."""
        return self.on.isoformat()[: {Precision.DAY: 10, Precision.MONTH: 7, Precision.YEAR: 4}[self.precision]]


class PartialDateField:
    """A descriptor that reads `<name>_on` and `<name>_precision` as one PartialDate, or None if not stated."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.on, self.precision = f"{name}_on", f"{name}_precision"

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        on = getattr(instance, self.on)
        return PartialDate(on, PRECISIONS[getattr(instance, self.precision)]) if on else None


def date_on(label: str) -> models.DateField:
    """Return the column for the first day that the date can mean."""
    return models.DateField(
        label, null=True, blank=True, help_text="If only the month or year is known, enter its first day."
    )


def date_precision(label: str) -> models.CharField:
    """Return the column that says how exactly the date is known."""
    return models.CharField(f"{label}: what is known", max_length=5, choices=Precision, blank=True)


def partial_date_constraint(model: str, name: str) -> models.CheckConstraint:
    """Return a constraint: the date and its precision are both set or both empty, and it is the first day meant."""
    on, precision = f"{name}_on", f"{name}_precision"
    return models.CheckConstraint(
        name=f"{model}_{name}_date_whole",
        condition=Q(**{f"{on}__isnull": True, precision: ""})
        | Q(**{f"{on}__isnull": False, precision: Precision.DAY})
        | Q(**{f"{on}__isnull": False, precision: Precision.MONTH, f"{on}__day": 1})
        | Q(**{f"{on}__isnull": False, precision: Precision.YEAR, f"{on}__day": 1, f"{on}__month": 1}),
        violation_error_message="Enter both the date and how exactly it is known, or neither. "
        "For a month or a year, enter its first day.",
    )


def set_date(record: Any, name: str, value: PartialDate | None) -> None:
    """Set the two columns of a date that may be known only to the month or the year."""
    for column, part in columns_of_date(name, value).items():
        setattr(record, column, part)


def columns_of_date(name: str, value: PartialDate | None) -> dict[str, Any]:
    """Return the values of the two columns of a date."""
    return {f"{name}_on": value.on if value else None, f"{name}_precision": value.precision if value else ""}
