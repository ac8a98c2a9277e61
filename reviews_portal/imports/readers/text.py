"""Reads plain text, as people extract it from PDFs: by the form of its lines, and what remains of other markup."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reviews_portal.imports.blocks import Block, BlockKind, Source

from .html import fragment_blocks
from .lines import LABELLED, TAG, Joiner, Unit, is_separator, table_cells
from .marks import is_list_mark, kind_of_mark
from .words import ListDepths, arranged, decoded, may_be_heading, tidy

LONGEST_ITEM = 110  # characters of an item in a list without marks
MOST_LINES = 3  # headings one after another; more are a list
LONGEST_LABEL = 8  # words before a colon that are a heading, not a sentence
NUMBER = re.compile(r"\d{1,2}\.?")


def read(content: bytes, name: str) -> Source:
    """Return the blocks of a plain text. Raises Refused for a file that is none."""
    joiner = Joiner(decoded(content))
    units = list(with_own_items(joiner.joined_units(without_tables(joiner))))
    mark_numbers(units)
    mark_headings([unit for unit in units if unit.kind not in ("furniture", "note", "html-hidden")])
    blocks = tuple(arranged(Writer(units).blocks()))
    return Source(name, blocks, hidden=tuple(unit.text for unit in units if unit.kind == "html-hidden"))


@dataclass
class Read(Unit):
    """A unit that another reader made into a block."""

    block: Block | None = None


def without_tables(joiner: Joiner) -> Iterator[Unit]:
    """Yield the units of a text with the rows of tables, and what is HTML, as blocks."""
    units = list(joiner.units())
    in_table, named = False, False
    for index, unit in enumerate(units):
        if unit.kind == "html":
            yield from html_units(unit, "\n".join(unit.lines))
        if unit.kind != "row":
            in_table = False
            if unit.kind != "html":
                yield unit
            continue
        cells = table_cells(" ".join(unit.lines))
        following = units[index + 1] if index + 1 < len(units) else None
        heads = following is not None and following.kind == "row" and is_separator(table_cells(following.lines[0]))
        if not in_table:
            in_table, named = True, False
        if is_separator(cells) or not any(cells):
            continue
        named = named or heads
        filled = [cell for cell in cells if cell]
        if len(filled) == 1 and not named:
            # A cell alone in its row, in a table without names of columns: the table only arranges the page.
            yield from html_units(unit, filled[0]) if TAG.search(filled[0]) else [alone(joiner, unit, filled[0])]
            continue
        hidden, plain, links = [], [], []
        for cell in cells:
            words = words_unit(joiner, unit, cell)
            if TAG.search(cell):
                blocks, unseen = fragment_blocks(cell)
                hidden += unseen
                words.text = "\n".join(block.printed for block in blocks)
            plain.append(words.text)
            links += words.links
        block = Block(
            BlockKind.TABLE_ROW, " ".join(filter(None, plain)), cells=tuple(plain), header=heads, links=tuple(links)
        )
        yield Read("read", unit.line, unit.page, [block.text], text=block.text, block=block)
        yield from (Unit("html-hidden", unit.line, unit.page, text=one) for one in hidden)


def html_units(unit: Unit, text: str) -> Iterator[Unit]:
    """Yield a piece of HTML as units."""
    blocks, hidden = fragment_blocks(text.replace("**", ""))
    for block in blocks:
        kind = {BlockKind.LIST_ITEM: "item", BlockKind.PARAGRAPH: "plain"}.get(block.kind, "read")
        text = "" if kind in ("item", "plain") and "\n" not in block.text else block.text
        yield Read(kind, unit.line, unit.page, [block.text], block.mark, text=text, level=block.level, block=block)
    yield from (Unit("html-hidden", unit.line, unit.page, text=one) for one in hidden)


def words_unit(joiner: Joiner, unit: Unit, cell: str) -> Unit:
    """Return the words of a cell without tags as a unit."""
    words = joiner.unit(cell, unit.line, unit.page, is_furniture=False)
    words.lines = [" ".join(filter(None, [words.mark, *words.lines]))]
    words.kind, words.mark, words.text = "plain", "", tidy(words.lines[0])
    return words


def alone(joiner: Joiner, unit: Unit, cell: str) -> Unit:
    """Return the words of a cell that is alone in its row: a heading, if they may be one."""
    words = words_unit(joiner, unit, cell)
    if may_be_heading(words.text) and not words.links:
        words.kind, words.level = "heading", 3
    return words


def with_own_items(units: list[Unit]) -> Iterator[Unit]:
    """Yield units with each item of a list that was set in one line as one of its own."""
    for unit in units:
        flat = unit.kind in ("plain", "item") and unit.text.count("•") > (unit.mark != "•")
        if not flat or not (unit.mark == "•" or re.search(r":\s+•\s", unit.text)):
            yield unit
            continue
        first, *others = re.split(r"\s+•\s+", unit.text)
        yield replace(unit, text=first)
        for other in others:
            yield Unit("item", unit.line, unit.page, mark="•", indent=unit.indent, text=other, links=unit.links)


def mark_numbers(units: list[Unit]) -> None:
    """Make headings, or furniture, of numbers that stand alone.

    Without pages, they are headings if they count from one as far as nine and divide no sentence.
    """
    alone = [index for index, unit in enumerate(units) if unit.kind == "plain" and NUMBER.fullmatch(unit.text)]
    numbers = [int(units[index].text.rstrip(".")) for index in alone]
    counted = numbers == list(range(1, len(numbers) + 1)) and len(numbers) <= 9
    divides = any(
        0 < index < len(units) - 1
        and units[index + 1].text[:1].islower()
        and units[index - 1].text[-1:] not in ".:;!?"
        for index in alone
    )
    for index in alone:
        units[index].kind = "heading" if counted and not divides else "furniture"
        units[index].level = 2


def mark_headings(units: list[Unit]) -> None:
    """Make headings of the units that have their form and stand before what they may be the heading of.

    Short lines one after another, after a colon or more than a few, are a list without marks.
    """
    for index, unit in enumerate(units):
        unit_after = units[index + 1] if index + 1 < len(units) else None
        if is_numbered_heading(units, index):
            unit.kind = "heading"
            unit.level = 2 + unit.mark.strip("().:").count(".")
        elif unit.kind == "plain" and unit_after and may_be_heading(unit.text):
            caps = unit.text.isupper()
            label = unit.text.endswith(":") and len(unit.text.split()) <= LONGEST_LABEL
            if caps or unit.bold or label:
                unit.kind, unit.level = "heading", 4 if label and not caps else 2
    index = 0
    while index < len(units):
        end = index
        while end < len(units) and is_candidate(units, end):
            end += 1
        if end > index:
            mark_run(units, index, end)
        index = max(end, index + 1)


def is_candidate(units: list[Unit], index: int) -> bool:
    """Return whether a unit is a short line that is a heading or an item, as what is around it says."""
    unit = units[index]
    if unit.kind != "plain" or unit.italic or unit.quoted or unit.links or "\n" in unit.text:
        return False
    following = units[index + 1].text if index + 1 < len(units) else ""
    if re.match(r"https?://|www\.", following):
        return False
    beside = [one.text for one in units[max(index - 1, 0) : index + 2] if one is not unit]
    if unit.text.endswith("?") and any(one.endswith("?") for one in beside):
        return False  # one of several questions
    if LABELLED.match(unit.text) and any(LABELLED.match(one) for one in beside):
        return False
    in_list = index > 0 and (introduces(units[index - 1]) or units[index - 1].kind == "list")
    if in_list and len(unit.text) <= LONGEST_ITEM and unit.text[-1] not in ".:;?!":
        return True
    return may_be_heading(unit.text) and unit.text[-1] != ":"


def introduces(unit: Unit) -> bool:
    """Return whether a unit is a sentence that a list follows."""
    return unit.kind in ("plain", "item", "heading") and unit.text[-1:] in (":", ";")


def mark_run(units: list[Unit], start: int, end: int) -> None:
    """Mark short lines one after another as headings or as a list without marks."""
    before = units[start - 1] if start else None
    follows = end < len(units)
    above_text = follows and units[end].kind != "heading"
    run = units[start:end]
    if follows and before is not None and before.mark == units[end].mark == "X":
        for unit in run:  # ticks of which some were lost
            unit.kind = "list"
        return
    if before is not None and introduces(before):
        # The lines after them may be longer than headings are.
        while end < len(units) and units[end].kind == "plain" and is_long_item(units[end]):
            end += 1
        run = units[start:end]
        heading = above_text and len(run) > 2 and len(run[-1].text.split()) <= 5
        items = run[:-1] if heading else run
        if len(items) >= 2:
            for unit in items:
                unit.kind = "list"
            run = run[len(items) :]
    elif len(run) > MOST_LINES and start > 0:
        for unit in run[1 : -1 if above_text else None]:
            unit.kind = "list"
        run = [run[0], run[-1]] if above_text else [run[0]]
        follows = True
    if follows:
        for unit in run:
            if may_be_heading(unit.text):
                unit.kind, unit.level = "heading", 3


def is_long_item(unit: Unit) -> bool:
    return len(unit.text) <= LONGEST_ITEM and unit.text[-1:] not in (".", ":", ";", "?", "!") and not unit.links


def is_numbered_heading(units: list[Unit], index: int) -> bool:
    """Return whether a unit with a number is a heading: short, before text, and not one of a list of numbers."""
    unit = units[index]
    if unit.kind != "item" or kind_of_mark(unit.mark) not in ("number", "decimal"):
        return False
    if not may_be_heading(unit.text) or index + 1 == len(units):
        return False
    kind, number = kind_of_mark(unit.mark), unit.mark.strip("().:")
    before, following = units[index - 1] if index else None, units[index + 1]
    if before and before.kind == "item" and kind_of_mark(before.mark) == kind and not before.text.endswith("."):
        earlier = before.mark.strip("().:")
        if not (earlier.isdecimal() and number.isdecimal() and int(number) > int(earlier) + 1):
            return False
    if following.kind != "item":
        return True
    # Parts of a recommendation follow its number; points of a chapter have the number of the chapter in their own.
    return following.mark.startswith(f"{number}.") or (kind_of_mark(following.mark) == "bullet" and unit.alone)


class Writer:
    """Makes blocks of units."""

    def __init__(self, units: list[Unit]) -> None:
        self.units = units
        # Where a text has headings in capitals, others stand under them.
        capitals = sum(unit.kind == "heading" and unit.text.isupper() for unit in units)
        self.plain_level = 3 if capitals >= 2 else 2

    def blocks(self) -> Iterator[Block]:
        """Yield a block for each unit."""
        depths = ListDepths()
        first = True
        for unit in self.units:
            if unit.kind == "html-hidden" or not (unit.text or unit.mark):
                continue
            if unit.kind not in ("item", "note", "furniture"):
                depths.end()
            block = self.block(unit, depths)
            if (
                block.kind is BlockKind.HEADING
                and first
                and unit.level in (2, 3)
                and not (block.mark or unit.given or NUMBER.fullmatch(unit.text))
            ):
                block = replace(block, level=1)
            first = first and block.kind is BlockKind.FURNITURE
            yield block

    def block(self, unit: Unit, depths: ListDepths) -> Block:
        """Return the block of a unit."""
        place = f"line {unit.line}" if unit.page is None else f"page {unit.page}"
        block = Block(BlockKind.PARAGRAPH, unit.text, mark=unit.mark, page=unit.page, place=place)
        block = replace(block, links=tuple(link for link in unit.links if link[1].strip("#")))
        if isinstance(unit, Read) and unit.block is not None:
            block = replace(unit.block, text=unit.text, page=unit.page, place=place)
            if unit.kind in ("read", "item"):
                return block
        if unit.kind == "heading":
            level = self.plain_level if unit.level == 3 and not unit.mark else unit.level
            return replace(block, kind=BlockKind.HEADING, level=min(level, 6))
        if unit.kind == "item":
            if not is_list_mark(unit.mark):
                depths.end()
                return block
            return replace(block, kind=BlockKind.LIST_ITEM, level=depths.depth(unit.mark, unit.indent))
        kinds = {"list": BlockKind.LIST_ITEM, "note": BlockKind.FOOTNOTE, "furniture": BlockKind.FURNITURE}
        return replace(block, kind=kinds.get(unit.kind, BlockKind.PARAGRAPH))
