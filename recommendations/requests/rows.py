"""Requests as a report lists them: each with its records and its outcome in the period."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import batched
from typing import overload

from recommendations.judgements import said
from recommendations.models import Acceptance, Assurance, AssuranceState, EvidenceShows, Progress, ResponseRequest

from .outcomes import Outcome, Period, results_of

BATCH = 500  # how many requests have their records in memory at once


@dataclass(frozen=True)
class Row:
    """One request with its outcome in the reported period."""

    request: ResponseRequest
    outcome: Outcome
    answered_on: date | None
    version: int | None
    judged: Assurance | None

    @property
    def waits(self) -> bool:
        return self.outcome.waits

    @property
    def is_carried_over(self) -> bool:
        return self.outcome.is_carried_over

    @property
    def is_overdue(self) -> bool:
        return self.outcome.is_overdue

    @property
    def acceptance(self) -> Acceptance:
        return Acceptance(self.outcome.acceptance)

    @property
    def progress(self) -> Progress:
        return Progress(self.outcome.progress)

    @property
    def assurance(self) -> Assurance | None:
        """The judgement on this version, or None."""
        return None if self.judgement == AssuranceState.AGAIN else self.judged

    @property
    def judgement(self) -> AssuranceState:
        return AssuranceState(self.outcome.judgement)

    @property
    def judgement_in_words(self) -> str:
        """The judgement; if it was on an earlier version, it names that version."""
        is_stale = self.judgement == AssuranceState.AGAIN
        return said(self.judged, is_of_current=False) if is_stale else str(self.judgement.label)

    @property
    def shows(self) -> EvidenceShows | None:
        """What the evidence shows, or None if there is none."""
        return EvidenceShows(self.outcome.shows) if self.outcome.shows else None

    @property
    def stated(self) -> list[str]:
        """Its acceptance, progress and assurance, each named; empty without a published response."""
        if not self.version:
            return []
        named = {"Acceptance": self.acceptance.label, "Progress": self.progress.label}
        named["Assurance"] = self.judgement_in_words
        return [f"{name}: {value[:1].lower()}{value[1:]}" for name, value in named.items()]

    @property
    def themes(self) -> list[str]:
        return [theme.name for theme in self.request.recommendation.themes.all()]

    @property
    def gaps(self) -> list[str]:
        return self.outcome.gaps


def rows_on(keys: list[int], period: Period) -> list[Row]:
    """Return the rows of the requests with these keys, in this order, with their outcomes at the end of a period."""
    requests = ResponseRequest.objects.filter(pk__in=keys)
    results = list(results_of(requests, period.end))
    judged = Assurance.objects.select_related("version").defer("version__text")
    assurances = judged.in_bulk([result.judged for result in results if result.judged])
    records = requests.prefetch_related("recommendation__review", "recommendation__themes", "agency").in_bulk()
    rows = {
        result.keys.request: Row(
            records[result.keys.request],
            result.outcome._replace(
                is_carried_over=result.keys.asked_on < period.start, is_late=result.keys.due_on < period.due_before
            ),
            result.answered_on,
            result.version,
            assurances.get(result.judged),
        )
        for result in results
    }
    return [rows[key] for key in keys if key in rows]


class Rows(Sequence[Row]):
    """The rows of requests as a lazy sequence: only the rows that are used are read."""

    def __init__(self, keys: list[int], period: Period) -> None:
        self.keys, self.period = keys, period

    def __len__(self) -> int:
        return len(self.keys)

    @overload
    def __getitem__(self, at: int) -> Row: ...
    @overload
    def __getitem__(self, at: slice) -> list[Row]: ...
    def __getitem__(self, at: int | slice) -> Row | list[Row]:
        if isinstance(at, slice):
            return rows_on(self.keys[at], self.period)
        return rows_on([self.keys[at]], self.period)[0]

    def __iter__(self) -> Iterator[Row]:
        for some in batched(self.keys, BATCH, strict=False):
            yield from rows_on(list(some), self.period)
