"""The agencies that documents list as involved in their review."""

from django.db import models
from simple_history.models import HistoricalRecords

from learning.querysets import IndexedQuerySet

from .agency import Agency
from .named_agency import check_link
from .review import Review
from .unique_errors import UniqueErrorsMixin


class AgencyInvolvedManager(models.Manager.from_queryset(IndexedQuerySet)):
    def get_by_natural_key(self, code: str, agency: str):
        return self.get(review__code=code, agency__slug=agency)


class AgencyInvolved(UniqueErrorsMixin):
    """An agency that a document lists as involved in its review, with the wording of the document."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="agencies_involved")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="involvements")
    named_as = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords()

    objects = AgencyInvolvedManager()

    class Meta:
        ordering = ["review", "position", "pk"]
        verbose_name_plural = "agencies involved"
        constraints = [models.UniqueConstraint(fields=["review", "agency"], name="agency_involved_once")]

    def __str__(self) -> str:
        return self.named_as

    def natural_key(self) -> tuple[str, str]:
        return (self.review.code, self.agency.slug)

    natural_key.dependencies = ["learning.review", "learning.agency"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Raise ValidationError if the agency may not be named in the review, or the wording names it."""
        check_link(self.review, self.agency if self.agency_id else None, self.named_as)
