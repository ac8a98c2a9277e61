"""Reports from readers: an error, or words that could identify someone."""

from django.db import models
from django.db.models import Q


class ReportKind(models.TextChoices):
    """The kinds of report. A risk of identification has priority."""

    IDENTIFICATION = "identification", "Something here could identify a child, adult or family"
    ERROR = "error", "Something is wrong or misquoted"
    ACCESSIBILITY = "accessibility", "I could not use a page"
    OTHER = "other", "Something else"


class ErrorReport(models.Model):
    """A report from any reader, to be handled by administrators."""

    kind = models.CharField(max_length=20, choices=ReportKind)
    about = models.CharField("page or reference", max_length=300, blank=True)
    text = models.TextField("what is wrong", max_length=5000)
    reply_to = models.EmailField("email address for a reply", blank=True)
    received_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handling = models.TextField("what was done", blank=True)

    class Meta:
        ordering = ["-received_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="report_kind_known", condition=Q(kind__in=ReportKind.values)),
            models.CheckConstraint(
                name="report_handled_says_what",
                condition=Q(handled_at=None) | ~Q(handling=""),
                violation_error_message="Say what was done before you mark the report as handled.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.received_at:%d %B %Y}"
