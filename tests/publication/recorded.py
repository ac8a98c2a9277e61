"""What tests record on the publication of a review."""

from datetime import date

from learning.models import Review
from reviews_portal.publication import actions
from reviews_portal.publication.actions import Entered
from reviews_portal.publication.models import PublicationDecision, Purpose, open_decision
from reviews_portal.publication.requirements import Item, requirements_of
from reviews_portal.publication.rules import mark_of
from reviews_portal.publication.statements import digest_of, statements_of

DAY = date(2026, 3, 3)
ELSEWHERE = {"address": "https://example.org/review", "published_on": DAY, "published_precision": "day"}
MINUTE = {"deciding_body": "The executive group", "decided_on": DAY, "minute": "Minute 7"}
FAMILY = {"family_told_on": DAY, "family_wishes": "To read it first.", "family_pseudonym": "Wren"}


def elsewhere(**values) -> Entered:
    """Return that a review is published elsewhere."""
    return Entered(Purpose.PUBLISH, "elsewhere", ELSEWHERE | values)


def here(review: Review, *, without: str = "", **values) -> Entered:
    """Return that those responsible decided to publish a review, with all that its kinds ask for but one."""
    items = [Item(one, "A head", DAY) for one in requirements_of(review) if one.name != without]
    return Entered(Purpose.PUBLISH, "here", MINUTE | FAMILY | values, tuple(items))


def wider(audience: str, **values) -> Entered:
    """Return that a published review may be read by more people, as it is published elsewhere."""
    return Entered(Purpose.WIDEN, "elsewhere", ELSEWHERE | {"audience": audience} | values)


def saved(review: Review, entered: Entered, by) -> PublicationDecision:
    """Return the open decision on a review with what was entered."""
    held = open_decision(review)
    return actions.save(review, entered, revision=held.revision if held else 0, by=by)


def sent(review: Review, entered: Entered, by) -> PublicationDecision:
    """Return a decision that was sent for confirmation."""
    decision = saved(review, entered, by)
    return actions.send(decision, revision=decision.revision, by=by, read=digest_of(statements_of(review)))


def confirmed(decision: PublicationDecision, by) -> bool:
    """Confirm a decision as it is now, and return whether that did anything."""
    decision.refresh_from_db()
    decision.review.refresh_from_db()
    return actions.confirm(decision, seen=mark_of(decision), by=by, has_read=True)


def state_of(review: Review) -> tuple[str, str]:
    """Return the status and the audience of a review as they are stored."""
    return Review.objects.values_list("status", "audience").get(pk=review.pk)
