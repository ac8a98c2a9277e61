"""Decides what to leave out so that a document fits its layout's pages: whole items, never words."""

from collections.abc import Callable, Container, Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from .layouts import Layout, arranged, earlier_arrangements, without_note
from .layouts.abbreviations import with_abbreviations
from .layouts.base import statements_in
from .layouts.omissions import counted, with_omissions
from .outline import Item, Outline
from .writers import pdf

LEFT_OUT = "Left out so that the document fits on its pages."
LETTERS = 7_500  # more than an A4 page with two columns holds
CODE = "1K4X-9M2P-7QTW"  # a check code, to reserve the room for one; a kept version needs less room

type Shorten = Callable[[Outline, list[Item], Layout], Outline]


def laid_out(whole: Outline, layout: Layout) -> Outline:
    """Return an outline in a layout, on no more than its pages, with a note on everything that is left out."""
    if whole.is_trainers or not layout.is_short:
        return fitted(arranged(whole, layout), layout)
    made = without_note(whole, layout)

    def shorten(outline: Outline, gone: list[Item], layout: Layout) -> Outline:
        return with_omissions(without(outline, {item.reference for item in gone}), whole, layout)

    return with_abbreviations(fitted(made, layout, shorten))


def left_out_to_fit(outline: Outline, layout: Layout) -> list[Item]:
    """Return the fewest items to leave out so that the PDF fits its pages, in the order in which they go.

    The list is empty if the outline fits as it is, or cannot be made to fit.
    """
    return least_to_leave_out(outline, layout) or []


def least_to_leave_out(outline: Outline, layout: Layout, shorten: Shorten | None = None) -> list[Item] | None:
    """Return the fewest items to leave out, or None if the outline cannot be made to fit."""
    if not layout.most_pages:
        return []
    candidates = expendable(outline, keeps_first=layout.keeps_first)
    low, high = fewest_to_leave_out(outline, candidates, layout), len(candidates) + 1
    while low < high:
        middle = (low + high) // 2
        left = (shorten or shortened)(outline, candidates[:middle], layout)
        if middle <= len(candidates) and fits(left, layout):
            high = middle
        else:
            low = middle + 1
    return candidates[:low] if low <= len(candidates) else None


def fewest_to_leave_out(outline: Outline, candidates: list[Item], layout: Layout) -> int:
    """Return a lower bound for the items to leave out, from the length of the text, to avoid laying out long PDFs."""
    letters = sum(map(len, outline.words()))
    for number, item in enumerate(candidates):
        if letters <= layout.most_pages * LETTERS:
            return number
        letters -= sum(map(len, item.texts))
    return len(candidates)


def fitted(outline: Outline, layout: Layout, shorten: Shorten | None = None) -> Outline:
    """Return an outline that fits its layout's pages, with a remark on what was left out or that it does not fit.

    `shorten` returns an outline without some items; by default it names them by their references.
    """
    gone = least_to_leave_out(outline, layout, shorten)
    if gone is None:
        made = shorten(outline, [], layout) if shorten else outline
        return replace(made, remarks=(*made.remarks, f"This document is longer than {pages_in_words(layout)}."))
    return (shorten or shortened)(outline, gone, layout)


def possible_documents(whole: Outline, layout: Layout) -> Iterator[Outline]:
    """Yield what this and former releases may have quoted in a layout, for check codes only.

    A partnership's own summaries take the place of statements, but not before the partnership approves them.
    """
    for made in (arranged(whole, layout), *earlier_arrangements(whole, layout)):
        yield from possible_cuts(made, layout)
    if whole.summaries:
        yield from possible_cuts(arranged(replace(whole, summaries=(), approved_by=""), layout), layout)


def possible_cuts(outline: Outline, layout: Layout) -> Iterator[Outline]:
    """Yield an outline as it is, and then with one more item left out each time, in the order in which items go.

    One of them has the quotations of `fitted()`, without any layout being tried. That also holds for documents made
    by another release, whose pages had room for more or for fewer items.
    """
    yield outline
    if layout.most_pages:
        candidates = expendable(outline, keeps_first=layout.keeps_first)
        for number in range(max(1, fewest_to_leave_out(outline, candidates, layout)), len(candidates) + 1):
            yield without(outline, {item.reference for item in candidates[:number]})


def pages_in_words(layout: Layout) -> str:
    """Return the maximum number of pages of a layout in words."""
    return "one page" if layout.most_pages == 1 else f"{layout.most_pages} pages"


def shortened(outline: Outline, gone: list[Item], layout: Layout) -> Outline:
    """Return an outline without these items, with a remark that names them."""
    if not gone:
        return outline
    named = ", ".join(item.reference for item in gone)
    sentence = f"Left out to fit on {pages_in_words(layout)}: {named}."
    left = without(outline, {item.reference for item in gone})
    if not outline.is_trainers:
        left = counted(left, len(statements_in(outline)))
    return replace(left, remarks=(*outline.remarks, sentence))


def fits(outline: Outline, layout: Layout) -> bool:
    """Return whether the PDF of an outline fits its pages, with room for the check code that is added later."""
    if not outline.printed_code:
        site = "{0.scheme}://{0.netloc}".format(urlsplit(outline.address))
        outline = replace(outline, check=CODE, check_address=f"{site}/check/{CODE}")
    return pdf.pages(outline) <= layout.most_pages


def without(outline: Outline, references: Container[str]) -> Outline:
    """Return an outline without the items with these references; a section that becomes empty says why."""
    sections = []
    for section in outline.sections:
        items = tuple(item for item in section.items if item.reference not in references)
        note = LEFT_OUT if section.items and not items else section.note
        sections.append(replace(section, items=items, note=note))
    return replace(outline, sections=tuple(sections))


def expendable(outline: Outline, *, keeps_first: bool = False) -> list[Item]:
    """Return the items that can be left out, in the order in which they go: always one of the longest section.

    In sections with key points the other items go first. With `keeps_first`, items go from the end instead.
    """
    named = [[item for item in section.items if item.reference] for section in outline.sections]
    if keeps_first:
        return [item for part in reversed(named) for item in reversed(part)]
    with_key = [part for part in named if any(item.is_key for item in part)]
    given = in_turn([[item for item in part if not item.is_key] for part in with_key])
    return given + in_turn([[item for item in part if item not in given] for part in named])


def in_turn(parts: list[list[Item]]) -> list[Item]:
    """Return the items of these lists, taking each from the end of the list that is the longest at that time."""
    given: list[Item] = []
    while longest := max(parts, key=lambda part: sum(len(text) for item in part for text in item.texts), default=[]):
        given.append(longest.pop())
    return given
