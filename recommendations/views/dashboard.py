"""A partnership's requests, counted by review and by agency, and listed."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import cached_property

from learning.models.old_slug import at_slug
from learning.utils.paging import page_of
from recommendations.models import RequestState, ResponseRequest
from recommendations.outcomes import Period, Row, rows_on
from recommendations.workspace_permissions import partnerships_watched, permissions_of
from recommendations.yearly_report import BY_KEY, Counts

from .workspace import requests_of

# What is counted, as the yearly report counts it, and what waits for the partnership.
COUNTS: dict[str, Callable[[Row], bool]] = {
    "asked": BY_KEY["asked"].counts,
    "answered": BY_KEY["answered"].counts,
    "waits": lambda row: row.waits,
    "overdue": BY_KEY["overdue"].counts,
    "completed": BY_KEY["progress-completed"].counts,
    "assured": BY_KEY["judgement-assured"].counts,
}
COLUMNS = {
    "asked": "Asked",
    "answered": "Answered",
    "waits": "To check",
    "overdue": "Overdue",
    "completed": "Completed",
    "assured": "Assured",
}
PARTS_OF_BAR = {
    "answered": "answered",
    "waits": "to check",
    "overdue": "overdue",
    "open": "not due yet",
    "completed": "Completed",
    "assured": "Assured",
}
# One is listed as answered, one is in no list, and one is the only state known of some requests.
NOT_LISTED = (RequestState.PUBLISHED, RequestState.CLOSED, RequestState.AWAITED)
# What a list can be narrowed to: one of these, or the state of the answer.
SHOWN = {
    "overdue": "Overdue",
    **{state.value: state.label for state in RequestState if state not in NOT_LISTED},
    "answered": "Answered",
    "completed": "Completed",
    "assured": "Assured",
}


TALLIES = 10  # on a page of each table: each has bars, which weigh much


def is_shown(row: Row, show: str) -> bool:
    """Return whether a request is of those that a list is narrowed to; all are where there is no such choice."""
    if show in COUNTS:
        return COUNTS[show](row)
    return show not in SHOWN or row.request.state == show


@dataclass(frozen=True)
class Share:
    """A part of a bar: of what, where it begins, how many it has, and of how many in all."""

    what: str
    start: int
    number: int
    asked: int

    @property
    def label(self) -> str:
        return PARTS_OF_BAR[self.what]

    @property
    def x(self) -> str:
        """Where it begins, as SVG takes it."""
        return f"{100 * self.start / self.asked:.3f}%"

    @property
    def width(self) -> str:
        """How wide it is, as SVG takes it."""
        return f"{100 * self.number / self.asked:.3f}%"


@dataclass(frozen=True)
class Tally:
    """The requests of a review, an agency or a whole partnership, counted."""

    name: str
    key: str
    rows: Counts

    @cached_property
    def counted(self) -> dict[str, int]:
        """How many there are of each of COLUMNS."""
        return {column: self.rows.of(COUNTS[column]) for column in COLUMNS}

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        """The same as a row of the table: the heading of each column, its key, and the number."""
        return [(COLUMNS[column], column, number) for column, number in self.counted.items()]

    @property
    def shares(self) -> list["Share"]:
        """What all requests are made of, side by side: each of them is in one of these."""
        answered, overdue = self.counted["answered"], self.counted["overdue"]
        waits = self.rows.of(lambda row: row.waits and row.version is None)
        numbers = {"answered": answered, "waits": waits, "overdue": overdue}
        numbers["open"] = self.counted["asked"] - sum(numbers.values())
        starts = accumulate(numbers.values(), initial=0)
        return [
            Share(what, start, number, self.counted["asked"])
            for (what, number), start in zip(numbers.items(), starts, strict=False)
        ]

    @property
    def reached(self) -> list["Share"]:
        """How many of all are completed, and how many assured."""
        return [Share(what, 0, self.counted[what], self.counted["asked"]) for what in ("completed", "assured")]


@login_required
def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """Show all requests of a partnership, counted, and listed as narrowed by `?show=`, `?review=` and `?agency=`."""
    partnership = at_slug(partnerships_watched(request.user), slug)
    show, review, agency = (request.GET.get(name, "") for name in ("show", "review", "agency"))
    requests = ResponseRequest.objects.with_decides().standing().filter(asked_by=partnership)
    requests = requests.with_state(request.user) if show in RequestState.values else requests
    rows = rows_on(
        requests.prefetch_related("recommendation__review", "agency").order_by("due_on", "pk"),
        partnership,
        Period.until_today(),
    )
    listed = [
        row.request.pk
        for row in rows
        if is_shown(row, show)
        and (not review or row.request.recommendation.review.code == review)
        and (not agency or row.request.agency.slug == agency)
    ]
    page = page_of(request, listed)
    shown = requests_of(request).in_bulk(page.object_list)  # only of these is more read than what is counted
    page.object_list = [shown[pk] for pk in page.object_list if pk in shown]
    context = {
        "partnership": partnership,
        "tally": Tally(partnership.name, "", Counts(rows)),
        "columns": COLUMNS,
        "by_review": page_of(request, tallies(rows, of_review), TALLIES, of="review"),
        "by_agency": page_of(request, tallies(rows, of_agency), TALLIES, of="agency"),
        "page": page,
        "show": show if show in SHOWN else "",
        "label": SHOWN.get(show, ""),
        "shown": SHOWN.items(),
        "review": review,
        "agency": agency,
        "may_edit": partnership.pk in permissions_of(request.user).partnerships,
    }
    return render(request, "recommendations/workspace/dashboard.html", context)


def of_review(row: Row) -> tuple[str, str]:
    """Return the title and the code of the review that a request is about."""
    review = row.request.recommendation.review
    return review.title, review.code


def of_agency(row: Row) -> tuple[str, str]:
    """Return the name and the slug of the agency that was asked."""
    return row.request.agency.name, row.request.agency.slug


def tallies(rows: list[Row], named: Callable[[Row], tuple[str, str]]) -> list[Tally]:
    """Return a tally for each name and key that `named` gives requests, in the order of names."""
    groups: dict[tuple[str, str], Counts] = defaultdict(lambda: Counts(()))
    for row in rows:
        groups[named(row)].add(row)
    return [Tally(name, key, own) for (name, key), own in sorted(groups.items(), key=lambda group: group[0])]
