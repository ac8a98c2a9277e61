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
from learning.utils.dates import written_out

from .models import ResponseRequest, ResponseStep, ResponseVersion, ScrutinyComment
from .workspace_permissions import heirs, permissions_of


def requested(requests: Iterable[ResponseRequest]) -> None:
    """Tell the editors of each agency that it was asked to respond: one e-mail, whatever the number of requests."""
    by_agency: dict[Agency, list[ResponseRequest]] = defaultdict(list)
    for request in requests:
        by_agency[request.agency].append(request)
    for agency, own in by_agency.items():
        first = min(own, key=lambda request: request.due_on)
        what = "a recommendation" if len(own) == 1 else f"{len(own)} recommendations, the first"
        notify(
            editors_of(agency),
            "Please respond to a recommendation",
            f"{first.asked_by} asks {agency} to respond to {what} by {written_out(first.due_on)}.",
            first.get_absolute_url() if len(own) == 1 else reverse("responses"),
        )


def chased(request: ResponseRequest) -> None:
    """Tell the editors of an agency that its answer is waited for."""
    verb = "was" if request.due_on < timezone.localdate() else "is"
    due = f"It {verb} due on {written_out(request.due_on)}."
    notify(
        editors_of(request.agency),
        f"{request.get_chase_stage_display()}: a response is waited for",
        f"{request.asked_by} waits for the response of {request.agency} to a recommendation. {due}",
        request.get_absolute_url(),
    )


def submitted(version: ResponseVersion) -> None:
    """Tell the editors of each partnership that asked that a version waits to be checked."""
    for request in requests_for(version):
        notify(
            partnership_editors(request.asked_by),
            "A response waits to be checked",
            f"{request.agency} has submitted a response. It waits for {request.asked_by} to return or publish it.",
            request.get_absolute_url(),
        )


def commented(comment: ScrutinyComment) -> None:
    """Tell the editors of the partnership that asked what its scrutineer wrote about."""
    request = comment.request
    notify(
        partnership_editors(request.asked_by),
        "A comment of the scrutineer",
        f"The scrutineer has commented on a request of {request.asked_by} to {request.agency}.",
        request.get_absolute_url(),
    )


def returned(step: ResponseStep) -> None:
    """Tell the editors of the agency that its version came back with a comment."""
    decided(
        step, "Your response came back", "has returned your response with a comment. Your draft is as you left it."
    )


def published(step: ResponseStep) -> None:
    """Tell the editors of the agency that its version is published."""
    decided(step, "Your response is published", "has published your response.")


def withdrawn(step: ResponseStep) -> None:
    """Tell the editors of the agency that its version is not published any more."""
    decided(step, "Your response is withdrawn", "has withdrawn your response. The reason stands on its page.")


def decided(step: ResponseStep, subject: str, what: str) -> None:
    """Tell the editors of the agency what a partnership did with its version."""
    by_them = requests_for(step.version).filter(asked_by__in=permissions_of(step.actor).partnerships)
    if request := by_them.first():
        notify(editors_of(request.agency), subject, f"{request.asked_by} {what}", request.get_absolute_url())


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


def notify(
    people,
    subject: str,
    sentence: str,
    path: str,
    *,
    link: str = "Read on here, after signing in",
    why: str = "You get this e-mail because you look after responses to recommendations.",
) -> None:
    """Send one sentence and one link to each of these people, in plain text and HTML; `why` says why they get it."""
    context = {
        "sentence": sentence,
        "link": link,
        "why": why,
        "address": settings.PORTAL_ADDRESS + path,
        "portal_name": settings.PORTAL_NAME,
    }
    text, html = (render_to_string(f"recommendations/mail/told.{form}", context) for form in ("txt", "html"))
    for person in people:
        message = EmailMultiAlternatives(f"{subject} – {settings.PORTAL_NAME}", text, to=[person.email])
        message.attach_alternative(html, "text/html")
        message.send()
