"""The themes of the catalogue, which staff maintain."""

from django.db import models
from simple_history.models import HistoricalRecords

from learning.addresses import address_of
from learning.utils.fields import LinesField

from .named import Mergeable, MergeableQuerySet, SlugManager


class ThemeGroup(models.TextChoices):
    """The groups of the theme vocabulary, in the order of the home page."""

    HARM = "harm", "Harm"
    FAMILY = "parents-and-family", "Parents and family"
    CHILD = "the-child", "The child"
    ADULT = "the-adult", "The adult"
    ASSESSMENT = "assessment-and-planning", "Assessment and planning"
    PRACTICE = "professional-practice", "Professional practice"
    TOGETHER = "working-together", "Working together"
    ORGANISATION = "organisation", "Organisation"


class ThemeManager(SlugManager.from_queryset(MergeableQuerySet)):
    """A manager of themes by slug."""


class Theme(Mergeable):
    """A theme of the controlled vocabulary. All themes are public; statements on a theme may be restricted."""

    group = models.CharField(max_length=30, choices=ThemeGroup)
    scope_note = models.TextField(help_text="What belongs here, in two plain sentences.")
    aliases = LinesField(
        blank=True, default=list, help_text="Other words that practitioners use. Enter one on each line."
    )
    history = HistoricalRecords()

    objects = ThemeManager()
    count: int  # how many statements a reader may see, set by the pages that list themes

    def get_absolute_url(self) -> str:
        return address_of("theme", self.slug)
