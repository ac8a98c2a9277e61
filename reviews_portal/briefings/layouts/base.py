"""What all layouts share: the Layout, and parts of documents that several of them have."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from learning.summary import introduces
from reviews_portal.briefings.outline import Item, Outline, Section

LEARNT = ("good-practice", "learning")
CHOSEN = (*LEARNT, "recommendation", "question")
CHRONOLOGY = "chronology"  # a kind of section, shown in short only if nothing else tells what happened
FIRST = 4  # paragraphs on what happened that are shown if none is marked as a key point
UNMARKED = "These are the first paragraphs of the document on what happened."


@dataclass(frozen=True)
class Layout:
    """A layout: its name in URLs, its label, its purpose, and the function that arranges an outline."""

    name: str
    label: str
    purpose: str
    arrange: Callable[[Outline], Outline]
    most_pages: int = 0  # of A4; 0: no limit
    keeps_first: bool = False  # leave out items from the end, instead of from the longest section
    is_short: bool = False  # chooses few statements, without codes, and says in words what it leaves out


def briefing(outline: Outline) -> Outline:
    """Return everything in the order of the source."""
    return outline


def story(heading: str, items: list[Item]) -> Section:
    """Return what happened in one review: its key points, or its first paragraphs with a note that says so."""
    if key := [item for item in items if item.is_key]:
        return Section(heading, tuple(key))
    account = [item for item in items if item.kind != CHRONOLOGY] or items
    account = [item for item in account if not introduces(item.text)] or account
    return Section(heading, tuple(account[:FIRST]), note=UNMARKED)


def titles_in(outline: Outline) -> dict[str, str]:
    """Return the titles of the reviews that an outline quotes, by code."""
    return {document.code: document.review for document in outline.documents}


def statements_in(outline: Outline) -> list[Item]:
    """Return the statements of an outline: items with a page of their own, but no responses."""
    return [item for item in outline.items() if item.reference and item.look != "response"]


def of_look(items: Iterable[Item], look: str) -> list[Item]:
    """Return the items with this look."""
    return [item for item in items if item.look == look]


def alone(item: Item) -> Item:
    """Return an item without the items under it, which are shown separately."""
    return replace(item, under=())
