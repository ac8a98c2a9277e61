"""Decisions about signs that could identify someone, and the words used to find such signs."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from learning.identity.kinds import Detail, SignKind, WordList
from learning.querysets import IndexedQuerySet
from learning.utils.text import has_words

from .review import Review

LONGEST_NOTE = 1000  # characters


class IdentityReason(models.TextChoices):
    """Why a sign does not identify anyone."""

    PUBLISHED = "published", "The partnership has already published the same words"
    IN_PUBLIC = "in-public", "The person is named publicly as an author or officer"
    GENERAL = "general", "It is a general statement, not about a person in this review"
    AGREED = "agreed", "It is already public, and agreed with the person or family"
    OTHER = "other", "Another reason"


WITHOUT_NOTE = [one for one in IdentityReason.values if one != IdentityReason.OTHER]


class IdentityDecision(models.Model):
    """A decision that a sign does not identify anyone in a review, or the reversal of an earlier decision.

    It applies to the same words, as the same kind of sign, in all texts of the review. Rows are only added, and the
    latest one counts. Only a redaction changes the words of a row.
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="identity_decisions")
    kind = models.CharField(max_length=20, choices=SignKind)
    found = models.TextField(help_text="The words that were found, or the kinds of detail of a combination.")
    is_reversal = models.BooleanField(default=False, help_text="Whether it ends an earlier decision.")
    reason = models.CharField(max_length=20, choices=IdentityReason, blank=True)
    note = models.TextField(max_length=LONGEST_NOTE, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    acted_as = models.CharField(max_length=250, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = IndexedQuerySet.as_manager()

    class Meta:
        ordering = ["review", "pk"]
        constraints = [
            models.CheckConstraint(name="identity_kind_known", condition=Q(kind__in=SignKind.values)),
            models.CheckConstraint(
                name="identity_decision_has_reason",
                condition=Q(is_reversal=True, reason="")
                | Q(is_reversal=False, reason__in=WITHOUT_NOTE)
                | Q(is_reversal=False, reason=IdentityReason.OTHER) & ~Q(note=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review.code}: {self.get_kind_display()}"

    @property
    def found_in_words(self) -> str:
        """The words found or, for a combination, its kinds of detail as text."""
        if self.kind != SignKind.COMBINATION:
            return self.found
        labels = {str(value): str(label) for value, label in Detail.choices}
        return ", ".join(labels.get(one, one) for one in self.found.split(", "))


class IdentityWord(models.Model):
    """A word that administrators added to the lists used to find signs."""

    word_list = models.CharField("list", max_length=20, choices=WordList)
    word = models.CharField("word or name", max_length=100)

    objects = IndexedQuerySet.as_manager()

    class Meta:
        verbose_name = "word of the identity check"
        verbose_name_plural = "words of the identity check"
        ordering = ["word_list", "word", "pk"]
        constraints = [
            models.CheckConstraint(name="identity_list_known", condition=Q(word_list__in=WordList.values)),
            models.UniqueConstraint(
                "word_list",
                Lower("word"),
                name="identity_word_once",
                violation_error_message="This word is already in the list.",
            ),
        ]

    def __str__(self) -> str:
        return self.word

    def clean(self) -> None:
        """Raise ValidationError if it has no letter or digit: it would match everywhere."""
        if not any(character.isalnum() for character in self.word) or not has_words(self.word):
            raise ValidationError({"word": "Enter a word or a name."})
