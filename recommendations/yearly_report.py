"""The yearly report of a partnership: what was asked for, answered, done and shown to help, and the gaps by name.

A part of the yearly report that safeguarding partners publish: Working Together to Safeguard Children, on what was
done on the recommendations of reviews, and to what effect. Everything is as it was at the end of the period, so that
the report on a past year stays the same, or as it is today, if that is to come.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from learning.models import Partnership

from .models import Acceptance, AssuranceState, EvidenceShows, Progress
from .outcomes import IMPACT, Period
from .request_names import Names, names_asked, themes_asked
from .request_rows import Rows
from .request_table import Counts, Predicate, RequestTable, asked_by


@dataclass(frozen=True)
class Figure:
    """A number of the report: what it counts, and the outcomes that it does."""

    key: str
    label: str
    counts: Predicate


def one_of(attribute: str, choices) -> list[Figure]:
    """Return a figure for each value of an attribute of outcomes."""
    return [
        Figure(
            f"{attribute}-{choice.value}",
            str(choice.label),
            lambda outcome, choice=choice: getattr(outcome, attribute) == choice,
        )
        for choice in choices
    ]


FIGURES: dict[str, list[Figure]] = {
    "Asked": [
        Figure("asked", "Asked, all in this report", lambda outcome: True),
        Figure(
            "carried-over", "of these, asked before the period and then open", lambda outcome: outcome.is_carried_over
        ),
        Figure("answered", "Answered", lambda outcome: outcome.is_answered),
        Figure("unanswered", "Not answered", lambda outcome: not outcome.is_answered),
        Figure("overdue", "of these, overdue", lambda outcome: outcome.is_overdue),
    ],
    "Acceptance: the agencies’ word": one_of("acceptance", Acceptance),
    "Progress: the agencies’ word": one_of("progress", Progress),
    "Assurance: the partnership’s word": one_of("judgement", AssuranceState),
    "What the evidence shows": [
        *one_of("shows", EvidenceShows),
        Figure("impact", "Change in practice or outcome for children", lambda outcome: outcome.shows in IMPACT),
        Figure("shows-nothing", "No evidence", lambda outcome: not outcome.shows),
    ],
    "Gaps": [Figure("gaps", "Something is missing", lambda outcome: bool(outcome.gaps))],
}
BY_KEY = {figure.key: figure for figures in FIGURES.values() for figure in figures}


PARTS = ("review", "agency", "theme")  # what the tables of the report are by
COLUMNS = {
    "asked": "Asked",
    "answered": "Answered",
    "overdue": "Overdue",
    "judgement-assured": "Assured",
    "impact": "Evidence of impact",
}


@dataclass(frozen=True)
class Line:
    """The figures of one review, agency or theme, which is named by its slug or code."""

    key: str
    name: str
    numbers: list[tuple[str, int]]  # the key and the number of each of COLUMNS

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        """The same with the heading of each column before it."""
        return [(COLUMNS[key], key, number) for key, number in self.numbers]


@dataclass(frozen=True)
class Report:
    """The report of a partnership on a period."""

    partnership: Partnership
    period: Period
    table: RequestTable

    @property
    def rows(self) -> Rows:
        """All requests of the report."""
        return self.rows_of("")

    def figures(self) -> list[tuple[str, list[tuple[Figure, int]]]]:
        """Return each group of figures with its numbers."""
        counted = self.table.counts()
        return [
            (title, [(figure, counted.of(figure.counts)) for figure in figures]) for title, figures in FIGURES.items()
        ]

    def rows_of(self, key: str, parts: dict[str, str] | None = None) -> Rows:
        """Return the rows that a figure counts, of the reviews, agencies or themes that `parts` name by their keys.

        All where there is no such figure.
        """
        table = self.table.where(self.table.having(BY_KEY[key].counts)) if key in BY_KEY else self.table
        for part, wanted in (parts or {}).items():
            table = table.where(self.is_of(part, wanted, table))
        return Rows(table.request.tolist(), self.period)

    def is_of(self, part: str, wanted: str, table: RequestTable) -> np.ndarray:
        """Return for each request of a table whether it is of the review, agency or theme of this code or slug."""
        keys = [key for key, (code, _) in self.names[part].items() if code == wanted]
        if part == "theme":
            recommendations = [one for one, themes in self.themes.items() if not themes.isdisjoint(keys)]
            return np.isin(table.recommendation, recommendations)
        return np.isin(getattr(table, part), keys)

    def by(self, part: str) -> list[Line]:
        """Return a line for each review, agency or theme, in the order of names."""
        figures = {column: BY_KEY[column].counts for column in COLUMNS}
        names, numbers = self.names[part], self.counts_by(part).by_value(figures)
        lines = [Line(*names[key], list(own.items())) for key, own in numbers.items()]
        return sorted(lines, key=lambda line: (line.name, line.key))

    def counts_by(self, part: str) -> Counts:
        """Return how many requests there are of each outcome, for each review, agency or theme."""
        if part != "theme":
            return self.table.counts_by(part)
        counts = self.table.counts_by("recommendation")
        found: dict[int, np.ndarray] = {}
        for recommendation, numbers in zip(counts.values, counts.numbers, strict=True):
            for theme in self.themes.get(recommendation, ()):
                found[theme] = found[theme] + numbers if theme in found else numbers
        rows = np.array(list(found.values())).reshape(len(found), len(counts.outcomes))
        return Counts(rows, counts.outcomes, tuple(found))

    @cached_property
    def themes(self) -> dict[int, set[int]]:
        return themes_asked(self.partnership)

    @cached_property
    def names(self) -> dict[str, Names]:
        return names_asked(self.partnership)


def report_on(partnership: Partnership, period: Period) -> Report:
    """Return the report: what was asked in the period, and what was asked before it and was open when it began."""
    table = asked_by(frozenset([partnership.pk]), period.end).standing().seen_in(period)
    was_asked = table.asked_on <= period.end.toordinal()
    was_open = (table.asked_on >= period.start.toordinal()) | (table.answered_on >= period.start.toordinal())
    return Report(partnership, period, table.where(was_asked & was_open))
