"""The vocabularies that staff maintain: partnerships, agencies and their kinds, and themes."""

from collections.abc import Iterable
from typing import Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from learning import sight
from learning.addresses import address_of, is_of_the_web, of_the_web
from learning.querysets import IndexedQuerySet
from learning.utils.fields import LinesField

from .named_agency import check_says_nothing
from .old_slug import KeepsAddress, with_slug


class SlugManager(models.Manager.from_queryset(IndexedQuerySet)):
    """A manager whose natural key, used in fixtures, is the slug, also a former one."""

    def get_by_natural_key(self, slug: str):
        """Return the record that has this slug or, if none has it, had it formerly. Raises DoesNotExist.

        A record that was merged into another is still found by its own slug, because its responses refer to it.
        """
        found = self.filter(slug=slug).first() or with_slug(self.all(), slug)
        if found is None:
            raise self.model.DoesNotExist
        return found


class Named(KeepsAddress):
    """An abstract model with a name, and a slug in its URL."""

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=120, unique=True)

    objects = SlugManager()

    class Meta:
        abstract = True
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class MergeableQuerySet(IndexedQuerySet):
    def current(self) -> Self:
        """Return the records that were not merged into another."""
        return self.filter(merged_into=None)


class Mergeable(Named):
    """An abstract model whose records can be merged: one of them then stands for both.

    The row of the other stays, so that history, requests and responses still have what they refer to; its slug leads
    to the one that stands for it. See `learning/merging.py`.
    """

    merged_into_id: int | None
    # False if only restricted reviews named it before it was merged: its slug would tell of them.
    address_follows = models.BooleanField(default=True, editable=False)
    merged_into = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="merged"
    )

    class Meta(Named.Meta):
        abstract = True

    @property
    def stands_as(self) -> int:
        """The key of the record that stands for it: its own, unless it was merged into another."""
        return self.merged_into_id or self.pk


class Nation(models.TextChoices):
    """The nation of a partnership. Each of the four has its own law on reviews."""

    ENGLAND = "england", "England"
    WALES = "wales", "Wales"
    SCOTLAND = "scotland", "Scotland"
    NORTHERN_IRELAND = "northern-ireland", "Northern Ireland"


class Called(models.TextChoices):
    """What a body that commissions reviews calls itself."""

    PARTNERSHIP = "partnership", "Partnership"
    BOARD = "board", "Board"
    COMMITTEE = "committee", "Committee"
    COMMUNITY_SAFETY = "community-safety-partnership", "Community safety partnership"


class Partnership(Named):
    """A body that commissions reviews, such as a local safeguarding partnership, board or committee."""

    called = models.CharField(
        "what it is called",
        max_length=30,
        choices=Called,
        default=Called.PARTNERSHIP,
        help_text="The word for it on pages and in emails.",
    )
    former_names = LinesField(blank=True, default=list, help_text="Enter one on each line.")
    area = models.CharField(max_length=200, blank=True)
    nation = models.CharField(max_length=20, choices=Nation, blank=True)
    website = models.URLField(blank=True, validators=[of_the_web])
    shows_unanswered = models.BooleanField(
        "shows who has not responded",
        default=False,
        help_text="If selected, the public can see which agencies were asked for a response and have not given one.",
    )
    history = HistoricalRecords()

    class Meta(Named.Meta):
        constraints = [
            models.CheckConstraint(
                name="partnership_website_is_of_the_web",
                condition=Q(website="") | is_of_the_web("website"),
                violation_error_message="Enter a full address that begins with https:// or http://.",
            ),
            models.CheckConstraint(name="partnership_called_known", condition=Q(called__in=Called.values)),
        ]

    @property
    def called_in_a_sentence(self) -> str:
        """The word for it within a sentence, such as "board"."""
        return str(self.get_called_display()).lower()


def called(partnerships: Iterable[Partnership]) -> str:
    """Return the word for these partnerships within a sentence: "partnership" unless all share another word."""
    words = {partnership.called_in_a_sentence for partnership in partnerships}
    return words.pop() if len(words) == 1 else str(Called.PARTNERSHIP.label).lower()


class AgencyKind(Named):
    """A kind of service that people work in, such as police or midwifery; `EVERYONE` stands for all of them."""

    EVERYONE = "everyone"

    description = models.CharField(max_length=300, blank=True)
    generic_name = models.CharField(
        "generic public name",
        max_length=200,
        blank=True,
        help_text="Such as “A school”. If you enter one, the public sees it instead of the name of an agency of this "
        "kind, unless the published document names the agency.",
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta(Named.Meta):
        ordering = ["order", "name", "pk"]

    def get_absolute_url(self) -> str:
        return address_of("work_in", self.slug)

    @property
    def in_a_sentence(self) -> str:
        """Its name within a sentence: "the police", "general practice", but "NHS trusts"."""
        if self.slug == "police":
            return "the police"
        is_abbreviation = self.name[1:2].isupper()
        return self.name if is_abbreviation else f"{self.name[:1].lower()}{self.name[1:]}"


class AgencyQuerySet(MergeableQuerySet):
    def visible_to(self, user) -> "AgencyQuerySet":
        """Return the agencies named by at least one record that this user may see, by their own name or merged."""
        return self.current().filter(sight.linked_to_visible_review(user, sight.AGENCY_LINKS))


class AgencyManager(SlugManager.from_queryset(AgencyQuerySet)):
    """A manager of agencies by slug, with the rule of sight."""


class Agency(Mergeable):
    """An agency named in reviews. Agencies of different places with the same abbreviation are different records.

    One that was merged into another has the other's name, so that its responses are shown under it everywhere.

    A *stand-in* is the public name of an agency in one review, such as "A school": all records of that review refer to
    the stand-in, and none to the agency itself. See `learning/public_names.py`.
    """

    stands_for_id: int | None

    kind = models.ForeignKey(AgencyKind, on_delete=models.PROTECT, related_name="agencies")
    aliases = LinesField(blank=True, default=list, help_text="Other names and abbreviations. Enter one on each line.")
    partnerships = models.ManyToManyField(Partnership, blank=True, related_name="agencies")
    succeeded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="predecessors"
    )
    succeeded_on = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="Shown as an editor’s note.")
    # Only staff may know these: no public page, export or index entry may contain them.
    stands_for = models.ForeignKey(
        "self",
        verbose_name="public name of",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="stand_ins",
    )
    stands_for_in = models.ForeignKey(
        "learning.Review",
        verbose_name="in review",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="stand_ins",
    )
    is_restricted: bool  # set by the list of agencies
    history = HistoricalRecords(m2m_fields=[partnerships])

    objects = AgencyManager()

    class Meta(Mergeable.Meta):
        verbose_name_plural = "agencies"
        constraints = [
            models.CheckConstraint(
                name="agency_succession_whole",
                condition=Q(succeeded_by=None, succeeded_on=None)
                | Q(succeeded_by__isnull=False, succeeded_on__isnull=False),
                violation_error_message="Enter both the agency that succeeded this one and the date, or neither.",
            ),
            models.CheckConstraint(
                name="agency_stands_for_in_a_review",
                condition=Q(stands_for=None, stands_for_in=None)
                | Q(stands_for__isnull=False, stands_for_in__isnull=False, succeeded_by=None),
            ),
            models.UniqueConstraint(
                fields=["stands_for", "stands_for_in"],
                condition=Q(merged_into=None),
                name="agency_one_stand_in_a_review",
            ),
        ]

    def clean(self) -> None:
        """Raise ValidationError if a stand-in identifies its agency, or took over from one."""
        if self.stands_for_id:
            check_says_nothing(self)
        if self.succeeded_by and self.succeeded_by.stands_for_id:
            raise ValidationError({"succeeded_by": f"{self.succeeded_by.is_a_name} Choose the agency itself."})

    def save(self, *args, **kwargs) -> None:
        """Save, and give the name to the agencies that were merged into this one, and the kind to its stand-ins."""
        with transaction.atomic():
            super().save(*args, **kwargs)
            for one in Agency._base_manager.filter(stands_for=self.pk).exclude(kind=self.kind_id):
                one.kind_id = self.kind_id
                one.save(update_fields=["kind"])
            for one in Agency._base_manager.filter(merged_into=self.pk).exclude(name=self.name):
                one.name = self.name
                one.save(update_fields=["name"])

    def get_absolute_url(self) -> str:
        return address_of("agency", self.slug)

    @property
    def is_a_name(self) -> str:
        """What an error says of a stand-in."""
        return f"“{self.name}” is only the public name of an agency in one review."

    @property
    def staff_name(self) -> str:
        """Its public name and, for a stand-in, the name of the agency: only for those who work on its responses."""
        return f"{self.name} ({self.stands_for.name})" if self.stands_for else self.name


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
