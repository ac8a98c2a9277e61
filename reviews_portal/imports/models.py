"""Documents that editors uploaded for import, and the names of headings that administrators added for imports."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from learning.models import Partnership, Review

from .draft import Type

# Types of statement that may be under a heading.
TYPES = [
    (Type.BACKGROUND.value, "Background and other narrative"),
    (Type.KEY_THEME.value, "Key theme"),
    (Type.EMERGING_THEME.value, "Emerging theme"),
    (Type.LEARNING_POINT.value, "Learning point"),
    (Type.FINDING.value, "Finding"),
    (Type.CONCERN.value, "Concern"),
    (Type.AREA_TO_STRENGTHEN.value, "Area to strengthen"),
    (Type.GOOD_PRACTICE.value, "Good practice"),
    (Type.IMPROVEMENT.value, "Action taken since"),
    (Type.QUESTION.value, "Reflective question"),
    (Type.RECOMMENDATION.value, "Recommendation"),
    (Type.RESPONSE.value, "Agency response"),
    (Type.RESOURCE.value, "Further reading"),
    (Type.AGENCY_INVOLVED.value, "Agency involved"),
]


class HeadingNameQuerySet(models.QuerySet["HeadingName"]):
    def types(self) -> dict[str, str]:
        """Return the types of statement by the names of headings."""
        return dict(self.values_list("name", "type"))


class HeadingName(models.Model):
    """A name that documents give to a section, and the type of the statements under it.

    Imports know many of them (`heading_names.toml`). Administrators add others that their documents use.
    """

    name = models.CharField(
        max_length=120, unique=True, help_text="As printed. Capital letters and a number before it do not matter."
    )
    type = models.CharField(
        "type of text", max_length=20, choices=TYPES, help_text="The type of the text under a heading with this name."
    )

    objects = models.Manager.from_queryset(HeadingNameQuerySet)()

    class Meta:
        verbose_name = "name of a heading"
        verbose_name_plural = "names of headings"
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="heading_type_known", condition=Q(type__in=[value for value, _ in TYPES])),
        ]

    def __str__(self) -> str:
        return self.name


class ImportState(models.TextChoices):
    """The states of an import job."""

    WAITING = "waiting", "Queued"
    RUNNING = "running", "In progress"
    DONE = "done", "Imported"
    REFUSED = "refused", "Not imported"
    RESEMBLES = "resembles", "Needs your decision"
    STOPPED = "stopped", "Stopped"
    FAILED = "failed", "Failed"


UNUSED = timedelta(days=1)  # for which the file of a job is kept that was stopped, failed or has not been answered
UNDER_WAY = (ImportState.WAITING, ImportState.RUNNING)


def new_key() -> str:
    """Return a key that cannot be guessed."""
    return secrets.token_urlsafe(12)


class ImportJobQuerySet(models.QuerySet["ImportJob"]):
    def visible_to(self, user) -> "ImportJobQuerySet":
        """Return the imports that a user started. (All editors of the partnership see the resulting drafts.)"""
        return self.filter(by=user) if user.is_authenticated else self.none()

    def under_way(self) -> "ImportJobQuerySet":
        """Return those that are queued or in progress."""
        return self.filter(state__in=UNDER_WAY)

    def with_content(self) -> "ImportJobQuerySet":
        """Return those whose file is kept."""
        return self.filter(content__isnull=False)

    def unused(self) -> "ImportJobQuerySet":
        """Return those whose file waited for a person, or for a task that died, for as long as it is kept."""
        return self.with_content().exclude(state=ImportState.WAITING).filter(changed_at__lte=timezone.now() - UNUSED)

    def forget_content(self) -> int:
        """Delete the files of these jobs, and return how many there were."""
        return self.with_content().update(content=None, size=0)

    def over(self) -> "ImportJobQuerySet":
        """Return those that have expired."""
        return self.filter(made_at__lte=timezone.now() - ImportJob.KEPT)


class ImportJob(models.Model):
    """A file that someone uploaded for import, and the outcome.

    A background task reads it. The file's content is kept here only until then, or for a day if somebody must first
    answer or start it again: an imported one is stored as the original of its document.
    """

    KEPT = timedelta(days=30)
    SILENT = timedelta(minutes=5)  # after which the task of one in progress counts as dead

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    partnership = models.ForeignKey(Partnership, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=200)
    content = models.BinaryField(null=True, help_text="The file, until it has been read.")
    size = models.PositiveIntegerField(default=0, help_text="Of the content, in bytes; 0 without any.")
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.WAITING)
    attempt = models.PositiveSmallIntegerField(default=1, help_text="A task of an earlier attempt does nothing.")
    problem = models.TextField(blank=True, help_text="Why it was not imported.")
    notes = models.TextField(blank=True, help_text="Further notes for the person, one on each line.")
    reviews = models.ManyToManyField(Review, blank=True, related_name="+", help_text="The drafts made from it.")
    was_held = models.BooleanField(default=False, help_text="Whether the portal already had this file.")
    was_attached = models.BooleanField(default=False, help_text="Whether it was attached to a review.")
    resembles = models.ManyToManyField(
        Review, blank=True, related_name="+", help_text="Reviews that it may be another copy of."
    )
    new_review = models.BooleanField(
        default=False, help_text="Whether to make a draft even if it resembles another review."
    )
    is_answer = models.BooleanField(
        default=False, help_text="Whether it is a response or an action plan, which can be added to what it resembles."
    )
    add_to = models.ForeignKey(
        Review,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        help_text="The review to which somebody chose to add it as a document.",
    )
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = models.Manager.from_queryset(ImportJobQuerySet)()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="import_state_known", condition=Q(state__in=ImportState.values)),
            models.CheckConstraint(
                name="import_content_until_done",
                condition=~Q(state__in=[ImportState.DONE, ImportState.REFUSED]) | Q(content=None),
            ),
            models.CheckConstraint(
                name="import_size_of_content", condition=Q(content=None, size=0) | Q(content__isnull=False, size__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("import", args=[self.key])

    @property
    def is_under_way(self) -> bool:
        """Whether it is queued or being read, and its task has not died."""
        if self.state == ImportState.RUNNING:
            return timezone.now() - self.changed_at < self.SILENT
        return self.state == ImportState.WAITING

    @property
    def can_start(self) -> bool:
        """Whether it is not over, and its file is kept, so that it can be started again."""
        return bool(self.size) and not self.is_under_way

    @property
    def can_be_added(self) -> bool:
        """Whether it can be added to one of the reviews that it resembles."""
        return self.can_start and self.state == ImportState.RESEMBLES and self.is_answer
