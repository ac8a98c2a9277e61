"""The narrative of a review: its sections, as published."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from learning.utils.text import beginning

from .sourced import Sourced, SourcedManager


class SectionKind(models.TextChoices):
    """The kinds of section of a narrative."""

    PURPOSE = "purpose", "Purpose"
    DEFINITION = "definition", "Definition"
    BACKGROUND = "background", "Background"
    SCOPE = "scope", "Scope"
    METHOD = "method", "Method"
    FAMILY_HISTORY = "family-history", "Family history"
    CASE_FACT = "case-fact", "Fact about the child"
    FAMILY_INVOLVEMENT = "family-involvement", "Family involvement"
    FINDINGS_INTRO = "findings-intro", "Introduction to the findings"
    INSTRUCTION = "instruction", "Instruction"
    NOTE = "note", "Note"
    FOOTNOTE = "footnote", "Footnote"
    RESPONSE_STATEMENT = "response-statement", "Statement of response"
    PEN_PORTRAIT = "pen-portrait", "Pen portrait"
    VOICE = "voice", "Voice of the child or adult"
    FAMILY_VIEWS = "family-views", "The family’s views"
    IDENTITY = "identity-and-culture", "Identity and culture"
    IMPROVEMENT_AREAS = "improvement-areas", "Improvement areas"
    CHRONOLOGY = "chronology", "Chronology"


# Kinds that describe what happened to the child and the family, not how the review was conducted. A pen portrait says
# who somebody is, and is none of them.
WHAT_HAPPENED = (
    SectionKind.BACKGROUND,
    SectionKind.FAMILY_HISTORY,
    SectionKind.CASE_FACT,
    SectionKind.CHRONOLOGY,
)


class ReviewSection(Sourced):
    """One paragraph or bullet of the narrative, as published."""

    hidden_with: ClassVar = {"pk": "section"}

    kind = models.CharField(max_length=30, choices=SectionKind)
    text = models.TextField()
    is_bullet = models.BooleanField("bullet point", default=False)
    history = HistoricalRecords()

    objects = SourcedManager()

    class Meta(Sourced.Meta):
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="section_place_once"),
            models.CheckConstraint(name="section_kind_known", condition=Q(kind__in=SectionKind.values)),
        ]

    def __str__(self) -> str:
        return f"{self.review.code}, {self.get_kind_display()}: {beginning(self.text, 60)}"

    def natural_key(self) -> tuple[str, int]:
        return (self.document.slug, self.position)

    natural_key.dependencies = ["learning.sourcedocument"]  # type: ignore[attr-defined]
