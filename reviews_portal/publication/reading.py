"""What readers see of the decision to publish a review: who decided and when, or where it was published first."""

from dataclasses import dataclass

from learning.models import Review
from learning.sight import Status
from learning.utils.dates import PartialDate, written_out

from .models import Ground, PublicationDecision, Purpose


@dataclass(frozen=True)
class ShownDecision:
    """Who decided to publish a review and when, or where and when it was published first."""

    deciding_body: str = ""
    decided_on: str = ""
    link: str = ""
    published: PartialDate | None = None


def shown_decision(review: Review) -> ShownDecision | None:
    """Return what readers see of the newest decision to publish a review; None if it was published without one.

    Agreements, checks and details about the family are never public.
    """
    if review.status != Status.PUBLISHED:
        return None
    decision = PublicationDecision.objects.confirmed().filter(review=review, purpose=Purpose.PUBLISH).first()
    if decision is None:
        return None
    if decision.ground == Ground.ELSEWHERE:
        return ShownDecision(link=decision.link, published=decision.published)
    return ShownDecision(decision.deciding_body, written_out(decision.decided_on))
