"""What had come of requests by a day: answered, published, judged; and what is missing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.functional import cached_property

from learning.models import Partnership

from .judgements import said
from .models import (
    Acceptance,
    Assurance,
    AssuranceState,
    EvidenceShows,
    Progress,
    Response,
    ResponseRequest,
    ResponseStep,
    ResponseVersion,
    StepAction,
)

FIRST_MONTH = 4  # a reporting year begins on 1 April
IMPACT = (EvidenceShows.PRACTICE, EvidenceShows.OUTCOME)
UNASSURED = {
    AssuranceState.NOT_ASSESSED: "Not assessed",
    AssuranceState.AGAIN: "To be assessed again",
    AssuranceState.INSUFFICIENT: "Assurance insufficient",
}


@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, both in it."""

    start: date
    end: date

    @property
    def seen_on(self) -> date:
        """The day whose state is reported: its last, or today where that is to come."""
        return min(self.end, timezone.localdate())

    @classmethod
    def of(cls, day: date) -> "Period":
        """Return the reporting year that a day is in: 1 April to 31 March."""
        year = day.year if day.month >= FIRST_MONTH else day.year - 1
        return cls(date(year, FIRST_MONTH, 1), date(year + 1, FIRST_MONTH - 1, 31))

    @classmethod
    def until_today(cls) -> "Period":
        """Return all days so far."""
        return cls(date.min, timezone.localdate())


@dataclass(frozen=True)
class Row:
    """One request with what had come of it on the day that is reported."""

    request: ResponseRequest
    period: Period
    version: ResponseVersion | None
    answered_on: date | None
    waits: bool  # a version waited to be checked
    judged: Assurance | None  # the last judgement on this version or, without one, on an earlier version

    @property
    def is_in_period(self) -> bool:
        """Whether it was asked in the period, or before it and was open when it began."""
        return not (self.is_carried_over and self.answered_on and self.answered_on < self.period.start)

    @cached_property
    def outcome(self) -> tuple[object, ...]:
        """All that figures are counted by: rows of the same outcome are in the same figures."""
        answers = (self.version is None, self.waits, self.acceptance, self.progress, self.judgement, self.shows)
        return (*answers, self.is_carried_over, self.is_overdue)

    @property
    def is_carried_over(self) -> bool:
        """Whether it was asked before the period."""
        return self.request.asked_on < self.period.start

    @property
    def is_overdue(self) -> bool:
        """Whether the due date was over with nothing submitted: a day is over when the next begins."""
        today = timezone.localdate()
        over = self.period.end + timedelta(days=1) if self.period.end < today else today
        return self.request.was_overdue(over, waits=self.waits, is_published=self.version is not None)

    @property
    def acceptance(self) -> Acceptance:
        return Acceptance(self.version.acceptance) if self.version else Acceptance.NOT_STATED

    @property
    def progress(self) -> Progress:
        return Progress(self.version.progress) if self.version else Progress.NOT_STATED

    @property
    def assurance(self) -> Assurance | None:
        """The judgement on this version, or None."""
        is_of_current = self.judged and self.version and self.judged.version_id == self.version.pk
        return self.judged if is_of_current else None

    @property
    def judgement(self) -> AssuranceState:
        if self.assurance:
            return AssuranceState(self.assurance.judgement)
        return AssuranceState.AGAIN if self.judged else AssuranceState.NOT_ASSESSED

    @property
    def judgement_in_words(self) -> str:
        """The judgement; for an earlier version, with the version that was judged."""
        is_stale = self.judgement == AssuranceState.AGAIN
        return said(self.judged, is_of_current=False) if is_stale else str(self.judgement.label)

    @property
    def shows(self) -> EvidenceShows | None:
        """What the evidence shows, None where there is none."""
        return EvidenceShows(self.assurance.shows) if self.assurance and self.assurance.shows else None

    @property
    def themes(self) -> list[str]:
        return [theme.name for theme in self.request.recommendation.themes.all()]

    @property
    def gaps(self) -> list[str]:
        """What is missing, in words."""
        if self.version is None and self.waits:
            return ["Submitted, not decided on yet"]
        if self.version is None:
            return ["Not answered, overdue" if self.is_overdue else "Not answered yet"]
        found = []
        if self.acceptance == Acceptance.NOT_STATED:
            found.append("Acceptance not stated")
        if self.progress == Progress.NOT_STATED:
            found.append("Progress not stated")
        if self.judgement in UNASSURED:
            found.append(UNASSURED[self.judgement])
        if self.shows not in IMPACT:
            found.append("No evidence of impact" if self.shows is None else "Evidence shows activity only")
        return found


def rows_on(requests: Iterable[ResponseRequest], partnership: Partnership, period: Period) -> list[Row]:
    """Return the result of each of these requests of a partnership at the end of the period.

    A version waiting to be checked counts only if this partnership checks it.
    """
    requests = list(requests)
    answers = answered_until(period.end, requests)
    assurances = judged_until(period.end, partnership)
    rows = []
    for request in requests:
        answer = answers[request.recommendation_id, request.agency_id]
        version = answer.published[-1][1] if answer.published else None
        first = min((day for day, _ in answer.published), default=None)
        given = assurances[version.response_id] if version else []
        own = [one for one in given if version and one.version_id == version.pk]
        judged = next(iter(own or given), None)
        rows.append(Row(request, period, version, first, answer.waits and request.decides, judged))
    return rows


@dataclass
class Answered:
    """What a body had answered by a day: the versions that were public, the oldest first, and if another waited."""

    published: list[tuple[date, ResponseVersion]] = field(default_factory=list)
    waits: bool = False


def answered_until(end: date, requests: list[ResponseRequest]) -> dict[tuple[int, int], Answered]:
    """Return what was answered by the end of a day, by recommendation and agency."""
    found: dict[tuple[int, int], Answered] = defaultdict(Answered)
    wanted = {request.recommendation_id for request in requests}
    steps: dict[int, dict[str, date]] = defaultdict(dict)
    for version_pk, action, at in ResponseStep.objects.filter(
        version__response__recommendation__in=wanted
    ).values_list("version", "action", "at"):
        if (day := timezone.localdate(at)) <= end:
            steps[version_pk][action] = day
    of_response = {
        pk: (recommendation, agency)
        for pk, recommendation, agency in Response.objects.filter(recommendation__in=wanted).values_list(
            "pk", "recommendation", "agency"
        )
    }
    # A report holds no words of an answer, which may be long.
    versions = ResponseVersion.objects.filter(response__recommendation__in=wanted)
    for version in versions.only("response", "number", "acceptance", "progress").order_by("number"):
        taken = steps[version.pk]
        answer = found[of_response[version.response_id]]
        if StepAction.PUBLISHED in taken and StepAction.WITHDRAWN not in taken:
            answer.published.append((taken[StepAction.PUBLISHED], version))
        if taken.keys() == {StepAction.SUBMITTED}:
            answer.waits = True
    return found


def judged_until(end: date, partnership: Partnership) -> dict[int, list[Assurance]]:
    """Return the partnership's judgements on each response up to a day, newest first."""
    found: dict[int, list[Assurance]] = defaultdict(list)
    judged = Assurance.objects.filter(partnership=partnership, judged_on__lte=end)
    for assurance in judged.defer("version__text").select_related("version").order_by("-judged_on", "-pk"):
        found[assurance.response_id].append(assurance)
    return found
