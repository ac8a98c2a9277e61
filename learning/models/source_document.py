"""The documents of a review that the portal quotes, and who sees which."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from learning.addresses import is_of_the_web, of_the_web, web_link
from learning.querysets import OfReviewQuerySet
from learning.utils.dates import PartialDateField, date_on, date_precision, partial_date_constraint
from learning.utils.fields import Language

from .fast_from_db import FastFromDb
from .glossary import GlossaryTerm
from .review import Review
from .unique_errors import UniqueErrorsMixin

# Relations to a document from records that stay in their review. Other apps add theirs in `ready()`.
STAYING: list[str] = []
STAYS = (
    "Choose the review that it was in. Responses or actions in that review are quoted from this document, and cannot "
    "be moved with it."
)


class SourceDocumentQuerySet(OfReviewQuerySet):
    def for_readers(self) -> "SourceDocumentQuerySet":
        """Leave out documents that were added with corrections, until these are published."""
        return self.filter(awaits_publication=False)

    def published(self) -> "SourceDocumentQuerySet":
        """Return those that count as links to their review."""
        return self.shown().for_readers()

    def visible_to(self, user) -> "SourceDocumentQuerySet":
        """Return the documents of the reviews that this user may read, as their pages list them."""
        return super().visible_to(user).for_readers()  # type: ignore[attr-defined]


class SourceDocumentManager(models.Manager.from_queryset(SourceDocumentQuerySet)):
    """All documents, also those that readers do not see yet: dumps, the admin and constraints must see these."""

    def get_by_natural_key(self, slug: str) -> "SourceDocument":
        return self.get(slug=slug)


class ReadersDocumentManager(models.Manager.from_queryset(SourceDocumentQuerySet)):
    """The documents that readers of their review see: `Review.documents`."""

    def get_queryset(self) -> SourceDocumentQuerySet:
        return super().get_queryset().for_readers()


class DocumentKind(models.TextChoices):
    """The kinds of document that publish learning."""

    REPORT = "report", "Full report"
    BRIEFING = "briefing", "Learning briefing"
    RESPONSE = "response", "Response to recommendations"
    OTHER = "other", "Other"


class SourceDocument(UniqueErrorsMixin, FastFromDb):
    """A published document that the portal quotes."""

    slug = models.SlugField(max_length=120, unique=True, help_text="For our own use. Not part of any web address.")
    review = models.ForeignKey(
        Review, on_delete=models.CASCADE, related_name="all_documents", related_query_name="documents"
    )
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200, blank=True)
    kind = models.CharField(max_length=20, choices=DocumentKind)
    language = models.CharField(
        max_length=2,
        choices=Language,
        default=Language.ENGLISH,
        help_text="Quotations from this document are in this language unless you record another. For a bilingual "
        "document, choose the language of its title.",
    )
    published_on = date_on("date published")
    published_precision = date_precision("date published")
    published = PartialDateField()
    licence = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)
    address = models.URLField(max_length=500, blank=True, validators=[of_the_web])
    not_held_reason = models.CharField(
        "why the file is not held",
        max_length=300,
        blank=True,
        help_text="Shown to readers while the portal has neither the file nor a link. One or two sentences.",
    )
    glossary_terms = models.ManyToManyField(GlossaryTerm, blank=True, related_name="documents")
    curator_note = models.TextField(blank=True, help_text="Shown as an editor’s note.")
    awaits_publication = models.BooleanField(
        default=False,
        editable=False,
        help_text="Whether it was added to a published review with text that readers do not see yet.",
    )
    # In lookups, “documents” are those of the catalogue, and not their older states.
    history = HistoricalRecords(m2m_fields=[glossary_terms], excluded_field_kwargs={"review": {"related_query_name"}})

    objects = SourceDocumentManager()
    readers = ReadersDocumentManager()

    class Meta:
        ordering = ["review", "position"]
        constraints = [
            partial_date_constraint("sourcedocument", "published"),
            models.UniqueConstraint(fields=["review", "position"], name="document_place_once"),
            models.CheckConstraint(name="document_language_known", condition=Q(language__in=Language.values)),
            models.CheckConstraint(
                name="document_address_is_of_the_web",
                condition=Q(address="") | is_of_the_web("address"),
                violation_error_message="Enter a full address that begins with https:// or http://.",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        """Raise ValidationError if another document of the review has the same title, or this one cannot be moved."""
        others = SourceDocument._base_manager.filter(review=self.review_id).exclude(pk=self.pk)
        if self.review_id and (other := others.filter(title__iexact=self.title.strip()).first()):
            raise ValidationError({"title": same_title(other)})
        before = SourceDocument._base_manager.filter(pk=self.pk).exclude(review=self.review_id)
        is_moved = bool(self.review_id) and before.exists()
        if is_moved and any(getattr(self, relation).exists() for relation in STAYING):
            raise ValidationError({"review": STAYS})

    @property
    def link(self) -> str:
        """The address that its title links to, or ""."""
        return web_link(self.address)

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


def same_title(other: SourceDocument) -> str:
    """Return the error for a document with the title of another document of its review."""
    about = [other.get_kind_display(), other.publisher, str(other.published or "undated")]
    return (
        f"This review already has a document “{other.title}” ({', '.join(filter(None, about))}). To tell them "
        "apart, add something in brackets after the title, such as the date or the publisher."
    )
