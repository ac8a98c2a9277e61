"""Drafts of responses. A draft may change until it is submitted; submitted versions never change."""

from copy import copy

from django.conf import settings
from django.db import models
from django.utils import timezone

from .recommendation import RecommendationPart
from .response import Response
from .response_fields import ResponseFields
from .response_version import ResponseVersion

LONGEST = 20_000  # characters of a submitted response; a draft may be longer
LONGEST_DRAFT = 100_000
LONGEST_REASON = 5_000
MOST_LATE_TEXTS = 20  # for each user and draft


class ResponseDraft(ResponseFields):
    """The draft of an agency's response, one for each. It may be incomplete until it is submitted.

    `revision` counts its changes. Each save states the revision that the user worked on, so that nobody overwrites
    changes that they have not seen.
    """

    response = models.OneToOneField(Response, on_delete=models.CASCADE, related_name="draft")
    text = models.TextField(blank=True, max_length=LONGEST)
    parts = models.ManyToManyField(RecommendationPart, blank=True, related_name="+")
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)

    begun_from: ResponseVersion | None = None  # of an unsaved draft: the published version

    def __str__(self) -> str:
        return f"{self.response}, draft {self.revision}"

    def as_submitted(self) -> "ResponseDraft":
        """Return a copy, not to be saved, with the content that would be submitted."""
        whole = copy(self)
        for name, value in self.relevant_field_values().items():
            setattr(whole, name, value)
        return whole

    @property
    def answered_parts(self) -> list[RecommendationPart]:
        """The parts that it answers."""
        source = self if self.pk else self.begun_from
        return list(source.parts.select_related("parent")) if source else []


class ConflictingDraft(models.Model):
    """What a user typed on a draft that another user changed meanwhile, kept until they use or delete it."""

    draft = models.ForeignKey(ResponseDraft, on_delete=models.CASCADE, related_name="conflicting_drafts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    typed = models.JSONField(help_text="The fields of the form, as typed.")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.draft}: what {self.by} typed"
