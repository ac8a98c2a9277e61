"""A partnership checks what was submitted: it returns or publishes it, and may withdraw what is published."""

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from learning.models import Membership, Partnership, Role
from recommendations import notifications
from recommendations.models import DECIDED, Response, ResponseRequest, ResponseStep, ResponseVersion, StepAction
from recommendations.workspace_permissions import editor_in_words, permissions_of


def check_may_decide(user, version: ResponseVersion) -> list[Partnership]:
    """Return the partnerships on whose behalf the user decides on a version: those that decide, and that they edit.

    Raises PermissionDenied if there is none.
    """
    deciding = ResponseRequest.objects.deciding_on(version.response.recommendation, version.response.agency)
    own = deciding.filter(asked_by__in=permissions_of(user).partnerships).select_related("asked_by").order_by("pk")
    if not own:
        raise PermissionDenied("Only an editor of the partnership that asked decides on a response.")
    return [request.asked_by for request in own]


def take_step(version: ResponseVersion, action: StepAction, by, partnerships: list[Partnership], **said: Any):
    """Write down, and return, what an editor of the first of these partnerships did with a version."""
    role = editor_in_words(partnerships[0])
    return ResponseStep.objects.create(version=version, action=action, actor=by, acted_as=role, **said)


@transaction.atomic
def return_version(version: ResponseVersion, *, by, comment: str) -> ResponseStep:
    """Return a version to the agency with a comment; its editors are told, and go on with their draft.

    Raises PermissionDenied unless `by` may decide, ValidationError without a comment or if it was decided already.
    """
    partnerships = check_may_decide(by, version)
    check_waits(version)
    if not comment.strip():
        raise ValidationError({"comment": "Say what the agency should change."})
    step = take_step(version, StepAction.RETURNED, by, partnerships, note=comment.strip())
    notifications.returned(step)
    return step


@transaction.atomic
def publish_version(version: ResponseVersion, *, by, deciding_body: str, meeting: str = "") -> ResponseStep:
    """Publish a version, naming who decided it and where; the agency's editors are told.

    Nobody publishes what they submitted, unless the partnership has no other editor, which is written down. Raises
    PermissionDenied unless `by` may decide, ValidationError without a deciding body or if it was decided already.
    """
    partnerships = check_may_decide(by, version)
    check_waits(version)
    if not deciding_body.strip():
        raise ValidationError({"deciding_body": "Name the body that decided to publish it."})
    is_own = version.steps.filter(action=StepAction.SUBMITTED, actor=by).exists()
    if is_own and has_another_editor(partnerships, by):
        raise PermissionDenied("You submitted this: another editor of the partnership must publish it.")
    step = take_step(
        version,
        StepAction.PUBLISHED,
        by,
        partnerships,
        deciding_body=deciding_body.strip(),
        meeting=meeting.strip(),
        as_only_editor=is_own,
    )
    notifications.published(step)
    return step


@transaction.atomic
def withdraw_version(version: ResponseVersion, *, by, reason: str) -> ResponseStep:
    """Take a published version back: from now on nobody reads it; the agency's editors are told.

    Raises PermissionDenied unless `by` may decide, ValidationError without a reason or if it is not published.
    """
    partnerships = check_may_decide(by, version)
    Response.objects.select_for_update().get(pk=version.response_id)
    if not reason.strip():
        raise ValidationError({"comment": "Say why the response is withdrawn."})
    if not ResponseVersion.objects.published().filter(pk=version.pk).exists():
        raise ValidationError("This version is not published.")
    step = take_step(version, StepAction.WITHDRAWN, by, partnerships, note=reason.strip())
    notifications.withdrawn(step)
    return step


def check_waits(version: ResponseVersion) -> None:
    """Lock the response, and raise ValidationError unless its version waits to be checked."""
    Response.objects.select_for_update().get(pk=version.response_id)
    if not ResponseVersion.objects.waiting().filter(pk=version.pk).exists():
        decided = version.steps.filter(action__in=DECIDED).first()
        what = f"{decided.get_action_display().lower()}{decided.by_whom}" if decided else "not submitted"
        raise ValidationError(f"This version was {what}: there is nothing to decide on it now.")


def has_another_editor(partnerships: list[Partnership], user) -> bool:
    """Return whether somebody else edits one of these partnerships."""
    editors = Membership.objects.filter(partnership__in=partnerships, role=Role.PARTNERSHIP_EDITOR)
    return editors.filter(user__is_active=True).exclude(user=user).exists()
