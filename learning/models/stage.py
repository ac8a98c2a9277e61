"""The stages of a review before it is published, which only its own partnership sees."""

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from learning import sight
from learning.querysets import IndexedQuerySet
from learning.utils.dates import written_out

from .review import Review
from .unique_errors import UniqueErrorsMixin


class Stage(models.TextChoices):
    """The stages that a review can reach, in their usual order.

    Rapid reviews, and learning that is shared without publication: Working Together to Safeguard Children, chapter 5
    (England). A criminal trial, an inquest or the Home Office (for domestic homicide reviews) can delay publication.
    """

    REFERRED = "referred", "Referred"
    RAPID_REVIEW = "rapid-review", "Rapid review"
    COMMISSIONED = "commissioned", "Commissioned"
    IN_PROGRESS = "in-progress", "In progress"
    AWAITING_TRIAL = "awaiting-trial", "Awaiting trial"
    AWAITING_INQUEST = "awaiting-inquest", "Awaiting inquest"
    AWAITING_HOME_OFFICE = "awaiting-home-office", "Awaiting Home Office quality assurance"
    PUBLISHED = "published", "Published"
    NOT_PUBLISHED = "not-published", "Not published; learning shared"


class ReviewStageQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "ReviewStageQuerySet":
        """Return the stages of the reviews of a user's own partnerships; administrators see all stages."""
        found = sight.sight_of(user)
        if found.everything:
            return self
        if not found.partnerships:
            return self.none()
        return self.filter(sight.review_rule(user, "review__"), review__in=sight.reviews_of(found.partnerships))


class ReviewStage(UniqueErrorsMixin):
    """A stage that a review has reached, with what delays the next one. The newest is where the review stands."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="stages")
    stage = models.CharField(max_length=30, choices=Stage)
    reached_on = models.DateField("date reached")
    expected_on = models.DateField(
        "publication expected", null=True, blank=True, help_text="If a date has been agreed."
    )
    delay_reason = models.TextField(
        "reason for delay",
        blank=True,
        help_text="Do not include anything that could identify a child, adult, relative or member of staff.",
    )
    history = HistoricalRecords()

    objects = ReviewStageQuerySet.as_manager()

    class Meta:
        ordering = ["review", "reached_on", "pk"]
        constraints = [
            models.CheckConstraint(name="stage_known", condition=Q(stage__in=Stage.values)),
            models.UniqueConstraint(fields=["review", "stage", "reached_on"], name="stage_reached_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.review.code}: {self.in_words}"

    @property
    def in_words(self) -> str:
        """The stage with its date, as "Awaiting trial since 3 March 2026"."""
        joined = "since" if self.stage.startswith("awaiting") or self.stage == Stage.IN_PROGRESS else "on"
        return f"{self.get_stage_display()} {joined} {written_out(self.reached_on)}"
