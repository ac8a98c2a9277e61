"""Removes items from outlines: always whole items, with the documents that only they quote."""

from collections.abc import Callable
from dataclasses import replace

from .outline import Item, Outline, Section


def without(outline: Outline, drop: Callable[[Item], bool]) -> Outline:
    """Return an outline without some items, the items under them, and documents that are no longer quoted."""
    sections = tuple(section_without(section, drop) for section in outline.sections)
    left = replace(outline, sections=tuple(filter(None, sections)))
    return with_documents(left, sorted({item.document for item in left.items()} - {-1}))


def in_order_of_use(outline: Outline) -> Outline:
    """Return an outline whose documents are in the order in which it quotes them first."""
    return with_documents(outline, list(dict.fromkeys(item.document for item in outline.items())))


def with_documents(outline: Outline, used: list[int]) -> Outline:
    """Return an outline with these documents only, in this order; they are given by their indexes."""
    known = [number for number in used if 0 <= number < len(outline.documents)]
    numbers = {old: new for new, old in enumerate(known)}
    return replace(
        outline,
        sections=tuple(renumbered(section, numbers) for section in outline.sections),
        documents=tuple(outline.documents[number] for number in known),
    )


def section_without(section: Section, drop: Callable[[Item], bool]) -> Section | None:
    """Return a section without these items, or None if it becomes empty."""
    items = tuple(item_without(item, drop) for item in section.items if not drop(item))
    inner = tuple(filter(None, (section_without(one, drop) for one in section.sections)))
    was_empty = not (section.items or section.sections)
    return replace(section, items=items, sections=inner) if items or inner or was_empty else None


def item_without(item: Item, drop: Callable[[Item], bool]) -> Item:
    """Return an item without some of the items under it."""
    return replace(item, under=tuple(item_without(one, drop) for one in item.under if not drop(one)))


def renumbered(section: Section, numbers: dict[int, int]) -> Section:
    """Return a section whose items have new document indexes."""

    def item(one: Item) -> Item:
        return replace(one, document=numbers.get(one.document, -1), under=tuple(map(item, one.under)))

    inner = tuple(renumbered(one, numbers) for one in section.sections)
    return replace(section, items=tuple(map(item, section.items)), sections=inner)
