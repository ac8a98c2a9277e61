"""Chooses what a short layout has room for: whole statements, the most important first, up to a number of words."""

import re
from collections.abc import Iterable, Sequence

from reviews_portal.briefings.outline import THEMES, Item, Outline

from .base import CHRONOLOGY

BACKGROUND = "background"  # a kind of section
FEWEST = 8  # words of a statement that makes sense alone
SYSTEMS = {"working-together", "organisation"}  # groups of themes about systems, not about a family
# Statements that begin so need the statement before them.
GOES_ON = re.compile(
    r"\s*(?:And|As a result|But|Furthermore|He|However|In addition|It|Its|Or|She|Since|So|Such|That|Their|Then"
    r"|Therefore|These|They|This|Those|Which)\b"
)
SINCE = "action-taken-since"  # a kind of item: what was done after the events, and not what was learnt
POINTS_BACK = re.compile(r"\b(?:this|these|those|such)\b", re.IGNORECASE)  # to what a question stands under
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
EXACT_DATE = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})\b"
    r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b"
)


def words_of(item: Item) -> int:
    """Return the number of published words of an item, without those under it."""
    return sum(len(text.split()) for text in item.texts)


def number_of(text: str) -> int:
    """Return the number of words of a text."""
    return len(text.split())


def makes_sense_alone(item: Item) -> bool:
    """Return whether a statement can be read without what stands around it in its document."""
    text = " ".join(item.texts).strip()
    is_whole = len(text.split()) >= FEWEST and text[:1].isupper() and not text.endswith((":", ";"))
    return is_whole and not (item.is_sub_point or item.label in THEMES or GOES_ON.match(text))


def learning_in(outline: Outline, items: Iterable[Item]) -> list[Item]:
    """Return what was learnt; of a trainer's own briefing also what has been done since."""
    return [item for item in items if item.look == "learning" and (outline.is_trainers or item.kind != SINCE)]


def questions_in(outline: Outline, items: Iterable[Item]) -> list[Item]:
    """Return the questions; of a review or selection without those that need what they stand under."""
    questions = [item for item in items if item.look == "question"]
    return questions if outline.is_trainers else [item for item in questions if not needs_the_above(item)]


def needs_the_above(item: Item) -> bool:
    """Return whether a question under another statement points back to it."""
    text = " ".join(item.texts)
    return item.is_sub_point and bool(GOES_ON.match(text) or POINTS_BACK.search(text))


def has_exact_date(item: Item) -> bool:
    """Return whether a text names a day, by which a child could be recognised."""
    return any(EXACT_DATE.search(text) for text in item.texts)


def usable(outline: Outline) -> list[Item]:
    """Return the items of an outline that a short layout may show; of a trainer's own briefing all."""
    return [item for item in outline.items() if outline.is_trainers or not has_exact_date(item)]


def events_in(items: Iterable[Item]) -> list[Item]:
    """Return what happened. If key points tell it, paragraphs of background that are none tell how it was reviewed.

    Lines of a chronology are chosen only if they are key points or nothing else tells it.
    """
    events = [item for item in items if item.is_event]
    is_marked = any(item.is_key for item in events)
    told = [item for item in events if item.is_key or not is_marked or item.kind != BACKGROUND]
    return [item for item in told if item.is_key or item.kind != CHRONOLOGY] or told


def systems_first(items: Iterable[Item]) -> list[Item]:
    """Return items with those about systems before those about families and practice; else the order stays."""
    return sorted(items, key=lambda item: SYSTEMS.isdisjoint(item.groups))


def by_importance(items: Sequence[Item]) -> list[Item]:
    """Return items in the order in which to choose: key points first, and one review after another in turn."""
    turns: dict[str, int] = {}
    ranks: list[tuple[bool, int, int, Item]] = []
    for item in sorted(items, key=lambda item: not item.is_key):
        turn = turns[item.review] = turns.get(item.review, -1) + 1
        ranks.append((not item.is_key, turn, len(ranks), item))
    return [item for *_, item in sorted(ranks, key=lambda rank: rank[:3])]


def chosen(items: Sequence[Item], words: int, most: int) -> list[Item]:
    """Return the most important items with at most so many words together, in their order in `items`.

    An item that is too long is passed over for a shorter one; none is shortened.
    """
    picked: list[Item] = []
    left = words
    for item in by_importance(items):
        if len(picked) < most and words_of(item) <= left:
            picked.append(item)
            left -= words_of(item)
    return in_order(picked, items)


def in_order(picked: Iterable[Item], items: Sequence[Item]) -> list[Item]:
    """Return the picked items in their order in `items`."""
    keys = {id(item) for item in picked}
    return [item for item in items if id(item) in keys]


def apart_from(items: Iterable[Item], taken: Iterable[Item]) -> list[Item]:
    """Return the items that are not among those taken."""
    keys = {id(item) for item in taken}
    return [item for item in items if id(item) not in keys]
