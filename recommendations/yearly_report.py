"""The yearly report of a partnership: what was asked for, answered, done and shown to help, and each gap by name.

It is part of the yearly report that safeguarding partners publish under Working Together to Safeguard Children: what
was done about the recommendations of reviews, and to what effect. It shows the state at the end of the period, so that
the report on a past year stays the same. If the period has not ended yet, it shows the state today.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from learning.models import Partnership

from .models import Acceptance, AssuranceState, EvidenceShows, Progress
from .requests.names import Names, keys_named, names_asked, themes_asked
from .requests.outcomes import IMPACT, Period
from .requests.rows import Rows
from .requests.table import Counts, Predicate, RequestTable, asked_by


@dataclass(frozen=True)
class Figure:
    """A number in the report, and the outcomes that it counts."""

    key: str
    label: str
    counts: Predicate
    within: str = ""  # the key of the figure of which this is a part


def one_of(attribute: str, choices) -> list[Figure]:
    """Return a figure for each value of an attribute of the published responses."""
    return [
        Figure(
            f"{attribute}-{choice.value}",
            str(choice.label),
            lambda outcome, choice=choice: outcome.is_answered and getattr(outcome, attribute) == choice,
        )
        for choice in choices
    ]


def without_response(attribute: str) -> Figure:
    """Return the figure of the requests of which an attribute says nothing, because no response is published."""
    return Figure(f"{attribute}-unanswered", "No published response", lambda outcome: not outcome.is_answered)


FIGURES: dict[str, list[Figure]] = {
    "Requests": [
        Figure("asked", "All requests in this report", lambda outcome: True),
        Figure("carried-over", "Open before the period started", lambda outcome: outcome.is_carried_over, "asked"),
        Figure("answered", "Response published", lambda outcome: outcome.is_answered),
        Figure("unanswered", "No published response", lambda outcome: not outcome.is_answered),
        Figure("overdue", "Overdue", lambda outcome: outcome.is_overdue, "unanswered"),
    ],
    "Acceptance (agency-reported)": [*one_of("acceptance", Acceptance), without_response("acceptance")],
    "Progress (agency-reported)": [*one_of("progress", Progress), without_response("progress")],
    "Assurance (decided by the partnership)": [*one_of("judgement", AssuranceState), without_response("judgement")],
    "What the evidence shows": [
        *one_of("shows", EvidenceShows),
        Figure(
            "impact",
            "Evidence of impact (change in practice or outcome for children or adults)",
            lambda outcome: outcome.shows in IMPACT,
        ),
        Figure("shows-nothing", "No evidence recorded", lambda outcome: outcome.is_answered and not outcome.shows),
        without_response("shows"),
    ],
    "Gaps": [Figure("gaps", "Information still needed", lambda outcome: bool(outcome.gaps))],
}


class NestedFigure(NamedTuple):
    """A figure with its number, and the figures that are parts of it with theirs."""

    figure: Figure
    number: int
    parts: list[tuple[Figure, int]]


def parts_of(whole: Figure, group: list[tuple[Figure, int]]) -> list[tuple[Figure, int]]:
    """Return the figures in a group that are parts of another one."""
    return [(figure, number) for figure, number in group if figure.within == whole.key]


BY_KEY = {figure.key: figure for figures in FIGURES.values() for figure in figures}


PARTS = ("review", "agency", "theme")  # the tables of the report: by review, by agency, by theme
COLUMNS = {
    "asked": "Requests",
    "answered": "Published",
    "overdue": "Overdue",
    "judgement-assured": "Assured",
    "impact": "Evidence of impact",
}


@dataclass(frozen=True)
class Line:
    """The figures for one review, agency or theme, whose `key` is its code or slug."""

    key: str
    name: str
    numbers: list[tuple[str, int]]  # the key of each of COLUMNS, and its number

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        """The numbers as table cells: the heading of the column, its key, and the number."""
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
        """Return each group of figures, with their numbers."""
        counted = self.table.counts()
        return [
            (title, [(figure, counted.of(figure.counts)) for figure in figures]) for title, figures in FIGURES.items()
        ]

    def nested_figures(self) -> list[tuple[str, list[NestedFigure]]]:
        """Return each group of figures that are not part of another, with their numbers and their parts."""
        return [
            (title, [NestedFigure(one, number, parts_of(one, group)) for one, number in group if not one.within])
            for title, group in self.figures()
        ]

    def rows_of(self, key: str, parts: dict[str, str] | None = None) -> Rows:
        """Return the rows that a figure counts; `parts` limits them to a review, agency or theme by its code or slug.

        If there is no such figure, return all rows.
        """
        table = self.table.where(self.table.having(BY_KEY[key].counts)) if key in BY_KEY else self.table
        for part, wanted in (parts or {}).items():
            table = table.where(self.is_of(part, wanted, table))
        return Rows(table.request.tolist(), self.period)

    def is_of(self, part: str, wanted: str, table: RequestTable) -> np.ndarray:
        """Return, for each request in a table, whether its review, agency or theme has this code or slug."""
        keys = keys_named(self.names, part, wanted)
        if part == "theme":
            recommendations = [one for one, themes in self.themes.items() if not themes.isdisjoint(keys)]
            return np.isin(table.recommendation, recommendations)
        return np.isin(getattr(table, part), keys)

    def by(self, part: str) -> list[Line]:
        """Return a line for each review, agency or theme, sorted by name."""
        figures = {column: BY_KEY[column].counts for column in COLUMNS}
        names, numbers = self.names[part], self.counts_by(part).by_value(figures)
        lines = [Line(*names[key], list(own.items())) for key, own in numbers.items()]
        return sorted(lines, key=lambda line: (line.name, line.key))

    def counts_by(self, part: str) -> Counts:
        """Return how many requests have each outcome, for each review, agency or theme."""
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
    """Return the report on what was asked in the period, or was asked before it and still open when it began."""
    table = asked_by(frozenset([partnership.pk]), period.end).standing().seen_in(period)
    was_asked = table.asked_on <= period.end.toordinal()
    was_open = (table.asked_on >= period.start.toordinal()) | (table.answered_on >= period.start.toordinal())
    return Report(partnership, period, table.where(was_asked & was_open))
