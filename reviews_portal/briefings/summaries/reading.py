"""Read the saved summaries and the approval of a review into the outline of the review."""

from collections.abc import Collection
from dataclasses import replace

from django.core.exceptions import ObjectDoesNotExist

from learning.models import Partnership, Review
from reviews_portal.briefings.layouts.base import statements_in
from reviews_portal.briefings.layouts.seven_minute import HEADINGS
from reviews_portal.briefings.models import BriefingApproval, PartnershipSummary
from reviews_portal.briefings.outline import Outline, Summary

# The columns of an approval that the outline of a review needs.
APPROVAL = ("briefing_approval__digest", "briefing_approval__partnership__name")


def with_approval(outline: Outline, review: Review, partnerships: Collection[Partnership]) -> Outline:
    """Return the outline of a review with its summaries and approval; unchanged if it has no approval.

    `review` must have been read with `briefing_approval__partnership`, of which APPROVAL is enough; `partnerships` are
    its own.
    """
    approval = approval_of(review, partnerships)
    if approval is None:
        return outline
    summaries = summaries_of(review, outline)
    return replace(outline, summaries=summaries, approved_by=approval.partnership.name, approval=approval.digest)


def approval_of(review: Review, partnerships: Collection[Partnership]) -> BriefingApproval | None:
    """Return the approval of a review's briefing if it is by one of these, the partnerships of the review, or None."""
    try:
        approval: BriefingApproval = review.briefing_approval
    except ObjectDoesNotExist:
        return None
    return approval if approval.partnership in partnerships else None


def summaries_of(review: Review, outline: Outline) -> tuple[Summary, ...]:
    """Return the saved summaries of a review in the order of the parts, with the references that its outline has."""
    saved = {one.part: one for one in PartnershipSummary.objects.filter(review=review)}
    known = [item.reference for item in statements_in(outline)]
    return tuple(
        Summary(part, saved[part].text, tuple(one for one in known if one in saved[part].references))
        for part in HEADINGS
        if part in saved
    )
