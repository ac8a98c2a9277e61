"""The text of an imported document, piece by piece, with which its rows are compared."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from learning.models import SourceDocument
from learning.querysets import IndexedQuerySet

from .working_copy import WorkingCopy


class LeftOut(models.TextChoices):
    """Why a piece of a document is not in its review."""

    FURNITURE = "furniture", "Page header, footer or website menu"
    REPEATED = "repeated", "Repeats other text in the document"
    LABEL = "label", "A heading or label that the review does not need"
    DETAILS = "details", "In the details of the review"
    CORRECTED = "corrected", "A fault in the copy, corrected in the review"
    OTHER = "other", "Another reason"


class SourceBlock(models.Model):
    """One piece of an imported document as it was read: a heading, a paragraph, a list item or a row of a table.

    Its words are either in the rows or the details of the review (`reviews_portal/editing/source.py` compares them),
    or left out by a person for a reason. It is deleted with the working copy; the document keeps its original file.
    """

    copy = models.ForeignKey(WorkingCopy, on_delete=models.CASCADE, related_name="source_blocks")
    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveIntegerField(help_text="Its order in the document, from 0.")
    kind = models.CharField(max_length=20)
    text = models.TextField()
    place = models.CharField(max_length=60, blank=True)
    suggested = models.CharField(
        max_length=20, choices=LeftOut, blank=True, help_text="Why the import would leave it out."
    )
    left_out = models.CharField(max_length=20, choices=LeftOut, blank=True)
    left_out_text = models.TextField(blank=True, help_text="The words that were missing then.")
    note = models.CharField(max_length=300, blank=True)
    left_out_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    left_out_at = models.DateTimeField(null=True, blank=True)

    objects = IndexedQuerySet.as_manager()

    class Meta:
        verbose_name = "piece of an imported document"
        verbose_name_plural = "pieces of imported documents"
        ordering = ["document", "number", "pk"]
        constraints = [
            models.UniqueConstraint("copy", "document", "number", name="source_block_once"),
            models.CheckConstraint(
                name="source_block_left_out_known", condition=Q(left_out="") | Q(left_out__in=LeftOut.values)
            ),
            models.CheckConstraint(
                name="source_block_left_out_when",
                condition=Q(left_out="", left_out_at=None) | ~Q(left_out="") & Q(left_out_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place or self.number}: {self.text[:60]}"
