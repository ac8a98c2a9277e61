"""Recommendations of reviews, and their parts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Prefetch, Q
from django.utils.functional import cached_property
from django.utils.text import get_text_list
from simple_history.models import HistoricalRecords

from learning.addresses import address_of
from learning.models import Agency, AgencyKind, Review, SourceDocument, SourceWording, Statement
from learning.models.statement import StatementManager, StatementQuerySet
from learning.models.unique_errors import UniqueErrorsMixin
from learning.querysets import IndexedQuerySet
from learning.sight import review_rule
from learning.utils.text import ends_a_sentence, has_words


class RecommendationQuerySet(StatementQuerySet):
    def with_parts(self) -> "RecommendationQuerySet":
        """Fetch the parts, with the agencies that they are addressed to."""
        parts = RecommendationPart.objects.prefetch_related("agency_kinds", "agencies")
        return self.prefetch_related(Prefetch("parts", parts))


class RecommendationManager(StatementManager.from_queryset(RecommendationQuerySet)):
    """A manager of recommendations by reference, with the rule of sight."""


class Recommendation(Statement):
    """One recommendation: a stem, parts and a tail, any of which the document may leave out, but not all.

    Its agencies include those that its parts are addressed to.
    """

    number = models.PositiveSmallIntegerField(
        help_text="As printed in the document or, without a number there, its position."
    )
    numbering_is_ours = models.BooleanField(
        default=False, help_text="Tick if the document numbers neither recommendations nor parts."
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

    answers: list  # the responses, set by the page of its review
    response_count: int  # the number of published responses; one of several agencies counts once. Set by lists
    all_responses: list  # set by the source of responses in search

    def __str__(self) -> str:
        return f"{self.reference} Recommendation {self.number}"

    def get_absolute_url(self) -> str:
        return address_of("recommendation", self.reference)

    @property
    def look(self) -> str:
        return "recommendation"

    @property
    def label(self) -> str:
        """Its name with its number. Its own page says whether the number is the portal's."""
        return f"Recommendation {self.number}"

    @cached_property
    def line_parts(self) -> list[tuple[str, str]]:
        """Its parts, as pairs of label and text."""
        return [(part.label, part.text) for part in self.parts.all()]

    @property
    def stem_is_whole(self) -> bool:
        """Whether its stem says something without the parts, which often end its sentence."""
        return ends_a_sentence(self.stem) or not self.line_parts


NO_WORDS = "Enter the text of the recommendation: a stem, a part or a tail."
PART_ORDER = ("position", "pk")  # in document order: sorted by label as text, ix would come before v


def check_parts(recommendation: Recommendation, parts: list[tuple[int, str]]) -> None:
    """Raise ValidationError if a recommendation with these parts has no words, or if two parts have one position.

    `parts` are the position and the text of each. The position 0 is none yet.
    """
    if not has_words(recommendation.stem, recommendation.tail, *(text for _, text in parts)):
        raise ValidationError(NO_WORDS)
    counted = Counter(position for position, _ in parts if position)
    if twice := sorted(position for position, count in counted.items() if count > 1):
        raise ValidationError(f"Give each part its own position; {', '.join(map(str, twice))} is used more than once.")


def check_recommendations_say_something(review: Review) -> None:
    """Raise ValidationError, with their numbers, if recommendations have no words. No constraint can check this."""
    silent = [
        one.reference
        for one in Recommendation.objects.filter(review=review).prefetch_related("parts")
        if not has_words(one.stem, one.tail, *(text for _, text in one.line_parts))
    ]
    if silent:
        raise ValidationError(f"{NO_WORDS} See {', '.join(silent)}.")


def by_part(wordings: Iterable[SourceWording], recommendation: "Recommendation") -> list[SourceWording]:
    """Return second wordings of a recommendation and its parts, by document, in the order of the parts."""
    order = {label: number for number, (label, _) in enumerate(recommendation.line_parts, start=1)}
    return sorted(wordings, key=lambda one: (one.document.position, one.document_id, order.get(one.part, 0)))


@dataclass(frozen=True)
class AlsoIn:
    """A second document with the words of a recommendation: in the same words, or its `differing` wordings."""

    document: SourceDocument
    repeated: str  # which of its words are the same, as a sentence without a full stop; "" if none
    differing: list[SourceWording]


def also_in(wordings: Iterable[SourceWording], recommendation: "Recommendation") -> list[AlsoIn]:
    """Return the documents that repeat a recommendation, each once."""
    found = []
    for document, group in groupby(by_part(wordings, recommendation), key=lambda one: one.document):
        here = list(group)
        same, differing = [one for one in here if not one.text], [one for one in here if one.text]
        parts = [f"({one.part})" for one in same if one.part]
        if not same:
            repeated = ""
        elif not differing and len(parts) in (0, len(recommendation.line_parts)):
            repeated = "In the same words"
        elif parts:
            repeated = f"Part{'' if len(parts) == 1 else 's'} {get_text_list(parts, 'and')} in the same words"
        else:
            repeated = "Same opening words"
        found.append(AlsoIn(document, repeated, differing))
    return found


class PartQuerySet(IndexedQuerySet):
    def visible_to(self, user) -> "PartQuerySet":
        """Return the parts of recommendations that this user may see."""
        return self.filter(review_rule(user, "recommendation__review__"))


class PartManager(models.Manager.from_queryset(PartQuerySet)):
    def get_by_natural_key(self, reference: str, label: str) -> "RecommendationPart":
        return self.get(recommendation__reference=reference, label=label)


class RecommendationPart(UniqueErrorsMixin):
    """A lettered part of a recommendation."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.CASCADE, related_name="parts")
    position = models.PositiveSmallIntegerField(
        blank=True, default=0, help_text="Its position in the recommendation. 0 puts it last."
    )
    label = models.CharField(max_length=5, help_text="A letter or number as printed, without brackets.")
    text = models.TextField()
    place = models.CharField(max_length=60, blank=True)
    source_defect = models.CharField(max_length=300, blank=True)
    agency_kinds = models.ManyToManyField(AgencyKind, blank=True, related_name="+")
    agencies = models.ManyToManyField(Agency, blank=True, related_name="+")
    history = HistoricalRecords(m2m_fields=[agency_kinds, agencies])

    objects = PartManager()

    class Meta:
        ordering = ["recommendation", *PART_ORDER]
        constraints = [
            models.UniqueConstraint(fields=["recommendation", "label"], name="part_label_once"),
            models.CheckConstraint(name="part_has_text", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.recommendation.reference} ({self.label})"

    def save(self, *args, **kwargs) -> None:
        """Save. A part without a position becomes the last."""
        if not self.position:
            others = RecommendationPart._base_manager.filter(recommendation=self.recommendation_id)
            self.position = (others.aggregate(last=Max("position"))["last"] or 0) + 1
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Raise ValidationError if it has no visible text."""
        if not has_words(self.text):
            raise ValidationError({"text": "Enter the text of this part."})

    def natural_key(self) -> tuple[str, str]:
        return (self.recommendation.reference, self.label)

    natural_key.dependencies = ["recommendations.recommendation"]  # type: ignore[attr-defined]

    @property
    def bodies(self) -> list[str]:
        """The names of the agencies and kinds of agency that it is addressed to, agencies first."""
        return [agency.name for agency in (*self.agencies.all(), *self.agency_kinds.all())]
