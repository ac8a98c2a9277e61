"""Who may edit a review: the editors of its partnerships, and administrators."""

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet

from learning.models import Review
from learning.sight import edits

NOT_YOURS = "Only an editor of the review’s partnership, or an administrator, can edit this review."


def check_may_edit(review: Review, user) -> None:
    """Raise PermissionDenied unless the user edits one of the review's partnerships or is an administrator."""
    if not edits(user, review):
        raise PermissionDenied(NOT_YOURS)


def reviews_edited_by(user) -> QuerySet[Review]:
    """Return the reviews that a user may edit. The views return 404 for all others, also for those that are hidden."""
    return Review.objects.editable_by(user)
