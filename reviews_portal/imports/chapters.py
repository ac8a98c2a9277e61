"""Divide the blocks of a source into chapters: the headings that stand together, and what stands under them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .blocks import Block, BlockKind
from .draft import NotPlaced, Reason, Type
from .heading_names import type_of

CONTINUED = re.compile(r"[\s(–—-]*\b(?:continued|cont(?:inued)?['’.]?d?|cont)\b[.)]*\s*$", re.IGNORECASE)
NUMERAL = re.compile(r"(?:step|part|box|minute|section)?\s*(?:\d{1,2}|[ivx]{1,4})[.):]?", re.IGNORECASE)


@dataclass
class Chapter:
    """A run of headings with nothing between them, and the blocks under it.

    `above` is the chapter whose heading has a higher level; `type` is what its headings say that it holds.
    """

    headings: list[Block]
    above: "Chapter | None" = None
    blocks: list[Block] = field(default_factory=list)
    type: Type | None = None

    @property
    def level(self) -> int:
        """The level of its first heading, 1 to 6; 0 without any."""
        return self.headings[0].level if self.headings else 0

    @property
    def name(self) -> str:
        """Its headings as they are printed, a line each."""
        return "\n".join(printed(one) for one in self.headings)

    @property
    def is_numeral(self) -> bool:
        """Whether its heading is a numeral alone, as in a briefing of six steps."""
        return bool(self.headings) and all(NUMERAL.fullmatch(printed(one)) for one in self.headings)

    @property
    def types_above(self) -> list[Type]:
        """The types of the chapters that it stands in, the nearest first."""
        if self.above is None:
            return []
        return [*([self.above.type] if self.above.type else []), *self.above.types_above]


def printed(heading: Block) -> str:
    """Return a heading with its number."""
    return f"{heading.mark} {heading.text}".strip()


def chapters_of(blocks: Iterable[Block]) -> tuple[list[Chapter], list[NotPlaced]]:
    """Return the chapters of a source in order, the first without heading, and what is furniture or repeated."""
    chapters, aside = [Chapter([])], []
    last_named: dict[str, Chapter] = {}
    for block in blocks:
        current = chapters[-1]
        if block.kind is BlockKind.FURNITURE:
            aside.append(NotPlaced(text=words(block), reason=Reason.FURNITURE, place=block.place))
        elif block.kind is not BlockKind.HEADING:
            current.blocks.append(block)
        elif (again := continued(block, last_named)) is not None:
            aside.append(NotPlaced(text=printed(block), reason=Reason.REPEATED, place=block.place))
            if again is not current:
                chapters.append(Chapter(again.headings, again.above, type=again.type))
        elif current.headings and not current.blocks and block.level >= current.headings[-1].level:
            current.headings.append(block)
            current.type = type_of_run(current.headings)
            last_named[key(block)] = current
        else:
            chapters.append(Chapter([block], above(chapters, block.level), type=type_of_run([block])))
            last_named[key(block)] = chapters[-1]
    return [one for one in chapters if one.headings or one.blocks], aside


def type_of_run(headings: list[Block]) -> Type | None:
    """Return the type that the last of these headings to say one says."""
    return next((found for one in reversed(headings) if (found := type_of(one.text))), None)


def above(chapters: list[Chapter], level: int) -> Chapter | None:
    """Return the last chapter with a heading of a higher level, that is, a smaller number."""
    return next((one for one in reversed(chapters) if one.headings and one.level < level), None)


def continued(block: Block, named: dict[str, Chapter]) -> Chapter | None:
    """Return the chapter that a heading says it continues: one of its name with "continued" after it."""
    if not CONTINUED.search(block.text):
        return None
    return named.get(key(block))


def key(block: Block) -> str:
    """Return a heading as it is compared: without its number, "continued", capitals and signs."""
    return " ".join(re.findall(r"\w+", CONTINUED.sub("", block.text).lower()))


def words(block: Block) -> str:
    """Return all words of a block, with its mark."""
    return f"{block.mark} {block.text}".strip()
