"""The versions of a response, each as an agency submitted it or as a document prints it."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Now, NullIf
from django.utils import timezone

from learning.languages import PAGE
from learning.models import SourceDocument
from learning.querysets import IndexedQuerySet
from learning.sight import review_rule
from learning.utils.fields import LanguageField

from .passage import Passage
from .recommendation import RecommendationPart
from .response_fields import Acceptance, Progress, ResponseFields
from .response_step import DECIDED, ResponseStep, StepAction

PAIR_ORDER = (
    "response__recommendation__document__position",
    "response__recommendation__position",
    "response__position",
    "response__pk",
)  # the order of the versions that refer to a passage
OTHER_REVIEW = "This document belongs to another review."
WORDS = Coalesce("passage__text", "text")  # of a version, in a query
LANGUAGE = Coalesce(
    NullIf("passage__language", Value("")),
    "passage__document__language",
    NullIf("language", Value("")),
    "document__language",
    Value(PAGE),
)  # of those words; `learning.languages.language_of` says it of a record


def paragraphs_of(text: str) -> list[str]:
    """Return the paragraphs of a response."""
    return [paragraph for paragraph in text.split("\n\n") if paragraph.strip()]


class ResponseVersionQuerySet(IndexedQuerySet):
    def published(self) -> "ResponseVersionQuerySet":
        """Return the versions that were published and not withdrawn. A withdrawn text needs a new version.

        Those to a recommendation that is hidden are left out.
        """
        steps = ResponseStep.objects.filter(version=OuterRef("pk"))
        return self.shown().filter(
            Exists(steps.filter(action=StepAction.PUBLISHED)), ~Exists(steps.filter(action=StepAction.WITHDRAWN))
        )

    def with_words(self) -> "ResponseVersionQuerySet":
        """Fetch with each version what `words` and `source` are read from."""
        return self.select_related("document", "passage__document")

    def current(self) -> "ResponseVersionQuerySet":
        """Return the newest published version of each response."""
        newer = ResponseVersion.objects.published().filter(
            response=OuterRef("response"), number__gt=OuterRef("number")
        )
        return self.published().filter(~Exists(newer))

    def waiting(self) -> "ResponseVersionQuerySet":
        """Return the versions that were submitted and neither returned nor published."""
        steps = ResponseStep.objects.filter(version=OuterRef("pk"))
        return self.filter(
            Exists(steps.filter(action=StepAction.SUBMITTED)), ~Exists(steps.filter(action__in=DECIDED))
        )

    def in_review_of_passage(self) -> "ResponseVersionQuerySet":
        """Leave out versions of joint responses to recommendations that were moved: others may read that review."""
        return self.filter(Q(passage=None) | Q(response__recommendation__review=F("passage__document__review")))

    def submitted_before(self, version: "ResponseVersion") -> "ResponseVersionQuerySet":
        """Return the earlier versions of the same response that were not withdrawn, oldest first."""
        withdrawn = ResponseStep.objects.filter(version=OuterRef("pk"), action=StepAction.WITHDRAWN)
        before = self.filter(response=version.response_id, number__lt=version.number)
        return before.filter(~Exists(withdrawn)).order_by("number")

    def visible_to(self, user) -> "ResponseVersionQuerySet":
        """Return the published versions of responses to recommendations that this user may see."""
        return self.published().filter(review_rule(user, "response__recommendation__review__"))


class ResponseVersionManager(models.Manager.from_queryset(ResponseVersionQuerySet)):
    def get_by_natural_key(self, reference: str, agency: str, number: int) -> "ResponseVersion":
        return self.get(response__recommendation__reference=reference, response__agency__slug=agency, number=number)


class ResponseVersion(ResponseFields):
    """A version that an agency submitted. It never changes: a trigger in the database refuses it.

    It has words of its own, or refers to a passage that speaks for several. Read `words`, `source` and
    `place_in_source`, which are right for both.
    """

    hidden_with: ClassVar = {"response__recommendation__reference": "reference"}

    response = models.ForeignKey("Response", on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(blank=True, help_text="Separate paragraphs with an empty line.")
    passage = models.ForeignKey(
        Passage,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="versions",
        verbose_name="joint response",
        help_text="The passage that speaks for this and other agencies, in place of text, document and place.",
    )
    parts = models.ManyToManyField(RecommendationPart, blank=True, related_name="+")
    document = models.ForeignKey(
        SourceDocument, on_delete=models.PROTECT, null=True, blank=True, related_name="response_versions"
    )
    place = models.CharField(max_length=60, blank=True)
    language = LanguageField(help_text="Leave blank if it is that of the document, or English without a document.")
    created_at = models.DateTimeField(default=timezone.now, db_default=Now())

    objects = ResponseVersionManager()
    given_with: str = ""  # the other agencies of a joint response; set by the page of its agency
    all_steps: "list[ResponseStep]"  # set by the workspace of joint responses
    also_answered: Sequence[Any] = ()  # what else a joint response answers; set by the page that shows it

    class Meta:
        ordering = ["response", "number"]
        constraints = [
            models.UniqueConstraint(fields=["response", "number"], name="version_number_once"),
            models.CheckConstraint(
                name="version_has_text",
                condition=Q(passage=None) & ~Q(text="")
                | Q(passage__isnull=False, text="", document=None, place="", language=""),
                violation_error_message="Enter the text, or choose a joint response, which has its text, document and "
                "language.",
            ),
            models.CheckConstraint(name="version_acceptance_known", condition=Q(acceptance__in=Acceptance.values)),
            models.CheckConstraint(name="version_progress_known", condition=Q(progress__in=Progress.values)),
            models.CheckConstraint(
                name="version_refusal_has_reason",
                condition=~Q(acceptance=Acceptance.NOT_ACCEPTED) | ~Q(acceptance_reason=""),
                violation_error_message="Enter why the recommendation is not accepted.",
            ),
            models.CheckConstraint(
                name="version_delay_has_reason_and_date",
                condition=~Q(progress=Progress.DELAYED) | ~Q(progress_reason="") & Q(new_date__isnull=False),
                violation_error_message="Enter the reason for the delay and the new due date.",
            ),
            models.CheckConstraint(
                name="version_completed_has_date",
                condition=~Q(progress=Progress.COMPLETED) | Q(completed_on__isnull=False),
                violation_error_message="Enter the date completed.",
            ),
            models.CheckConstraint(
                name="version_sign_off_whole",
                condition=Q(signed_off_by="", signed_off_on=None)
                | ~Q(signed_off_by="") & Q(signed_off_on__isnull=False),
                violation_error_message="Enter both the role and the date of the sign-off.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response}, version {self.number}"

    def natural_key(self) -> tuple[str, str, int]:
        return (*self.response.natural_key(), self.number)

    natural_key.dependencies = ["recommendations.response"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Raise ValidationError if the document is not one of the review that is answered."""
        if self.source and self.source.review_id != self.response.recommendation.review_id:
            raise ValidationError({"passage" if self.passage else "document": OTHER_REVIEW})

    @property
    def answered_parts(self) -> list[RecommendationPart]:
        """The parts that it answers; none if it answers the whole recommendation."""
        return list(self.parts.all())

    @property
    def words(self) -> str:
        """What it says: its own text, or that of the passage that it refers to."""
        return self.passage.text if self.passage else self.text

    @property
    def all_words(self) -> tuple[str, ...]:
        """All its words that readers see: the text, the reasons, and who signed it off."""
        return self.words, self.acceptance_reason, self.progress_reason, self.signed_off_by

    @property
    def source(self) -> SourceDocument | None:
        """The document that it quotes; None if it was typed in the portal."""
        return self.passage.document if self.passage else self.document

    @property
    def place_in_source(self) -> str:
        """Where it is in that document."""
        return self.passage.place if self.passage else self.place

    @property
    def is_typed(self) -> bool:
        """Whether it was typed in the portal, and not quoted from a document."""
        return self.document_id is None and self.passage_id is None

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of its words."""
        return paragraphs_of(self.words)


def with_pairs(passages: Iterable[Passage | None]) -> None:
    """Set `pairs` of these passages: the current versions that refer to them, with their agency and recommendation.

    They are in the order of the recommendations in their document, and of the responses to each. Whoever may see one
    of them may see all: one that answers a recommendation in another review by now is left out.
    """
    wanted = [passage for passage in passages if passage]
    if not wanted:
        return
    pairs: dict[int, list[ResponseVersion]] = {}
    current = ResponseVersion.objects.current().in_review_of_passage()
    versions = current.filter(passage__in={passage.pk for passage in wanted})
    for version in versions.select_related("response__agency", "response__recommendation").order_by(*PAIR_ORDER):
        pairs.setdefault(version.passage_id or 0, []).append(version)
    for passage in wanted:
        passage.pairs = pairs.get(passage.pk, [])
