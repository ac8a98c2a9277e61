"""What to leave out so that a layout fits its pages: whole items, never words."""

from collections.abc import Container
from dataclasses import replace

from .layouts import Layout
from .outline import Item, Outline
from .writers import pdf

LEFT_OUT = "Left out here, so that this fits its pages."
CODE = "ABCDEFGH"  # as long as most, so that a version without one takes the room that it will need


def left_out_to_fit(outline: Outline, layout: Layout) -> list[Item]:
    """Return the fewest items, in turn from the end of the longest part, without which the PDF has no page too many.

    None if it fits as it is; all that can be left out if even that is too little.
    """
    if not layout.most_pages or fits(outline, layout):
        return []
    candidates = expendable(outline)
    low, high = 1, len(candidates)
    while low < high:
        middle = (low + high) // 2
        if fits(without(outline, {one.reference for one in candidates[:middle]}), layout):
            high = middle
        else:
            low = middle + 1
    return candidates[:low]


def fitted(outline: Outline, layout: Layout) -> Outline:
    """Return an outline that fits its layout's pages, and says what was left out for that."""
    gone = left_out_to_fit(outline, layout)
    if not gone:
        return outline
    named = ", ".join(item.reference for item in gone)
    sentence = f"So that it fits on {layout.most_pages} pages, this is left out: {named}."
    return replace(without(outline, {item.reference for item in gone}), remarks=(*outline.remarks, sentence))


def fits(outline: Outline, layout: Layout) -> bool:
    """Return whether the PDF of an outline has no page too many, with what is yet to be said in it."""
    room = outline if outline.code else replace(outline, code=CODE, code_address=f"{outline.address}/{CODE}")
    return pdf.pages(room) <= layout.most_pages


def without(outline: Outline, references: Container[str]) -> Outline:
    """Return an outline without these items; a part that is empty then says why."""
    sections = []
    for section in outline.sections:
        items = tuple(item for item in section.items if item.reference not in references)
        note = LEFT_OUT if section.items and not items else section.note
        sections.append(replace(section, items=items, note=note))
    return replace(outline, sections=tuple(sections))


def expendable(outline: Outline) -> list[Item]:
    """Return the items that can be named, in the order in which they are given up: in turn from the longest part."""
    parts = [[item for item in section.items if item.reference] for section in outline.sections]
    given: list[Item] = []
    while longest := max(parts, key=lambda part: sum(len(text) for item in part for text in item.texts), default=[]):
        given.append(longest.pop())
    return given
