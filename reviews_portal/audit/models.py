"""The table of the audit log, to which rows are only added."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from .events import Event


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def with_people(self) -> "AuditEntryQuerySet":
        """Return the entries with their people, in one query."""
        return self.select_related("by", "about")


class AuditEntry(models.Model):
    """One security event, without content: no word that a person typed, and none of a review.

    The people are kept by the numbers of their accounts, which the database does not check. When an account is
    removed, its number stays in the entries and leads to nobody, so that no entry need ever change. Numbers are not
    given twice.
    """

    at = models.DateTimeField(default=timezone.now)
    event = models.CharField(max_length=30, choices=Event)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        help_text="Who did it; empty for somebody who is not signed in, and on the server's command line.",
    )
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name="account",
        help_text="Whose account it concerns.",
    )
    detail = models.CharField(max_length=200, help_text="Words of the code, and references.")
    network = models.CharField(max_length=50, help_text="The network it came from, not the address.")

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = "audit log entry"
        verbose_name_plural = "audit log"
        indexes = [models.Index(fields=["event", "-at"], name="audit_event")]
        constraints = [models.CheckConstraint(name="audit_event_known", condition=models.Q(event__in=Event.values))]

    def __str__(self) -> str:
        return f"{self.get_event_display()}, {self.at:%d %B %Y %H:%M}"

    def person(self, field: str) -> str:
        """Return who is meant by "by" or "about", an account that was removed by its number."""
        try:
            return str(getattr(self, field) or "")
        except get_user_model().DoesNotExist:
            return f"Removed account {getattr(self, f'{field}_id')}"
