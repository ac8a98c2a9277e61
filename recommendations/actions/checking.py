"""Check submitted responses: a partnership returns or publishes them, and may withdraw published ones."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, cast

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet

from learning.identity.decisions import Verdict, check_decided
from learning.models import Agency, Membership, Partnership, Review, Role
from learning.models.named_agency import check_public_names
from learning.public_names import named_in
from learning.search import index
from recommendations import notifications
from recommendations.models import (
    DECIDED,
    Recommendation,
    Response,
    ResponseRequest,
    ResponseStep,
    ResponseVersion,
    StepAction,
)
from recommendations.models.request import deciding
from recommendations.workspace_permissions import editor_in_words, permissions_of


def check_may_decide(user, version: ResponseVersion) -> list[Partnership]:
    """Return the partnerships for which the user may decide on a version.

    Raises PermissionDenied if there is none.
    """
    own = deciding_for(user, version)
    if not own:
        raise PermissionDenied(
            "Only an editor of the partnership that asked can publish, return or withdraw a response."
        )
    return own


def deciding_for(user, version: ResponseVersion) -> list[Partnership]:
    """Return the partnerships that decide on a version and whose editor the user is."""
    recommendation, agency = version.response.recommendation, version.response.agency
    mine = permissions_of(user).partnerships
    if version.passage_id:
        return list(deciding_on_joint(recommendation, agency).filter(pk__in=mine).order_by("pk"))
    own = ResponseRequest.objects.deciding_on(recommendation, agency).filter(asked_by__in=mine)
    return [response_request.asked_by for response_request in own.select_related("asked_by").order_by("pk")]


def deciding_on_joint(recommendation: Recommendation, agency: Agency) -> QuerySet[Partnership]:
    """Return the partnerships that decide on a joint response as far as it answers a recommendation for an agency."""
    (keys,) = deciders_of_joint([(recommendation, agency)])
    return Partnership.objects.filter(pk__in=keys)


def deciders_of_joint(pairs: Sequence[tuple[Recommendation, Agency]]) -> list[set[int]]:
    """Return, for each recommendation and agency that joint responses answer, the keys of who decides on them.

    They are the partnerships that asked it; if nobody did, they may ask: they commissioned the review or, if none is
    recorded as having done so, it is an agency of theirs. All pairs are read at once, in three queries at most.
    """
    asked = ResponseRequest.objects.filter(deciding()).filter(
        recommendation__in={one.pk for one, _ in pairs}, agency__in={agency.pk for _, agency in pairs}
    )
    asking = keys_by(asked, "recommendation", "agency", "asked_by")
    open_pairs = [(one, agency) for one, agency in pairs if (one.pk, agency.pk) not in asking]
    commissioned = Review.partnerships.through.objects.filter(review__in={one.review_id for one, _ in open_pairs})
    commissioning = keys_by(commissioned, "review", "partnership") if open_pairs else {}
    own = {agency.stands_for_id or agency.pk for one, agency in open_pairs if (one.review_id,) not in commissioning}
    memberships = Agency.partnerships.through.objects.filter(agency__in=own)
    working = keys_by(memberships, "agency", "partnership") if own else {}
    return [
        asking.get((one.pk, agency.pk))
        or commissioning.get((one.review_id,))
        or working.get((agency.stands_for_id or agency.pk,), set())
        for one, agency in pairs
    ]


def keys_by(rows: QuerySet, *columns: str) -> dict[tuple[int, ...], set[int]]:
    """Return the values of the last of these columns, by those of the others."""
    found: dict[tuple[int, ...], set[int]] = defaultdict(set)
    for *key, value in rows.order_by().values_list(*columns):
        found[tuple(key)].add(value)
    return dict(found)


def refuse_joint(version: ResponseVersion) -> None:
    """Raise ValidationError if a version is one of a joint response, on which there is one decision for all."""
    if version.passage_id:
        raise ValidationError("This is part of a joint response. Open the joint response to decide for all agencies.")


def take_step(version: ResponseVersion, action: StepAction, by, partnerships: list[Partnership], **said: Any):
    """Record and return a step on a version, by an editor of the first of these partnerships."""
    role = editor_in_words(partnerships[0])
    return ResponseStep.objects.create(version=version, action=action, actor=by, acted_as=role, **said)


@transaction.atomic
@index.deferred()
def return_version(version: ResponseVersion, *, by, comment: str) -> ResponseStep:
    """Return a version to the agency with a comment, and notify its editors, who can continue with their draft.

    Raises PermissionDenied unless `by` may decide, and ValidationError without a comment or if it was decided already.
    """
    partnerships = check_may_decide(by, version)
    refuse_joint(version)
    step = return_without_notifying(version, by=by, partnerships=partnerships, comment=comment)
    notifications.returned(step)
    return step


def return_without_notifying(
    version: ResponseVersion, *, by, partnerships: list[Partnership], comment: str
) -> ResponseStep:
    """Return a version, without notifying anybody. Raises ValidationError as `return_version` does."""
    check_waits(version)
    if not comment.strip():
        raise ValidationError({"comment": "Enter what the agency should change."})
    return take_step(version, StepAction.RETURNED, by, partnerships, note=comment.strip())


@transaction.atomic
@index.deferred()
def publish_version(
    version: ResponseVersion, *, by, deciding_body: str, meeting: str = "", verdict: Verdict | None = None
) -> ResponseStep:
    """Publish a version, with the deciding body and the meeting, and notify the agency's editors.

    Users cannot publish what they submitted, unless the partnership has no other editor, which is recorded. `verdict`
    is what `by` decided about signs in it that could identify someone.

    Raises PermissionDenied unless `by` may decide, and ValidationError without a deciding body, if it was decided
    already, if it contains the name of an agency that has a generic one, or if signs in it are undecided.
    """
    partnerships = check_may_decide(by, version)
    refuse_joint(version)
    step = publish_without_notifying(
        version, by=by, partnerships=partnerships, deciding_body=deciding_body, meeting=meeting, verdict=verdict
    )
    notifications.published(step)
    return step


def publish_without_notifying(
    version: ResponseVersion,
    *,
    by,
    partnerships: list[Partnership],
    deciding_body: str,
    meeting: str,
    verdict: Verdict | None = None,
) -> ResponseStep:
    """Publish a version, without notifying anybody. Raises the same errors as `publish_version`."""
    check_waits(version)
    if not deciding_body.strip():
        raise ValidationError({"deciding_body": "Enter the group that approved publication."})
    check_says_no_name(version, [deciding_body, meeting])
    is_own = version.steps.filter(action=StepAction.SUBMITTED, actor=by).exists()
    if is_own and has_another_editor(partnerships, by):
        raise PermissionDenied("You submitted this version, so another editor of the partnership must publish it.")
    words = [*version.all_words, deciding_body, meeting]
    role = editor_in_words(partnerships[0])
    check_decided(version.response.recommendation.review, words, by=by, acted_as=role, verdict=verdict)
    return take_step(
        version,
        StepAction.PUBLISHED,
        by,
        partnerships,
        deciding_body=deciding_body.strip(),
        meeting=meeting.strip(),
        as_only_editor=is_own,
    )


def check_says_no_name(version: ResponseVersion, typed: list[str]) -> None:
    """Raise ValidationError if a version, or what is published with it, has a name that the public must not see."""
    agency, review = version.response.agency, version.response.recommendation.review
    check_public_names(review, [cast(Agency, agency.merged_into or agency)])
    if named := named_in(review, version.all_words):
        whose = "the agency" if named.pk == agency.stands_as else "another agency"
        raise ValidationError(
            f"This response contains the name of {whose}, which the public sees as “{named}” in this review. "
            "Return it, and ask for a version without the name."
        )
    if problem := problem_with_typed(version, typed):
        raise ValidationError({"deciding_body": problem})


def problem_with_typed(version: ResponseVersion, typed: list[str]) -> str:
    """Return why what a partnership typed about a version cannot be public: it names an agency; or ""."""
    named = named_in(version.response.recommendation.review, typed)
    if named is None:
        return ""
    whom = "the agency" if named.pk == version.response.agency.stands_as else "another agency"
    return f"Do not name {whom}. The public sees it as “{named}” in this review."


@transaction.atomic
@index.deferred()
def withdraw_version(version: ResponseVersion, *, by, reason: str) -> ResponseStep:
    """Withdraw a published version, so that it is no longer shown, and notify the agency's editors.

    Raises PermissionDenied unless `by` may decide, and ValidationError without a reason or if it is not published.
    """
    partnerships = check_may_decide(by, version)
    refuse_joint(version)
    step = withdraw_without_notifying(version, by=by, partnerships=partnerships, reason=reason)
    notifications.withdrawn(step)
    return step


def withdraw_without_notifying(
    version: ResponseVersion, *, by, partnerships: list[Partnership], reason: str
) -> ResponseStep:
    """Withdraw a version, without notifying anybody. Raises ValidationError as `withdraw_version` does."""
    Response.objects.select_for_update().get(pk=version.response_id)
    if not reason.strip():
        raise ValidationError({"comment": "Enter why you are withdrawing the response."})
    if not ResponseVersion.objects.published().filter(pk=version.pk).exists():
        raise ValidationError("This version is not published.")
    return take_step(version, StepAction.WITHDRAWN, by, partnerships, note=reason.strip())


def check_waits(version: ResponseVersion) -> None:
    """Lock the response. Raises ValidationError unless this version of it awaits a check."""
    Response.objects.select_for_update().get(pk=version.response_id)
    if not ResponseVersion.objects.waiting().filter(pk=version.pk).exists():
        decided = version.steps.filter(action__in=DECIDED).first()
        what = f"{decided.get_action_display().lower()}{decided.by_whom}" if decided else "not submitted"
        raise ValidationError(f"This version was {what}, so there is no decision to make.")


def has_another_editor(partnerships: list[Partnership], user) -> bool:
    """Return whether another user edits one of these partnerships."""
    editors = Membership.objects.filter(partnership__in=partnerships, role=Role.PARTNERSHIP_EDITOR)
    return editors.filter(user__is_active=True).exclude(user=user).exists()
