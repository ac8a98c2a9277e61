"""Many requests with their outcomes, in columns: counting them takes a fraction of the time that records would take.

A table is kept in memory for one generation of what readers see. Every change to a request, response, judgement or
review starts a new generation, but a change to a draft does not: nothing here may depend on a draft.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import overload

import numpy as np
from django.utils import timezone

from learning.models import Agency
from learning.search.index_sets import in_order, index_sets
from recommendations.models import ResponseRequest
from recommendations.models.request import RequestQuerySet
from recommendations.workspace_permissions import WorkspacePermissions

from .outcomes import Outcome, Period, Result, results_of

KEY_BITS, LAST_BIT = 40, 62  # of sort keys: a request's key in the lowest bits, then its due date
FAR = date.max.toordinal()  # the day of an event that has not happened

type Predicate = Callable[[Outcome], object]


@dataclass(frozen=True)
class Counts:
    """How many requests have each outcome, in all or for each value of a column."""

    numbers: np.ndarray  # a row for each value, a column for each outcome
    outcomes: list[Outcome]
    values: tuple[int, ...] = ()

    def of(self, counts: Predicate) -> int:
        """Return how many requests have an outcome for which this is true."""
        return int(self.numbers.sum(axis=0)[holds(counts, self.outcomes)].sum())

    def by_value(self, counts: dict[str, Predicate]) -> dict[int, dict[str, int]]:
        """Return, for each value of the column, how many requests each of these is true of."""
        wanted = np.array([holds(one, self.outcomes) for one in counts.values()], dtype=np.int64)
        rows = (self.numbers @ wanted.T).tolist()
        return {value: dict(zip(counts, row, strict=True)) for value, row in zip(self.values, rows, strict=True)}


def holds(predicate: Predicate, outcomes: list[Outcome]) -> np.ndarray:
    """Return, for each outcome, whether the predicate is true of it."""
    return np.array([bool(predicate(one)) for one in outcomes], dtype=bool)


@dataclass(frozen=True)
class KeysInOrder(Sequence[int]):
    """The keys of requests in the order of their places: only those up to the end of a slice are sorted."""

    keys: np.ndarray
    places: np.ndarray

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> list[int]: ...
    def __getitem__(self, at: int | slice) -> int | list[int]:
        if isinstance(at, slice):
            start, end, _ = at.indices(len(self))
            return in_order(self.keys, self.places, start, end)
        return in_order(self.keys, self.places, at, at + 1)[0]


@dataclass(frozen=True)
class RequestTable:
    """Requests in columns: keys of records, days as ordinals, and the index of each outcome in `outcomes`."""

    request: np.ndarray
    recommendation: np.ndarray
    agency: np.ndarray
    asked_by: np.ndarray
    review: np.ndarray
    asked_on: np.ndarray
    due_on: np.ndarray
    answered_on: np.ndarray  # FAR if it was not answered
    outcome: np.ndarray
    outcomes: list[Outcome]

    @classmethod
    def of(cls, results: Iterable[Result]) -> "RequestTable":
        """Return the table of these results. A merged agency counts as the one that stands for it."""
        merged = {one.pk: one.stands_as for one in Agency._base_manager.exclude(merged_into=None)}
        numbers: dict[Outcome, int] = {}
        rows = []
        for one in results:
            *records, asked_on, due_on = one.keys._replace(agency=merged.get(one.keys.agency, one.keys.agency))
            answered_on = one.answered_on.toordinal() if one.answered_on else FAR
            days = asked_on.toordinal(), due_on.toordinal(), answered_on
            rows.append((*records, *days, numbers.setdefault(one.outcome, len(numbers))))
        columns = np.array(rows, dtype=np.int64).reshape(len(rows), len(fields(cls)) - 1).T.copy()
        return cls(*columns, outcomes=list(numbers))

    def __len__(self) -> int:
        return len(self.request)

    def where(self, chosen: np.ndarray) -> "RequestTable":
        """Return the requests selected by a Boolean array or by an array of indices."""
        columns = {one.name: getattr(self, one.name)[chosen] for one in fields(self) if one.name != "outcomes"}
        return replace(self, **columns)

    def having(self, predicate: Predicate) -> np.ndarray:
        """Return, for each request, whether the predicate is true of its outcome."""
        return holds(predicate, self.outcomes)[self.outcome]

    def standing(self) -> "RequestTable":
        """Return the requests of partnerships that may act on the review."""
        return self.where(self.having(lambda outcome: outcome.stands))

    def seen_in(self, period: Period) -> "RequestTable":
        """Return a copy with the parts of the outcome that depend on the period: `is_carried_over` and `is_late`."""
        before, over = period.start.toordinal(), period.due_before.toordinal()
        return self.marked(is_carried_over=self.asked_on < before, is_late=self.due_on < over)

    def opened_to(self, permissions: WorkspacePermissions) -> "RequestTable":
        """Return a copy limited to what somebody may know (see `ResponseRequest.opens_to`)."""
        watched = np.isin(self.asked_by, list(permissions.watched)) & self.having(lambda outcome: outcome.decides)
        is_open = np.isin(self.agency, list(permissions.agencies)) | watched | permissions.everything
        return self.marked(is_open=is_open)

    def marked(self, **flags: np.ndarray) -> "RequestTable":
        """Return a copy with these flags set in the outcomes."""
        number = self.outcome
        for flag in flags.values():
            number = number * 2 + flag
        there, number = distinct(number)
        outcomes = []
        for one in there.tolist():
            values = {}
            for name in reversed(flags):
                one, values[name] = one >> 1, bool(one & 1)
            outcomes.append(self.outcomes[one]._replace(**values))
        return replace(self, outcome=number, outcomes=outcomes)

    def by_due_date(self, *, last: np.ndarray | None = None) -> KeysInOrder:
        """Return the keys of the requests, sorted by due date; those for which `last` is true come at the end."""
        places = (self.due_on << KEY_BITS) + self.request
        return KeysInOrder(self.request, places if last is None else places + (last.astype(np.int64) << LAST_BIT))

    def counts(self) -> Counts:
        """Return how many requests have each outcome."""
        return Counts(np.bincount(self.outcome, minlength=len(self.outcomes))[np.newaxis], self.outcomes)

    def counts_by(self, column: str) -> Counts:
        """Return how many requests have each outcome, for each value of a column."""
        values, at = distinct(getattr(self, column))
        width = len(self.outcomes)
        numbers = np.bincount(at * width + self.outcome, minlength=len(values) * width).reshape(len(values), width)
        return Counts(numbers, self.outcomes, tuple(values.tolist()))


def distinct(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the distinct values of numbers that are not negative, in order, and the index of each number in them.

    As `np.unique` does, which sorts all of them first: that is most of the time of a page that counts many requests.
    """
    is_there = np.zeros(int(numbers.max(initial=-1)) + 1, dtype=bool)
    is_there[numbers] = True
    return np.flatnonzero(is_there), (np.cumsum(is_there) - 1)[numbers]


def asked_by(partnerships: frozenset[int] | None, end: date) -> RequestTable:
    """Return the requests of these partnerships, or of all, with their outcomes at the end of a day."""
    requests = ResponseRequest.objects.shown().order_by(
        "recommendation__review__code",
        "recommendation__document__position",
        "recommendation__position",
        "agency__name",
    )
    if partnerships is not None:
        requests = requests.filter(asked_by__in=partnerships)
    return kept(("asked by", partnerships), requests, end)


def asked_of(agencies: frozenset[int], end: date) -> RequestTable:
    """Return the requests to these agencies, with their outcomes at the end of a day."""
    return kept(("asked of", agencies), ResponseRequest.objects.shown().filter(agency__in=agencies).order_by(), end)


def kept(name: tuple, requests: RequestQuerySet, end: date) -> RequestTable:
    """Return the table of these requests: kept for a generation, unless it is about a day that is rarely asked for."""
    today = timezone.localdate()
    year = Period.of(today)
    before = Period.of(date(year.start.year - 1, year.start.month, 1))

    def read() -> RequestTable:
        return RequestTable.of(results_of(requests, end))

    return index_sets().keep(("requests", *name, end), read) if end in (today, year.end, before.end) else read()
