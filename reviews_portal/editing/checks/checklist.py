"""The checklist before publication: what must be corrected, and what may be wrong."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from learning.identity.flags import Flag
from learning.models.resource import AddressState
from learning.models.section import WHAT_HAPPENED
from learning.vocabulary.partnership_names import another_partnership
from reviews_portal.editing.actions.publishing.plan import plan_of
from reviews_portal.editing.actions.publishing.planned import Plan, Planned
from reviews_portal.editing.models import Row, WorkingCopy
from reviews_portal.editing.models.row_kind import COLUMNS, Becomes
from reviews_portal.editing.source import number_open

from .cut_off import Habits, looks_cut_off
from .identity import undecided_in
from .problems import Problem, problems_in

BROKEN_LINK = re.compile(r"https?://\s|https?:\s//|www\.\s|\bhttps?:/[^/]", re.IGNORECASE)


@dataclass(frozen=True)
class Checklist:
    """What to correct or decide before publication, points to check, and what the review as a whole lacks."""

    must: list[Problem]
    advice: list[Problem]
    about_all: list[str]
    signs: list[Flag]  # that could identify someone, without a decision
    without_key_points: list[str]  # the columns of the summary that have no key points
    missing: int = 0  # pieces of imported documents that are neither in the review nor left out

    @property
    def is_ready(self) -> bool:
        """Whether nothing is left that must be done before publication."""
        return not (self.must or self.signs or self.missing)


def checklist_of(copy: WorkingCopy) -> Checklist:
    """Return the checklist of a working copy, in document order, without text that is hidden from readers."""
    plan, hidden = plan_of(copy), copy.rows.hidden_keys()
    advice = [Problem(row, text, is_advice=True) for row, text in advice_on(plan) if row.pk not in hidden]
    in_order = lambda problem: (problem.row.document.position, problem.row.position)  # noqa: E731  used twice
    return Checklist(
        sorted((one for one in problems_in(copy, plan) if one.row.pk not in hidden), key=in_order),
        sorted(advice, key=in_order),
        [*about_all(plan), *([another] if (another := another_partnership(copy.review)) else [])],
        undecided_in(copy),
        columns_without_key_points(plan),
        number_open(copy),
    )


def about_all(plan: Plan) -> Iterator[str]:
    """Yield what the review as a whole lacks."""
    statements = [one for one in plan.records if one.row.is_statement]
    if not (plan.records or plan.quoted or plan.unmarked or plan.misplaced):
        yield "There is no text yet. Add the text of the document."
    elif not statements:
        yield "No row is marked as learning or as a recommendation yet. Mark any that the document has."
    if statements and not any(one.row.kind in WHAT_HAPPENED for one in plan.records):
        labels = ", ".join(f"“{kind.label}”" for kind in WHAT_HAPPENED[:-1])
        yield (
            f"Nothing says what happened: no row is marked as {labels} or “{WHAT_HAPPENED[-1].label}”. "
            "The review’s page should begin with this."
        )


def columns_without_key_points(plan: Plan) -> list[str]:
    """Return what the columns of the summary are about for which no key points are marked, if they have any rows."""
    rows = [one.row for one in plan.records]
    found = []
    for name, kinds, most in COLUMNS:
        own = [row for row in rows if row.kind in kinds]
        if len(own) > most and not any(row.is_key for row in own):
            found.append(name)
    return found


def advice_on(plan: Plan) -> Iterator[tuple[Row, str]]:
    """Yield rows that may be wrong, with what to look at."""
    yield from gaps_in_numbers(plan)
    yield from missing_headings(plan)
    habits = Habits(plan)
    for record in plan.records:
        for one in (record, *record.parts):
            if one.row.is_doubtful:
                yield one.row, one.row.doubt
            yield from looks_wrong(one, habits)
    for quoted in plan.quoted:
        if quoted.row.is_doubtful:
            yield quoted.row, quoted.row.doubt
        if quoted.row.becomes == Becomes.ACTION and len({one.recommendation for one in quoted.answers}) > 1:
            first = quoted.answers[0].recommendation.values["short_label"]
            yield quoted.row, f"This action names several recommendations. It will be shown under the first, {first}."


def gaps_in_numbers(plan: Plan) -> Iterator[tuple[Row, str]]:
    """Yield recommendations before whose number another one seems to be missing, series by series."""
    last: dict[tuple[int, str], int] = defaultdict(int)
    for record in plan.records:
        label = record.row.label
        if record.becomes != Becomes.RECOMMENDATION or not (label.isascii() and label.isdigit()):
            continue
        series, number = (record.document.pk, record.row.series), int(label)
        if number > last[series] + 1:
            missing = f"{last[series] + 1}" if number == last[series] + 2 else f"{last[series] + 1} to {number - 1}"
            yield record.row, f"There is no recommendation {missing} before this one. Check the document."
        elif number <= last[series]:
            yield record.row, f"Recommendation {number} comes after {last[series]}. Check the numbers."
        last[series] = max(last[series], number)


def missing_headings(plan: Plan) -> Iterator[tuple[Row, str]]:
    """Yield the first record of each document, if there is no heading above it."""
    for document in dict.fromkeys(record.document.pk for record in plan.records):
        own = [record for record in plan.records if record.document.pk == document]
        if not own[0].values["heading"] and len(own) > 1:
            yield own[0].row, "There is no heading above this. If the document has one, add it."


def looks_wrong(record: Planned, habits: Habits) -> Iterator[tuple[Row, str]]:
    """Yield a row that looks cut off, or has a damaged link."""
    row, words = record.row, record.row.words.strip()
    if record.becomes == Becomes.RESOURCE:
        if row.address_state == AddressState.DAMAGED:
            yield row, "The link is damaged in the document, so it will be shown as plain text."
        return
    if BROKEN_LINK.search(words):
        yield row, "A link in this text looks damaged. Check the document."
    for text in looks_cut_off(record, habits):
        yield row, text
