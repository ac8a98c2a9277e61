"""What learning items and recommendations have in common: published words with an address of their own."""

from django.db import models
from django.db.models import Count, F, IntegerField, Q
from django.db.models.functions import Coalesce, ExtractYear
from django.utils import timezone

from .source import OfReviewQuerySet, Sourced
from .vocabularies import Agency, AgencyKind, Theme

YEARS_UNTIL_OLD = 5


class StatementQuerySet(OfReviewQuerySet):
    def with_year(self) -> "StatementQuerySet":
        """Add `source_on` and `source_year`: the date of its document or, where that has none, of its review."""
        source_on = Coalesce("document__published_on", "review__published_on")
        return self.annotate(
            source_on=source_on, source_year=ExtractYear(source_on, output_field=IntegerField(null=True))
        )

    def newest_first(self) -> "StatementQuerySet":
        """Order by that date, undated last, then as in the source."""
        return self.with_year().order_by(F("source_on").desc(nulls_last=True), "review__code", "position")

    def speaking_to(self, kind: AgencyKind) -> "StatementQuerySet":
        """Return what names a kind of agency, or an agency of that kind."""
        return self.filter(Q(agency_kinds=kind) | Q(agencies__kind=kind)).distinct()

    def with_credits(self) -> "StatementQuerySet":
        """Fetch what the quiet line under an item shows: review, document, partnerships, bodies."""
        return self.select_related("review", "document").prefetch_related(
            "review__partnerships", "agency_kinds", "agencies"
        )

    def count_by(self, field: str) -> dict:
        """Return how many there are for each value of a field."""
        return dict(self.order_by().values_list(field).annotate(Count("pk", distinct=True)))


class StatementManager(models.Manager.from_queryset(StatementQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, reference: str):
        return self.get(reference=reference)


class Statement(Sourced):
    """Published words with a permanent reference, themes, and those whom they speak to."""

    reference = models.CharField(
        max_length=24,
        unique=True,
        blank=True,
        help_text="Given when first saved; never changed or used again.",
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="%(class)ss")
    agency_kinds = models.ManyToManyField(AgencyKind, blank=True, related_name="%(class)ss")
    agencies = models.ManyToManyField(Agency, blank=True, related_name="%(class)ss")

    class Meta(Sourced.Meta):
        abstract = True

    def natural_key(self) -> tuple[str]:
        return (self.reference,)

    def save(self, *args, **kwargs) -> None:
        """Save, giving a new statement its permanent reference."""
        if not self.reference:
            self.reference = self.review.next_reference()
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "reference"}
        super().save(*args, **kwargs)

    @property
    def year(self) -> int | None:
        """The year of its document or, where that has none, of its review; None where neither is stated."""
        date = self.document.published or self.review.published
        return date.year if date else None

    @property
    def is_old(self) -> bool:
        """Whether it is from more than five years ago, or nobody says when it is from."""
        date = self.document.published or self.review.published
        if date is None:
            return True
        today = timezone.localdate()
        return (date.on.year + YEARS_UNTIL_OLD, date.on.month, date.on.day) < (today.year, today.month, today.day)

    @property
    def bodies(self) -> list:
        """The agencies and kinds of agency that it speaks to, agencies first."""
        return [*self.agencies.all(), *self.agency_kinds.all()]
