"""Comments of independent scrutineers on a request and its response."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from learning.querysets import IndexedQuerySet

from .request import ResponseRequest

LONGEST_COMMENT = 5_000  # characters


class ScrutinyComment(models.Model):
    """A dated comment, for the partnership and its scrutineers; comments are only ever added.

    Working Together to Safeguard Children: safeguarding partners arrange for independent scrutiny.
    """

    request = models.ForeignKey(ResponseRequest, on_delete=models.PROTECT, related_name="comments")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    acted_as = models.CharField(
        max_length=300, blank=True, help_text="The role of the person who wrote it. Kept if their account is removed."
    )
    written_at = models.DateTimeField(default=timezone.now)
    text = models.TextField(max_length=LONGEST_COMMENT)

    objects = IndexedQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [models.CheckConstraint(name="comment_has_text", condition=~Q(text=""))]

    def __str__(self) -> str:
        return f"{self.request}: comment on {self.written_at:%d %B %Y}"
