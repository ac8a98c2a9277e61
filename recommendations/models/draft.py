"""What an agency is writing: a draft that changes, until it is submitted as a version that never does."""

from copy import copy

from django.conf import settings
from django.db import models
from django.utils import timezone

from .recommendation import RecommendationPart
from .response import Response, ResponseVersion
from .response_fields import ResponseFields

LONGEST = 20_000  # characters of a response that is submitted; a draft may be longer
LONGEST_DRAFT = 100_000
LONGEST_REASON = 5_000
MOST_LATE_TEXTS = 20  # for one person and one draft, until they decide on one


class ResponseDraft(ResponseFields):
    """The one draft of a body's response. It may be unfinished: only what is submitted must be whole.

    `revision` counts its changes. Whoever saves says on which they worked, so that nobody writes over what they have
    not seen.
    """

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="draft")
    text = models.TextField(blank=True, max_length=LONGEST)
    parts = models.ManyToManyField(RecommendationPart, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)

    begun_from: ResponseVersion | None = None  # of a draft that is not saved: what is published

    def __str__(self) -> str:
        return f"{self.response}, draft {self.revision}"

    def as_submitted(self) -> "ResponseDraft":
        """Return a copy, not to be saved, that says what would be submitted."""
        whole = copy(self)
        for name, value in self.relevant_field_values().items():
            setattr(whole, name, value)
        return whole

    @property
    def answered_parts(self) -> list[RecommendationPart]:
        """The parts that it answers."""
        source = self if self.pk else self.begun_from
        return list(source.parts.all()) if source else []


class ConflictingDraft(models.Model):
    """What somebody typed on a draft that another had changed meanwhile: kept until they decide what becomes of it."""

    draft = models.ForeignKey(ResponseDraft, on_delete=models.CASCADE, related_name="conflicting_drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    typed = models.JSONField(help_text="The fields of the form as they were typed.")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.draft}: what {self.by} typed"
