"""The fields that drafts and versions share: the agency's acceptance, progress and sign-off."""

from django.db import models


class Acceptance(models.TextChoices):
    """Whether the agency accepts the recommendation, as stated by the agency."""

    NOT_STATED = "not-stated", "Not stated"
    ACCEPTED = "accepted", "Accepted"
    IN_PART = "accepted-in-part", "Accepted in part"
    NOT_ACCEPTED = "not-accepted", "Not accepted"


REFUSED = (Acceptance.IN_PART, Acceptance.NOT_ACCEPTED)  # a reason is required


class Progress(models.TextChoices):
    """The progress, as stated by the agency."""

    NOT_STATED = "not-stated", "Not stated"
    NOT_STARTED = "not-started", "Not started"
    IN_PROGRESS = "in-progress", "In progress"
    DELAYED = "delayed", "Delayed"
    COMPLETED = "completed", "Completed"
    SUPERSEDED = "superseded", "Superseded by other work"


class ResponseFields(models.Model):
    """An abstract model of what a draft and a submitted version have in common."""

    acceptance = models.CharField(max_length=20, choices=Acceptance, default=Acceptance.NOT_STATED)
    acceptance_reason = models.TextField(blank=True)
    progress = models.CharField(max_length=20, choices=Progress, default=Progress.NOT_STATED)
    progress_reason = models.TextField(blank=True)
    new_date = models.DateField(null=True, blank=True, help_text="The new due date of a delayed action.")
    completed_on = models.DateField(null=True, blank=True)
    signed_off_by = models.CharField(max_length=200, blank=True, help_text="A role, not a person’s name.")
    signed_off_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True

    def field_values(self) -> dict[str, object]:
        """Return the values of these fields by name."""
        return {field.name: getattr(self, field.name) for field in ResponseFields._meta.fields}

    def relevant_field_values(self) -> dict[str, object]:
        """Return the values without reasons and dates that do not apply to the chosen acceptance and progress."""
        delayed = self.progress == Progress.DELAYED
        return self.field_values() | {
            "acceptance_reason": self.acceptance_reason if self.acceptance in REFUSED else "",
            "progress_reason": self.progress_reason if delayed else "",
            "new_date": self.new_date if delayed else None,
            "completed_on": self.completed_on if self.progress == Progress.COMPLETED else None,
        }
