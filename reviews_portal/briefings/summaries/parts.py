"""The parts of a review's seven-minute briefing, as its editors see them: what was chosen, and their own summaries."""

from dataclasses import dataclass, replace
from functools import cached_property

from django.http import HttpRequest

from learning.models import Review
from learning.utils.text import beginning
from reviews_portal.briefings.layouts.base import statements_in
from reviews_portal.briefings.layouts.seven_minute import HEADINGS, boxes_of
from reviews_portal.briefings.outline import Item, Outline, Section, Summary
from reviews_portal.briefings.whole_review import of_review

from .approval import SEVEN_MINUTE, without_summaries
from .reading import summaries_of

SHORT = 100  # characters of a statement in the list of those that a summary can be based on


@dataclass(frozen=True)
class PartOfBriefing:
    """A part: its heading, its usual number of words, what was chosen for it, and the partnership's own summary."""

    name: str
    heading: str
    words: int
    chosen: Section
    summary: Summary | None

    @property
    def most_words(self) -> int:
        """The most words of a summary."""
        return 2 * self.words


@dataclass(frozen=True)
class Prepared:
    """The seven-minute briefing of a review as it would be approved now."""

    whole: Outline  # with all saved summaries, whether approved or not

    @cached_property
    def statements(self) -> list[Item]:
        """The statements that a summary can be based on."""
        return statements_in(self.whole)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """The statements by reference, with the beginnings of their texts."""
        return [
            (item.reference, f"{item.reference} {item.label}: {beginning(' '.join(item.texts), SHORT)}")
            for item in self.statements
        ]

    @cached_property
    def parts(self) -> list[PartOfBriefing]:
        """The seven parts in order."""
        plain = without_summaries(self.whole)
        boxes, sections = boxes_of(plain), SEVEN_MINUTE.arrange(plain).sections
        summaries = {one.part: one for one in self.whole.summaries}
        return [
            PartOfBriefing(name, HEADINGS[name], boxes[name].words, section, summaries.get(name))
            for name, section in zip(HEADINGS, sections, strict=True)
        ]


def prepared(request: HttpRequest, review: Review, approved_by: str) -> Prepared:
    """Return the briefing of a review with its saved summaries, as `approved_by` would hand it out."""
    outline = of_review(request, review.slug)
    return Prepared(replace(outline, summaries=summaries_of(review, outline), approved_by=approved_by))
