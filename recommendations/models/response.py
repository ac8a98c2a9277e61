"""Responses of agencies to recommendations, with their versions and steps."""

from collections.abc import Iterable, Sequence
from copy import copy
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Coalesce, Now, NullIf
from django.utils import timezone

from learning.languages import PAGE
from learning.models import Agency, SourceDocument
from learning.models.named_agency import check_link
from learning.querysets import IndexedQuerySet
from learning.sight import review_rule
from learning.utils.fields import LanguageField
from recommendations.triggers.workflow import RULES

from .passage import Passage
from .recommendation import Recommendation, RecommendationPart, with_parents
from .response_fields import Acceptance, Progress, ResponseFields


class StepAction(models.TextChoices):
    """The steps of a version of a response."""

    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


DECIDED = [StepAction.RETURNED, StepAction.PUBLISHED]  # the decisions on a submitted version
TOLD_TO_ALL = [StepAction.PUBLISHED, StepAction.WITHDRAWN]  # without the reason for a withdrawal
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


class ResponseQuerySet(IndexedQuerySet):
    def published(self) -> "ResponseQuerySet":
        """Return the responses with a published version."""
        return self.filter(Exists(ResponseVersion.objects.published().filter(response=OuterRef("pk"))))

    def visible_to(self, user) -> "ResponseQuerySet":
        """Return the published responses to recommendations that this user may see."""
        return self.published().filter(review_rule(user, "recommendation__review__"))

    def with_current_text(self) -> "ResponseQuerySet":
        """Add `current_text` and `current_passage`, the words and passage of the newest published version, and
        `current_language`.
        """
        newest = ResponseVersion.objects.published().filter(response=OuterRef("pk")).order_by("-number")
        return self.annotate(
            current_text=Subquery(newest.values(words=WORDS)[:1]),
            current_passage=Subquery(newest.values("passage")[:1]),
            current_language=Subquery(newest.values(its_language=LANGUAGE)[:1]),
        )

    def fetch_current(self) -> "list[Response]":
        """Return the responses with a published version, each with its published versions, newest first.

        Their parts and documents, judgements and number of publications are fetched with them, and what else a joint
        response answers.
        """
        publishing = Q(versions__steps__action=StepAction.PUBLISHED)
        counted = self.annotate(edition_count=Count("versions", filter=publishing, distinct=True))
        found: list[Any] = list(counted.select_related("agency__kind"))
        if found:
            versions = ResponseVersion.objects.published().order_by("-number").with_words()
            published = Prefetch("versions", versions.prefetch_related(with_parents()), to_attr="published_versions")
            judged = apps.get_model("recommendations.Assurance").objects.standing()
            judged = judged.select_related("partnership", "version")
            prefetch_related_objects(found, published, Prefetch("assurances", judged))
        answered = [response for response in found if response.current]
        with_pairs(response.current.passage for response in answered if response.current)
        return answered


class ResponseManager(models.Manager.from_queryset(ResponseQuerySet)):
    def get_by_natural_key(self, reference: str, agency: str) -> "Response":
        return self.get(recommendation__reference=reference, agency__slug=agency)


class Response(models.Model):
    """An agency's response to a recommendation. Its content is in its versions."""

    recommendation = models.ForeignKey(Recommendation, on_delete=models.PROTECT, related_name="responses")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="responses")
    named_as = models.CharField(max_length=200, blank=True, help_text="The agency’s name as printed in the document.")
    position = models.PositiveSmallIntegerField(default=0, help_text="Its position among the responses.")

    objects = ResponseManager()
    published_versions: "list[ResponseVersion]"  # set by fetch_current()
    edition_count: int  # set by fetch_current(): the number of versions ever published, including withdrawn ones
    current_text: str  # these three are set by with_current_text()
    current_passage: int | None
    current_language: str
    pairs: "list[ResponseVersion]"  # set by its source in search: all versions of its passage
    judgements: list  # one for each partnership; set by the page of its recommendation

    class Meta:
        ordering = ["recommendation", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["recommendation", "agency"], name="response_once_a_body")]

    def __str__(self) -> str:
        return f"{self.agency}: response to {self.recommendation.reference}"

    def natural_key(self) -> tuple[str, str]:
        return (self.recommendation.reference, self.agency.slug)

    natural_key.dependencies = ["recommendations.recommendation", "learning.agency"]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Raise ValidationError if the agency may not be named in the review, or the printed name identifies it."""
        if self.recommendation_id and self.agency_id:
            check_link(self.recommendation.review, self.agency, self.named_as)

    @property
    def current(self) -> "ResponseVersion | None":
        """The newest published version. Needs `fetch_current()`."""
        return self.published_versions[0] if self.published_versions else None


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

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="versions")
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


class ResponseStepManager(models.Manager.from_queryset(IndexedQuerySet)):
    def get_by_natural_key(self, reference: str, agency: str, number: int, action: str, at: str):
        version = ResponseVersion.objects.get_by_natural_key(reference, agency, number)
        return self.get(version=version, action=action, at=at)


class ResponseStep(models.Model):
    """A step of a version. Steps are only ever added."""

    version = models.ForeignKey(ResponseVersion, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=20, choices=StepAction)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    acted_as = models.CharField(
        max_length=300, blank=True, help_text="The role of the person who did it. Kept if their account is removed."
    )
    note = models.TextField(blank=True)
    deciding_body = models.CharField("publication approved by", max_length=200, blank=True)
    meeting = models.CharField(max_length=200, blank=True, help_text="The meeting that decided it, and its date.")
    as_only_editor = models.BooleanField(
        default=False,
        help_text="Published by the person who submitted it, because the partnership has no other editor.",
    )

    objects = ResponseStepManager()

    class Meta:
        ordering = ["version", "at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "action", "at"], name="step_once"),
            models.UniqueConstraint(fields=["version", "action"], name="step_of_a_version_once"),
            models.CheckConstraint(name="step_action_known", condition=Q(action__in=StepAction.values)),
            models.CheckConstraint(
                name="step_publishing_names_who_decided",
                condition=~Q(action=StepAction.PUBLISHED) | Q(actor=None) | ~Q(deciding_body="") | ~Q(note=""),
                violation_error_message="Enter the group that approved publication.",
            ),
            models.CheckConstraint(
                name="step_return_says_why",
                condition=~Q(action__in=[StepAction.RETURNED, StepAction.WITHDRAWN]) | Q(actor=None) | ~Q(note=""),
                violation_error_message="Enter why it is returned or withdrawn.",
            ),
            models.CheckConstraint(
                name="step_only_editor_publishes",
                condition=Q(as_only_editor=False) | Q(action=StepAction.PUBLISHED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.get_action_display()}"

    @property
    def by_whom(self) -> str:
        """By whom it was done, to continue a sentence; "" if nobody is known, as for a quotation from a document."""
        return f" by {self.acted_as}" if self.acted_as else ""

    def clean(self) -> None:
        """Raise ValidationError, with the message of the database, if this step cannot follow the earlier ones."""
        if not self._state.adding or self.version_id is None:
            return
        self.validate_constraints()  # also those on the actor, which is not a form field
        try:
            with transaction.atomic():
                ResponseStep._base_manager.bulk_create([copy(self)])
                transaction.set_rollback(True)
        except IntegrityError as error:
            words = str(error).splitlines()[0]
            if words in RULES.values():
                raise ValidationError(words) from error

    def natural_key(self) -> tuple:
        return (*self.version.natural_key(), self.action, self.at)

    natural_key.dependencies = ["recommendations.responseversion"]  # type: ignore[attr-defined]
