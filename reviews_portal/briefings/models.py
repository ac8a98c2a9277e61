"""What was exported, as it was."""

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
