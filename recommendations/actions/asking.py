"""Ask agencies to respond to a recommendation, and remind those that have not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from learning.models import Agency, Partnership, Status
from learning.models.named_agency import problems_with
from learning.public_names import public_agency
from learning.vocabulary.agency_links import concerns
from recommendations import notifications
from recommendations.models import ChaseStage, Recommendation, ResponseRequest
from recommendations.triggers.workflow import ASKS
from recommendations.workspace_permissions import partnerships_for, permissions_of

NEAR = timedelta(days=14)  # before the due date, when a reminder is sent automatically
# A request moves from each stage to the next, and never back.
NEXT_STAGE = {ChaseStage.ASKED: ChaseStage.REMINDED, ChaseStage.REMINDED: ChaseStage.ESCALATED}
# Why a request cannot move to a stage that is not the next one, by the stage that it is at.
NOT_NEXT = {
    ChaseStage.ASKED: "Send a reminder before you escalate this request.",
    ChaseStage.REMINDED: "A reminder has already been sent for this request.",
    ChaseStage.ESCALATED: "This request has already been escalated.",
}


@dataclass(frozen=True)
class Asked:
    """The result of asking several agencies at once."""

    new: list[ResponseRequest]
    before: list[ResponseRequest]  # asked by the same partnership before, and not changed


def agencies_to_ask(partnership: Partnership, recommendation: Recommendation) -> QuerySet[Agency]:
    """Return the agencies that a partnership may ask: its own, and those that the recommendation names.

    If no partnership is recorded as having commissioned the review, these are only its own. Agencies with a successor
    or merged into another are left out. A stand-in of the review comes instead of the agency that it stands for.
    """
    review = recommendation.review
    theirs = Q(partnerships=partnership) | Q(stands_for__partnerships=partnership, stands_for_in=review)
    if review.partnerships.exists():
        theirs |= Q(recommendations=recommendation)
    found = Agency.objects.current().filter(theirs, succeeded_by=None, stands_for__succeeded_by=None)
    generic = review.stand_ins.filter(merged_into=None).values("stands_for")
    return found.exclude(pk__in=generic).select_related("kind", "stands_for").distinct().order_by("name", "pk")


def ask(
    recommendation: Recommendation,
    agencies: Iterable[Agency],
    *,
    asked_by: Partnership,
    by,
    due_on: date,
    note: str = "",
) -> Asked:
    """Ask agencies to respond to a recommendation by a date, each once, and notify their editors.

    If no partnership is recorded as having commissioned the review, any partnership may ask its own agencies. An
    agency whose name the public must not see in the review is asked under its generic name, which it gets if it has
    none there yet.

    Raises PermissionDenied unless `by` edits the partnership and may see the recommendation, and the partnership
    commissioned the review. Raises ValidationError if no agency is chosen, the date is before today, the review is
    withdrawn, or an agency has a successor or is the public name of an agency in another review.
    """
    if asked_by.pk not in permissions_of(by).partnerships:
        raise PermissionDenied("Only an editor of the partnership can ask on its behalf.")
    if not Recommendation.objects.visible_to(by).filter(pk=recommendation.pk).exists():
        raise PermissionDenied("You cannot ask about a recommendation that you do not have permission to view.")
    if not partnerships_for(recommendation.review).filter(pk=asked_by.pk).exists():
        raise PermissionDenied(ASKS)
    agencies = list(dict.fromkeys(agency.merged_into or agency for agency in agencies))
    today = timezone.localdate()
    problems: dict[str, list[str]] = {}
    if recommendation.review.status == Status.WITHDRAWN:
        problems["__all__"] = ["This review has been withdrawn. You cannot ask agencies about its recommendations."]
    if not agencies:
        problems["agencies"] = ["Select at least one agency."]
    if due_on < today:
        problems["due_on"] = ["Due date must be today or later."]
    succeeded = [
        f"{agency} has been replaced by {agency.succeeded_by}. Ask {agency.succeeded_by} instead."
        for agency in (one.stands_for or one for one in agencies)
        if agency.succeeded_by and agency.succeeded_on and agency.succeeded_on <= today
    ]
    if elsewhere := [one for one in agencies if one.stands_for_id and one.stands_for_in != recommendation.review]:
        problems.setdefault("agencies", []).extend(problems_with(recommendation.review, elsewhere))
    if succeeded:
        problems.setdefault("agencies", []).extend(succeeded)
    if not recommendation.review.partnerships.exists():
        own = set(asked_by.agencies.values_list("pk", flat=True))
        others = [
            f"{agency} is not an agency of {asked_by}."
            for agency in agencies
            if (agency.stands_for_id or agency.pk) not in own
        ]
        problems |= {"agencies": problems.get("agencies", []) + others} if others else {}
    if problems:
        raise ValidationError(problems)
    with transaction.atomic():
        outcome = Asked([], [])
        asked = ResponseRequest.objects.filter(recommendation=recommendation, asked_by=asked_by)
        for agency in dict.fromkeys(public_agency(one, recommendation.review) for one in agencies):
            # Also under the name of one that was merged, or of the agency behind a stand-in.
            if before := asked.filter(concerns(agency)).order_by("pk").first():
                outcome.before.append(before)
                continue
            response_request, is_new = asked.get_or_create(
                recommendation=recommendation,
                agency=agency,
                asked_by=asked_by,
                defaults={"asked_on": today, "due_on": due_on, "note": note.strip()},
            )
            (outcome.new if is_new else outcome.before).append(response_request)
        notifications.requested(outcome.new)
    return outcome


@transaction.atomic
def remind(response_request: ResponseRequest) -> bool:
    """Send the automatic reminder of a request, once, and return whether it was sent.

    It is not sent if the agency was chased or has answered in the meantime. If several machines call this at the same
    time, the first one that locks the request sends it.
    """
    response_request = ResponseRequest.objects.select_for_update(of=("self",)).get(pk=response_request.pk)
    is_due = to_be_reminded().filter(pk=response_request.pk).exists()
    if response_request.chase_stage != ChaseStage.ASKED or not is_due:
        return False
    move_on(response_request, ChaseStage.REMINDED)
    return True


def to_be_reminded():
    """Return the requests to remind of: never chased, due within two weeks or overdue, with nothing submitted."""
    open_ones = ResponseRequest.objects.standing().unsubmitted()
    return open_ones.filter(chase_stage=ChaseStage.ASKED, due_on__lte=timezone.localdate() + NEAR)


def move_on(response_request: ResponseRequest, stage: ChaseStage) -> None:
    """Save the stage of a locked request, and notify its agency."""
    response_request.chase_stage, response_request.chased_on = stage, timezone.localdate()
    response_request.save(update_fields=["chase_stage", "chased_on"])
    notifications.chased(response_request)


@transaction.atomic
def chase(response_request: ResponseRequest, *, by, to: ChaseStage) -> ResponseRequest:
    """Remind an agency of a request, or escalate it, and notify its editors. A second click does nothing.

    Raises PermissionDenied unless `by` edits the partnership that asked and may act on the review, and
    ValidationError if the request was answered or this is not the next stage.
    """
    if response_request.asked_by_id not in permissions_of(by).partnerships:
        raise PermissionDenied("Only an editor of the partnership that asked can send reminders.")
    if not ResponseRequest.objects.standing().filter(pk=response_request.pk).exists():
        raise PermissionDenied(ASKS)
    response_request = ResponseRequest.objects.select_for_update(of=("self",)).get(pk=response_request.pk)
    if response_request.chase_stage == to:
        return response_request
    if not ResponseRequest.objects.unanswered().filter(pk=response_request.pk).exists():
        raise ValidationError("A response has already been published, so there is nothing to chase.")
    if NEXT_STAGE.get(ChaseStage(response_request.chase_stage)) != to:
        raise ValidationError(NOT_NEXT[ChaseStage(response_request.chase_stage)])
    move_on(response_request, to)
    return response_request
