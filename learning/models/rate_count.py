"""How often somebody did what has a limit; `learning.limits` counts here."""

from django.db import models


class RateCount(models.Model):
    """One requester's number of uses of one limit in the period that is running. Its key tells nobody who it was."""

    key = models.CharField(max_length=100, unique=True, help_text="The limit's name, and a keyed digest of who.")
    number = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.number}"
