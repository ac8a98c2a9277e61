"""Requests to agencies to respond to a recommendation."""

from datetime import datetime
from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from learning.addresses import address_of
from learning.models import Agency, Partnership
from learning.models.named_agency import check_link
from learning.querysets import IndexedQuerySet
from learning.sight import review_rule, sight_of
from recommendations.triggers.workflow import ASKS
from recommendations.workspace_permissions import (
    acts_on,
    commissioned_by,
    commissioned_by_none,
    partnerships_for,
    permissions_of,
)

from .draft import ResponseDraft
from .recommendation import Recommendation
from .response_step import TOLD_TO_ALL, ResponseStep, StepAction
from .response_version import ResponseVersion, ResponseVersionQuerySet


class ChaseStage(models.TextChoices):
    """The stages of asking and reminding."""

    ASKED = "asked", "No reminder sent"
    REMINDED = "reminded", "Reminder sent"
    ESCALATED = "escalated", "Escalated"


class RequestState(models.TextChoices):
    """The state of the response to a request."""

    NOT_STARTED = "not-started", "Not started"
    DRAFTED = "drafted", "Draft started"
    WAITS = "waits", "Awaiting partnership check"
    RETURNED = "returned", "Returned to agency"
    PUBLISHED = "published", "Published"
    AWAITED = "awaited", "Awaiting response"  # the only state shown to users who may not see the process
    CLOSED = "closed", "Closed"  # its partnership did not commission the review


class RequestQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "RequestQuerySet":
        """Return the requests that this user may see: of their partnerships, or of those that show them to all."""
        sight = sight_of(user)
        if sight.everything:
            return self.shown()
        return (
            self.shown()
            .filter(
                review_rule(user, "recommendation__review__"),
                Q(asked_by__shows_unanswered=True) | Q(asked_by__in=sight.partnerships),
            )
            .standing()
        )

    def standing(self) -> "RequestQuerySet":
        """Return the requests of partnerships that may act on the review. All others are closed, or hidden."""
        return self.shown().filter(acts_on("recommendation__review", "asked_by"))

    def deciding_on(self, recommendation: Recommendation, agency: Agency) -> "RequestQuerySet":
        """Return the requests of partnerships that decide on the responses, see `deciding`."""
        return self.filter(deciding(), recommendation=recommendation, agency=agency)

    def concerning(self, user) -> "RequestQuerySet":
        """Return the requests in this user's workspace, see `workspace_permissions.py`."""
        permissions = permissions_of(user)
        if permissions.everything:
            return self.shown()
        return self.shown().filter(Q(agency__in=permissions.agencies) | Q(asked_by__in=permissions.watched))

    def with_draft(self) -> "RequestQuerySet":
        """Return the requests on whose response a draft was saved."""
        own = {"response__recommendation": OuterRef("recommendation"), "response__agency": OuterRef("agency")}
        return self.filter(Exists(ResponseDraft.objects.filter(revision__gt=0, **own)))

    def unanswered(self) -> "RequestQuerySet":
        """Return the requests without a published version of a response."""
        answered = ResponseVersion.objects.published().filter(
            response__recommendation=OuterRef("recommendation"), response__agency=OuterRef("agency")
        )
        return self.filter(~Exists(answered))

    def unsubmitted(self) -> "RequestQuerySet":
        """Return the requests with nothing published and nothing waiting to be checked."""
        waiting = ResponseVersion.objects.waiting().filter(
            response__recommendation=OuterRef("recommendation"), response__agency=OuterRef("agency")
        )
        return self.unanswered().filter(~Exists(waiting))


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


def is_overdue(is_late: bool, *, waits: bool, is_published: bool) -> bool:
    """Return whether a request is overdue: it is past its due date with nothing awaiting a check or published."""
    return is_late and not waits and not is_published


def state_of(
    *, stands: bool, is_open: bool, waits: bool, is_returned: bool, is_published: bool, is_drafted: bool
) -> RequestState:
    """Return the state of the response to a request, as far as somebody may know it.

    It `stands` if its partnership may act on the review, and `is_open` to those who may know what is not published.
    """
    if not stands:
        return RequestState.CLOSED
    if not is_open:
        return RequestState.PUBLISHED if is_published else RequestState.AWAITED
    if waits:
        return RequestState.WAITS
    if is_returned:
        return RequestState.RETURNED
    if is_published:
        return RequestState.PUBLISHED
    return RequestState.DRAFTED if is_drafted else RequestState.NOT_STARTED


class RequestManager(models.Manager.from_queryset(RequestQuerySet)):
    def get_by_natural_key(self, reference: str, agency: str, asked_by: str) -> "ResponseRequest":
        return self.get(recommendation__reference=reference, agency__slug=agency, asked_by__slug=asked_by)


class ResponseRequest(models.Model):
    """A partnership's request to one agency to respond to one recommendation."""

    hidden_with: ClassVar = {"recommendation__reference": "reference", "recommendation__review": "review"}

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="requests")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="requests")
    asked_by = models.ForeignKey(
        Partnership, on_delete=models.PROTECT, related_name="requests", verbose_name="requested by"
    )
    asked_on = models.DateField("requested on")
    due_on = models.DateField()
    chase_stage = models.CharField("reminders", max_length=20, choices=ChaseStage, default=ChaseStage.ASKED)
    chased_on = models.DateField("last reminder or escalation", null=True, blank=True)
    note = models.TextField(blank=True)
    history = HistoricalRecords()

    objects = RequestManager()

    class Meta:
        ordering = ["due_on", "recommendation", "agency", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["recommendation", "agency", "asked_by"], name="request_once_by_a_partnership"
            ),
            models.CheckConstraint(
                name="request_due_after_asking",
                condition=Q(due_on__gte=F("asked_on")),
                violation_error_message="Due date must be on or after the date of the request.",
            ),
            models.CheckConstraint(name="request_stage_known", condition=Q(chase_stage__in=ChaseStage.values)),
        ]

    # Set by with_states(), as far as its user may know them.
    stands: bool  # its partnership may act on the review
    is_open: bool  # to that user
    waits: bool
    is_published: bool
    last_step: str
    last_step_at: datetime | None
    drafted_at: datetime | None

    def __str__(self) -> str:
        return f"Request to {self.agency} about {self.recommendation.reference}"

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
        if self.recommendation_id and self.agency_id:
            check_link(self.recommendation.review, self.agency)

    def opens_to(self, user) -> bool:
        """Return whether a user may read unpublished responses: as a writer, or in the deciding workspace."""
        return self.agency_id in permissions_of(user).agencies or self.checked_by(user)

    def checked_by(self, user) -> bool:
        """Return whether a user reads the process of the partnership that decides, or of every one."""
        permissions = permissions_of(user)
        return permissions.everything or (permissions.watches(self.asked_by_id) and self.decides)

    def versions_for(self, user) -> ResponseVersionQuerySet:
        """Return the versions of the response that a user who may see this request may read."""
        versions = ResponseVersion.objects.filter(
            response__recommendation=self.recommendation_id, response__agency=self.agency_id
        )
        return versions if self.opens_to(user) else versions.published()

    def steps_for(self, user) -> models.QuerySet[ResponseStep]:
        """Return the steps of the response that a user who may see this request may know.

        A joint response is recorded, and returned, within a partnership. Agencies see it once it is published.
        """
        own = {
            "version__response__recommendation": self.recommendation_id,
            "version__response__agency": self.agency_id,
        }
        steps = ResponseStep.objects.filter(**own).select_related("version")
        if self.checked_by(user):
            return steps
        told = Q(action__in=TOLD_TO_ALL)
        return steps.filter(told | Q(version__passage=None) if self.opens_to(user) else told)

    @property
    def is_overdue(self) -> bool:
        """Whether it is past its due date with nothing submitted or published. Needs `with_states()`."""
        is_late = self.due_on < timezone.localdate()
        return self.stands and is_overdue(is_late, waits=self.waits, is_published=self.is_published)

    @property
    def is_draft_begun(self) -> bool:
        """Whether a draft was saved since the last step. Needs `with_states()`."""
        return self.drafted_at is not None and (self.last_step_at is None or self.drafted_at > self.last_step_at)

    @property
    def state(self) -> "RequestState":
        """The state of the response, as far as the user of `with_states()` may know it."""
        return state_of(
            stands=self.stands,
            is_open=self.is_open,
            waits=self.waits,
            is_returned=self.last_step == StepAction.RETURNED,
            is_published=self.is_published,
            is_drafted=self.drafted_at is not None,
        )

    def natural_key(self) -> tuple[str, str, str]:
        return (self.recommendation.reference, self.agency.slug, self.asked_by.slug)

    natural_key.dependencies = ["recommendations.recommendation", "learning.agency", "learning.partnership"]  # type: ignore[attr-defined]
