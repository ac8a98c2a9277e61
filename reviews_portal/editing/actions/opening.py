"""Open a review for editing."""

from learning.models import Review
from reviews_portal.editing.models import WorkingCopy

from .permissions import check_may_edit


def open_copy(review: Review, *, by) -> WorkingCopy:
    """Return the working copy of a review; it is made if there is none.

    Raises PermissionDenied unless `by` may edit the review.
    """
    check_may_edit(review, by)
    copy, _ = WorkingCopy.objects.get_or_create(review=review, defaults={"opened_by": by})
    return copy
