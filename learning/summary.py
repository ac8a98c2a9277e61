"""The summary at the top of a review: what happened, what was learnt, what must change.

Editors mark key points for it. If none are marked, it shows the first records of the right kind in document order, and
`is_marked` is False: the page then says that they are the first ones.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .models import ItemKind
from .models.section import WHAT_HAPPENED, SectionKind

MOST = 4  # records of each kind
TOLD_FIRST: tuple[tuple[str, ...], ...] = (
    (ItemKind.LEARNING_POINT, ItemKind.FINDING, ItemKind.AREA_TO_STRENGTHEN, ItemKind.CONCERN),
    (ItemKind.KEY_THEME, ItemKind.EMERGING_THEME),
    (ItemKind.GOOD_PRACTICE,),
    (ItemKind.ACTION_TAKEN_SINCE,),
)  # if no items are marked: the first of these groups of which the review has any


@dataclass(frozen=True)
class Brief:
    """A few records of a review, and whether they are marked as its key points."""

    records: list[Any] = field(default_factory=list)
    is_marked: bool = True

    def __bool__(self) -> bool:
        return bool(self.records)


def what_happened(sections: Iterable[Any]) -> Brief:
    """Return the paragraphs on what happened: all that are marked, or else the first ones.

    The first ones are those of a chronology only if no other account is given: it begins long before the events.
    Among them is none that only introduces a list.
    """
    narrative = [section for section in sections if section.kind in WHAT_HAPPENED]
    if marked := [section for section in narrative if section.is_key]:
        return Brief(marked)
    account = [section for section in narrative if section.kind != SectionKind.CHRONOLOGY] or narrative
    account = [section for section in account if not introduces(section.text)] or account
    return Brief(account[:MOST], is_marked=not account)


def introduces(text: str) -> bool:
    """Return whether a paragraph only introduces what follows it, and says nothing alone."""
    return text.rstrip().endswith((":", ";"))


def what_was_learnt(items: Sequence[Any]) -> Brief:
    """Return the first marked items that are not questions, or else the first items of the most important kind."""
    if marked := [item for item in items if item.is_key and item.kind != ItemKind.QUESTION]:
        return Brief(marked[:MOST])
    for kinds in TOLD_FIRST:
        if found := [item for item in items if item.kind in kinds]:
            at_the_top = [item for item in found if item.parent_id is None]
            return Brief((at_the_top or found)[:MOST], is_marked=False)
    return Brief()


def what_must_change(recommendations: Sequence[Any]) -> Brief:
    """Return the first marked recommendations, or else the first ones."""
    if marked := [one for one in recommendations if one.is_key]:
        return Brief(marked[:MOST])
    return Brief(list(recommendations[:MOST]), is_marked=len(recommendations) <= MOST)
