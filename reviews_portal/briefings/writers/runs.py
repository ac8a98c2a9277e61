"""Shortens printed documents: what consecutive items share is written once. Published words do not change."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from reviews_portal.briefings.outline import Item, Outline, Section

SHORT = 160  # letters, about two lines: a label and source of its own would take as much space again
NUMBER = re.compile(r"\A[\d.\s]+")


def economical(outline: Outline) -> Outline:
    """Return an outline whose labels do not repeat its headings; kept seven-minute layouts have short items as lists.

    A short layout of today shows no labels.
    """
    if outline.called:
        return outline
    is_dense = outline.layout == "seven-minute"
    return replace(outline, sections=tuple(in_short(section, is_dense) for section in outline.sections))


def in_short(section: Section, is_dense: bool) -> Section:
    """Return a section and its subsections in less space; with `is_dense` short items become lists."""
    items = tuple(section.items)  # iterate once only: items may report a writer's progress
    items = listed(items) if is_dense else items
    if all(says_same(section.heading, item.label) for item in items):
        items = tuple(replace(item, label="") for item in items)
    return replace(section, items=items, sections=tuple(in_short(inner, is_dense) for inner in section.sections))


def listed(items: Iterable[Item]) -> tuple[Item, ...]:
    """Return items, with consecutive short items of one kind turned into the bullets of a list."""
    made: list[Item] = []
    for _, run in groupby(items, key=kind):
        neighbours = list(run)
        if len(neighbours) > 1 and all(map(is_short, neighbours)):
            # In some documents an entry is an address only, which is in the tail.
            neighbours = [replace(one, text=one.text or one.tail, tail="", is_bullet=True) for one in neighbours]
        made += neighbours
    return tuple(made)


def runs(items: Iterable[Item]) -> list[list[Item]]:
    """Return items in order, with the bullets of one list grouped and every other item alone."""
    made: list[list[Item]] = []
    for item in items:
        if made and is_one_list(made[-1][-1], item):
            made[-1].append(item)
        else:
            made.append([item])
    return made


def is_one_list(item: Item, after: Item) -> bool:
    """Return whether two consecutive items are bullets of one list, so that the label is written once."""
    has_nothing_between = not (item.under or item.note)
    return item.is_bullet and after.is_bullet and has_nothing_between and kind(item) == kind(after)


def kind(item: Item) -> tuple[str, str, str]:
    """Return what is written above an item."""
    return item.look, item.label, item.audience


def is_short(item: Item) -> bool:
    """Return whether an item is a few words with a label, and has nothing beside or under it."""
    is_alone = item.label and not (item.parts or item.cells or item.under or item.note or item.is_typed)
    return bool(is_alone) and len(item.texts) == 1 and len(item.texts[0]) <= SHORT and "\n\n" not in item.texts[0]


def says_same(heading: str, label: str) -> bool:
    """Return whether a heading and a label have the same words, ignoring number, punctuation and plural."""
    heading_words, label_words = (
        [word.strip(":;.,").removesuffix("s") for word in NUMBER.sub("", text).casefold().split()]
        for text in (heading, label)
    )
    return bool(label_words) and heading_words == label_words
