"""Second wordings: the words of a record in another document, or in another language."""

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from learning.languages import NAMES, language_of
from learning.querysets import OfReviewQuerySet
from learning.utils.fields import LanguageField
from learning.utils.text import has_words

from .resource import Resource
from .review import Review
from .section import ReviewSection
from .source_document import SourceDocument
from .sourced import check_same_review, kinds_sourced, place_in_words
from .unique_errors import UniqueErrorsMixin

TWICE = "This document already has a second wording of this record in this language. Change that one."


class SourceWordingQuerySet(OfReviewQuerySet):
    def visible_to(self, user) -> "SourceWordingQuerySet":
        """Return the wordings of visible reviews in documents of the same review."""
        return super().visible_to(user).filter(document__review=F("review"))  # type: ignore[return-value]


class SourceWordingManager(models.Manager.from_queryset(SourceWordingQuerySet)):
    def get_by_natural_key(
        self, document: str, reference: str, part_position: int, language: str = ""
    ) -> "SourceWording":
        found = self.filter(document__slug=document, language=language)
        what, _, place = reference.rpartition(" ")
        if what in ("section", "resource"):
            slug, _, position = place.rpartition(":")
            return found.get(**{f"{what}__document__slug": slug, f"{what}__position": position})
        return found.get(reference=reference, part_position=part_position)


class SourceWording(UniqueErrorsMixin):
    """The words of a record in a second document or a second language, with their own place.

    It refers to a statement by its permanent reference, because statements are models of two apps, and to a part of a
    recommendation by its position: labels need not be unique, and may be corrected. Sections and resources have no
    reference; it refers to them as records.
    """

    hidden_with: ClassVar = {"reference": "reference", "section": "section"}

    part_label = ""  # set where wordings are shown: the label of its part

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="wordings")
    reference = models.CharField(
        max_length=24, blank=True, help_text="The reference of the learning item or recommendation."
    )
    part_position = models.PositiveSmallIntegerField(
        default=0, help_text="The position of a recommendation’s part, or 0 for the statement itself."
    )
    section = models.ForeignKey(ReviewSection, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    resource = models.ForeignKey(Resource, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="wordings")
    language = LanguageField(help_text="Leave blank if it is that of the document.")
    place = models.CharField(max_length=60, blank=True)
    heading = models.CharField(max_length=200, blank=True, help_text="The heading above it in this language.")
    text = models.TextField(
        blank=True, help_text="The exact words. Leave blank if they are the same, in the same language."
    )
    tail = models.TextField(blank=True, help_text="For a recommendation: the words after its parts.")
    history = HistoricalRecords()

    objects = SourceWordingManager()

    class Meta:
        ordering = ["document", "reference", "part_position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["document", "reference", "part_position", "language"],
                condition=~Q(reference=""),
                name="wording_once_a_document",
                violation_error_message=TWICE,
            ),
            models.UniqueConstraint(
                fields=["document", "section", "language"],
                condition=Q(section__isnull=False),
                name="wording_of_section_once",
                violation_error_message=TWICE,
            ),
            models.UniqueConstraint(
                fields=["document", "resource", "language"],
                condition=Q(resource__isnull=False),
                name="wording_of_resource_once",
                violation_error_message=TWICE,
            ),
            models.CheckConstraint(
                name="wording_of_one_record",
                condition=~Q(reference="") & Q(section=None, resource=None)
                | Q(reference="", part_position=0, section__isnull=False, resource=None)
                | Q(reference="", part_position=0, section=None, resource__isnull=False),
                violation_error_message="Enter only one of these: a reference, a section or a resource.",
            ),
            models.CheckConstraint(
                name="wording_in_language_has_words",
                condition=Q(language="") | ~Q(text="") | ~Q(tail=""),
                violation_error_message="Enter the words in this language.",
            ),
        ]

    def __str__(self) -> str:
        part = f", part {self.part_position}," if self.part_position else ""
        return f"{self.reference or self.section or self.resource}{part} in {self.document}"

    def save(self, *args, **kwargs) -> None:
        """Save. The language of the document is stored as blank, so that each language is stored in one way."""
        self.forget_language_of_document()
        super().save(*args, **kwargs)

    def forget_language_of_document(self) -> None:
        """Make the language blank if it is that of the document."""
        if self.language and self.document.language == self.language:
            self.language = ""

    def clean(self) -> None:
        """Raise ValidationError if it repeats a language of its document, lacks words, or mixes two reviews."""
        check_same_review(self)
        if not (self.document_id and self.review_id):
            return
        self.forget_language_of_document()
        if worded := self.worded():
            if worded.review_id != self.review_id:
                raise ValidationError("That record belongs to another review. Choose a record of this review.")
            own, its = language_of(self), language_of(worded)
            if own == its and worded.document_id == self.document_id:
                raise ValidationError(
                    {
                        "language": f"The record already has its words in {NAMES[own]} from this document. Choose "
                        "another language or another document."
                    }
                )
            may_have_tail = hasattr(worded, "tail") and not self.part_position
            if has_words(self.tail) and not may_have_tail:
                raise ValidationError(
                    {"tail": "Enter these words as the text. Only a whole recommendation has words after its parts."}
                )
            if own != its and not has_words(self.text, self.tail if may_have_tail else ""):
                raise ValidationError({"text": f"Enter the words in {NAMES[own]}, exactly as published."})

    def worded(self) -> Any:
        """Return the record that it words, or None if there is none with its reference and part."""
        if self.section or self.resource:
            return self.section or self.resource
        for model in kinds_sourced():
            if hasattr(model, "reference") and (
                found := model._base_manager.select_related("document").filter(reference=self.reference).first()
            ):
                part = found.parts.filter(position=self.part_position).first() if self.part_position else None
                if part and part.language:  # a part may have a language of its own
                    found.language = part.language
                return found
        return None

    @property
    def place_in_words(self) -> str:
        """Its place in the document, as pages show it."""
        return place_in_words(self.place)

    def natural_key(self) -> tuple[str, str, int, str]:
        reference = self.reference
        for what in ("section", "resource"):
            if record := getattr(self, what):
                reference = f"{what} {record.document.slug}:{record.position}"
        return (self.document.slug, reference, self.part_position, self.language)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "learning.sourcedocument",
        "learning.reviewsection",
        "learning.resource",
    ]
