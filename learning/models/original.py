"""The original files of documents, as their publishers made them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.text import slugify

from learning import sight
from learning.addresses import address_of
from learning.querysets import IndexedQuerySet
from learning.utils.uploads import LARGEST_ORIGINAL

from .review import Review
from .source_document import SourceDocument


class OriginalFormat(models.TextChoices):
    """The formats of originals, by the extension of their files."""

    PDF = "pdf", "PDF"
    WORD = "docx", "Word"
    SLIDES = "pptx", "PowerPoint"
    WEB_PAGE = "html", "Web page"
    TEXT = "txt", "Plain text"


CONTENT_TYPES = {
    OriginalFormat.PDF: "application/pdf",
    OriginalFormat.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    OriginalFormat.SLIDES: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    OriginalFormat.WEB_PAGE: "text/html",
    OriginalFormat.TEXT: "text/plain",
}


class OriginalFile(models.Model):
    """A file in the private storage, named by its content, which documents of several reviews may share.

    A redaction closes a file: nobody can open it again. The row of a closed file is kept for good, so that the same
    file is not accepted again.
    """

    digest = models.CharField(max_length=64, unique=True, help_text="SHA-256 of the content.")
    format = models.CharField(max_length=10, choices=OriginalFormat)
    size = models.PositiveIntegerField(help_text="In bytes.")
    pages = models.PositiveIntegerField(null=True, blank=True, help_text="Pages or slides, where the file has any.")
    closed_at = models.DateTimeField(null=True, blank=True, help_text="When a redaction closed it.")
    is_deleted = models.BooleanField(default=False, help_text="Whether a redaction deleted its content.")

    objects = IndexedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(name="original_format_known", condition=Q(format__in=OriginalFormat.values)),
            models.CheckConstraint(name="original_has_size", condition=Q(size__gt=0, size__lte=LARGEST_ORIGINAL)),
        ]

    def __str__(self) -> str:
        return self.in_words

    @property
    def name(self) -> str:
        """Its name in the storage. It says nothing about the content and cannot be guessed."""
        return f"{self.digest[:2]}/{self.digest}"

    @property
    def content_type(self) -> str:
        return CONTENT_TYPES[OriginalFormat(self.format)]

    @property
    def in_words(self) -> str:
        """Its format, size and length: "PDF, 1.2 MB, 34 pages"."""
        unit = "slide" if self.format == OriginalFormat.SLIDES else "page"
        length = f"{self.pages} {unit}{'' if self.pages == 1 else 's'}" if self.pages else ""
        size = filesizeformat(self.size).replace("\xa0", " ")
        return ", ".join(filter(None, [str(self.get_format_display()), size, length]))


class DocumentFileQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "DocumentFileQuerySet":
        """Return the files that this user may open, see `permitted_to`, without those that are hidden."""
        return self.permitted_to(user).shown()

    def permitted_to(self, user) -> "DocumentFileQuerySet":
        """Return the files that this user may open, or could if they were not hidden.

        Those who edit the review of a file may open it, unless a redaction closed it. Others only if it was checked,
        its document is published, and they may read its review and each one that closes the file (`closing`).
        """
        readable = Review.objects.visible_to(user)
        hidden = DocumentFile.objects.closing().filter(original=OuterRef("original"))
        return self.filter(
            sight.edit_rule(user, "document__review__")
            | Q(
                ~Exists(hidden.exclude(document__review__in=readable)),
                document__review__in=readable,
                document__awaits_publication=False,
                checked_at__isnull=False,
            ),
            original__closed_at=None,
        )

    def closing(self) -> "DocumentFileQuerySet":
        """Return the files that close the same file of other documents for readers who may not read their reviews.

        They are those of documents that may have been published. A draft that somebody else made of a published
        document closes it for nobody, and cannot be noticed by it.
        """
        return self.filter(document__awaits_publication=False, document__review__in=Review.objects.ever_public())

    def listed(self) -> "DocumentFileQuerySet":
        """Return them with their files, and without the extracted text, which may be long."""
        return self.select_related("original").defer("text", "findings")


class DocumentFile(models.Model):
    """The file that a document holds, with what was read from it.

    The text and the findings serve only redactions and those who check the file: no page, search or export shows
    them. Each document has its own, because redactions find words by review.
    """

    hidden_with: ClassVar = {"original__digest": "digest"}

    document = models.OneToOneField(SourceDocument, on_delete=models.CASCADE, related_name="file")
    original = models.ForeignKey(OriginalFile, on_delete=models.PROTECT, related_name="documents")
    text = models.TextField(blank=True, editable=False)
    findings = models.JSONField(default=list, blank=True, editable=False, verbose_name="contents besides its text")
    unsearched = models.JSONField(
        default=list, blank=True, editable=False, verbose_name="reasons why its text cannot be searched"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    checked_at = models.DateTimeField(
        null=True, blank=True, help_text="When somebody confirmed that they have checked what the file contains."
    )

    objects = DocumentFileQuerySet.as_manager()

    class Meta:
        ordering = ["document"]
        verbose_name = "original file"

    def __str__(self) -> str:
        return f"Original of “{self.document}”"

    def get_absolute_url(self) -> str:
        return address_of("original", self.document.review.slug, str(self.document.position))

    @property
    def file_name(self) -> str:
        """The name of the file when it is downloaded, made from the title of its document."""
        return f"{slugify(self.document.title)[:80].strip('-') or 'document'}.{self.original.format}"
