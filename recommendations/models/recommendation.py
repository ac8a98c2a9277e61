"""What a review recommends, in its words."""

from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from simple_history.models import HistoricalRecords

from learning.models import Agency, AgencyKind, Statement
from learning.models.statement import StatementManager, StatementQuerySet
from learning.sight import review_rule


class RecommendationQuerySet(StatementQuerySet):
    def speaking_to(self, kind: AgencyKind) -> "RecommendationQuerySet":
        """Return the recommendations of which the whole or a part names a kind of agency, or an agency of it."""
        return self.filter(
            Q(agency_kinds=kind)
            | Q(agencies__kind=kind)
            | Q(parts__agency_kinds=kind)
            | Q(parts__agencies__kind=kind)
        ).distinct()

    def naming(self, agency: Agency) -> "RecommendationQuerySet":
        """Return the recommendations of which the whole or a part names this agency."""
        return self.filter(Q(agencies=agency) | Q(parts__agencies=agency)).distinct()

    def with_parts(self) -> "RecommendationQuerySet":
        """Fetch the parts and those whom they are addressed to."""
        parts = RecommendationPart.objects.prefetch_related("agency_kinds", "agencies")
        return self.prefetch_related(Prefetch("parts", parts))


class RecommendationManager(StatementManager.from_queryset(RecommendationQuerySet)):  # type: ignore[misc]
    """Finds recommendations by reference, and those that a user may see."""


class Recommendation(Statement):
    """One recommendation: a stem, parts and a tail, any of which the document may leave out, but not all."""

    number = models.PositiveSmallIntegerField(help_text="As in the document, or its order there.")
    numbering_is_ours = models.BooleanField(
        default=False, help_text="Set where the document numbers neither recommendations nor parts."
    )
    stem = models.TextField(blank=True)
    tail = models.TextField(blank=True)
    history = HistoricalRecords(m2m_fields=["themes", "agency_kinds", "agencies"])

    objects = RecommendationManager()

    class Meta(Statement.Meta):
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="recommendation_number_once"),
            models.UniqueConstraint(fields=["document", "position"], name="recommendation_place_once"),
        ]

    look = "recommendation"

    def __str__(self) -> str:
        return f"{self.reference} Recommendation {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("recommendation", args=[self.reference])

    @property
    def label(self) -> str:
        """The word for what it is, with its number; numbers that are ours are said to be on its own page."""
        return f"Recommendation {self.number}"

    @property
    def all_bodies(self) -> list:
        """Those whom the whole or any part is addressed to, each once, agencies first."""
        named = [body for source in (self, *self.parts.all()) for body in source.bodies]
        return sorted(dict.fromkeys(named), key=lambda body: isinstance(body, AgencyKind))


class PartQuerySet(models.QuerySet):
    def visible_to(self, user) -> "PartQuerySet":
        """Return the parts of recommendations that this user may see."""
        return self.filter(review_rule(user, "recommendation__review__"))


class PartManager(models.Manager.from_queryset(PartQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, reference: str, label: str) -> "RecommendationPart":
        return self.get(recommendation__reference=reference, label=label)


class RecommendationPart(models.Model):
    """A lettered part of a recommendation."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="parts")
    label = models.CharField(max_length=5, help_text="A letter, without brackets.")
    text = models.TextField()
    place = models.CharField(max_length=60, blank=True)
    source_defect = models.CharField(max_length=300, blank=True)
    agency_kinds = models.ManyToManyField(AgencyKind, blank=True, related_name="+")
    agencies = models.ManyToManyField(Agency, blank=True, related_name="+")
    history = HistoricalRecords(m2m_fields=[agency_kinds, agencies])

    objects = PartManager()

    class Meta:
        ordering = ["recommendation", "label"]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "label"], name="part_label_once"),
            models.CheckConstraint(name="part_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation.reference} ({self.label})"

    def natural_key(self) -> tuple[str, str]:
        return (self.recommendation.reference, self.label)

    natural_key.dependencies = ["recommendations.recommendation"]  # type: ignore[attr-defined]

    @property
    def bodies(self) -> list:
        """The agencies and kinds of agency that it is addressed to, agencies first."""
        return [*self.agencies.all(), *self.agency_kinds.all()]
