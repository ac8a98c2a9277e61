"""What is left to do before the review of a working copy can be published, for the bar of the editing page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from learning.models import Review
from reviews_portal.editing.checks.checklist import Checklist
from reviews_portal.editing.checks.problems import THEME_WANTED, Problem
from reviews_portal.editing.checks.quoted import NO_AGENCY, NOT_INVOLVED

from .detail_suggestions import DETAILS
from .models import Row, RowKind, WorkingCopy
from .models.row_kind import COLUMNS, NAMED, RECORDED_ONCE, STATEMENTS, kinds_of
from .reading import DOUBTFUL, Line, page_with
from .source import Compared, compared


@dataclass(frozen=True)
class Counts:
    """How much is left to do in a working copy, as far as a few queries tell. The check finds more: see `further`."""

    rows: int
    unmarked: int
    untagged: int
    unnamed: int  # rows for an agency that nobody has chosen yet
    doubtful: int
    missing: int  # pieces of imported documents whose words are neither in the review nor left out
    without_key_points: int  # columns of the summary that have rows, but no key points
    blank: int  # details of a draft that are blank

    @property
    def left(self) -> int:
        """How many things must be done. Key points and details are optional."""
        return self.unmarked + self.untagged + self.unnamed + self.doubtful + self.missing


def counts_of(copy: WorkingCopy, source: Sequence[Compared] | None = None) -> Counts:
    """Return how much is left to do in a working copy.

    `source` is what `compared` returns, if the caller has it.
    """
    kept = Q(removed_at=None)
    tagged = Row.themes.through.objects.filter(row__copy=copy).values("row")  # read once, not for each row
    found = copy.rows.aggregate(
        rows=Count("pk", filter=kept),
        unmarked=Count("pk", filter=kept & Q(kind=RowKind.UNMARKED)),
        untagged=Count("pk", filter=kept & ~Q(pk__in=tagged) & Q(kind__in=STATEMENTS)),
        unnamed=Count("pk", filter=kept & unnamed(copy)),
        doubtful=Count("pk", filter=kept & DOUBTFUL),
        **{f"all_{at}": Count("pk", filter=kept & Q(kind__in=kinds)) for at, (_, kinds, _) in enumerate(COLUMNS)},
        **{
            f"key_{at}": Count("pk", filter=kept & Q(kind__in=kinds, is_key=True))
            for at, (_, kinds, _) in enumerate(COLUMNS)
        },
    )
    columns = [(found.pop(f"all_{at}"), found.pop(f"key_{at}"), most) for at, (*_, most) in enumerate(COLUMNS)]
    return Counts(
        **found,
        missing=sum(one.is_open for one in (compared(copy) if source is None else source)),
        without_key_points=sum(number > most and not key for number, key, most in columns),
        blank=0 if copy.is_correction else number_blank(copy.review),
    )


def unnamed(copy: WorkingCopy) -> Q:
    """Return the condition for rows not yet recorded that name an agency, but for which nobody has chosen one."""
    named = Row.agencies.through.objects.filter(row__copy=copy).values("row")
    return Q(kind__in=kinds_of(*NAMED)) & ~Q(pk__in=named) & ~Q(record_type__in=RECORDED_ONCE)


def number_blank(review: Review) -> int:
    """Return how many of the details that an import leaves blank are blank."""
    return sum(not getattr(review, name) for name in DETAILS)


def further(found: Checklist) -> dict[str, int]:
    """Return how much more must be done, by name: what only the whole checklist finds."""
    return {"wrong": len({one.row.pk for one in found.must if not is_counted(one)}), "signs": len(found.signs)}


def is_counted(problem: Problem) -> bool:
    """Return whether a problem is one of those in `Counts`."""
    return problem.row.kind == RowKind.UNMARKED or problem.text in (THEME_WANTED, NO_AGENCY, NOT_INVOLVED)


# --- Steps -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Step:
    """One thing to do: how many there are, the text after the number, what the next step is called, and its URL."""

    name: str
    number: int
    what: str
    do: str
    address: str


def steps_of(copy: WorkingCopy, counts: Counts, lines: Iterable[Line], page: int = 1) -> list[Step]:
    """Return what must be done, in the order in which to do it. `lines` are those of the page shown.

    Suggestions come before what is added by hand. They are counted on this page only.
    """
    lines = list(lines)

    def at(name: str, wanted, condition: Q) -> str:
        """Return the URL of the first row that meets a condition: on this page, or else on another one."""
        if not getattr(counts, name):
            return ""
        found = next((line.row for line in lines if wanted(line)), None)
        if found:
            return f"#row-{found.pk}"
        row = copy.rows.kept().filter(condition).in_order().select_related("document").first()
        return address_of(copy, row) if row else ""

    tagged = Row.themes.through.objects.filter(row__copy=copy).values("row")
    untagged = Q(kind__in=STATEMENTS) & ~Q(pk__in=tagged)
    with_suggestions = [line for line in lines if line.to_add]
    numbers = vars(counts) | {
        # Also of rows that have themes, which are selected with them, but only while some need one.
        "suggested": len(with_suggestions) * any(line.lacks_themes or line.lacks_agency for line in with_suggestions)
    }
    places = {
        "doubtful": at("doubtful", lambda line: line.row.is_doubtful, DOUBTFUL),
        "unmarked": at("unmarked", lambda line: line.row.kind == RowKind.UNMARKED, Q(kind=RowKind.UNMARKED)),
        "untagged": at("untagged", lambda line: line.lacks_themes, untagged),
        "unnamed": at("unnamed", lambda line: line.lacks_agency, unnamed(copy)),
        "suggested": f"?{f'page={page}&' if page > 1 else ''}select=suggested#several",
        "missing": reverse("review_source", args=[copy.review.slug]),
    }
    return [
        Step(name, numbers[name], what, do, places[name])
        for name, what, do in (
            ("doubtful", "to confirm", "Next: confirm rows"),
            ("unmarked", "not marked", "Next: choose types"),
            ("suggested", "with suggestions", "Next: add suggestions"),
            ("untagged", "without themes", "Next: add themes"),
            ("unnamed", "without an agency", "Next: choose agencies"),
            ("missing", "not in the review", "Next: text not in the review"),
        )
    ]


def check_of(copy: WorkingCopy) -> Step:
    """Return the step that follows when nothing is known to be left: the checklist, which finds more."""
    return Step("signs", 0, "", "Next: check", reverse("review_checklist", args=[copy.review.slug]))


def address_of(copy: WorkingCopy, row: Row) -> str:
    """Return the URL of a row on another page."""
    return f"?page={page_with(copy, row)}#row-{row.pk}"


# --- Selections ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Selection:
    """Rows of a page that can be selected together, with what they are called after their number."""

    name: str
    what: str
    keys: list[int]

    @property
    def number(self) -> int:
        return len(self.keys)


def selections_of(lines: Iterable[Line]) -> list[Selection]:
    """Return the rows of a page that can be selected together because they need the same thing done."""
    lines = [line for line in lines if not line.is_fixed]
    found = [
        Selection(name, what, [line.row.pk for line in lines if wanted(line)])
        for name, what, wanted in (
            ("doubtful", "to confirm", lambda line: line.row.is_doubtful),
            ("suggested", "with suggestions", lambda line: line.to_add),
            ("untagged", "that need themes", lambda line: line.lacks_themes),
            ("unnamed", "that need an agency", lambda line: line.lacks_agency),
        )
    ]
    return [one for one in found if one.keys]
