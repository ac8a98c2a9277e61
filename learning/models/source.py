"""The sources: documents, their narrative, and second wordings of a statement."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q
from simple_history.models import HistoricalRecords

from learning import sight
from learning.addresses import is_of_the_web, of_the_web, web_link
from learning.querysets import IndexedQuerySet
from learning.utils.dates import PartialDateField, date_on, date_precision, partial_date_constraint
from learning.utils.fields import Language, LanguageField
from learning.utils.text import beginning

from .fast_from_db import FastFromDb
from .glossary import GlossaryTerm
from .review import Review
from .unique_errors import UniqueErrorsMixin


class OfReviewQuerySet(IndexedQuerySet):
    """Records that belong to one review, visible to everyone who may read it."""

    def visible_to(self, user) -> "OfReviewQuerySet":
        """Return the records of the reviews that this user may read, without those that are hidden."""
        return self.filter(sight.review_rule(user, "review__")).shown()


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
