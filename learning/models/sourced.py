"""What all records taken from a document have, and the rules for their place in it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max

from learning.querysets import OfReviewQuerySet
from learning.utils.fields import LanguageField

from .review import Review
from .source_document import SourceDocument
from .unique_errors import UniqueErrorsMixin


def check_same_review(record) -> None:
    """Raise ValidationError if a record's document belongs to another review, whose title would then be shown."""
    if record.document_id and record.review_id and record.document.review_id != record.review_id:
        raise ValidationError(
            {"document": "This document belongs to another review. Choose a document of the same review."}
        )


def place_in_words(place: str) -> str:
    """Return a place in a document as pages show it: a line is one of our own text of the document."""
    return f"{place} of our copy of the text" if place.startswith("line") else place


class SourcedManager(models.Manager.from_queryset(OfReviewQuerySet)):
    def get_by_natural_key(self, document: str, position: int) -> "Sourced":
        return self.get(document__slug=document, position=position)


class Sourced(UniqueErrorsMixin):
    """An abstract model for anything taken from a document, with its review, document, place and heading."""

    # Set where it is shown in a chosen language, see `learning.wordings`.
    wordings: "Sequence[Any]" = ()  # its second wordings in other languages
    shown_in = ""  # the language of the page or document
    lacks = ""  # whether "all" of its words or "part" of them are not in that language
    quoted_from: Any = None  # the second wording whose words it has
    original: Any = None  # the record with its own words

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="%(class)ss")
    document = models.ForeignKey(SourceDocument, on_delete=models.PROTECT, related_name="%(class)ss")
    position = models.PositiveIntegerField(help_text="Its order in the document, counting all kinds of record.")
    place = models.CharField(max_length=60, blank=True, help_text="Where in the document, such as “line 29”.")
    heading = models.CharField(max_length=200, blank=True, help_text="As in the source.")
    subheading = models.CharField(max_length=200, blank=True, help_text="As in the source.")
    source_defect = models.CharField(
        max_length=300,
        blank=True,
        help_text="The fault in our copy of the text that is corrected here. Words are never changed.",
    )
    language = LanguageField(help_text="Leave blank if it is that of the document.")
    is_key = models.BooleanField(
        "key point", default=False, help_text="Shown in the summary at the top of the review’s page."
    )

    class Meta:
        abstract = True
        ordering = ["document", "position"]

    def clean(self) -> None:
        """Raise ValidationError if the document belongs to another review, or its position is taken."""
        check_same_review(self)
        if self.document_id and self.position is not None:
            self.check_place()

    @property
    def place_in_words(self) -> str:
        """Its place in the document, as pages show it."""
        return place_in_words(self.place)

    def check_place(self) -> None:
        """Raise ValidationError if a record of any kind in the document has this position already."""
        held = [model._base_manager.filter(document=self.document_id) for model in kinds_sourced()]
        for rows in held:
            others = rows.exclude(pk=self.pk) if isinstance(self, rows.model) else rows
            if other := others.filter(position=self.position).first():
                last = max(one.aggregate(last=Max("position"))["last"] or 0 for one in held)
                raise ValidationError(
                    {
                        "position": f"Position {self.position} in this document is taken by “{other}”. Choose a "
                        f"number between two others, or {last // 10 * 10 + 10} for the end."
                    }
                )


def kinds_sourced(above: type[models.Model] = Sourced) -> Iterator[Any]:
    """Yield the models of records taken from a document, in this app and in those above it."""
    for model in above.__subclasses__():
        if not (model._meta.abstract or model._meta.proxy or model._meta.auto_created):
            yield model
        elif not model._meta.proxy:
            yield from kinds_sourced(model)
