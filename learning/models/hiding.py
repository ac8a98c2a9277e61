"""What an editor hid at once, because it could identify somebody, and what a second person decided."""

from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from learning.addresses import address_of
from learning.querysets import IndexedQuerySet
from learning.sight import edit_rule
from learning.utils.dates import written_out

from .review import Review
from .section import ReviewSection
from .source_document import SourceDocument

DAYS_TO_DECIDE = 2  # working days
SATURDAY = 5
LONGEST_REASON = 2000


def working_days_after(day: date, number: int) -> date:
    """Return the day that is so many working days after another one, or before it if the number is negative.

    Saturdays and Sundays do not count. Bank holidays are not known: on them, the date is too early, never too late.
    """
    step = timedelta(days=1 if number > 0 else -1)
    for _ in range(abs(number)):
        day += step
        while day.weekday() >= SATURDAY:
            day += step
    return day


class HiddenKind(models.TextChoices):
    """What can be hidden."""

    REVIEW = "review", "Review"
    STATEMENT = "statement", "Item"
    SECTION = "section", "Paragraph"
    FILE = "file", "Original file"


class HidingOutcome(models.TextChoices):
    """What a second person decided."""

    OPEN = "open", "Awaiting a decision"
    RESTORED = "restored", "Restored"
    WITHDRAWN = "withdrawn", "Withdrawn"
    REDACTED = "redacted", "Restored after a redaction"


class HidingQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "HidingQuerySet":
        """Return what was hidden in the reviews that this user edits; administrators see all."""
        return self.filter(edit_rule(user, "review__"))

    def open(self) -> "HidingQuerySet":
        """Return those that await a decision."""
        return self.filter(outcome=HidingOutcome.OPEN)

    def decided(self) -> "HidingQuerySet":
        """Return those that were decided."""
        return self.exclude(outcome=HidingOutcome.OPEN)


class Hiding(models.Model):
    """One thing that somebody hid, alone and at once, and the decision of a second person.

    What is hidden now is in `records`: they are removed when it is restored.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="hidings")
    what = models.CharField(max_length=20, choices=HiddenKind)
    reference = models.CharField(max_length=24, blank=True, help_text="Of a learning item or a recommendation.")
    section = models.ForeignKey(ReviewSection, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    document = models.ForeignKey(
        SourceDocument,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="The document whose original file is hidden.",
    )
    reason = models.TextField(max_length=LONGEST_REASON, help_text="For staff only.")
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        help_text="Empty once their account is removed.",
    )
    hidden_as = models.CharField("hidden in the role of", max_length=300)
    hidden_at = models.DateTimeField(default=timezone.now)
    decide_by = models.DateField(help_text="Two working days after it was hidden.")
    outcome = models.CharField(max_length=20, choices=HidingOutcome, default=HidingOutcome.OPEN)
    note = models.TextField("reason for the decision", max_length=LONGEST_REASON, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_as = models.CharField("decided in the role of", max_length=300, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    reminded_overdue_at = models.DateTimeField(null=True, blank=True)

    objects = HidingQuerySet.as_manager()

    class Meta:
        ordering = ["-hidden_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="hiding_kind_known", condition=Q(what__in=HiddenKind.values)),
            models.CheckConstraint(name="hiding_outcome_known", condition=Q(outcome__in=HidingOutcome.values)),
            models.CheckConstraint(name="hiding_has_reason", condition=~Q(reason="")),
            models.CheckConstraint(
                name="hiding_of_one_thing",
                condition=Q(what=HiddenKind.REVIEW, reference="", section=None, document=None)
                | Q(what=HiddenKind.STATEMENT, section=None, document=None) & ~Q(reference="")
                | Q(what=HiddenKind.SECTION, reference="", section__isnull=False, document=None)
                | Q(what=HiddenKind.FILE, reference="", section=None, document__isnull=False),
            ),
            models.CheckConstraint(
                name="hiding_decision_whole",
                condition=Q(outcome=HidingOutcome.OPEN, decided_by=None, decided_at=None)
                | ~Q(outcome=HidingOutcome.OPEN) & Q(decided_at__isnull=False),
            ),
            models.CheckConstraint(
                name="hiding_takes_two_people",
                condition=Q(decided_by=None) | Q(hidden_by=None) | ~Q(decided_by=F("hidden_by")),
                violation_error_message="Another person must decide.",
            ),
            models.UniqueConstraint(
                fields=["review"], condition=Q(what=HiddenKind.REVIEW, outcome="open"), name="hiding_of_review_once"
            ),
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(what=HiddenKind.STATEMENT, outcome="open"),
                name="hiding_of_statement_once",
            ),
            models.UniqueConstraint(
                fields=["section"], condition=Q(what=HiddenKind.SECTION, outcome="open"), name="hiding_of_section_once"
            ),
            models.UniqueConstraint(
                fields=["document"], condition=Q(what=HiddenKind.FILE, outcome="open"), name="hiding_of_file_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.get_outcome_display().lower()}"

    def get_absolute_url(self) -> str:
        return address_of("hiding", str(self.pk))

    @property
    def name(self) -> str:
        """What was hidden, as a reference without any words of it."""
        if self.what == HiddenKind.STATEMENT:
            return self.reference
        code = self.review.code
        return code if self.what == HiddenKind.REVIEW else f"{code}, {self.get_what_display().lower()}"

    @property
    def decide_in_words(self) -> str:
        """The day by which somebody must decide, as "Tuesday 1 December 2026"."""
        return f"{self.decide_by:%A} {written_out(self.decide_by)}"

    @property
    def is_open(self) -> bool:
        return self.outcome == HidingOutcome.OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether it should have been decided by now."""
        return self.is_open and self.decide_by < timezone.localdate()


class HiddenRecord(models.Model):
    """One record that is hidden now: a review, a statement, a section, or a file by the digest of its content."""

    hiding = models.ForeignKey(Hiding, on_delete=models.CASCADE, related_name="records")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    reference = models.CharField(max_length=24, blank=True, db_index=True)
    section = models.ForeignKey(ReviewSection, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    digest = models.CharField(max_length=64, blank=True)

    objects = IndexedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="hidden_record_is_one",
                condition=Q(review__isnull=False, reference="", section=None, digest="")
                | Q(review=None, section=None, digest="") & ~Q(reference="")
                | Q(review=None, reference="", section__isnull=False, digest="")
                | Q(review=None, reference="", section=None) & ~Q(digest=""),
            ),
            models.UniqueConstraint(
                fields=["hiding", "reference"], condition=~Q(reference=""), name="hidden_statement_once"
            ),
            models.UniqueConstraint(fields=["hiding", "digest"], condition=~Q(digest=""), name="hidden_file_once"),
        ]

    def __str__(self) -> str:
        return self.reference or self.digest or str(self.section or self.review)
