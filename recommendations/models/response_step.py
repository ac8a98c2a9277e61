"""The steps of a version of a response: it is submitted, returned or published, and perhaps withdrawn."""

from copy import copy

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils import timezone

from learning.querysets import IndexedQuerySet
from recommendations.triggers.workflow import RULES


class StepAction(models.TextChoices):
    """The steps of a version of a response."""

    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    PUBLISHED = "published", "Published"
    WITHDRAWN = "withdrawn", "Withdrawn"


DECIDED = [StepAction.RETURNED, StepAction.PUBLISHED]  # the decisions on a submitted version
TOLD_TO_ALL = [StepAction.PUBLISHED, StepAction.WITHDRAWN]  # without the reason for a withdrawal


class ResponseStepManager(models.Manager.from_queryset(IndexedQuerySet)):
    def get_by_natural_key(self, reference: str, agency: str, number: int, action: str, at: str):
        version = {
            "version__response__recommendation__reference": reference,
            "version__response__agency__slug": agency,
            "version__number": number,
        }
        return self.get(**version, action=action, at=at)


class ResponseStep(models.Model):
    """A step of a version. Steps are only ever added."""

    version = models.ForeignKey("ResponseVersion", on_delete=models.PROTECT, related_name="steps")
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
