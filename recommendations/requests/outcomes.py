"""The outcome of requests on a given day: whether they were answered, published and judged, and what is missing.

`results_of` is the rule, both for one request and for all requests of a partnership. `Outcome` derives the rest.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from learning.models import Review
from recommendations.models import (
    Acceptance,
    Assurance,
    AssuranceState,
    EvidenceShows,
    Progress,
    RequestState,
    Response,
    ResponseRequest,
    ResponseStep,
    StepAction,
)
from recommendations.models.request import RequestQuerySet, is_overdue, state_of
from recommendations.models.response_step import TOLD_TO_ALL

FIRST_MONTH = 4  # a reporting year begins on 1 April
IMPACT = (EvidenceShows.PRACTICE, EvidenceShows.OUTCOME)
UNASSURED = {
    AssuranceState.NOT_ASSESSED: "assessment",
    AssuranceState.AGAIN: "reassessment",
    AssuranceState.INSUFFICIENT: "assurance (currently not assured)",
}


@dataclass(frozen=True)
class Period:
    """The days from `start` to `end`, inclusive."""

    start: date
    end: date

    @property
    def seen_on(self) -> date:
        """The day whose state is reported: the last day, or today if that is in the future."""
        return min(self.end, timezone.localdate())

    @property
    def due_before(self) -> date:
        """The first due date that was not yet over: a day is over when the next one begins."""
        today = timezone.localdate()
        return self.end + timedelta(days=1) if self.end < today else today

    @classmethod
    def of(cls, day: date) -> "Period":
        """Return the reporting year that contains a day: 1 April to 31 March."""
        year = day.year if day.month >= FIRST_MONTH else day.year - 1
        return cls(date(year, FIRST_MONTH, 1), date(year + 1, FIRST_MONTH - 1, 31))

    @classmethod
    def until_today(cls) -> "Period":
        """Return the period of all days up to today."""
        return cls(date.min, timezone.localdate())


class Outcome(NamedTuple):
    """Everything that the figures depend on: requests with the same outcome are counted in the same figures."""

    stands: bool  # its partnership may act on the review
    decides: bool  # its partnership decides on the response
    is_answered: bool = False
    is_waiting: bool = False  # a version was awaiting a check
    is_returned: bool = False  # its last step was a return to the agency
    acceptance: str = Acceptance.NOT_STATED
    progress: str = Progress.NOT_STATED
    judgement: str = AssuranceState.NOT_ASSESSED
    shows: str = ""  # what the evidence shows, "" if there is none
    is_open: bool = False  # the person it is shown to may know what is not published
    is_carried_over: bool = False  # the request was made before the period
    is_late: bool = False  # its due date was over

    @property
    def waits(self) -> bool:
        """Whether a version was awaiting a check, as far as the reader may know."""
        return self.is_waiting and self.is_open

    @property
    def is_overdue(self) -> bool:
        """Whether the due date had passed and nothing was submitted."""
        return self.stands and is_overdue(self.is_late, waits=self.waits, is_published=self.is_answered)

    @property
    def state(self) -> RequestState:
        """The state of the response, without regard to a draft."""
        return state_of(
            stands=self.stands,
            is_open=self.is_open,
            waits=self.waits,
            is_returned=self.is_returned,
            is_published=self.is_answered,
            is_drafted=False,
        )

    @property
    def is_done(self) -> bool:
        """Whether the agency has nothing more to do."""
        return self.state in (RequestState.CLOSED, RequestState.WAITS, RequestState.PUBLISHED)

    @property
    def gaps(self) -> list[str]:
        """What is still needed, in words."""
        if not self.is_answered and self.waits:
            return ["partnership check of the submitted response"]
        if not self.is_answered:
            return ["response (overdue)" if self.is_overdue else "response"]
        found = []
        if self.acceptance == Acceptance.NOT_STATED:
            found.append("acceptance")
        if self.progress == Progress.NOT_STATED:
            found.append("progress")
        if self.judgement in UNASSURED:
            found.append(UNASSURED[AssuranceState(self.judgement)])
        if self.shows not in IMPACT:
            found.append("evidence of impact (only activity shown)" if self.shows else "evidence of impact")
        return found


class Keys(NamedTuple):
    """The keys and dates of one request."""

    request: int
    recommendation: int
    agency: int
    asked_by: int
    review: int
    asked_on: date
    due_on: date


class Result(NamedTuple):
    """The result of one request: its outcome, and the records that it comes from."""

    keys: Keys
    answered_on: date | None
    version: int | None  # the newest published version
    judged: int | None  # the last judgement on this version or, without one, on an earlier version
    outcome: Outcome


@dataclass(slots=True)
class Answer:
    """An agency's response to a recommendation on a given day: its versions, and the last step."""

    response: int = 0
    published: list[tuple[int, int, str, str, date]] = field(default_factory=list)  # oldest first
    is_waiting: bool = False
    last_step: str = ""
    last_step_at: datetime | None = None


NOTHING = Answer()


def results_of(requests: RequestQuerySet, end: date) -> Iterator[Result]:
    """Yield the result of each of these requests at the end of a day, in their order.

    A partnership knows that a version is awaiting a check only if it is the one that checks it.
    """
    path = ("pk", "recommendation_id", "agency_id", "asked_by_id", "recommendation__review_id", "asked_on", "due_on")
    rows = [Keys(*row) for row in requests.values_list(*path)]
    wanted = requests.order_by()
    responses = Response.objects.filter(
        recommendation__in=wanted.values("recommendation"), agency__in=wanted.values("agency")
    )
    answers, judged, may_act = answers_until(end, responses), judged_until(end, responses), acting(rows)
    same: dict[Outcome, Outcome] = {}  # only a few distinct outcomes occur
    for row in rows:
        stands, decides = may_act[row.request]
        answer = answers.get((row.recommendation, row.agency), NOTHING)
        is_returned = answer.last_step == StepAction.RETURNED
        outcome = Outcome(stands, decides, is_waiting=answer.is_waiting, is_returned=is_returned, is_open=decides)
        answered_on = version = judgement = None
        if answer.published:
            version, _, acceptance, progress, _ = answer.published[-1]
            answered_on = min(day for *_, day in answer.published)
            judgement, state, shows = judgement_on(version, judged[answer.response, row.asked_by])
            outcome = outcome._replace(
                is_answered=True, acceptance=acceptance, progress=progress, judgement=state, shows=shows
            )
        yield Result(row, answered_on, version, judgement, same.setdefault(outcome, outcome))


def acting(requests: Iterable[Keys]) -> dict[int, tuple[bool, bool]]:
    """Return, for each request, whether its partnership may act on the review and whether it decides on the response.

    The rules are those of `acts_on` and `deciding`, applied to requests in memory.
    """
    requests = list(requests)
    commissioned: dict[int, set[int]] = defaultdict(set)
    ties = Review.partnerships.through.objects.filter(review__in={one.review for one in requests})
    for review, partnership in ties.values_list("review_id", "partnership_id"):
        commissioned[review].add(partnership)
    by_none = {one.recommendation for one in requests if one.review not in commissioned}
    first: dict[tuple[int, int], int] = {}
    if by_none:
        asked = ResponseRequest.objects.filter(recommendation__in=by_none).order_by("asked_on", "pk")
        for pk, *answer in asked.values_list("pk", "recommendation_id", "agency_id"):
            first.setdefault((answer[0], answer[1]), pk)
    found = {}
    for one in requests:
        if one.review in commissioned:
            stands = decides = one.asked_by in commissioned[one.review]
        else:
            stands, decides = True, first[one.recommendation, one.agency] == one.request
        found[one.request] = stands, decides
    return found


def answers_until(end: date, responses: QuerySet[Response]) -> dict[tuple[int, int], Answer]:
    """Return these responses at the end of a day, by recommendation and agency.

    A joint response that is submitted or returned is a matter of the partnership that recorded it: it counts for its
    agencies from its publication.
    """
    found = ResponseStep.objects.filter(version__response__in=responses).order_by("at", "pk")
    if end.year < date.max.year:
        over = datetime.combine(end + timedelta(days=1), time.min)
        found = found.filter(at__lt=timezone.make_aware(over))
    answers: dict[tuple[int, int], Answer] = {}
    versions: dict[int, tuple[Answer, int, str, str]] = {}
    steps: dict[int, dict[str, datetime]] = defaultdict(dict)
    rows = found.values_list(
        "version__response__recommendation_id", "version__response__agency_id", "version__response_id",
        "version_id", "version__passage_id", "version__number", "version__acceptance", "version__progress", "action",
        "at",
    )  # fmt: skip
    for recommendation, agency, response, version, passage, number, acceptance, progress, action, at in rows:
        answer = answers.setdefault((recommendation, agency), Answer(response))
        if passage and action not in TOLD_TO_ALL:
            continue
        versions[version] = answer, number, acceptance, progress
        steps[version][action] = at
        answer.last_step, answer.last_step_at = action, at
    for version, taken in steps.items():
        answer, number, acceptance, progress = versions[version]
        if StepAction.PUBLISHED in taken and StepAction.WITHDRAWN not in taken:
            day = timezone.localdate(taken[StepAction.PUBLISHED])
            answer.published.append((version, number, acceptance, progress, day))
        if taken.keys() == {StepAction.SUBMITTED}:
            answer.is_waiting = True
    for answer in answers.values():
        answer.published.sort(key=lambda one: one[1])
    return answers


type Judged = tuple[int, int | None, str, str]  # key, version that was judged, judgement, what the evidence shows


def judged_until(end: date, responses: QuerySet[Response]) -> dict[tuple[int, int], list[Judged]]:
    """Return each partnership's judgements on each of these responses up to a day, newest first."""
    found: dict[tuple[int, int], list[Judged]] = defaultdict(list)
    judged = Assurance.objects.filter(response__in=responses, judged_on__lte=end)
    for response, partnership, pk, version, judgement, shows in judged.order_by("-judged_on", "-pk").values_list(
        "response_id", "partnership_id", "pk", "version_id", "judgement", "shows"
    ):
        found[response, partnership].append((pk, version, judgement, shows))
    return found


def judgement_on(version: int, given: list[Judged]) -> tuple[int | None, str, str]:
    """Return the key of the judgement that applies to a version, the state of assurance, and what the evidence shows.

    `given` are a partnership's judgements on the response, newest first.
    """
    for key, judged, judgement, shows in given:
        if judged == version:
            return key, judgement, shows
    if given:
        return given[0][0], AssuranceState.AGAIN, ""
    return None, AssuranceState.NOT_ASSESSED, ""
