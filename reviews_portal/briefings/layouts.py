"""Layouts: how an outline is arranged for one use. Each takes an Outline and returns another; no word changes."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from .outline import LOOKS, THEMES, Item, Outline, Section, items_of
from .trimming import without

LEARNT = ("good-practice", "learning")
CHOSEN = (*LEARNT, "recommendation", "question")
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
    """Return seven numbered parts. What does not fit goes later, and last what is marked as key, see `fitting`."""
    items = outline.items()
    learning = of_look(items, "learning")
    whole = "No further reading is named here." if outline.is_trainers else f"The whole: {outline.address}"
    parts: list[tuple[str, list[Item], str]] = [
        ("What happened", key_of(told(items)), "The documents here do not say."),
        ("What was done well", of_look(items, "good-practice"), "No good practice is recorded here."),
        ("Themes", [item for item in learning if item.label in THEMES], "The documents here name no themes."),
        ("What was learnt", [item for item in learning if item.label not in THEMES], "No other learning is recorded."),
        ("What must change", of_look(items, "recommendation"), "No recommendation is recorded here."),
        ("Questions to take with you", of_look(items, "question"), ASK_INSTEAD),
        ("Read on", [item for item in items if item.label == "Further reading"], whole),
    ]
    sections = []
    for number, (heading, found, otherwise) in enumerate(parts, start=1):
        says = "" if found else otherwise
        sections.append(by_review(outline, f"{number}. {heading}", tuple(map(alone, found)), says))
    return replace(outline, sections=tuple(sections), facts=())


def by_review(outline: Outline, heading: str, items: tuple[Item, ...], note: str = "") -> Section:
    """Return a part; what documents tell of several reviews stands under the name of each: nothing else says whose."""
    told_of = list(dict.fromkeys(item.review for item in told(items)))
    if len(told_of) < 2:
        return Section(heading, items, note=note)
    titles = titles_in(outline)
    stories = (
        Section(titles.get(code, code), tuple(item for item in items if item.review == code)) for code in told_of
    )
    return Section(heading, sections=tuple(stories), note=note)


def titles_in(outline: Outline) -> dict[str, str]:
    """Return the titles of the reviews that an outline quotes, by their codes."""
    return {document.code: document.review for document in outline.documents}


def supervision_sheet(outline: Outline) -> Outline:
    """Return the reflective questions, with room to write under each; where there are none, what to measure by."""
    items = outline.items()
    if questions := [alone(item) for item in of_look(items, "question")]:
        sections = (Section("Questions", tuple(questions)),)
    else:
        said = [item for item in items if item.look in (*LEARNT, "recommendation") and item.label not in THEMES]
        learnt = tuple(map(alone, said))
        sections = (Section("Would we do this here?", learnt, note=ASK_INSTEAD),)
    return replace(outline, sections=sections, facts=())


def handout(outline: Outline) -> Outline:
    """Return what happened, what was done well and what was learnt, review by review, in the order of the outline.

    Of a trainer's briefing all that they chose is shown.
    """
    looks = CHOSEN if outline.is_trainers else LEARNT
    titles = titles_in(outline)
    learnt: dict[str, list[Item]] = {}
    for item in outline.items():
        if item.look in looks:
            shown = item if item.look == "recommendation" else alone(item)  # with what was answered to it
            learnt.setdefault(item.review, []).append(shown)
    background = told(outline.items()) if outline.is_trainers else []
    sections = []
    for code, items in learnt.items():
        happened = tuple(item for item in background if item.review == code)
        parts = [Section("What happened", happened)] if happened else []
        parts += [Section(LOOKS[look], tuple(of_look(items, look))) for look in looks if of_look(items, look)]
        sections.append(Section(titles.get(code, code), sections=tuple(parts)))
    return replace(outline, sections=tuple(sections), facts=())


def slides(outline: Outline) -> Outline:
    """Return what can be said aloud, one idea after the other: what happened, what was learnt, what to discuss."""
    items = outline.items()
    sections = [by_review(outline, "What happened", tuple(key_of(told(items))))]
    sections += [
        Section(heading, tuple(alone(item) for item in of_look(items, look)))
        for look, heading in (
            ("good-practice", "What was done well"),
            ("learning", "What was learnt"),
            ("recommendation", "What must change"),
            ("question", "Questions for discussion"),
        )
    ]
    return replace(outline, sections=tuple(section for section in sections if items_of(section)), facts=())


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
    """Return an outline in a layout, with the documents that are quoted in that."""
    made = replace(layout.arrange(outline), layout=layout.name)
    if layout.arrange is briefing:
        return made
    return without(made, lambda item: False)
