"""Emails waiting to be sent, stored in the transaction of the event that they report."""

from django.db import models
from django.db.models import Q
from django.utils import timezone


class OutboxQuerySet(models.QuerySet):
    def due(self) -> "OutboxQuerySet":
        """Return the emails that are due to be sent, oldest first."""
        return self.filter(sent_at=None, try_after__lte=timezone.now()).order_by("try_after", "pk")


class OutboxMessage(models.Model):
    """One email to one or more people. Its text is deleted when it has been sent; the rest of the row stays."""

    message_id = models.CharField(max_length=200, unique=True, help_text="The same for every attempt to send it.")
    sender = models.CharField(max_length=320)
    recipients = models.JSONField()
    subject = models.CharField(max_length=500)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    stored_at = models.DateTimeField("created at", default=timezone.now)
    try_after = models.DateTimeField("next attempt at", default=timezone.now)
    tries = models.PositiveSmallIntegerField("failed attempts", default=0)
    last_error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        ordering = ["-stored_at", "-pk"]
        verbose_name = "email"
        indexes = [models.Index(fields=["try_after"], name="outbox_due", condition=Q(sent_at=None))]
        constraints = [
            models.CheckConstraint(
                name="outbox_forgets_what_it_sent",
                condition=Q(sent_at=None) | Q(text="", html=""),
            )
        ]

    def __str__(self) -> str:
        return f"{self.subject}, {', '.join(self.recipients)}"
