"""What a decision needs before it can be sent for confirmation, and a digest of everything that is confirmed."""

import hashlib
import json
from collections.abc import Callable
from datetime import date

from django.utils import timezone

from learning.models import Review
from learning.models.review_kind import is_wider
from learning.sight import Audience, Status

from .details import details_of
from .models import ENTERED, Ground, PublicationDecision, Purpose
from .requirements import requirements_of
from .statements import digest_of, statements_of

# Content of other apps that a confirmation publishes. Their functions return a string that changes with it, such as
# the revision of a working copy.
SHOWN: list[Callable[[Review], str]] = []

type Problems = dict[str, str]  # what to do, by the field of the form

DATES = {
    "published_on": "The date when it was published there",
    "decided_on": "The date of the decision",
    "family_told_on": "The date when the family were told",
}


def problems_of(decision: PublicationDecision) -> Problems:
    """Return what is missing in a decision, in plain words, by field."""
    match (decision.purpose, decision.ground):
        case (Purpose.NOT_PUBLISHED, _):
            problems = problems_of_minute(decision)
            if not decision.learning_shared.strip():
                problems["learning_shared"] = "Enter how the learning was shared."
        case (_, Ground.ELSEWHERE):
            problems = problems_elsewhere(decision)
        case (_, Ground.HERE):
            problems = problems_of_minute(decision) | problems_of_items(decision) | problems_of_family(decision)
        case _:
            problems = {"": "Say whether the review is already published elsewhere, or who decided to publish it."}
    return problems | problems_of_audience(decision) | problems_of_dates(decision)


def problems_elsewhere(decision: PublicationDecision) -> Problems:
    """Return what is missing on a publication elsewhere."""
    problems = {}
    if not decision.address:
        problems["address"] = "Enter the web address where the review is published."
    if not decision.published_on:
        problems["published_on"] = "Enter the date when it was published there."
    return problems


def problems_of_minute(decision: PublicationDecision) -> Problems:
    """Return what is missing on who decided, when, and where that is minuted."""
    problems = {}
    if not decision.deciding_body.strip():
        problems["deciding_body"] = "Enter who decided, such as the partnership’s executive group."
    if not decision.decided_on:
        problems["decided_on"] = "Enter the date of the decision."
    if not decision.minute.strip():
        problems["minute"] = "Enter the reference of the minute that records the decision."
    return problems


def problems_of_items(decision: PublicationDecision) -> Problems:
    """Return the agreements, notices and checks that the kinds of the review ask for and that are missing."""
    asked = requirements_of(decision.review)
    return {field: words for one in asked for field, words in decision.item_of(one).problems()}


def problems_of_family(decision: PublicationDecision) -> Problems:
    """Return what is missing on the family: when they were told and what they wish, or why they were not told."""
    if decision.family_reason.strip():
        return {}
    problems = {}
    if not decision.family_told_on:
        problems["family_told_on"] = "Enter when the family were told, or why they were not told."
    if not decision.family_wishes.strip():
        problems["family_wishes"] = "Enter the family’s wishes, or “None stated”."
    if not decision.family_pseudonym.strip():
        problems["family_pseudonym"] = "Enter the pseudonym that the family chose, or say who chose it for them."
    return problems


def problems_of_audience(decision: PublicationDecision) -> Problems:
    """Return the problems of the decision with the current status and audience of the review."""
    status, audience = decision.review.status, decision.review.audience
    if decision.widens and status != Status.PUBLISHED:
        return {"": "The review is no longer published. Record a decision to publish it instead."}
    if not decision.widens and status == Status.PUBLISHED:
        return {"": "The review is already published."}
    if decision.widens and not is_wider(decision.audience, than=audience):
        return {"audience": "Select an audience that includes more readers than now."}
    is_new = decision.publishes and decision.audience not in (Audience.PUBLIC, audience)
    if is_new and not decision.audience_reason.strip():
        return {"audience_reason": "Enter why the review is not public. Readers will see the reason."}
    return {}


def problems_of_dates(decision: PublicationDecision) -> Problems:
    """Return the dates that are in the future: a decision records what was done."""
    today: date = timezone.localdate()
    found = {name: (getattr(decision, name), words) for name, words in DATES.items()}
    found |= {
        f"{one.requirement.key}_on": (one.on, f"The date of “{one.requirement.title}”") for one in decision.recorded
    }
    return {name: f"{words} must be today or earlier." for name, (on, words) in found.items() if on and on > today}


def mark_of(decision: PublicationDecision) -> str:
    """Return a digest of everything that a confirmation of this decision covers.

    It changes with the decision, the requirements, the details of the review and its documents, a statement, or what
    other apps registered in `SHOWN`.
    """
    review = decision.review
    contents = [
        [decision.pk, decision.revision, decision.state, decision.items],
        [str(getattr(decision, name)) for name in ("purpose", "ground", *ENTERED)],
        [review.status, review.audience, [one.key for one in requirements_of(review)]],
        details_of(review),
        digest_of(statements_of(review)),
        [shown(review) for shown in SHOWN],
    ]
    return hashlib.sha256(json.dumps(contents).encode(errors="surrogatepass")).hexdigest()[:32]
