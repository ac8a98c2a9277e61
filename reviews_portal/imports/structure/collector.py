"""Collect the statements of a source while its chapters are read."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.chapters import Chapter
from reviews_portal.imports.draft import NotPlaced, Reason, Statement, Type

from .doubts import confidence_in, doubt_about
from .labels import label_of, split_labelled


class Collector:
    """The statements and unplaced words so far, and the chapter being read."""

    def __init__(self) -> None:
        self.statements: list[Statement] = []
        self.not_placed: list[NotPlaced] = []
        self.placed: set[int] = set()  # numbers of blocks that became fields of statements of other blocks
        self.own_headings: dict[int, set[str]] = defaultdict(set)  # headings in the same block as their statements
        self.review = 0
        self.heading: str | None = None
        self.is_stated = True  # whether a heading states the type of the chapter, and not only its words

    def begin(self, chapter: Chapter, review: int) -> None:
        """Begin a chapter of a review: its statements go under its headings."""
        self.review, self.heading, self.is_stated = review, chapter.name or None, True

    def add(self, type: Type, text: str, block: Block, *, confidence: float = 1.0, **fields: Any) -> int:
        """Add a statement taken from a block, and return its index in the list."""
        fields = {name: value for name, value in fields.items() if value not in (None, "", [])}
        confidence = confidence_in(type, block, confidence, is_stated=self.is_stated)
        if "heading" in fields:
            self.own_headings[block.number].add(fields["heading"].split("\n")[-1])
        self.statements.append(
            Statement(
                review=self.review,
                type=type,
                text=text,
                **{"heading": self.heading} | fields,
                language=block.language or "en",
                confidence=confidence,
                doubt=doubt_about(type, text, block, confidence),
                is_bullet=block.kind is BlockKind.LIST_ITEM and not label_of(block.mark),
                place=block.place,
                block=block.number,
            )
        )
        return len(self.statements) - 1

    def add_block(self, type: Type, block: Block, *, confidence: float = 1.0, **fields: Any) -> int:
        """Add a statement that is a whole block, with the type and label that its own words state."""
        labelled = split_labelled(block.text, type)
        if labelled.repeated:
            self.aside(labelled.repeated, Reason.REPEATED, block)
        label = labelled.label or label_of(block.mark)
        return self.add(labelled.type, labelled.text, block, confidence=confidence, **{"label": label} | fields)

    def aside(self, text: str, reason: Reason, block: Block) -> None:
        """List words as not placed."""
        self.not_placed.append(NotPlaced(text=text, reason=reason, place=block.place, block=block.number))

    def aside_all(self, blocks: Iterable[Block], reason: Reason) -> None:
        """List all words of blocks as not placed."""
        for block in blocks:
            self.aside(block.printed, reason, block)
