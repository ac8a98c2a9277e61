"""The rows of a working copy, and what was typed into a row that somebody else had changed."""

from functools import cache

from django.conf import settings
from django.db import models
from django.db.models import BooleanField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.utils import timezone

from learning.hidden import hidden
from learning.models import Agency, AgencyKind, SourceDocument, Theme
from learning.models.resource import AddressState
from learning.querysets import IndexedQuerySet
from learning.utils.fields import LanguageField
from learning.utils.text import beginning
from recommendations.models import QuotedAction, Recommendation, RecommendationPart, ResponseVersion
from recommendations.models.recommendation import Scope
from reviews_portal.editing.pasting import with_label

from .quoted_fields import QuotedFields
from .row_kind import FOR_AGENCIES, NUMBERED, RECORDED_ONCE, STATEMENTS, Becomes, RowKind
from .working_copy import WorkingCopy

STEP = 1 << 32  # between the positions of two rows: 32 rows can be put between them, one after another in one place
LEVELS = 3
MOST_CONFLICTS = 20  # texts kept for each person and row


@cache
def of_hidden_record() -> Q:
    """Return the condition that the record of a row is hidden (`learning.hidden`), or is part of one that is.

    It is made once, as the rules of `learning.hidden` are: every query copies it.
    """
    recommendations = Recommendation._base_manager.filter(reference__in=hidden("reference"))
    parts = RecommendationPart._base_manager.filter(recommendation__in=recommendations)
    actions = QuotedAction._base_manager.filter(recommendation__in=recommendations)
    responses = ResponseVersion._base_manager.filter(response__recommendation__in=recommendations)
    return (
        Q(reference__in=hidden("reference"))
        | Q(record_type=Becomes.SECTION, record_id__in=hidden("section"))
        | Q(record_type=Becomes.PART, record_id__in=parts.values("pk"))
        | Q(record_type=Becomes.TAIL, record_id__in=recommendations.values("pk"))
        | Q(record_type=Becomes.ACTION, record_id__in=actions.values("pk"))
        | Q(record_type=Becomes.RESPONSE, record_id__in=responses.values("pk"))
    )


class RowQuerySet(IndexedQuerySet):
    def shown(self) -> "RowQuerySet":
        """Leave out the rows of records that are hidden because they could identify somebody."""
        return self.exclude(of_hidden_record())

    def with_hidden(self) -> "RowQuerySet":
        """Add `is_hidden`, whether `shown()` would leave a row out."""
        return self.annotate(is_hidden=ExpressionWrapper(of_hidden_record(), BooleanField()))

    def hidden_keys(self) -> set[int]:
        """Return the keys of the rows that `shown()` leaves out."""
        return set(self.filter(of_hidden_record()).order_by().values_list("pk", flat=True))

    def keys_for_some_agencies(self) -> set[int]:
        """Return the keys of the rows that name agencies or kinds of agency: the others are for all agencies."""
        agencies = Row.agencies.through.objects.filter(row=OuterRef("pk"))
        kinds = Row.agency_kinds.through.objects.filter(row=OuterRef("pk"))
        named = self.filter(Exists(agencies) | Exists(kinds.exclude(agencykind__slug=AgencyKind.EVERYONE)))
        return set(named.order_by().values_list("pk", flat=True))

    def kept(self) -> "RowQuerySet":
        """Return the rows that have not been removed."""
        return self.filter(removed_at=None)

    def editable(self) -> "RowQuerySet":
        """Leave out the rows whose records are changed on pages of their own."""
        return self.exclude(record_type__in=RECORDED_ONCE)

    def in_order(self) -> "RowQuerySet":
        """Order as in the documents, which follow one another as in their review."""
        return self.order_by("document__position", "position", "pk")

    def with_tags(self) -> "RowQuerySet":
        """Fetch themes, agencies and kinds of agency."""
        return self.prefetch_related("themes", "agency_kinds", "agencies")


class Row(QuotedFields):
    """A heading, a paragraph, a bullet or a statement of a document, in a review that is open for editing.

    `revision` counts its changes: each save states the revision that the person saw. A row that was opened from a
    record says which one; it writes its changes to that record when the working copy is published.
    """

    copy = models.ForeignKey(WorkingCopy, on_delete=models.CASCADE, related_name="rows")
    document = models.ForeignKey(SourceDocument, on_delete=models.CASCADE, related_name="+")
    position = models.BigIntegerField(help_text="Its order in the document, with gaps.")
    kind = models.CharField(max_length=30, choices=RowKind, default=RowKind.UNMARKED)
    words = models.TextField(blank=True, help_text="The exact words of the document.")
    level = models.PositiveSmallIntegerField(
        default=1, help_text="1, or how many levels deep it is under the rows above it."
    )
    language = LanguageField()
    themes = models.ManyToManyField(Theme, blank=True, related_name="+")
    agency_kinds = models.ManyToManyField(AgencyKind, blank=True, related_name="+")
    agencies = models.ManyToManyField(Agency, blank=True, related_name="+")
    is_key = models.BooleanField("key point", default=False)
    is_bullet = models.BooleanField("bullet point", default=False)

    label = models.CharField("number or label", max_length=20, blank=True)
    series = models.CharField(max_length=200, blank=True)
    scope = models.CharField(max_length=10, choices=Scope, default=Scope.NOT_STATED)
    numbering_is_ours = models.BooleanField(default=False)
    address = models.CharField(max_length=500, blank=True)
    address_state = models.CharField(max_length=10, choices=AddressState, default=AddressState.NONE)
    place = models.CharField(max_length=60, blank=True)
    source_defect = models.CharField(max_length=300, blank=True)

    # Of an imported row.
    source_block = models.PositiveIntegerField(
        null=True, blank=True, help_text="The number of the piece of the document that it was made of."
    )
    doubt = models.CharField(max_length=200, blank=True, help_text="Why the import was not sure of its type.")
    dismissed = models.JSONField(
        default=list, blank=True, help_text="The keys of suggested themes and agencies that an editor does not want."
    )

    # The record that it was opened from or written to. The end of a recommendation is the recommendation's.
    record_type = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Becomes], blank=True)
    record_id = models.PositiveBigIntegerField(null=True, blank=True)
    reference = models.CharField(max_length=24, blank=True)
    under = models.CharField(
        max_length=24, blank=True, help_text="The item that it is a sub-point of, if that is not the one above it."
    )
    opened_as = models.JSONField(
        default=dict, blank=True, help_text="What the record held at that time, to find changes made elsewhere since."
    )
    joined_into = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="joined")

    reason = models.CharField(max_length=300, blank=True, help_text="Why published words change. Shown to readers.")
    revision = models.PositiveIntegerField(default=0)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    saved_at = models.DateTimeField(default=timezone.now)
    removed_at = models.DateTimeField(null=True, blank=True, help_text="When it was removed. It can be restored.")

    objects = RowQuerySet.as_manager()

    class Meta:
        verbose_name = "row of a working copy"
        verbose_name_plural = "rows of working copies"
        ordering = ["copy", "document", "position", "pk"]
        constraints = [
            models.CheckConstraint(name="row_kind_known", condition=Q(kind__in=RowKind.values)),
            models.CheckConstraint(name="row_level_known", condition=Q(level__gte=1, level__lte=LEVELS)),
            models.CheckConstraint(
                name="row_of_record_or_new",
                condition=Q(record_type="", record_id=None) | ~Q(record_type="") & Q(record_id__isnull=False),
            ),
            models.CheckConstraint(
                name="row_joined_is_taken_out", condition=Q(joined_into=None) | Q(removed_at__isnull=False)
            ),
            models.CheckConstraint(
                name="row_not_joined_into_itself", condition=Q(joined_into=None) | ~Q(joined_into=F("pk"))
            ),
        ]
        indexes = [models.Index(fields=["copy", "document", "position"], name="row_in_order")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {beginning(self.words, 60)}"

    @property
    def row_kind(self) -> RowKind:
        """Its kind, as a member of `RowKind`."""
        return RowKind(self.kind)

    @property
    def becomes(self) -> Becomes:
        """What it becomes when it is published."""
        return self.row_kind.becomes

    @property
    def is_statement(self) -> bool:
        """Whether it becomes a statement with a reference and themes: an item or a recommendation."""
        return self.kind in STATEMENTS

    @property
    def has_record(self) -> bool:
        """Whether it was opened from a record or written to one; only a record can be hidden from readers."""
        return bool(self.reference or self.record_id)

    @property
    def is_recorded(self) -> bool:
        """Whether its record has been made, and is changed on another page from now on."""
        return self.record_type in RECORDED_ONCE

    @property
    def has_stray_columns(self) -> bool:
        """Whether it has texts of columns that rows of its kind do not have, which would not be published."""
        of_action, of_response = bool(self.cells), bool(self.named_as or self.acceptance_reason)
        return (of_action and self.becomes != Becomes.ACTION) or (of_response and self.becomes != Becomes.RESPONSE)

    @property
    def shown_label(self) -> str:
        """Its label, or "" if it is of a kind whose number is part of the words."""
        return self.label if self.kind in NUMBERED else ""

    @property
    def stray_texts(self) -> dict[str, str]:
        """Its number, series and address, by field, if rows of its kind have none and its words do not contain them.

        Readers would not see them. A number of ours is no word of the document.
        """
        if self.becomes == Becomes.NOTHING:
            return {}
        is_printed = self.label and not self.numbering_is_ours and with_label(self.words, self.label) != self.words
        found = {
            "label": self.label if is_printed and not self.shown_label else "",
            "series": self.series if self.becomes != Becomes.RECOMMENDATION else "",
            "address": self.address if self.becomes != Becomes.RESOURCE else "",
        }
        return {name: text for name, text in found.items() if text and (name == "label" or text not in self.words)}

    @property
    def is_doubtful(self) -> bool:
        """Whether the import was not sure of it, and nobody has changed its type or words, or confirmed it, since."""
        return bool(self.doubt)

    @property
    def is_for_agencies(self) -> bool:
        """Whether it may be for certain agencies."""
        return self.kind in FOR_AGENCIES

    @property
    def relevant_to(self) -> list[str]:
        """The names of the agencies and kinds of agency that it is for."""
        return [one.name for one in (*self.agencies.all(), *self.agency_kinds.all())]


class ConflictingRow(models.Model):
    """What a person typed into a row that somebody else had changed, kept until they use or delete it."""

    row = models.ForeignKey(Row, on_delete=models.CASCADE, related_name="conflicts")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    typed = models.JSONField(help_text="The fields of the form, as typed.")
    kept_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "conflicting text of a row"
        verbose_name_plural = "conflicting texts of rows"
        ordering = ["-kept_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.row}: what {self.by} typed"
