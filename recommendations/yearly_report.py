"""The yearly report of a partnership: what was asked for, answered, done and shown to help, and the gaps by name.

A part of the yearly report that safeguarding partners publish: Working Together to Safeguard Children, on what was
done on the recommendations of reviews, and to what effect. Everything is as it was at the end of the period, so that
the report on a past year stays the same, or as it is today, if that is to come.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from learning.models import Partnership

from .models import (
    Acceptance,
    AssuranceState,
    EvidenceShows,
    Progress,
    ResponseRequest,
)
from .outcomes import IMPACT, Period, Row, rows_on


@dataclass(frozen=True)
class Figure:
    """A number of the report: what it counts, and the rows that it does."""

    key: str
    label: str
    counts: Callable[[Row], bool]


class Counts:
    """Counts rows by figures: one row of each outcome is looked at, and there are far fewer outcomes than rows."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.numbers: Counter[tuple] = Counter()
        self.one_of: dict[tuple, Row] = {}
        for row in rows:
            self.add(row)

    def add(self, row: Row) -> None:
        """Count one row more."""
        self.numbers[row.outcome] += 1
        self.one_of[row.outcome] = row

    def of(self, counts: Callable[[Row], bool]) -> int:
        """Return how many rows there are of which this is true."""
        return sum(number for outcome, number in self.numbers.items() if counts(self.one_of[outcome]))


def one_of(attribute: str, choices) -> list[Figure]:
    """Return a figure for each value of a row's attribute."""
    return [
        Figure(
            f"{attribute}-{choice.value}",
            str(choice.label),
            lambda row, choice=choice: getattr(row, attribute) == choice,
        )
        for choice in choices
    ]


FIGURES: dict[str, list[Figure]] = {
    "Asked": [
        Figure("asked", "Asked, all in this report", lambda row: True),
        Figure("carried-over", "of these, asked before the period and then open", lambda row: row.is_carried_over),
        Figure("answered", "Answered", lambda row: row.version is not None),
        Figure("unanswered", "Not answered", lambda row: row.version is None),
        Figure("overdue", "of these, overdue", lambda row: row.is_overdue),
    ],
    "Acceptance: the agencies’ word": one_of("acceptance", Acceptance),
    "Progress: the agencies’ word": one_of("progress", Progress),
    "Assurance: the partnership’s word": one_of("judgement", AssuranceState),
    "What the evidence shows": [
        *one_of("shows", EvidenceShows),
        Figure("impact", "Change in practice or outcome for children", lambda row: row.shows in IMPACT),
        Figure("shows-nothing", "No evidence", lambda row: row.shows is None),
    ],
    "Gaps": [Figure("gaps", "Something is missing", lambda row: bool(row.gaps))],
}
BY_KEY = {figure.key: figure for figures in FIGURES.values() for figure in figures}


# What a request is of, by slug or code, and in words: the tables of the report.
PARTS: dict[str, Callable[[Row], list[tuple[str, str]]]] = {
    "review": lambda row: [(row.request.recommendation.review.code, row.request.recommendation.review.title)],
    "agency": lambda row: [(row.request.agency.slug, row.request.agency.name)],
    "theme": lambda row: [(theme.slug, theme.name) for theme in row.request.recommendation.themes.all()],
}
COLUMNS = {
    "asked": "Asked",
    "answered": "Answered",
    "overdue": "Overdue",
    "judgement-assured": "Assured",
    "impact": "Evidence of impact",
}


@dataclass(frozen=True)
class Line:
    """The figures of one review, agency or theme: the key and the number of each of COLUMNS."""

    key: str
    name: str
    numbers: list[tuple[str, int]]

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        """The same with the heading of each column before it."""
        return [(COLUMNS[key], key, number) for key, number in self.numbers]


@dataclass(frozen=True)
class Report:
    """The report of a partnership on a period."""

    partnership: Partnership
    period: Period
    rows: list[Row]

    def figures(self) -> list[tuple[str, list[tuple[Figure, int]]]]:
        """Return each group of figures with its numbers."""
        counted = Counts(self.rows)
        return [
            (title, [(figure, counted.of(figure.counts)) for figure in figures]) for title, figures in FIGURES.items()
        ]

    def rows_of(self, key: str, parts: dict[str, str] | None = None) -> list[Row]:
        """Return the rows that a figure counts, of the reviews, agencies or themes that `parts` name by their keys.

        All where there is no such figure.
        """
        rows = [row for row in self.rows if BY_KEY[key].counts(row)] if key in BY_KEY else self.rows
        for part, wanted in (parts or {}).items():
            rows = [row for row in rows if wanted in dict(PARTS[part](row))]
        return rows

    def by(self, part: str) -> list[Line]:
        """Return a line for each review, agency or theme, in the order of names."""
        groups: dict[tuple[str, str], Counts] = defaultdict(lambda: Counts(()))
        for row in self.rows:
            for key, name in PARTS[part](row):
                groups[name, key].add(row)
        return [
            Line(key, name, [(column, counted.of(BY_KEY[column].counts)) for column in COLUMNS])
            for (name, key), counted in sorted(groups.items(), key=lambda group: group[0])
        ]


def report_on(partnership: Partnership, period: Period) -> Report:
    """Return the report: what was asked in the period, and what was asked before it and was open when it began."""
    requests = (
        ResponseRequest.objects.standing()
        .with_decides()
        .filter(asked_by=partnership, asked_on__lte=period.end)
        # A recommendation, review or agency is read once, however many requests there are.
        .prefetch_related("recommendation__review", "recommendation__themes", "agency")
        .order_by("recommendation__review__code", "recommendation__number", "agency__name")
    )
    rows = [row for row in rows_on(requests, partnership, period) if row.is_in_period]
    return Report(partnership, period, rows)
