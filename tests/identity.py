"""Decide that nothing in a review identifies anyone, for tests that publish texts with invented names."""

from learning.identity.decisions import Verdict, decide
from learning.models import IdentityDecision, Review
from reviews_portal.editing.checks.identity import undecided_in


def decide_all(review: Review, by) -> list[IdentityDecision]:
    """Record for each sign in the working copy of a review that it identifies nobody, and return the decisions."""
    flags = undecided_in(review.working_copy)
    verdict = Verdict(frozenset(flag.sign.key for flag in flags), "other", "All of it is invented.")
    return decide(review, flags, verdict, by=by, acted_as="an editor") if flags else []
