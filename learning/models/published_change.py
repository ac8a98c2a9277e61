"""The changes listed under "What's new": kind, review, day and reason, without any words of a review."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from learning import sight
from learning.querysets import IndexedQuerySet
from learning.sight import Status

from .review import Review


class ChangeKind(models.TextChoices):
    """The kinds of change to a review or its text."""

    ADDED = "added", "Added"
    REWORDED = "reworded", "Reworded"
    WITHDRAWN = "withdrawn", "Withdrawn"


class PublishedChangeQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "PublishedChangeQuerySet":
        """Return the changes to reviews that this user may read, and the withdrawals of reviews that they could read.

        Changes from before a review was published to its current audience are left out, because they would reveal that
        the portal already had it.
        """
        readable = ~Q(kind=ChangeKind.WITHDRAWN) & sight.review_rule(user, "review__")
        gone = Q(kind=ChangeKind.WITHDRAWN, review__status=Status.WITHDRAWN) & sight.audience_rule(user, "review__")
        added_later = PublishedChange.objects.filter(
            review=OuterRef("review"), kind=ChangeKind.ADDED, pk__gt=OuterRef("pk")
        )
        return self.filter(readable | gone).exclude(Exists(added_later)).shown()


class PublishedChange(models.Model):
    """One change to published content. Redactions are listed separately, as "corrected"."""

    hidden_with: ClassVar = {"reference": "reference"}

    kind = models.CharField(max_length=20, choices=ChangeKind)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="+")
    reference = models.CharField(max_length=24, blank=True, help_text="Of the statement; empty for other text.")
    reason = models.CharField(max_length=300, blank=True, help_text="What was corrected, for readers.")
    on = models.DateField(default=timezone.localdate)

    objects = PublishedChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [models.CheckConstraint(name="change_kind_known", condition=Q(kind__in=ChangeKind.values))]
        indexes = [models.Index(fields=["review", "kind"], name="change_of_review")]

    def __str__(self) -> str:
        return f"{self.review_id} {self.reference} {self.kind} {self.on}"


class CorrectionQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "CorrectionQuerySet":
        """Return the corrections to reviews that this user may read."""
        return self.filter(sight.review_rule(user, "review__"))


class Correction(models.Model):
    """The public notice of a redaction: which review was corrected, and on which day."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="+")
    on = models.DateField(default=timezone.localdate)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "review__code", "pk"]
        constraints = [models.UniqueConstraint(fields=["review", "on"], name="correction_of_review_once_a_day")]

    def __str__(self) -> str:
        return f"{self.review.code}, {self.on}"
