"""What was exported, as it was; and the briefings that trainers keep."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone


class Edition(models.Model):
    """One version of a document that somebody was given: found again by the short code that stands in it.

    It holds the outline as data. A redaction takes words out of it as out of every table; who opens it again reads
    of it what they may see then, see `editions.as_read_by`.
    """

    code = models.CharField(max_length=20, unique=True)
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="Keyed; of all but its date.")
    outline = models.JSONField()
    sight = models.JSONField(default=list, editable=False, help_text="What the person could see for whom it was made.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.code])


def new_key() -> str:
    """Return a key that nobody guesses, for an address that is handed on."""
    return secrets.token_urlsafe(12)


class Briefing(models.Model):
    """A briefing that a trainer keeps: what they planned, and the version of the words when they kept it.

    Its plan names records; its edition holds their words as they were. Who has its key reads of it what they may see.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="briefings")
    name = models.CharField(max_length=200)
    plan = models.JSONField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="briefings")
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    is_shared = models.BooleanField(default=False, help_text="Who has the link may read it.")
    revision = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("briefing", args=[self.key])
