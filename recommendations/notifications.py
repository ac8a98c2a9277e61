"""Tells the people concerned by e-mail what happened to a response; no case content, only where to read on.

The e-mails are sent in the transaction of what they tell: the outbox keeps them with it, or neither.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from learning.models import Agency, Partnership, Role

from .models import ChaseStage, ResponseRequest, ResponseStep, ResponseVersion, ScrutinyComment
from .workspace_permissions import heirs, permissions_of


def requested(requests: Iterable[ResponseRequest]) -> None:
    """Tell the editors of each agency that it was asked to respond: one e-mail, whatever the number of requests."""
    by_agency: dict[Agency, list[ResponseRequest]] = defaultdict(list)
    for response_request in requests:
        by_agency[response_request.agency].append(response_request)
    for agency, own in by_agency.items():
        first = min(own, key=lambda response_request: response_request.due_on)
        path = first.get_absolute_url() if len(own) == 1 else reverse("responses")
        notify(editors_of(agency), "recommendations/email/request", path, response_request=first, number=len(own))


def chased(response_request: ResponseRequest) -> None:
    """Tell the editors of an agency that its answer is waited for."""
    is_escalated = response_request.chase_stage == ChaseStage.ESCALATED
    about(
        response_request,
        editors_of(response_request.agency),
        "recommendations/email/escalation" if is_escalated else "recommendations/email/reminder",
        is_over=response_request.due_on < timezone.localdate(),
    )


def submitted(version: ResponseVersion) -> None:
    """Tell the editors of each partnership that asked that a version waits to be checked."""
    for response_request in requests_for(version):
        editors = partnership_editors(response_request.asked_by)
        about(response_request, editors, "recommendations/email/submitted")


def commented(comment: ScrutinyComment) -> None:
    """Tell the editors of the partnership that asked what its scrutineer wrote about."""
    about(comment.request, partnership_editors(comment.request.asked_by), "recommendations/email/comment")


def returned(step: ResponseStep) -> None:
    """Tell the editors of the agency that its version came back with a comment."""
    decided(step, "recommendations/email/returned")


def published(step: ResponseStep) -> None:
    """Tell the editors of the agency that its version is published."""
    decided(step, "recommendations/email/published")


def withdrawn(step: ResponseStep) -> None:
    """Tell the editors of the agency that its version is not published any more."""
    decided(step, "recommendations/email/withdrawn")


def decided(step: ResponseStep, email: str) -> None:
    """Tell the editors of the agency what a partnership did with its version."""
    by_them = requests_for(step.version).filter(asked_by__in=permissions_of(step.actor).partnerships)
    if response_request := by_them.first():
        about(response_request, editors_of(response_request.agency), email)


def about(response_request: ResponseRequest, people: Iterable, email: str, **context) -> None:
    """Send an email about a request, with a link to its page."""
    notify(people, email, response_request.get_absolute_url(), response_request=response_request, **context)


def requests_for(version: ResponseVersion):
    """Return the requests of those that decide on a version."""
    deciding = ResponseRequest.objects.deciding_on(version.response.recommendation, version.response.agency)
    return deciding.select_related("agency", "asked_by").order_by("pk")


def editors_of(agency: Agency):
    """Return the people who write for an agency, or for the one that succeeded it."""
    return get_user_model().objects.filter(memberships__agency__in=heirs(agency), is_active=True).distinct()


def partnership_editors(partnership: Partnership):
    """Return the people who edit for a partnership."""
    return get_user_model().objects.filter(
        memberships__partnership=partnership,
        memberships__role=Role.PARTNERSHIP_EDITOR,
        is_active=True,
    )


def notify(people: Iterable, email: str, path: str, **context) -> None:
    """Send an email with a link to `path` to each of these people, in plain text and HTML.

    Its words are in the templates `email`.txt, .html and _subject.txt, which get `context`.
    """
    context |= {"address": settings.PORTAL_ADDRESS + path, "portal_name": settings.PORTAL_NAME}
    subject = render_to_string(f"{email}_subject.txt", context).strip()
    text, html = (render_to_string(f"{email}.{form}", context) for form in ("txt", "html"))
    for person in people:
        message = EmailMultiAlternatives(f"{subject} – {settings.PORTAL_NAME}", text, to=[person.email])
        message.attach_alternative(html, "text/html")
        message.send()
