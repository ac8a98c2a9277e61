"""A partnership's judgement on a response, and its evidence."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from learning.addresses import is_of_the_web, of_the_web
from learning.models import Partnership
from learning.querysets import IndexedQuerySet
from recommendations.triggers.workflow import JUDGES
from recommendations.workspace_permissions import acts_on, partnerships_for

from .response import Response
from .response_version import ResponseVersion


class Judgement(models.TextChoices):
    """The levels of assurance."""

    NOT_ASSESSED = "not-assessed", "Not assessed"
    INSUFFICIENT = "insufficient", "Not assured"
    PARTIAL = "partial", "Partly assured"
    ASSURED = "assured", "Assured"


class AssuranceState(models.TextChoices):
    """A partnership's judgement on the published version; "Reassessment needed" if it judged an earlier version."""

    NOT_ASSESSED = Judgement.NOT_ASSESSED.value, Judgement.NOT_ASSESSED.label
    AGAIN = "to-be-assessed-again", "Reassessment needed"
    INSUFFICIENT = Judgement.INSUFFICIENT.value, Judgement.INSUFFICIENT.label
    PARTIAL = Judgement.PARTIAL.value, Judgement.PARTIAL.label
    ASSURED = Judgement.ASSURED.value, Judgement.ASSURED.label


class EvidenceShows(models.TextChoices):
    """What the evidence shows, from activity to outcomes for children or adults."""

    ACTIVITY = "activity", "Activity"
    PRACTICE = "change-in-practice", "Change in practice"
    OUTCOME = "outcome-for-children", "Outcome for children or adults"


class AssuranceQuerySet(IndexedQuerySet):
    def standing(self) -> "AssuranceQuerySet":
        """Return the judgements of partnerships that may act on the review. Others are kept, but not shown."""
        return self.filter(acts_on("response__recommendation__review", "partnership"))


class Assurance(models.Model):
    """A partnership's dated judgement on one version of a response, as distinct from the agency's own statement.

    The evidence is a note, a link, files (`EvidenceFile`), or several of these.
    """

    response = models.ForeignKey(Response, on_delete=models.PROTECT, related_name="assurances")
    version = models.ForeignKey(
        ResponseVersion,
        on_delete=models.PROTECT,
        null=True,
        related_name="assurances",
        help_text="The version that was assessed. It may be unknown for older decisions.",
    )
    partnership = models.ForeignKey(Partnership, on_delete=models.PROTECT, related_name="assurances")
    judgement = models.CharField("level of assurance", max_length=20, choices=Judgement)
    judged_on = models.DateField("date of decision")
    deciding_body = models.CharField("decided by", max_length=200)
    meeting = models.CharField(max_length=200, blank=True)
    evidence = models.TextField(blank=True, help_text="A description of the evidence. Evidence is not published.")
    link = models.URLField(
        "link to the evidence",
        max_length=500,
        blank=True,
        validators=[of_the_web],
    )
    file_count = models.PositiveSmallIntegerField(default=0, editable=False, help_text="The number of files attached.")
    evidence_on = models.DateField("date of evidence", null=True, blank=True)
    shows = models.CharField("what the evidence shows", max_length=30, choices=EvidenceShows, blank=True)
    history = HistoricalRecords()

    objects = AssuranceQuerySet.as_manager()

    class Meta:
        ordering = ["response", "-judged_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="assurance_judgement_known", condition=Q(judgement__in=Judgement.values)),
            models.CheckConstraint(
                name="assurance_assured_has_dated_evidence",
                condition=~Q(judgement=Judgement.ASSURED)
                | (~Q(evidence="") | ~Q(link="") | Q(file_count__gt=0)) & Q(evidence_on__isnull=False),
                violation_error_message="To record “Assured”, add evidence and its date.",
            ),
            models.CheckConstraint(
                name="assurance_link_is_of_the_web",
                condition=Q(link="") | is_of_the_web("link"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.response}: {self.get_judgement_display()}"

    def clean(self) -> None:
        """Raise ValidationError unless the version is of the response and the partnership may act on the review."""
        problems = {}
        if self.version and self.version.response_id != self.response_id:
            problems["version"] = "This version belongs to another response. Choose a version of this one."
        if self.partnership_id and self.response_id:
            acting = partnerships_for(self.response.recommendation.review)
            if not acting.filter(pk=self.partnership_id).exists():
                problems["partnership"] = JUDGES
        if problems:
            raise ValidationError(problems)
