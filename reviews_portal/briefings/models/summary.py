"""A partnership's own words for the seven-minute briefing on a review, and its approval of that briefing."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from simple_history.models import HistoricalRecords

from learning.models import Partnership, Review
from learning.querysets import IndexedQuerySet
from reviews_portal.briefings.layouts.seven_minute import HEADINGS

LONGEST_SUMMARY = 5_000  # characters; the number of words is limited more strictly, by the length of the part


def parts_of_briefing() -> list[tuple[str, str]]:
    """Return the parts of the seven-minute briefing as choices. As a function they need no migration when renamed."""
    return list(HEADINGS.items())


class PartnershipSummary(models.Model):
    """A partnership's own words for one part of the seven-minute briefing on a review.

    Readers see it only while the partnership's approval of the briefing stands, see `BriefingApproval`.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="partnership_summaries")
    part = models.CharField(max_length=20, choices=parts_of_briefing)
    text = models.TextField(max_length=LONGEST_SUMMARY)
    references = models.JSONField(default=list, help_text="References of the statements that it is based on.")
    history = HistoricalRecords()

    objects = IndexedQuerySet.as_manager()

    class Meta:
        ordering = ["review", "pk"]
        verbose_name_plural = "partnership summaries"
        constraints = [
            models.UniqueConstraint(fields=["review", "part"], name="partnership_summary_once"),
            models.CheckConstraint(name="partnership_summary_part_known", condition=Q(part__in=list(HEADINGS))),
        ]

    def __str__(self) -> str:
        return f"{self.review}: {self.get_part_display()}"


class BriefingApproval(models.Model):
    """A partnership's approval of the seven-minute briefing on a review, with a digest of what it approved.

    If the briefing would read otherwise than it was approved, the approval no longer counts, see
    `summaries.approval`. It stays until somebody approves the briefing again or withdraws the approval.
    """

    review = models.OneToOneField(Review, on_delete=models.CASCADE, related_name="briefing_approval")
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="briefing_approvals")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    acted_as = models.CharField(
        max_length=300, blank=True, help_text="The role of the person who did it. Kept if their account is removed."
    )
    approved_at = models.DateTimeField(default=timezone.now)
    digest = models.CharField(max_length=64, editable=False, help_text="Keyed digest of what was approved.")

    objects = IndexedQuerySet.as_manager()

    class Meta:
        ordering = ["review"]

    def __str__(self) -> str:
        return f"{self.review}: {self.partnership}"
