"""What the layouts of former releases quoted, and in which order.

Only their check codes need it: a printed document with such a code must still be recognised. So nothing here has
headings or notes.
"""

from collections.abc import Callable, Iterator

from reviews_portal.briefings.outline import THEMES, Item, Outline, Section, items_of

from .base import CHOSEN, LEARNT, alone, of_look, story


def seven_minute(outline: Outline) -> Iterator[Section]:
    """Yield the seven parts of the first seven-minute layout."""
    items = outline.items()
    learning = of_look(items, "learning")
    yield what_happened(items)
    for part in (
        of_look(items, "good-practice"),
        [item for item in learning if item.label in THEMES],
        [item for item in learning if item.label not in THEMES],
        of_look(items, "recommendation"),
        of_look(items, "question"),
        [item for item in items if item.label == "Further reading"],
    ):
        yield section_of(map(alone, part))


def supervision(outline: Outline) -> Iterator[Section]:
    """Yield the reflective questions or, if there are none, the statements to reflect on."""
    items = outline.items()
    statements = [item for item in items if item.look in (*LEARNT, "recommendation") and item.label not in THEMES]
    yield section_of(map(alone, of_look(items, "question") or statements))


def handout(outline: Outline) -> Iterator[Section]:
    """Yield what was done well and what was learnt, review by review; of a trainer's briefing, everything."""
    items = outline.items()
    looks = CHOSEN if outline.is_trainers else LEARNT
    learnt: dict[str, list[Item]] = {}
    for item in items:
        if item.look in looks:
            shown = item if item.look == "recommendation" else alone(item)
            learnt.setdefault(item.review, []).append(shown)
    for code, own in learnt.items():
        happened = [item for item in items if item.is_event and item.review == code]
        if outline.is_trainers and happened:
            yield story("", happened)
        yield from (section_of(of_look(own, look)) for look in looks)


def slides(outline: Outline) -> Iterator[Section]:
    """Yield what happened, then every statement, kind by kind."""
    items = outline.items()
    yield what_happened(items)
    for look in CHOSEN:
        yield section_of(map(alone, of_look(items, look)))


def what_happened(items: list[Item]) -> Section:
    """Return what happened, review by review."""
    told_of: dict[str, list[Item]] = {}
    for item in items:
        if item.is_event:
            told_of.setdefault(item.review, []).append(item)
    return section_of(one for own in told_of.values() for one in items_of(story("", own)))


def section_of(items) -> Section:
    """Return a section with these items and nothing else."""
    return Section("", tuple(items))


EARLIER: dict[str, Callable[[Outline], Iterator[Section]]] = {
    "seven-minute": seven_minute,
    "supervision": supervision,
    "handout": handout,
    "slides": slides,
}
