"""The append-only table of the audit log."""

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import models
from django.utils import timezone

from .events import Event


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    def with_people(self) -> "AuditEntryQuerySet":
        """Return the entries with their users, in one query."""
        return self.select_related("by", "about")


class AuditEntry(models.Model):
    """One security event, without content: nothing that a person typed, and nothing from a review.

    Users are stored by number, without a foreign key constraint. When an account is removed, its number stays in the
    entries and refers to nobody, so that entries never change. Numbers are never reused.
    """

    at = models.DateTimeField(default=timezone.now)
    event = models.CharField(max_length=30, choices=Event)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        help_text="Who did it. Empty if they were not signed in, or used the server’s command line.",
    )
    about = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        null=True,
        related_name="+",
        verbose_name="account",
        help_text="The account that was affected.",
    )
    detail = models.CharField(max_length=200, help_text="Fixed terms and references, never typed text.")
    network = models.CharField(max_length=50, help_text="The network of the request, not its full address.")

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
        """Return the user in the field "by" or "about"; a removed account is named by its number."""
        try:
            return str(getattr(self, field) or "")
        except get_user_model().DoesNotExist:
            return f"Removed account {getattr(self, f'{field}_id')}"
