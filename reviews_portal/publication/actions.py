"""Record a decision on publication and send it to a second person; confirm it, return it, or cancel the request.

Each function is one transaction. Confirming publishes: nothing else in the portal does, except for the demo.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from learning.actions import change_audience, check_may_release, publish_to, withdraw_review
from learning.models import Audience, Review, ReviewStage, Stage
from learning.models.review_kind import is_wider
from learning.sight import Status, edits
from recommendations import notifications

from .models import ENTERED, Ground, PublicationDecision, Purpose, State, open_decision, values_of
from .people import confirmers, editors_and_proposer, role_of
from .requirements import Item
from .rules import mark_of, problems_of
from .statements import digest_of, statements_of

# What other apps do before a review is published, in the same transaction, such as making records of a working copy.
# They may raise ValidationError: then nothing is published.
BEFORE_PUBLISHING: list[Callable[[Review, Any], None]] = []
# What other apps check before a decision to publish is sent for confirmation. They raise ValidationError.
BEFORE_SENDING: list[Callable[[Review], None]] = []

SENT = "This decision is awaiting confirmation. To change it, first cancel the request for confirmation."
CHANGED = (
    "Someone else saved this decision while you were editing. What you typed is below. Compare it with the saved "
    "decision, then save again to replace it."
)
CHANGED_SINCE = "Something has changed since you opened this page. Check it again, then confirm."
READ_FIRST = "Read the list of items, then tick the box. The list may have changed since you opened this page."
NOT_SENT = "This decision is no longer awaiting confirmation."


@dataclass(frozen=True)
class Entered:
    """What was entered in a form: the purpose, the ground, the values by field, and the agreements and checks."""

    purpose: Purpose
    ground: str
    values: dict[str, Any]
    items: tuple[Item, ...] = ()


# --- Recording and sending -------------------------------------------------------------------------------------------


@transaction.atomic
def save(review: Review, entered: Entered, *, revision: int, by) -> PublicationDecision:
    """Save what was entered as the open decision on a review, and return it; fields of other forms are emptied.

    `revision` is that of the decision that the form showed, 0 for none. Raises PermissionDenied unless `by` edits the
    review, and ValidationError if the decision was sent, or changed since the form was opened.
    """
    review = locked(review, by)
    decision = open_decision(review) or PublicationDecision(review=review, audience=review.audience)
    decision.review = review
    if decision.is_proposed:
        raise ValidationError(SENT, code="sent")
    before, nothing = contents_of(decision), PublicationDecision()
    decision.purpose, decision.ground = entered.purpose, entered.ground
    for name in ENTERED:
        empty = review.audience if name == "audience" else getattr(nothing, name)
        setattr(decision, name, entered.values.get(name) or empty)
    decision.items = [one.stored for one in entered.items if not one.is_empty]
    if decision.pk and contents_of(decision) == before:  # a second click
        return decision
    if decision.revision != revision:
        raise ValidationError(CHANGED, code="changed")
    record(decision, by, None)
    return decision


def contents_of(decision: PublicationDecision) -> list[Any]:
    """Return what people entered in a decision."""
    return [decision.purpose, decision.ground, decision.items, *values_of(decision).values()]


@transaction.atomic
def send(decision: PublicationDecision, *, revision: int, by, read: str = "") -> PublicationDecision:
    """Send a decision to a second person for confirmation, and notify those who may confirm it.

    `read` is the digest of the statements that `by` says they have read, for a decision that shows a published review
    to more readers. Raises PermissionDenied unless `by` edits the review, and ValidationError, by field, if something
    is missing.
    """
    review = locked(decision.review, by)
    decision = now(decision, review)
    if decision.state != State.DRAFT:
        raise ValidationError(SENT, code="sent")
    if decision.revision != revision:
        raise ValidationError(CHANGED, code="changed")
    if problems := problems_of(decision):
        raise ValidationError({field or "__all__": words for field, words in problems.items()})
    if decision.purpose == Purpose.PUBLISH:
        for check in BEFORE_SENDING:
            check(review)
    if decision.widens and read != digest_of(statements_of(review)):
        raise ValidationError({"read": READ_FIRST})
    decision.state, decision.proposed_by, decision.proposed_at = State.PROPOSED, by, timezone.now()
    decision.proposed_as = role_of(by, review)
    decision.returned_by, decision.returned_at, decision.returned_as, decision.return_note = None, None, "", ""
    record(decision, by, "Sent for confirmation")
    notify(confirmers(review, by), "awaiting", decision)
    return decision


@transaction.atomic
def withdraw_proposal(decision: PublicationDecision, *, by) -> None:
    """Cancel the request to confirm a decision. What was recorded is kept.

    Raises PermissionDenied unless `by` sent it, and ValidationError if it does not await confirmation.
    """
    decision = now(decision, locked(decision.review, by))
    check_awaits(decision)
    if decision.proposed_by != by:
        raise PermissionDenied(
            "Only the person who sent it can cancel the request for confirmation. You can return it with a note."
        )
    decision.state = State.DRAFT
    record(decision, by, "Request for confirmation cancelled")


# --- The second person -----------------------------------------------------------------------------------------------


@transaction.atomic
def return_for_changes(decision: PublicationDecision, *, note: str, by) -> None:
    """Return a decision to its editors with a note, and notify them.

    Raises PermissionDenied unless `by` may confirm it, and ValidationError if there is no note or it does not await
    confirmation.
    """
    decision = now(decision, locked(decision.review, by))
    check_awaits(decision)
    check_second_person(decision, by)
    if not note.strip():
        raise ValidationError({"note": "Enter what has to change."})
    decision.state, decision.returned_by, decision.returned_at = State.DRAFT, by, timezone.now()
    decision.returned_as, decision.return_note = role_of(by, decision.review), note.strip()
    record(decision, by, "Returned for changes")
    notify(editors_and_proposer(decision, by), "returned", decision)


@transaction.atomic
def confirm(decision: PublicationDecision, *, seen: str, by, has_read: bool = False) -> bool:
    """Confirm a decision as a second person and carry it out; return False if it was confirmed already.

    `seen` is the mark of what `by` was shown (`rules.mark_of`). Either all of it is done or nothing: what other apps
    do before (`BEFORE_PUBLISHING`), the publication, the history and the emails.

    Raises PermissionDenied unless `by` edits the review and did not send the decision. Raises ValidationError if
    something changed since it was shown or is missing, if the review cannot be published, or if `by` did not say that
    they have read the statements that more people will read.
    """
    review = locked(decision.review, by)
    decision = now(decision, review)
    if decision.state == State.CONFIRMED:
        return False
    check_awaits(decision)
    check_second_person(decision, by)
    if seen != mark_of(decision):
        raise ValidationError(CHANGED_SINCE)
    if decision.widens and not has_read:
        raise ValidationError("Tick the box if you have read the items that more people will be able to read.")
    if decision.purpose == Purpose.PUBLISH:
        for prepare in BEFORE_PUBLISHING:
            prepare(review, by)
        review.refresh_from_db()
        decision.review = review
    if problems := problems_of(decision):
        raise ValidationError(list(problems.values()))
    carry_out(decision, by)
    decision.state, decision.confirmed_by, decision.confirmed_at = State.CONFIRMED, by, timezone.now()
    decision.confirmed_as = role_of(by, review)
    record(decision, by, "Confirmed")
    notify(editors_and_proposer(decision, by), "confirmed", decision)
    return True


def carry_out(decision: PublicationDecision, by) -> None:
    """Publish the review, show it to more readers, or record that it is not published, as was decided."""
    review, audience = decision.review, Audience(decision.audience)
    if decision.purpose == Purpose.NOT_PUBLISHED:
        reached = decision.decided_on
        ReviewStage.objects.get_or_create(review=review, stage=Stage.NOT_PUBLISHED, reached_on=reached)
        return
    reason = decision.audience_reason or reason_of(decision)
    if decision.widens:
        change_audience(review, audience, by=by, reason=reason)
        return
    if audience == review.audience != Audience.PUBLIC and decision.audience_reason:
        review.audience_reason = decision.audience_reason
        review.save(update_fields=["audience_reason"])
    publish_to(review, audience, by=by, reason=reason)


def reason_of(decision: PublicationDecision) -> str:
    """Return why the audience was changed, for the history, if the decision gives no reason."""
    if decision.ground == Ground.ELSEWHERE:
        return f"Published elsewhere: {decision.published}."
    return f"Decided by {decision.deciding_body}."


# --- At once ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def narrow(review: Review, audience: Audience, *, reason: str, by) -> None:
    """Show a published review to fewer readers at once.

    Raises PermissionDenied unless `by` edits the review, and ValidationError if there is no reason, or if more people
    could read it, which needs a decision.
    """
    review = locked(review, by)
    if review.status != Status.PUBLISHED or not is_wider(review.audience, than=audience):
        raise ValidationError("Select an audience with fewer readers than now. For more readers, record a decision.")
    change_audience(review, audience, by=by, reason=reason)


@transaction.atomic
def withdraw(review: Review, *, reason: str, by) -> None:
    """Withdraw a published review at once: see `learning.actions.withdraw_review`."""
    withdraw_review(locked(review, by), by=by, reason=reason)


# --- Rules and notices -----------------------------------------------------------------------------------------------


def locked(review: Review, user) -> Review:
    """Return a review as it is now, locked until the transaction ends.

    Raises PermissionDenied unless `user` edits it.
    """
    found = Review.objects.select_for_update(no_key=True).get(pk=review.pk)
    check_may_release(found, user)
    return found


def now(decision: PublicationDecision, review: Review) -> PublicationDecision:
    """Return a decision as it is now; its review must be locked."""
    found = PublicationDecision.objects.get(pk=decision.pk)
    found.review = review
    return found


def check_awaits(decision: PublicationDecision) -> None:
    """Raise ValidationError unless a decision awaits confirmation."""
    if not decision.is_proposed:
        raise ValidationError(NOT_SENT)


def check_second_person(decision: PublicationDecision, user) -> None:
    """Raise PermissionDenied if the user sent the decision."""
    if decision.proposed_by == user:
        raise PermissionDenied("You sent this decision, so another person must confirm it.")


def may_decide(decision: PublicationDecision, user) -> bool:
    """Return whether the user may confirm or return a decision that awaits confirmation."""
    return decision.is_proposed and decision.proposed_by != user and edits(user, decision.review)


def notify(people, email: str, decision: PublicationDecision) -> None:
    """Send an email about a decision, which names only the reference of the review."""
    path = decision.get_absolute_url()
    notifications.notify(people, f"publication/email/{email}", path, review=decision.review.code, decision=decision)


def record(decision: PublicationDecision, user, reason: str | None) -> None:
    """Save a decision with a new revision, and record in the history who changed it and how."""
    decision.revision += 1
    # simple-history looks for attributes with these names; they apply to this save only.
    decision._history_user = user  # type: ignore[attr-defined]
    decision._change_reason = reason  # type: ignore[attr-defined]
    decision.save()
    del decision._history_user, decision._change_reason  # type: ignore[attr-defined]
