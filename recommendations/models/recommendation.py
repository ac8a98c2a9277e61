"""Recommendations of reviews, and their parts."""

from typing import ClassVar, NamedTuple

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Max, Prefetch, Q
from django.utils.functional import cached_property
from simple_history.models import HistoricalRecords

from learning.addresses import address_of
from learning.models import Agency, AgencyKind, Statement
from learning.models.statement import StatementManager, StatementQuerySet
from learning.models.unique_errors import UniqueErrorsMixin
from learning.querysets import IndexedQuerySet
from learning.sight import review_rule
from learning.utils.fields import LanguageField
from learning.utils.nesting import nested
from learning.utils.text import ends_a_sentence, has_words, in_brackets


class RecommendationQuerySet(StatementQuerySet):
    def with_parts(self) -> "RecommendationQuerySet":
        """Fetch the parts, with the agencies that they are addressed to."""
        parts = RecommendationPart.objects.select_related("parent").prefetch_related("agency_kinds", "agencies")
        return self.prefetch_related(Prefetch("parts", parts))


class RecommendationManager(StatementManager.from_queryset(RecommendationQuerySet)):
    """A manager of recommendations by reference, with the rule of sight."""


class Scope(models.TextChoices):
    """Whom a recommendation is for, as its document states it."""

    NOT_STATED = "not-stated", "Not stated"
    LOCAL = "local", "Local"
    REGIONAL = "regional", "Regional"
    NATIONAL = "national", "National"


STAYS = (
    "Choose the review that it was in. A joint response or a quoted action in that review refers to this "
    "recommendation, and cannot be moved with it."
)


class LinePart(NamedTuple):
    """A part of a recommendation as lists show it. The parts of a part follow it, on level 2."""

    label: str
    text: str
    level: int = 1
    position: int = 0
    language: str = ""  # that of its recommendation if blank

    @property
    def shown_label(self) -> str:
        return in_brackets(self.label)


class Recommendation(Statement):
    """One recommendation: a stem, parts and a tail, any of which the document may leave out, but not all.

    Its agencies include those that its parts are addressed to. Its number is a label as printed, which may occur
    again in another series of the review or, if the document prints it twice, in the same one: only `reference`
    identifies it, and only `position` orders it.
    """

    short_label = models.CharField(
        "number or label",
        max_length=20,
        help_text="As printed in the document, such as 9.1, PR1 or 4(b), or, without a number there, its position.",
    )
    numbering_is_ours = models.BooleanField(
        default=False, help_text="Tick if the document numbers neither recommendations nor parts."
    )
    series = models.CharField(
        max_length=200,
        blank=True,
        help_text="If the document numbers several series: the heading of this one, as printed, such as “National "
        "recommendations”.",
    )
    scope = models.CharField(
        max_length=10,
        choices=Scope,
        default=Scope.NOT_STATED,
        help_text="Only if the document states it.",
    )
    stem = models.TextField(blank=True)
    tail = models.TextField(blank=True)
    history = HistoricalRecords(m2m_fields=["themes", "agency_kinds", "agencies"])

    objects = RecommendationManager()

    class Meta(Statement.Meta):
        constraints = [
            models.UniqueConstraint(fields=["document", "position"], name="recommendation_place_once"),
            models.CheckConstraint(name="recommendation_has_label", condition=~Q(short_label="")),
            models.CheckConstraint(name="recommendation_scope_known", condition=Q(scope__in=Scope.values)),
        ]

    tail_language = ""  # set where it is shown in a chosen language: that of its tail, if it is not that of its stem
    answers: list  # the responses, set by the page of its review
    response_count: int  # the number of published responses; one of several agencies counts once. Set by lists
    all_responses: list  # set by the source of responses in search
    plans: list  # the quoted actions, by the plans that they are from; set where they are shown
    action_count: int  # their number

    def __str__(self) -> str:
        return f"{self.reference} {self.label}"

    def get_absolute_url(self) -> str:
        return address_of("recommendation", self.reference)

    def clean(self) -> None:
        """Raise ValidationError also if it leaves its review although records that stay there refer to it."""
        if self.review_id and self.is_moved and self.has_what_stays:
            raise ValidationError({"review": STAYS})
        super().clean()

    @property
    def is_moved(self) -> bool:
        """Whether it is about to be saved in another review than before."""
        return Recommendation._base_manager.filter(pk=self.pk).exclude(review=self.review_id).exists()

    @property
    def has_what_stays(self) -> bool:
        """Whether records refer to it that stay in its review: joint responses and quoted actions."""
        joint = apps.get_model("recommendations.ResponseVersion").objects.filter(passage__isnull=False)
        actions = apps.get_model("recommendations.QuotedAction").objects
        return (
            joint.filter(response__recommendation=self.pk).exists() or actions.filter(recommendation=self.pk).exists()
        )

    @property
    def look(self) -> str:
        return "recommendation"

    @property
    def label(self) -> str:
        """Its name with its number and series. Its own page says whether the number is the portal's."""
        series = f" ({self.series})" if self.series else ""
        return f"Recommendation {self.short_label}{series}"

    @property
    def number(self) -> int | None:
        """Its label as a number, or None if that is not a whole number."""
        return whole_or_none(self.short_label)

    def with_same_label(self) -> models.QuerySet:
        """Return the other recommendations with its label in its series and document."""
        same = Recommendation.objects.filter(document=self.document_id, series=self.series)
        return same.filter(short_label=self.short_label).exclude(pk=self.pk)

    @property
    def scope_in_line(self) -> str:
        """Its scope in the line under it, such as "National"; "" if the document does not state it."""
        return "" if self.scope == Scope.NOT_STATED else str(Scope(self.scope).label)

    @cached_property
    def line_parts(self) -> list[LinePart]:
        """Its parts in the order of the document, each followed by its own parts."""
        return [LinePart(part.label, part.text, part.level, part.position, part.language) for part in self.parts.all()]

    @property
    def nested_parts(self) -> list[tuple[LinePart, list[LinePart]]]:
        """Its parts, each with the parts of its own."""
        return nested(self.line_parts)

    @property
    def part_labels(self) -> dict[int, str]:
        """The labels of its parts by their positions, each after that of the part that it belongs to: “(ix)(a)”."""
        found = {}
        for part, own in self.nested_parts:
            found[part.position] = part.shown_label
            found |= {one.position: part.shown_label + one.shown_label for one in own}
        return found

    @property
    def stem_is_whole(self) -> bool:
        """Whether its stem says something without the parts, which often end its sentence."""
        return ends_a_sentence(self.stem) or not self.line_parts


def whole_or_none(label: str) -> int | None:
    """Return a label as a number, or None if it is not a whole number in digits."""
    return int(label) if label.isascii() and label.isdigit() else None


LAST = 1 << 15  # after every position
PART_ORDER = ("position", "pk")  # in document order: sorted by label as text, ix would come before v


class PartQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "PartQuerySet":
        """Return the parts of recommendations that this user may see."""
        return self.filter(review_rule(user, "recommendation__review__")).shown()


class PartManager(models.Manager.from_queryset(PartQuerySet)):
    def get_by_natural_key(self, reference: str, position: int) -> "RecommendationPart":
        return self.get(recommendation__reference=reference, position=position)


def with_parents() -> Prefetch:
    """Prefetch parts with the parts that they belong to, which their full labels name."""
    return Prefetch("parts", RecommendationPart.objects.select_related("parent"))


class RecommendationPart(UniqueErrorsMixin):
    """A part of a recommendation, which may have parts of its own. Its label need not be unique."""

    hidden_with: ClassVar = {"recommendation__reference": "reference"}

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField(
        blank=True,
        default=0,
        help_text="Its position in the recommendation, counting all its parts and their parts. 0 puts it last.",
    )
    parent = models.ForeignKey(
        "self",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="parts",
        help_text="The part that this is a part of. A new part must be saved before others can be put under it.",
    )
    label = models.CharField(max_length=20, help_text="A letter or number as printed, without brackets around it.")
    text = models.TextField()
    place = models.CharField(max_length=60, blank=True)
    source_defect = models.CharField(max_length=300, blank=True)
    language = LanguageField(help_text="Leave blank if it is that of the recommendation.")
    agency_kinds = models.ManyToManyField(AgencyKind, blank=True, related_name="+")
    agencies = models.ManyToManyField(Agency, blank=True, related_name="+")
    history = HistoricalRecords(m2m_fields=[agency_kinds, agencies])

    objects = PartManager()

    class Meta:
        ordering = ["recommendation", *PART_ORDER]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "position"], name="part_position_once"),
            models.CheckConstraint(name="part_has_text", condition=~Q(text="")),
            models.CheckConstraint(name="part_not_under_itself", condition=Q(parent=None) | ~Q(parent=F("pk"))),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation.reference} {in_brackets(self.label)}"

    def save(self, *args, **kwargs) -> None:
        """Save. A part without a position becomes the last."""
        if not self.position:
            others = RecommendationPart._base_manager.filter(recommendation=self.recommendation_id)
            self.position = (others.aggregate(last=Max("position"))["last"] or 0) + 1
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Raise ValidationError if it has no visible text, or is not under a part of the same recommendation."""
        if not has_words(self.text):
            raise ValidationError({"text": "Enter the text of this part."})
        if self.parent is None:
            return
        if self.parent.recommendation_id != self.recommendation_id:
            wrong = "That part belongs to another recommendation. Choose a part of the same recommendation."
        elif self.parent_id == self.pk:
            wrong = "A part cannot be a part of itself. Choose another part."
        elif self.parent.parent_id:
            wrong = "That part is itself a part of another. Parts have two levels: choose the part above it."
        elif self.pk and self.parts.exists():
            wrong = "This part has parts of its own. Parts have two levels: move its parts first."
        else:
            return
        raise ValidationError({"parent": wrong})

    def natural_key(self) -> tuple[str, int]:
        return (self.recommendation.reference, self.position)

    natural_key.dependencies = ["recommendations.recommendation"]  # type: ignore[attr-defined]

    @property
    def level(self) -> int:
        """Whether it is a part of the recommendation, 1, or of another part, 2."""
        return 2 if self.parent_id else 1

    @property
    def full_label(self) -> str:
        """Its label as sentences name it, after that of the part that it belongs to: “(ix)(a)”."""
        above = in_brackets(self.parent.label) if self.parent else ""
        return above + in_brackets(self.label)

    @property
    def bodies(self) -> list[str]:
        """The names of the agencies and kinds of agency that it is addressed to, agencies first."""
        return [agency.name for agency in (*self.agencies.all(), *self.agency_kinds.all())]
