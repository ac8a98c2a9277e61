"""Layouts arrange an outline for one use. Each takes an Outline and returns another, without changing its words."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from .outline import LOOKS, THEMES, Item, Outline, Section, items_of
from .trimming import without

# The kinds of statements in the singular and the plural.
NUMBERED = {
    "good-practice": ("example of good practice", "examples of good practice"),
    "learning": ("learning point", "learning points"),
    "recommendation": ("recommendation", "recommendations"),
    "question": ("question", "questions"),
}
LEARNT = ("good-practice", "learning")
CHOSEN = (*LEARNT, "recommendation", "question")
ASK = "For each point, ask: would we do this here, and how would we know?"
FIRST = 4  # paragraphs on what happened that are shown if none is marked as a key point
UNMARKED = "The first paragraphs on what happened, in the document’s order. Nobody has marked key points yet."


@dataclass(frozen=True)
class Layout:
    """A layout: its name in URLs, its label, its purpose, and the function that arranges an outline."""

    name: str
    label: str
    purpose: str
    arrange: Callable[[Outline], Outline]
    most_pages: int = 0  # of A4; 0: no limit
    keeps_first: bool = False  # leave out items from the end, instead of from the longest section


def briefing(outline: Outline) -> Outline:
    """Return everything in the order of the source."""
    return outline


def seven_minute(outline: Outline) -> Outline:
    """Return seven numbered sections. Items that do not fit are left out later, key points last: see `fitting`."""
    items = outline.items()
    learning = of_look(items, "learning")
    reading = [item for item in items if item.label == "Further reading"]
    read_on = lacking(outline, "further reading") if outline.is_trainers else f"Read more at {outline.address}"
    parts: list[tuple[str, list[Item], str]] = [
        ("What was done well", of_look(items, "good-practice"), lacking(outline, "good practice")),
        ("Themes", [item for item in learning if item.label in THEMES], lacking(outline, "key or emerging themes")),
        (
            "What was learnt",
            [item for item in learning if item.label not in THEMES],
            lacking(outline, "other learning"),
        ),
        ("What must change", of_look(items, "recommendation"), lacking(outline, "recommendations")),
        ("Questions for your team", of_look(items, "question"), f"{lacking(outline, 'questions')} {ASK}"),
        ("Further reading", reading, read_on),
    ]
    sections = [what_happened(outline, "1. What happened")]
    for number, (heading, found, otherwise) in enumerate(parts, start=2):
        sections.append(Section(f"{number}. {heading}", tuple(map(alone, found)), note="" if found else otherwise))
    return replace(outline, sections=tuple(sections), facts=())


def lacking(outline: Outline, what: str) -> str:
    """Return a sentence saying that something is missing from the review or from the selection."""
    if outline.subject.startswith("review/"):
        return f"This portal has no {what} for this review."
    return f"This selection has no {what}."


def what_happened(outline: Outline, heading: str) -> Section:
    """Return the section on what happened; for several reviews, each under the name of its review."""
    told_of: dict[str, list[Item]] = {}
    for item in outline.items():
        if item.is_event:
            told_of.setdefault(item.review, []).append(item)
    if not told_of:
        return Section(heading, note=lacking(outline, "account of what happened"))
    titles = titles_in(outline)
    stories = [story(titles.get(code, code), items) for code, items in told_of.items()]
    return replace(stories[0], heading=heading) if len(stories) == 1 else Section(heading, sections=tuple(stories))


def story(heading: str, items: list[Item]) -> Section:
    """Return what happened in one review: its key points, or its first paragraphs with a note that says so."""
    if key := [item for item in items if item.is_key]:
        return Section(heading, tuple(key))
    return Section(heading, tuple(items[:FIRST]), note=UNMARKED)


def titles_in(outline: Outline) -> dict[str, str]:
    """Return the titles of the reviews that an outline quotes, by code."""
    return {document.code: document.review for document in outline.documents}


def one_page(outline: Outline) -> Outline:
    """Return the statements in outline order, after what happened in one review; the last ones may be left out."""
    account = what_happened(outline, "What happened")
    parts = [account, *(replace(one, items=statements_of(one), sections=(), note="") for one in outline.sections)]
    return replace(outline, sections=tuple(part for part in parts if items_of(part)), facts=())


def statements_of(section: Section) -> tuple[Item, ...]:
    """Return the statements of a section and its subsections, as a flat list."""
    return tuple(alone(item) for item in items_of(section) if item.reference and item.look != "response")


def supervision_sheet(outline: Outline) -> Outline:
    """Return the reflective questions, with room to write under each, or the statements to reflect on if none."""
    items = outline.items()
    statements = [item for item in items if item.look in (*LEARNT, "recommendation") and item.label not in THEMES]
    if questions := of_look(items, "question"):
        section = Section("Questions", tuple(map(alone, questions)))
    elif statements:
        section = Section(
            "Would we do this here?", tuple(map(alone, statements)), note=f"{lacking(outline, 'questions')} {ASK}"
        )
    else:
        section = Section("Questions", note=lacking(outline, "questions, learning or recommendations"))
    return replace(outline, sections=(section,), facts=())


def handout(outline: Outline) -> Outline:
    """Return what happened, what was done well and what was learnt, review by review, in the order of the outline.

    From a trainer's briefing everything that they chose is shown.
    """
    looks = CHOSEN if outline.is_trainers else LEARNT
    titles = titles_in(outline)
    learnt: dict[str, list[Item]] = {}
    for item in outline.items():
        if item.look in looks:
            shown = item if item.look == "recommendation" else alone(item)  # a recommendation with its responses
            learnt.setdefault(item.review, []).append(shown)
    background = [item for item in outline.items() if item.is_event] if outline.is_trainers else []
    sections = []
    for code, items in learnt.items():
        happened = [item for item in background if item.review == code]
        parts = [story("What happened", happened)] if happened else []
        parts += [Section(LOOKS[look], tuple(of_look(items, look))) for look in looks if of_look(items, look)]
        sections.append(Section(titles.get(code, code), sections=tuple(parts)))
    return replace(outline, sections=tuple(sections), facts=())


def slides(outline: Outline) -> Outline:
    """Return an outline to present, one idea after another: what happened, what was learnt, what to discuss."""
    items = outline.items()
    sections = [what_happened(outline, "What happened")]
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
    """Return the items with this look."""
    return [item for item in items if item.look == look]


def alone(item: Item) -> Item:
    """Return an item without the items under it, which are shown separately."""
    return replace(item, under=())


LAYOUTS = {
    layout.name: layout
    for layout in (
        Layout("briefing", "Briefing", "Everything, in order", briefing),
        Layout("seven-minute", "Seven-minute briefing", "Seven sections on two pages", seven_minute, most_pages=2),
        Layout("one-page", "One page", "The first items, on one page", one_page, most_pages=1, keeps_first=True),
        Layout("supervision", "Supervision sheet", "Questions, with space to write", supervision_sheet),
        Layout("handout", "Handout", "What was learnt, review by review", handout),
        Layout("slides", "Slides", "One idea per slide, with trainer notes", slides),
    )
}


def arranged(outline: Outline, layout: Layout) -> Outline:
    """Return an outline in a layout, with only the documents quoted there and a note on what the layout leaves out.

    A trainer's briefing has no such note: the builder tells the trainer, who chose the layout.
    """
    made = replace(layout.arrange(outline), layout=layout.name)
    if layout.arrange is briefing:
        return made
    made = without(made, lambda item: False)
    return made if outline.is_trainers else with_note_on_omissions(made, outline, layout)


def with_note_on_omissions(made: Outline, whole: Outline, layout: Layout) -> Outline:
    """Return an outline with a note on the statements of the whole outline that it leaves out."""
    kept = {item.reference for item in made.items()}
    statements = statements_in(whole)
    gone = [item for item in statements if item.reference not in kept]
    if not gone:
        return made
    counts = Counter(item.look for item in gone)
    kinds = ", ".join(f"{number} {NUMBERED[look][number != 1]}" for look, number in counts.items())
    sentences = [f"The layout “{layout.label}” leaves out {len(gone)} of {len(statements)} items: {kinds}."]
    shown, titles = {item.review for item in made.items()}, titles_in(whole)
    if missing := sorted({titles.get(item.review, item.review) for item in gone if item.review not in shown}):
        sentences.append(f"It leaves out {len(missing)} review{'s' * (len(missing) > 1)}: {'; '.join(missing)}.")
    return replace(counted(made, len(statements)), remarks=(*made.remarks, *sentences))


def counted(made: Outline, number: int) -> Outline:
    """Return an outline whose lead says how many of the `number` statements it shows."""
    shown = f"{len(statements_in(made))} of {number} items shown"
    return replace(made, lead=" · ".join(filter(None, [made.lead, shown])))


def statements_in(outline: Outline) -> list[Item]:
    """Return the statements of an outline: items with a page of their own, but no responses."""
    return [item for item in outline.items() if item.reference and item.look != "response"]
