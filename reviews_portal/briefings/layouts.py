"""Layouts: how an outline is arranged for one use. Each takes an Outline and returns another; no word changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from .outline import LOOKS, Item, Outline, Section

THEMES = ("Key theme", "Emerging theme")
LEARNT = ("good-practice", "learning")
ASK_INSTEAD = "No document here asks questions. Ask of each point: would we do this here, and how would we know?"


@dataclass(frozen=True)
class Layout:
    """One layout: its name in addresses, its name for people, what it is for, and how it arranges."""

    name: str
    label: str
    purpose: str
    arrange: Callable[[Outline], Outline]
    most_pages: int = 0  # of A4; 0: as many as it takes


def briefing(outline: Outline) -> Outline:
    """Return everything, in the source's order."""
    return outline


def seven_minute(outline: Outline) -> Outline:
    """Return seven numbered parts: of each kind what is marked as key or, where nothing is, all of it."""
    items = outline.items()
    learning = [item for item in items if item.look == "learning"]
    parts: list[tuple[str, list[Item], str]] = [
        ("What happened", key_of(told(items)), "The documents here do not say."),
        ("What was done well", key_of(of_look(items, "good-practice")), "No good practice is recorded here."),
        ("Themes", [item for item in learning if item.label in THEMES], "The documents here name no themes."),
        (
            "What was learnt",
            key_of(item for item in learning if item.label not in THEMES),
            "Beside its themes no learning is recorded here.",
        ),
        ("What must change", key_of(of_look(items, "recommendation")), "No recommendation is recorded here."),
        ("Questions to take with you", key_of(of_look(items, "question")), ASK_INSTEAD),
        ("Read on", [item for item in items if item.label == "Further reading"], f"The whole: {outline.address}"),
    ]
    sections = tuple(
        Section(f"{number}. {heading}", tuple(map(alone, chosen)), note="" if chosen else otherwise)
        for number, (heading, chosen, otherwise) in enumerate(parts, start=1)
    )
    return replace(outline, sections=sections, facts=())


def supervision_sheet(outline: Outline) -> Outline:
    """Return the reflective questions, with room to write under each; where there are none, what was learnt."""
    items = outline.items()
    if questions := [alone(item) for item in of_look(items, "question")]:
        sections = (Section("Questions", tuple(questions)),)
    else:
        learnt = tuple(alone(item) for item in items if item.look in LEARNT and item.label not in THEMES)
        sections = (Section("Would we do this here?", learnt, note=ASK_INSTEAD),)
    return replace(outline, sections=sections, facts=())


def handout(outline: Outline) -> Outline:
    """Return what was done well and what was learnt, review by review."""
    titles = {document.code: document.review for document in outline.documents}
    learnt = sorted(
        (item for item in outline.items() if item.look in LEARNT), key=lambda item: (item.review, item.look)
    )
    sections = tuple(
        Section(titles.get(code, code), sections=by_look(own))
        for code, own in groupby(learnt, key=lambda item: item.review)
    )
    return replace(outline, sections=sections, facts=())


def slides(outline: Outline) -> Outline:
    """Return what can be said aloud, one idea after the other: what happened, what was learnt, what to discuss."""
    items = outline.items()
    sections = [Section("What happened", tuple(key_of(told(items))))]
    sections += [
        Section(heading, tuple(alone(item) for item in of_look(items, look)))
        for look, heading in (
            ("good-practice", "What was done well"),
            ("learning", "What was learnt"),
            ("recommendation", "What must change"),
            ("question", "Questions for discussion"),
        )
    ]
    return replace(outline, sections=tuple(section for section in sections if section.items), facts=())


def by_look(items: Iterable[Item]) -> tuple[Section, ...]:
    """Return items that are sorted by their look, each look under its name."""
    groups = groupby(items, key=lambda item: item.look)
    return tuple(Section(LOOKS[look], tuple(map(alone, own))) for look, own in groups)


def of_look(items: Iterable[Item], look: str) -> list[Item]:
    """Return the items of one look."""
    return [item for item in items if item.look == look]


def told(items: Iterable[Item]) -> list[Item]:
    """Return what documents tell beside their statements."""
    return [item for item in items if item.look == "narrative" and not item.label]


def key_of(items: Iterable[Item]) -> list[Item]:
    """Return the items that are marked as key or, if none is, all."""
    found = list(items)
    return [item for item in found if item.is_key] or found


def alone(item: Item) -> Item:
    """Return an item without those under it, which stand for themselves."""
    return replace(item, under=())


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("briefing", "Briefing", "The whole, in the source’s order", briefing),
        Layout("seven-minute", "Seven-minute briefing", "Seven parts on two pages", seven_minute, most_pages=2),
        Layout("supervision", "Supervision sheet", "Questions with room to write", supervision_sheet),
        Layout("handout", "Handout", "What was learnt, review by review", handout),
        Layout("slides", "Slides", "One idea a slide, with notes for who presents", slides),
    )
}


def arranged(outline: Outline, layout: Layout) -> Outline:
    """Return an outline in a layout."""
    return replace(layout.arrange(outline), layout=layout.name)
