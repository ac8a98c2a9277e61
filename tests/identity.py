"""Decide that nothing in a review identifies anyone, for tests that publish texts with invented names."""

from learning.identity.decisions import Verdict, decide
from learning.models import IdentityDecision, Review
from reviews_portal.editing.checks.identity import undecided_in, undecided_without_copy
from reviews_portal.editing.models import WorkingCopy


def decide_all(review: Review, by) -> list[IdentityDecision]:
    """Record that no sign in a review, or in its working copy, identifies anyone. Return the decisions."""
    copy = WorkingCopy.objects.filter(review=review).first()
    flags = undecided_in(copy) if copy else undecided_without_copy(review)
    verdict = Verdict(frozenset(flag.sign.key for flag in flags), "other", "All of it is invented.")
    return decide(review, flags, verdict, by=by, acted_as="an editor") if flags else []
