"""Changes of state in the catalogue; each is one function, in one transaction, with its history."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from .models import Audience, Review, Status
from .sight import sight_of

# Further checks before a review is published: functions that other apps register here, which raise
# ValidationError.
NEEDED: list[Callable[[Review], None]] = []


def check_publishable(review: Review) -> None:
    """Raise ValidationError, with what to do, if a review lacks something that it needs to be published."""
    if not review.documents.exists():
        raise ValidationError("Add the document that the review is quoted from before you publish it.")
    for check in NEEDED:
        check(review)


@transaction.atomic
def publish_review(review: Review, *, by) -> None:
    """Publish a review to its audience.

    Raises PermissionDenied unless `by` may release it, see `may_release`; raises
    ValidationError if it lacks what it needs, see `check_publishable`.
    """
    check_may_release(review, by)
    check_publishable(review)
    review.status = Status.PUBLISHED
    record(review, by, "Published", ["status"])


@transaction.atomic
def withdraw_review(review: Review, *, by, reason: str) -> None:
    """Withdraw a review: from now on nobody reads it, and its address says that it is gone.

    Raises PermissionDenied unless `by` may release it, ValidationError without a reason or if it was not published:
    an address that was never public does not say that something is gone.
    """
    check_may_release(review, by)
    if not reason.strip():
        raise ValidationError("Say why the review is withdrawn.")
    if review.status != Status.PUBLISHED:
        raise ValidationError("Only a published review can be withdrawn; leave this one as a draft.")
    review.status = Status.WITHDRAWN
    record(review, by, f"Withdrawn: {reason}", ["status"])


@transaction.atomic
def change_audience(review: Review, audience: Audience, *, by, reason: str) -> None:
    """Change who may read a review; nothing becomes public by a date alone.

    Raises PermissionDenied unless `by` may release it, ValidationError without a reason or if it is withdrawn.
    """
    check_may_release(review, by)
    if not reason.strip():
        raise ValidationError("Say why the audience changes.")
    if review.status == Status.WITHDRAWN:
        raise ValidationError("A withdrawn review keeps its audience; publish it again first.")
    review.audience = audience
    review.audience_reason = "" if audience == Audience.PUBLIC else reason
    record(review, by, f"Audience: {Audience(audience).label}. {reason}", ["audience", "audience_reason"])


def check_may_release(review: Review, user) -> None:
    """Raise PermissionDenied unless the user edits one of the review's partnerships or is an administrator.

    A review that has no partnership is released by an administrator alone.
    """
    sight = sight_of(user)
    if sight.everything:
        return
    partnerships = set(review.partnerships.values_list("pk", flat=True))
    if not partnerships & sight.edited_partnerships:
        raise PermissionDenied("Only an editor of the review's partnership, or an administrator, may do this.")


def record(review: Review, user, reason: str, fields: list[str]) -> None:
    """Save the changed fields, with who changed them and why in the history."""
    # The names under which simple-history looks for them; they are for this one save.
    review._history_user = user  # type: ignore[attr-defined]
    review._change_reason = reason  # type: ignore[attr-defined]
    review.save(update_fields=fields)
    del review._history_user, review._change_reason  # type: ignore[attr-defined]
