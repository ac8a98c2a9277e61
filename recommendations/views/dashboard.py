"""A partnership's requests, counted by review and by agency, and listed."""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from learning.models.old_slug import at_slug
from learning.utils.paging import page_of
from recommendations.models import RequestState, ResponseRequest
from recommendations.requests.names import Names, keys_named, names_asked
from recommendations.requests.outcomes import Period
from recommendations.requests.table import Counts, Predicate, RequestTable, asked_by
from recommendations.workspace_permissions import WorkspacePermissions, partnerships_watched, permissions_of
from recommendations.yearly_report import BY_KEY

from .workspace import records_of

# What is counted: figures counted as in the yearly report, and what is awaiting a check.
COUNTS: dict[str, Predicate] = {
    "asked": BY_KEY["asked"].counts,
    "answered": BY_KEY["answered"].counts,
    "waits": lambda outcome: outcome.waits,
    "overdue": BY_KEY["overdue"].counts,
    "completed": BY_KEY["progress-completed"].counts,
    "assured": BY_KEY["judgement-assured"].counts,
}
# The parts of a bar: each request is counted in exactly one of them.
PARTS_OF_BAR: dict[str, tuple[str, Predicate]] = {
    "answered": ("published", COUNTS["answered"]),
    "only-waits": ("awaiting partnership check", lambda outcome: outcome.waits and not outcome.is_answered),
    "overdue": ("overdue", COUNTS["overdue"]),
    "open": ("no response yet", lambda outcome: not (outcome.is_answered or outcome.waits or outcome.is_overdue)),
}
COUNTED = COUNTS | {part: counts for part, (_, counts) in PARTS_OF_BAR.items()}
COLUMNS = {
    "asked": "Requests",
    "answered": "Published",
    "waits": "Awaiting check",
    "overdue": "Overdue",
    "completed": "Completed",
    "assured": "Assured",
}
# The first is listed as "Published", the second is in no list, and the third is all that is known of some requests.
NOT_LISTED = (RequestState.PUBLISHED, RequestState.CLOSED, RequestState.AWAITED)
# The filters of the list, which include the states of a response.
SHOWN = {
    "overdue": "Overdue",
    **{state.value: state.label for state in RequestState if state not in NOT_LISTED},
    "answered": "Published",
    "completed": "Completed",
    "assured": "Assured",
}


# With the filters to which only the parts of a bar lead.
LABELS = SHOWN | {"only-waits": "Awaiting partnership check, none published", "open": "No response yet"}


TALLIES = 10  # rows on a page of each table: each row has bars, which take many bytes


@dataclass(frozen=True)
class Share:
    """A part of a bar: what it shows, where it begins, and its number out of all requests."""

    what: str
    start: int
    number: int
    asked: int

    @property
    def label(self) -> str:
        return PARTS_OF_BAR[self.what][0]

    @property
    def x(self) -> str:
        """Where the part begins, as an SVG coordinate."""
        return f"{100 * self.start / self.asked:.3f}%"

    @property
    def width(self) -> str:
        """The width of the part, as an SVG length."""
        return f"{100 * self.number / self.asked:.3f}%"


@dataclass(frozen=True)
class Tally:
    """The numbers of requests for a review, an agency or a whole partnership."""

    name: str
    key: str
    numbers: dict[str, int]  # the number for each key of COUNTED

    @property
    def counted(self) -> dict[str, int]:
        """The number for each of COLUMNS."""
        return {column: self.numbers[column] for column in COLUMNS}

    @property
    def cells(self) -> list[tuple[str, str, int]]:
        """The numbers as table cells: the heading of the column, its key, and the number."""
        return [(COLUMNS[column], column, number) for column, number in self.counted.items()]

    @property
    def shares(self) -> list["Share"]:
        """The parts of the bar of all requests: each request is in exactly one of them."""
        numbers = {part: self.numbers[part] for part in PARTS_OF_BAR}
        starts = accumulate(numbers.values(), initial=0)
        return [
            Share(what, start, number, self.numbers["asked"])
            for (what, number), start in zip(numbers.items(), starts, strict=False)
        ]


@login_required
def dashboard(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the numbers of a partnership's requests, and the list filtered by `?show=`, `?review=` and `?agency=`."""
    partnership = at_slug(partnerships_watched(request.user), slug)
    show, review, agency = (request.GET.get(name, "") for name in ("show", "review", "agency"))
    period = Period.until_today()
    table = asked_by(frozenset([partnership.pk]), period.end).standing().seen_in(period)
    names = names_asked(partnership)
    staff_names = names["agency for staff"]
    named = table
    for part, wanted in (("review", review), ("agency", agency)):
        if wanted:
            named = named.where(np.isin(getattr(named, part), keys_named(names, part, wanted)))
    selected = selections(named, permissions_of(request.user))
    page = page_of(request, (named.where(selected[show]) if show in selected else named).by_due_date())
    page.object_list = records_of(request, list(page.object_list))
    context = {
        "partnership": partnership,
        "tally": tally_of(partnership.name, table.counts()),
        "columns": COLUMNS,
        "by_review": page_of(request, tallies(names["review"], table.counts_by("review")), TALLIES, of="review"),
        "by_agency": page_of(request, tallies(staff_names, table.counts_by("agency")), TALLIES, of="agency"),
        "page": page,
        "show": show if show in LABELS else "",
        "label": LABELS.get(show, ""),
        "shown": [
            (one, label) for one, label in LABELS.items() if one == show or (one in SHOWN and selected[one].any())
        ],
        "review": review,
        "agency": agency,
        "may_edit": partnership.pk in permissions_of(request.user).partnerships,
    }
    return render(request, "recommendations/workspace/dashboard.html", context)


def selections(table: RequestTable, permissions: WorkspacePermissions) -> dict[str, np.ndarray]:
    """Return, for each filter of the list, which requests in a table it selects."""
    opened = table.opened_to(permissions)
    found = {
        state: opened.having(lambda outcome, state=state: outcome.state == state)
        for state in RequestState.values
        if state in SHOWN
    }
    begun = found[RequestState.NOT_STARTED]  # no outcome depends on a draft
    drafted = ResponseRequest.objects.with_draft().filter(asked_by__in=np.unique(table.asked_by).tolist())
    is_drafted = begun & np.isin(table.request, list(drafted.order_by().values_list("pk", flat=True)))
    found |= {RequestState.DRAFTED: is_drafted, RequestState.NOT_STARTED: begun & ~is_drafted}
    return found | {name: table.having(counts) for name, counts in COUNTED.items()}


def tally_of(name: str, counts: Counts) -> Tally:
    """Return the tally of a whole partnership."""
    return Tally(name, "", {key: counts.of(counted) for key, counted in COUNTED.items()})


def tallies(names: Names, counts: Counts) -> list[Tally]:
    """Return a tally for each of these names, sorted by name."""
    found = [Tally(names[key][1], names[key][0], numbers) for key, numbers in counts.by_value(COUNTED).items()]
    return sorted(found, key=lambda tally: (tally.name, tally.key))
