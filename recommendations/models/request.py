"""Requests to agencies to respond to a recommendation."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, When
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from learning.addresses import address_of
from learning.models import Agency, Partnership
from learning.querysets import IndexedQuerySet
from learning.sight import review_rule, sight_of
from recommendations.workflow_triggers import ASKS
from recommendations.workspace_permissions import (
    acts_on,
    commissioned_by,
    commissioned_by_none,
    partnerships_for,
    permissions_of,
)

from .draft import ResponseDraft
from .recommendation import Recommendation
from .response import TOLD_TO_ALL, ResponseStep, ResponseVersion, ResponseVersionQuerySet, StepAction


class ChaseStage(models.TextChoices):
    """The stages of asking and reminding."""

    ASKED = "asked", "Asked"
    REMINDED = "reminded", "Reminded"
    ESCALATED = "escalated", "Escalated"


class RequestState(models.TextChoices):
    """The state of the response to a request."""

    NOT_STARTED = "not-started", "Not started"
    DRAFTED = "drafted", "Being written"
    WAITS = "waits", "Waits to be checked"
    RETURNED = "returned", "Returned to the agency"
    PUBLISHED = "published", "Published"
    AWAITED = "awaited", "Awaiting response"  # the only state shown to users who may not see the process
    CLOSED = "closed", "Closed"  # its partnership did not commission the review


class RequestQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "RequestQuerySet":
        """Return the requests that this user may see: of their partnerships, or of those that show them to all."""
        sight = sight_of(user)
        if sight.everything:
            return self
        return self.filter(
            review_rule(user, "recommendation__review__"),
            Q(asked_by__shows_unanswered=True) | Q(asked_by__in=sight.partnerships),
        ).standing()

    def standing(self) -> "RequestQuerySet":
        """Return the requests of partnerships that may act on the review. All others are closed."""
        return self.filter(acts_on("recommendation__review", "asked_by"))

    def deciding_on(self, recommendation: Recommendation, agency: Agency) -> "RequestQuerySet":
        """Return the requests of partnerships that decide on the responses, see `deciding`."""
        return self.filter(deciding(), recommendation=recommendation, agency=agency)

    def concerning(self, user) -> "RequestQuerySet":
        """Return the requests in this user's workspace, see `workspace_permissions.py`."""
        permissions = permissions_of(user)
        if permissions.everything:
            return self
        return self.filter(Q(agency__in=permissions.agencies) | Q(asked_by__in=permissions.watched))

    def with_decides(self) -> "RequestQuerySet":
        """Add `decides`, which saves a query for each request."""
        return self.annotate(decides=Case(When(deciding(), then=True), default=False))

    def with_state(self, user=None) -> "RequestQuerySet":
        """Add the values from which `state` is derived, limited to those that the user may know, if a user is given.

        They are: whether a version is waiting or published, the last step, and a saved draft.
        """
        opens = opening_to(user)
        answers = {"response__recommendation": OuterRef("recommendation"), "response__agency": OuterRef("agency")}
        versions = ResponseVersion.objects.filter(**answers)
        steps = ResponseStep.objects.filter(**{f"version__{path}": value for path, value in answers.items()})
        drafts = ResponseDraft.objects.filter(revision__gt=0, **answers)
        return self.with_decides().annotate(
            stands=Case(When(acts_on("recommendation__review", "asked_by"), then=True), default=False),
            is_open=Case(When(opens, then=True), default=False),
            waits=Case(When(opens & Q(Exists(versions.waiting())), then=True), default=False),
            is_published=Exists(versions.published()),
            last_step=Case(When(opens, then=Subquery(steps.order_by("-at", "-pk").values("action")[:1]))),
            last_step_at=Case(When(opens, then=Subquery(steps.order_by("-at", "-pk").values("at")[:1]))),
            drafted_at=Case(When(opens, then=Subquery(drafts.values("saved_at")[:1]))),
        )

    def with_is_done(self) -> "RequestQuerySet":
        """Add, to requests `with_state()`, `is_done`: whether their agency has nothing more to do, as `state` says."""
        return self.annotate(
            is_done=Case(
                When(Q(stands=False) | Q(waits=True), then=True),
                When(last_step=StepAction.RETURNED, then=False),
                When(is_published=True, then=True),
                default=False,
                output_field=models.BooleanField(),
            )
        )

    def unanswered(self) -> "RequestQuerySet":
        """Return the requests without a published version of a response."""
        answered = ResponseVersion.objects.published().filter(
            response__recommendation=OuterRef("recommendation"), response__agency=OuterRef("agency")
        )
        return self.filter(~Exists(answered))


def deciding() -> Q:
    """Return the condition that the partnership of a request decides on the response.

    It commissioned the review; or no partnership is recorded as having done so, and it asked first. Other partnerships
    that asked see only what is published: asking gives no access to another partnership's process.
    """
    same = {"recommendation": OuterRef("recommendation"), "agency": OuterRef("agency")}
    earlier = Q(asked_on__lt=OuterRef("asked_on")) | Q(asked_on=OuterRef("asked_on"), pk__lt=OuterRef("pk"))
    asked_first = ~Q(Exists(ResponseRequest.objects.filter(earlier, **same)))
    review = "recommendation__review"
    return commissioned_by(review, "asked_by") | (commissioned_by_none(review) & asked_first)


def opening_to(user) -> Q:
    """Return the condition that a user may see the unpublished part of a response, see `opens_to`."""
    permissions = permissions_of(user)
    if user is None or permissions.everything:
        return Q(pk__isnull=False)
    return Q(agency__in=permissions.agencies) | (Q(asked_by__in=permissions.watched) & deciding())


class RequestManager(models.Manager.from_queryset(RequestQuerySet)):
    def get_by_natural_key(self, reference: str, agency: str, asked_by: str) -> "ResponseRequest":
        return self.get(recommendation__reference=reference, agency__slug=agency, asked_by__slug=asked_by)


class ResponseRequest(models.Model):
    """A partnership's request to one agency to respond to one recommendation."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="requests")
    asked_by = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="requests")
    asked_on = models.DateField()
    due_on = models.DateField()
    chase_stage = models.CharField(max_length=20, choices=ChaseStage, default=ChaseStage.ASKED)
    chased_on = models.DateField(null=True, blank=True, help_text="When it was last reminded or escalated.")
    note = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = RequestManager()

    class Meta:
        ordering = ["due_on", "recommendation", "agency"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "agency", "asked_by"], name="request_once_by_a_partnership"
            ),
            models.CheckConstraint(
                name="request_due_after_asking",
                condition=Q(due_on__gte=F("asked_on")),
                violation_error_message="The due date is before the date of asking.",
            ),
            models.CheckConstraint(name="request_stage_known", condition=Q(chase_stage__in=ChaseStage.values)),
        ]

    stands: bool  # set by with_state()
    is_open: bool
    waits: bool
    is_published: bool
    last_step: str | None
    last_step_at: datetime | None
    drafted_at: datetime | None

    def __str__(self) -> str:
        return f"{self.agency} asked about {self.recommendation.reference}"

    def get_absolute_url(self) -> str:
        return address_of("response_request", str(self.pk))

    @cached_property
    def decides(self) -> bool:
        """Whether the partnership that asked decides on the response: returns, publishes and withdraws it."""
        deciding = ResponseRequest.objects.deciding_on(self.recommendation, self.agency)
        return deciding.filter(pk=self.pk).exists()

    def clean(self) -> None:
        """Raise ValidationError unless the partnership that asks may act on the review."""
        acting = partnerships_for(self.recommendation.review) if self.recommendation_id else Partnership.objects.all()
        if not acting.filter(pk=self.asked_by_id).exists():
            raise ValidationError({"asked_by": ASKS})

    def opens_to(self, user) -> bool:
        """Return whether a user may read unpublished responses: as a writer, or in the deciding workspace."""
        permissions = permissions_of(user)
        if permissions.everything or self.agency_id in permissions.agencies:
            return True
        return permissions.watches(self.asked_by_id) and self.decides

    def versions_for(self, user) -> ResponseVersionQuerySet:
        """Return the versions of the response that a user who may see this request may read."""
        versions = ResponseVersion.objects.filter(
            response__recommendation=self.recommendation_id, response__agency=self.agency_id
        )
        return versions if self.opens_to(user) else versions.published()

    def steps_for(self, user) -> models.QuerySet[ResponseStep]:
        """Return the steps of the response that a user who may see this request may know."""
        own = {
            "version__response__recommendation": self.recommendation_id,
            "version__response__agency": self.agency_id,
        }
        steps = ResponseStep.objects.filter(**own).select_related("version")
        return steps if self.opens_to(user) else steps.filter(action__in=TOLD_TO_ALL)

    @property
    def is_overdue(self) -> bool:
        """Whether it is past its due date with nothing submitted or published. Needs `with_state()`."""
        return self.stands and self.was_overdue(timezone.localdate(), waits=self.waits, is_published=self.is_published)

    def was_overdue(self, day: date, *, waits: bool, is_published: bool) -> bool:
        """Return whether it was past its due date on a day with nothing awaiting a check or published."""
        return self.due_on < day and not waits and not is_published

    @property
    def is_draft_begun(self) -> bool:
        """Whether a draft was saved since the last step. Needs `with_state()`."""
        return self.drafted_at is not None and (self.last_step_at is None or self.drafted_at > self.last_step_at)

    @property
    def state(self) -> "RequestState":
        """The state of the response, as far as the user of `with_state()` may know it."""
        if not self.stands:
            return RequestState.CLOSED
        if not self.is_open:
            return RequestState.PUBLISHED if self.is_published else RequestState.AWAITED
        if self.waits:
            return RequestState.WAITS
        if self.last_step == StepAction.RETURNED:
            return RequestState.RETURNED
        if self.is_published:
            return RequestState.PUBLISHED
        return RequestState.DRAFTED if self.drafted_at else RequestState.NOT_STARTED

    def natural_key(self) -> tuple[str, str, str]:
        return (self.recommendation.reference, self.agency.slug, self.asked_by.slug)

    natural_key.dependencies = ["recommendations.recommendation", "learning.agency", "learning.partnership"]  # type: ignore[attr-defined]
