"""Reports from readers: an error, or words that could identify someone."""

import re
from urllib.parse import urlsplit

from django.db import models
from django.db.models import Q

from learning.addresses import address_of
from learning.sight import reviews_of, sight_of

from .review import Review

REFERENCE = re.compile(r"\bR\d{4,}(?:-\d+)?(?![\w-])", re.IGNORECASE)
ADDRESS = re.compile(r"/reviews/([-\w]+)")


class ReportKind(models.TextChoices):
    """The kinds of report. Those of families and of a risk of identification have priority, see URGENT."""

    FAMILY = "family", "I am a family member"
    IDENTIFICATION = "identification", "This could identify someone"
    ERROR = "error", "Something is wrong or misquoted"
    ACCESSIBILITY = "accessibility", "I could not use a page"
    OTHER = "other", "Something else"


# The kinds that the editors of a review and the administrators are told of at once.
URGENT = (ReportKind.FAMILY, ReportKind.IDENTIFICATION)


class ErrorReportQuerySet(models.QuerySet):
    def visible_to(self, user) -> "ErrorReportQuerySet":
        """Return the urgent reports on reviews that this user edits; administrators see all urgent reports."""
        urgent = self.filter(kind__in=URGENT)
        sight = sight_of(user)
        if sight.everything:
            return urgent
        return urgent.filter(review__in=reviews_of(sight.edited_partnerships))


class ErrorReport(models.Model):
    """A report from any reader, to be handled by administrators and, if it is urgent, the editors of its review."""

    kind = models.CharField(max_length=20, choices=ReportKind)
    about = models.CharField("page or reference", max_length=300, blank=True)
    text = models.TextField("what is wrong", max_length=5000)
    reply_to = models.EmailField("email address for a reply", blank=True)
    phone = models.CharField("phone number", max_length=60, blank=True)
    review = models.ForeignKey(
        Review,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The review that the page or reference is of, if the portal recognised it.",
    )
    received_at = models.DateTimeField(auto_now_add=True)
    handled_at = models.DateTimeField(null=True, blank=True)
    handling = models.TextField("what was done", blank=True)

    objects = ErrorReportQuerySet.as_manager()

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

    def get_absolute_url(self) -> str:
        """Return the address of its page for staff."""
        return address_of("report", str(self.pk))

    @property
    def is_urgent(self) -> bool:
        """Whether people are told of it at once."""
        return self.kind in URGENT


def reference_in(about: str) -> str:
    """Return the first reference of a review or statement in what was typed, such as "R0003-14", or ""."""
    found = REFERENCE.search(about)
    return found[0].upper() if found else ""


def review_reported(about: str) -> Review | None:
    """Return the review that was meant, whatever its status; None if it cannot be told.

    The sender is not told whether it was found.
    """
    if reference := reference_in(about):
        return Review.objects.filter(code=reference.partition("-")[0]).first()
    if found := ADDRESS.search(path_of(about)):
        return Review.objects.filter(Q(slug=found[1]) | Q(old_addresses__slug=found[1])).first()
    return None


def path_of(address: str) -> str:
    """Return the path of an address, or "" if it is none."""
    try:
        return urlsplit(address.strip()).path
    except ValueError:
        return ""
