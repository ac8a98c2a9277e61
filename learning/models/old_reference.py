"""References of published statements that were joined with others, or removed."""

from django.db import models
from django.db.models import F, Q

from learning.querysets import IndexedQuerySet

from .review import Review


class OldReferenceManager(models.Manager.from_queryset(IndexedQuerySet)):
    def get_by_natural_key(self, reference: str) -> "OldReference":
        return self.get(reference=reference)


class OldReference(models.Model):
    """The reference of a published statement that was joined with another one, or removed. It is never used again."""

    reference = models.CharField(max_length=24, unique=True)
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="old_references")
    leads_to = models.CharField(
        max_length=24, blank=True, help_text="The reference of the statement that it was joined with."
    )

    objects = OldReferenceManager()

    class Meta:
        ordering = ["review", "pk"]
        constraints = [
            models.CheckConstraint(name="old_reference_leads_elsewhere", condition=~Q(leads_to=F("reference")))
        ]

    def __str__(self) -> str:
        return self.reference

    def natural_key(self) -> tuple[str]:
        return (self.reference,)

    natural_key.dependencies = ["learning.review"]  # type: ignore[attr-defined]
