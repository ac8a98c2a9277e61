"""Agencies, their kinds, and whether words identify the agency behind a public name."""

import re
from collections.abc import Iterable
from typing import cast

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from simple_history.models import HistoricalRecords

from learning import sight
from learning.addresses import address_of
from learning.utils.fields import LinesField
from learning.utils.folding import fold

from .named import Mergeable, MergeableQuerySet, Named, SlugManager
from .partnership import Partnership


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


# Words that identify no agency, besides those of its kind.
PLAIN_WORDS = set(
    """a an the and of for local private independent special primary secondary infant junior nursery school college
    surgery practice gp home care provider service agency another""".split()  # noqa: SIM905  easier to read
)


def words_of(text: str, apostrophe: str = "") -> str:
    """Return the words of a text, folded, with a space around each: "St. Mary’s" is " st marys ".

    With a space for `apostrophe` it is " st mary s ", in which "Mary" is found too.
    """
    return f" {' '.join(re.findall(r'\w+', fold(text).replace(chr(39), apostrophe)))} "


def name_in(stand_in: Agency, texts: Iterable[str], *, allowed: str | None = None) -> str:
    """Return the first name of the agency behind a stand-in that these texts contain; "" if they contain none.

    Names that consist only of plain words, such as "the school", identify nobody; nor do the words in `allowed`, which
    are those of the public name unless it is given.
    """
    if not stand_in.stands_for_id:
        return ""
    real = cast("Agency", stand_in.stands_for)
    plain = PLAIN_WORDS | set(words_of(" ".join([real.kind.name, real.kind.generic_name])).split())
    plain |= set(words_of(stand_in.name if allowed is None else allowed).split())
    said = [(words_of(text, mark), mark) for text in texts if text for mark in ("", " ")]
    for name in (real.name, *real.aliases, real.slug.replace("-", " ")):
        is_name = bool(set(words_of(name).split()) - plain)
        if is_name and any(words_of(name, mark) in words for words, mark in said):
            return name
    return ""


def check_says_nothing(stand_in: Agency) -> None:
    """Raise ValidationError if the fields of a stand-in identify its agency, or its name is taken in the review."""
    for field in ("name", "slug", "aliases", "note"):
        value = getattr(stand_in, field)
        texts = value if isinstance(value, list) else [value.replace("-", " ") if field == "slug" else value]
        if name := name_in(stand_in, texts, allowed=""):
            raise ValidationError({field: f"This contains “{name}”, which identifies the agency. Remove it."})
    others = type(stand_in)._base_manager.filter(stands_for_in=stand_in.stands_for_in_id, merged_into=None)
    if others.exclude(pk=stand_in.pk).filter(name__iexact=stand_in.name).exists():
        raise ValidationError({"name": "Another agency in this review has this public name. Enter a different name."})
