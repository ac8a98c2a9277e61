"""Kept versions of exports, the briefings that trainers save, and long exports."""

import secrets
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone


class Edition(models.Model):
    """A kept version of a document, which the short code printed in it opens again.

    It stores the outline as data. Redactions apply to it as to every table. A reader who opens it sees what they may
    see at that time: see `reader_view.as_read_by`.
    """

    code = models.CharField(max_length=20, unique=True)
    digest = models.CharField(
        max_length=64, unique=True, editable=False, help_text="Keyed digest of everything except its date."
    )
    outline = models.JSONField()
    sight = models.JSONField(default=list, editable=False, help_text="What the person it was made for could see.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("edition", args=[self.code])


def new_key() -> str:
    """Return a key that cannot be guessed, for a link that is shared."""
    return secrets.token_urlsafe(12)


class BriefingQuerySet(models.QuerySet["Briefing"]):
    def visible_to(self, user) -> "BriefingQuerySet":
        """Return the briefings that a user may open by their link: their own and shared ones.

        Of the quotations in one, each reader sees those that they may see: `reader_view.as_seen_by`.
        """
        own = Q(owner=user) if user.is_authenticated else Q()
        return self.filter(own | Q(is_shared=True))


class Briefing(models.Model):
    """A briefing saved by a trainer: their plan, and the edition with its text as it was when they saved it.

    The plan has references of records; the edition has their words. Readers with its link see what they may see of it.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="briefings")
    name = models.CharField(max_length=200)
    plan = models.JSONField()
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="briefings")
    earlier = models.ManyToManyField(
        Edition,
        related_name="earlier_of",
        editable=False,
        help_text="Earlier saved versions, which are deleted with it.",
    )
    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    is_shared = models.BooleanField(
        default=False, help_text="Anyone with the link can view what they are permitted to see."
    )
    revision = models.PositiveIntegerField(default=1, editable=False)
    saved_at = models.DateTimeField(default=timezone.now)

    objects = models.Manager.from_queryset(BriefingQuerySet)()

    class Meta:
        ordering = ["-saved_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("briefing", args=[self.key])


class ExportState(models.TextChoices):
    """The states of a long export."""

    WAITING = "waiting", "Queued"
    RUNNING = "running", "In progress"
    READY = "ready", "Ready"
    STOPPED = "stopped", "Stopped"
    FAILED = "failed", "Failed"


class LongExportQuerySet(models.QuerySet["LongExport"]):
    def kept(self) -> "LongExportQuerySet":
        """Return those that are at most a day old."""
        return self.filter(made_at__gt=timezone.now() - LongExport.KEPT)

    def over(self) -> "LongExportQuerySet":
        """Return those that are more than a day old."""
        return self.filter(made_at__lte=timezone.now() - LongExport.KEPT)

    def under_way(self) -> "LongExportQuerySet":
        """Return those that are queued or in progress; see `LongExport.is_under_way`."""
        now = timezone.now()
        waiting = Q(state=ExportState.WAITING, changed_at__gt=now - LongExport.WAITS)
        return self.filter(waiting | Q(state=ExportState.RUNNING, changed_at__gt=now - LongExport.SILENT))

    def without_words(self) -> "LongExportQuerySet":
        """Defer the outline, which is large."""
        return self.defer("outline")


class LongExport(models.Model):
    """A file that takes long to write: a task writes it, the reader downloads it, and it is deleted after a day.

    Its content is the outline that its reader could see when they asked or, for a list too long for an outline, a list
    that the task selects again for the same reader. The keys of a reader's own exports are in their session. A
    redaction deletes all long exports, because each can be made again.
    """

    KEPT = timedelta(days=1)
    WAITS = timedelta(hours=1)  # the time after which no task will start it
    SILENT = timedelta(minutes=5)  # the time without progress after which its task counts as dead

    key = models.CharField(max_length=40, unique=True, default=new_key, editable=False)
    edition = models.ForeignKey(
        Edition,
        on_delete=models.CASCADE,
        null=True,
        related_name="long_exports",
        help_text="The kept version that it is of, if any.",
    )
    outline = models.JSONField(null=True)
    selection = models.JSONField(
        null=True, help_text="For a list too long for an outline: its address and parameters."
    )
    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="+")
    requester = models.CharField(max_length=32, db_index=True, help_text="Keyed digest of an account or a network.")
    sight = models.JSONField(default=list, help_text="What its reader could see when they asked.")
    digest = models.CharField(max_length=64, db_index=True, help_text="Keyed digest of its content except the date.")
    contents = models.CharField(
        max_length=64, blank=True, help_text="For a list: keyed digest of the records in the file."
    )
    format = models.CharField(max_length=8)
    name = models.CharField(max_length=300, help_text="Name of the file.")
    state = models.CharField(max_length=8, choices=ExportState, default=ExportState.WAITING)
    attempt = models.PositiveSmallIntegerField(default=1, help_text="A task of an earlier attempt writes nothing.")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField()
    size = models.PositiveBigIntegerField(default=0, help_text="Size of the file in bytes, once it is ready.")
    problem = models.TextField(blank=True, help_text="Why it could not be made.")
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = models.Manager.from_queryset(LongExportQuerySet)()

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("long_export", args=[self.key])

    @property
    def is_under_way(self) -> bool:
        """Whether it is queued or being written, and its task has not died."""
        silence = timezone.now() - self.changed_at
        if self.state == ExportState.WAITING:
            return silence < self.WAITS
        return self.state == ExportState.RUNNING and silence < self.SILENT


class LongExportPart(models.Model):
    """A part of the file, so that neither the task nor the view has all of it in memory."""

    export = models.ForeignKey(LongExport, on_delete=models.CASCADE, related_name="parts")
    attempt = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    content = models.BinaryField(help_text="Compressed with zlib.")

    class Meta:
        ordering = ["number", "pk"]
        constraints = [models.UniqueConstraint(fields=["export", "attempt", "number"], name="export_part_once")]

    def __str__(self) -> str:
        return f"Part {self.number} of {self.export_id}"
