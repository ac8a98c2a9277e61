"""The kinds of case review in the four nations: a vocabulary that administrators keep."""

from collections.abc import Iterable
from datetime import date

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from learning.addresses import is_of_the_web, of_the_web
from learning.sight import Audience
from learning.utils.dates import written_out
from learning.utils.fields import LinesField

from .named import Named
from .partnership import Nation

NARROWEST_FIRST = (Audience.PARTNERSHIP, Audience.PROFESSIONALS, Audience.PUBLIC)


class About(models.TextChoices):
    """Who reviews of a kind are about."""

    CHILDREN = "children", "Children"
    ADULTS = "adults", "Adults"
    EITHER = "either", "Children or adults"


def general_checks() -> list[str]:
    """Return what is checked before a review of any kind is published, unless a kind says otherwise."""
    return [
        "Criminal proceedings (police and prosecutors)",
        "Inquest or other inquiry into a death (coroner)",
        "Family court proceedings",
        "Reporting restrictions",
        "Surviving children considered",
        "Staff who were involved told",
        "Files checked for hidden data",
    ]


KIND_NATIONS = [*Nation.choices, ("england-and-wales", "England and Wales")]


class ReviewKind(Named):
    """A kind of review, with the law or guidance that it follows. A review may be of several kinds.

    Laws and practice change, so nothing in the code depends on a single kind.
    """

    short_name = models.CharField(max_length=60, blank=True, help_text="The abbreviation in use, such as LCSPR.")
    nation = models.CharField(max_length=20, choices=KIND_NATIONS, blank=True, help_text="Leave blank for any nation.")
    about = models.CharField("who it is about", max_length=10, choices=About, default=About.EITHER)
    is_about_domestic_abuse = models.BooleanField(
        "about domestic abuse",
        default=False,
        help_text="Pages of these reviews show the domestic abuse helpline of the nation.",
    )
    commissioned_by = models.CharField("who commissions it", max_length=300, blank=True)
    publication_decided_by = models.CharField("who decides on publication", max_length=300, blank=True)
    usually_published = models.CharField("what is usually published", max_length=300, blank=True)
    default_audience = models.CharField(
        max_length=20,
        choices=Audience,
        default=Audience.PARTNERSHIP,
        help_text="The audience of a new review of this kind, unless another is selected.",
    )
    minimum_availability = models.CharField(
        max_length=300, blank=True, help_text="How long a published report must stay available."
    )
    must_agree = LinesField(
        "who must agree to publication",
        default=list,
        blank=True,
        help_text="One on each line, as within a sentence: the police.",
    )
    must_be_notified = LinesField(
        "who is notified before publication",
        default=list,
        blank=True,
        help_text="National bodies, one on each line, as within a sentence: the national panel.",
    )
    must_be_checked = LinesField(
        "what is checked before publication",
        default=general_checks,
        blank=True,
        help_text="One on each line. Editors enter who checked it and when, or why it does not apply.",
    )
    publication_note = models.TextField(
        "note on the decision to publish",
        blank=True,
        help_text="Shown to editors who record the decision. Say here if the lists above were not checked.",
    )
    law = models.CharField("law or guidance", max_length=500, blank=True)
    law_address = models.URLField("link to the law or guidance", blank=True, validators=[of_the_web])
    checked_on = models.DateField(null=True, blank=True, help_text="When somebody last compared this with its source.")
    in_use_from = models.DateField(null=True, blank=True)
    in_use_until = models.DateField(
        null=True, blank=True, help_text="The last day on which a review of this kind could be commissioned."
    )
    succeeded = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        help_text="The kind that this one replaced.",
    )
    note = models.TextField(blank=True, help_text="Shown as an editor’s note.")
    order = models.PositiveSmallIntegerField(
        default=500, help_text="Its place in lists. The first kind of a review is the one with the lowest number."
    )
    history = HistoricalRecords()

    class Meta(Named.Meta):
        verbose_name = "kind of review"
        verbose_name_plural = "kinds of review"
        ordering = ["order", "name", "pk"]
        constraints = [
            models.CheckConstraint(name="review_kind_about_known", condition=Q(about__in=About.values)),
            models.CheckConstraint(
                name="review_kind_audience_known", condition=Q(default_audience__in=Audience.values)
            ),
            models.CheckConstraint(
                name="review_kind_law_is_of_the_web",
                condition=Q(law_address="") | is_of_the_web("law_address"),
                violation_error_message="Enter a full address that begins with https:// or http://.",
            ),
            models.CheckConstraint(
                name="review_kind_in_use_in_order",
                condition=Q(in_use_from=None) | Q(in_use_until=None) | Q(in_use_until__gte=models.F("in_use_from")),
                violation_error_message="Enter an end date that is not before the start date.",
            ),
        ]

    def was_over(self, on: date | None) -> bool:
        """Return whether the kind was no longer in use on a day; False if no day is stated."""
        return bool(on and self.in_use_until and on > self.in_use_until)

    @property
    def in_use(self) -> str:
        """The time in which it was or is in use, in words; "" if no date is recorded."""
        begins, ends = self.in_use_from, self.in_use_until
        if begins and ends:
            return f"{written_out(begins)} to {written_out(ends)}"
        return f"from {written_out(begins)}" if begins else f"until {written_out(ends)}" if ends else ""


def is_wider(audience: str, *, than: str) -> bool:
    """Return whether more people may read a review with one audience than with another."""
    return NARROWEST_FIRST.index(Audience(audience)) > NARROWEST_FIRST.index(Audience(than))


def default_audience(kinds: Iterable[ReviewKind]) -> Audience:
    """Return the audience of a new review of these kinds: the narrowest of theirs, own partnership without a kind."""
    theirs = {Audience(kind.default_audience) for kind in kinds}
    return next((audience for audience in NARROWEST_FIRST if audience in theirs), Audience.PARTNERSHIP)
