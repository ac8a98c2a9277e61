"""Emails to the people concerned when something happens to a response. They contain a link, but no case content.

They are sent in the transaction of the event: the outbox stores them with it, or neither is stored.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from learning.models import Agency, Partnership, Role
from learning.utils.emails import notify

from .models import (
    ChaseStage,
    Passage,
    ResponseRequest,
    ResponseStep,
    ResponseVersion,
    ScrutinyComment,
    StepAction,
)
from .workspace_permissions import heirs, permissions_of


def requested(requests: Iterable[ResponseRequest]) -> None:
    """Notify the editors of each agency that was asked to respond: one email, whatever the number of requests."""
    by_agency: dict[Agency, list[ResponseRequest]] = defaultdict(list)
    for response_request in requests:
        by_agency[response_request.agency].append(response_request)
    for agency, own in by_agency.items():
        first = min(own, key=lambda response_request: response_request.due_on)
        path = first.get_absolute_url() if len(own) == 1 else reverse("responses")
        notify(editors_of(agency), "recommendations/email/request", path, response_request=first, number=len(own))


def chased(response_request: ResponseRequest) -> None:
    """Remind the editors of an agency that its response is due or overdue."""
    is_escalated = response_request.chase_stage == ChaseStage.ESCALATED
    about(
        response_request,
        editors_of(response_request.agency),
        "recommendations/email/escalation" if is_escalated else "recommendations/email/reminder",
        is_over=response_request.due_on < timezone.localdate(),
    )


def submitted(version: ResponseVersion) -> None:
    """Notify the editors of each partnership that asked that a response is awaiting its check."""
    for response_request in requests_for(version):
        editors = partnership_editors(response_request.asked_by)
        about(response_request, editors, "recommendations/email/submitted")


def commented(comment: ScrutinyComment) -> None:
    """Notify the editors of the partnership that asked that its scrutineer has commented on the request."""
    about(comment.request, partnership_editors(comment.request.asked_by), "recommendations/email/comment")


def returned(step: ResponseStep) -> None:
    """Notify the editors of the agency that its response was returned with a comment."""
    decided(step, "recommendations/email/returned")


def published(step: ResponseStep) -> None:
    """Notify the editors of the agency that its response was published."""
    decided(step, "recommendations/email/published")


def withdrawn(step: ResponseStep) -> None:
    """Notify the editors of the agency that its response was withdrawn."""
    decided(step, "recommendations/email/withdrawn")


def decided(step: ResponseStep, email: str) -> None:
    """Notify the editors of the agency of a partnership's decision on its response."""
    by_them = requests_for(step.version).filter(asked_by__in=permissions_of(step.actor).partnerships)
    if response_request := by_them.first():
        about(response_request, editors_of(response_request.agency), email)


def about(response_request: ResponseRequest, people: Iterable, email: str, **context) -> None:
    """Send an email about a request, with a link to its page."""
    notify(people, email, response_request.get_absolute_url(), response_request=response_request, **context)


def joint_recorded(passage: Passage, partnerships: Iterable[Partnership], *, by) -> None:
    """Notify the other editors of these partnerships that a joint response is awaiting their check."""
    for partnership in partnerships:
        editors = partnership_editors(partnership).exclude(pk=by.pk)
        notify(editors, "recommendations/email/joint/recorded", passage.get_absolute_url(), partnership=partnership)


def joint_returned(passage: Passage, *, by) -> None:
    """Notify the editor who recorded a joint response that it was returned with a comment."""
    recorded = ResponseStep.objects.filter(version__passage=passage, action=StepAction.SUBMITTED)
    people = get_user_model().objects.filter(pk__in=recorded.values("actor"), is_active=True).exclude(pk=by.pk)
    notify(people, "recommendations/email/joint/returned", passage.get_absolute_url())


def requests_for(version: ResponseVersion):
    """Return the requests of the partnerships that decide on a version."""
    deciding = ResponseRequest.objects.deciding_on(version.response.recommendation, version.response.agency)
    return deciding.select_related("agency", "asked_by").order_by("pk")


def editors_of(agency: Agency):
    """Return the active editors of an agency or of its successors."""
    return get_user_model().objects.filter(memberships__agency__in=heirs(agency), is_active=True).distinct()


def partnership_editors(partnership: Partnership):
    """Return the active editors of a partnership."""
    return get_user_model().objects.filter(
        memberships__partnership=partnership,
        memberships__role=Role.PARTNERSHIP_EDITOR,
        is_active=True,
    )
