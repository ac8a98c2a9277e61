"""The table in which `learning.rate_limits` counts uses."""

from django.db import models


class RateCount(models.Model):
    """The number of uses of one limit by one requester in the current period. The key is a keyed digest."""

    key = models.CharField(max_length=100, unique=True, help_text="The limit's name, and a keyed digest of who.")
    number = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key}: {self.number}"
