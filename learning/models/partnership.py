"""The bodies that commission reviews."""

from collections.abc import Iterable

from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from learning.addresses import is_of_the_web, of_the_web
from learning.utils.fields import LinesField

from .named import Named


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
