"""Working copies of reviews."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from learning.models import Review, Status


class WorkingCopy(models.Model):
    """A review that is open for editing: its text as rows, until they are published.

    No list, search, history or cached page reads it. A review has at most one, which all its editors share.
    """

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="working_copy")
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "working copies"
        ordering = ["-opened_at", "-pk"]

    def __str__(self) -> str:
        return f"Working copy of {self.review.code}"

    @property
    def is_correction(self) -> bool:
        """Whether its review is published or withdrawn: each change of its words then needs a reason."""
        return self.review.status in (Status.PUBLISHED, Status.WITHDRAWN)
