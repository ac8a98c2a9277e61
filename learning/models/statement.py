"""The base of learning items and recommendations: published statements with a page of their own."""

from datetime import date
from functools import cache
from typing import ClassVar

from django.db import models
from django.utils.functional import cached_property

from learning.querysets import OfReviewQuerySet
from learning.utils.dates import PartialDate
from learning.utils.text import in_sentence

from .agency import Agency, AgencyKind
from .fast_from_db import FastFromDb
from .sourced import Sourced
from .theme import Theme

YEARS_UNTIL_OLD = 5

DATE = ("published_on", "published_precision")
# Columns of a statement that no list shows or exports.
UNLISTED = {"position", "subheading", "source_defect", "numbering_is_ours"}
# Columns that lists show or export, of the records that a statement belongs to.
LINE = {
    "review": (
        *("code", "slug", "title", "status", "audience", "partnership_as_named", *DATE),
        *("commissioned_on", "commissioned_precision"),
    ),
    "document": ("title", "language", "publisher", "licence", "address", *DATE),
    "parent": ("reference", "review", "text"),
}
ORIGINS = ("review", "document")  # of these, which many statements share


class Closeness(models.IntegerChoices):
    """How directly a statement is relevant to one agency."""

    BY_NAME = 0, "For this agency"
    TO_KIND = 1, "For this kind of agency"
    TO_EVERYONE = 2, "For all agencies"


class StatementQuerySet(OfReviewQuerySet):
    def with_line(self) -> "StatementQuerySet":
        """Fetch what a list shows of each statement, its review, its document and its parent item."""
        shown, columns = line_columns(self.model)
        return self.select_related(*shown).only(*columns)

    def without_origins(self) -> "StatementQuerySet":
        """Fetch the same without review and document, which `with_origins()` sets."""
        shown, columns = line_columns(self.model, without=frozenset(ORIGINS))
        bare = self.select_related(None).only(*columns)
        return bare.select_related(*shown) if shown else bare

    def with_credits(self) -> "StatementQuerySet":
        """Fetch what the line under a statement shows: review, document, partnerships and agencies."""
        return self.select_related("review", "document").prefetch_related(
            "review__partnerships", "agency_kinds", "agencies"
        )


@cache
def line_columns(model: type[models.Model], without: frozenset[str] = frozenset()) -> tuple[list[str], list[str]]:
    """Return the related records that a list shows with a statement, and all columns that it needs."""
    own = [field.name for field in model._meta.concrete_fields if field.name not in UNLISTED]
    shown = {part: columns for part, columns in LINE.items() if part in own and part not in without}
    return list(shown), own + [f"{part}__{column}" for part, columns in shown.items() for column in columns]


class StatementManager(models.Manager.from_queryset(StatementQuerySet)):
    def get_by_natural_key(self, reference: str):
        return self.get(reference=reference)


class Statement(FastFromDb, Sourced):
    """An abstract model of published words with a permanent reference, themes, and the agencies they are for."""

    hidden_with: ClassVar = {"reference": "reference"}

    reference = models.CharField(
        max_length=24,
        unique=True,
        blank=True,
        help_text="Assigned when first saved. Never changed or reused.",
    )
    themes = models.ManyToManyField(Theme, blank=True, related_name="%(class)ss")
    agency_kinds = models.ManyToManyField(AgencyKind, blank=True, related_name="%(class)ss")
    agencies = models.ManyToManyField(Agency, blank=True, related_name="%(class)ss")

    theme_names: list[str]  # set where a list is exported
    closeness: Closeness  # set on the page of an agency

    class Meta(Sourced.Meta):
        abstract = True

    def save(self, *args, **kwargs) -> None:
        """Save; a new statement gets its permanent reference."""
        if not self.reference:
            self.reference = self.review.next_reference()
            if (fields := kwargs.get("update_fields")) is not None:
                kwargs["update_fields"] = {*fields, "reference"}
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        """Return the address of its own page."""
        raise NotImplementedError

    def natural_key(self) -> tuple[str]:
        return (self.reference,)

    @property
    def label(self) -> str:
        """The name of its kind, for people."""
        raise NotImplementedError

    @property
    def label_in_sentence(self) -> str:
        """Its label within a sentence."""
        return in_sentence(self.label)

    @property
    def look(self) -> str:
        """The name of its colour and symbol, one of five."""
        raise NotImplementedError

    @cached_property
    def dated(self) -> PartialDate | None:
        """The date of its document or, if it has none, of its review; None if neither is stated."""
        return self.document.published or self.review.published

    @property
    def year(self) -> int | None:
        """The year of `dated`, or None."""
        dated = self.dated
        return dated.year if dated else None

    @property
    def is_old(self) -> bool:
        """Whether it is more than five years old, or undated."""
        dated = self.dated
        if dated is None:
            return True
        today = date.today()  # noqa: DTZ011  Django sets the time zone of the process; lists call this for every line
        return (dated.on.year + YEARS_UNTIL_OLD, dated.on.month, dated.on.day) < (today.year, today.month, today.day)

    @property
    def line_year(self) -> str:
        """The year in the line under it. Pages warn once if some of their statements are old or undated."""
        year = str(self.year or "undated")
        if year == "undated" and self.review.commissioned:
            year += f", review commissioned {self.review.commissioned}"
        return year

    @property
    def line_year_with_warning(self) -> str:
        """The year in the line under it in a document, with a warning if it is old or undated."""
        return f"{self.line_year}: check current local procedures" if self.is_old else self.line_year

    @cached_property
    def agency_names(self) -> list[str]:
        """The names of the agencies and kinds of agency that it is for, in the line under it."""
        return [agency.name for agency in (*self.agencies.all(), *self.agency_kinds.all())]

    @cached_property
    def relevant_to(self) -> list[str]:
        """The same names without the kind "all agencies": pages name whom it is for only if that is not all."""
        kinds = [kind.name for kind in self.agency_kinds.all() if kind.slug != AgencyKind.EVERYONE]
        return [*(agency.name for agency in self.agencies.all()), *kinds]

    @cached_property
    def place_name(self) -> str:
        """The place of its review, in the line under it."""
        return self.review.place
