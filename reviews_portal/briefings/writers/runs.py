"""How items stand close together on paper: what a run of neighbours shares is said once; no published word changes."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from reviews_portal.briefings.outline import Item, Outline, Section

SHORT = 160  # letters: about two lines, so that a label and a line of their own would take as much room again
NUMBER = re.compile(r"\A[\d.\s]+")


def economical(outline: Outline) -> Outline:
    """Return an outline whose labels do not repeat its headings; short neighbours of seven minutes are one list."""
    is_dense = outline.layout == "seven-minute"
    return replace(outline, sections=tuple(in_short(section, is_dense) for section in outline.sections))


def in_short(section: Section, is_dense: bool) -> Section:
    """Return a section, and those under it, so that it takes less room; `is_dense` makes lists of what is short."""
    items = tuple(section.items)  # gone through once only: items may tell how far a writer is
    items = listed(items) if is_dense else items
    if all(says_same(section.heading, item.label) for item in items):
        items = tuple(replace(item, label="") for item in items)
    return replace(section, items=items, sections=tuple(in_short(inner, is_dense) for inner in section.sections))


def listed(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return items, of which neighbours of one kind are bullets of one list where each is short."""
    made: list[Item] = []
    for _, run in groupby(items, key=kind):
        neighbours = list(run)
        if len(neighbours) > 1 and all(map(is_short, neighbours)):
            # In some documents an entry is an address alone, which stands where the tail of others does.
            neighbours = [replace(one, text=one.text or one.tail, tail="", is_bullet=True) for one in neighbours]
        made += neighbours
    return tuple(made)


def runs(items: Iterable[Item]) -> list[list[Item]]:
    """Return items in their order, with the bullets of one list together and every other by itself."""
    made: list[list[Item]] = []
    for item in items:
        if made and is_one_list(made[-1][-1], item):
            made[-1].append(item)
        else:
            made.append([item])
    return made


def is_one_list(item: Item, after: Item) -> bool:
    """Return whether two neighbours are bullets of one list, so that its label need not be said again."""
    has_nothing_between = not (item.under or item.note)
    return item.is_bullet and after.is_bullet and has_nothing_between and kind(item) == kind(after)


def kind(item: Item) -> tuple[str, str, str]:
    """Return what is said over an item."""
    return item.look, item.label, item.audience


def is_short(item: Item) -> bool:
    """Return whether an item is a few words under a label, with nothing beside or under them."""
    is_alone = item.label and not (item.parts or item.under or item.note or item.is_typed)
    return bool(is_alone) and len(item.texts) == 1 and len(item.texts[0]) <= SHORT and "\n\n" not in item.texts[0]


def says_same(heading: str, label: str) -> bool:
    """Return whether a heading says what a label does, whatever its number, its end and its plural."""
    said, told = (
        [word.strip(":;.,").removesuffix("s") for word in NUMBER.sub("", text).casefold().split()]
        for text in (heading, label)
    )
    return bool(told) and said == told
