"""Recommendations with their parts, the words after the parts, and the agencies' responses."""

import re
from collections.abc import Sequence
from dataclasses import replace

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.draft import Type
from reviews_portal.imports.heading_names import type_of

from .collector import Collector
from .labels import label_of, named_in_heading, run_in, split_labelled

ACCEPTANCE = re.compile(
    r"(?:this recommendation (?:is|was) |status: |response: )?(?:not |partially |partly |fully )?"
    r"(?:accept(?:ed)?|agreed?|rejected|noted|under consideration|declined)"
    r"(?: in (?:full|part|principle|whole)| with (?:reservations?|conditions?))?[.!]?",
    re.IGNORECASE,
)
NUMBER = r"[A-Z]{0,3}\d+(?:\.\d+)*(?:\([a-z]\))?"
COVERED = re.compile(
    rf"\b(?:recommendations?|argymhell\w+)\s+((?:{NUMBER}(?:,\s*|\s+and\s+|\s*&\s*|\s+to\s+)?)+)", re.IGNORECASE
)
COVERS = re.compile(rf"this response (?:covers|answers|is to|relates to) {COVERED.pattern}", re.IGNORECASE)
LEADS = re.compile(r"(?:[:;]|\binclud(?:e|es|ing)[:;]?|\bthat|\bto)\s*$")
ASKS = re.compile(
    r"\b(?:should|must|seeks?|assurance|requests?|ensures?|considers?|is shared|are shared|asked|to)\b", re.IGNORECASE
)
GOES_ON = re.compile(r"[a-z]|AND\b|This\b|These\b|It\b|They\b")
ASKS_FOR = re.compile(r"\b(?:should|must|seeks? assurance)\b")
ANNOUNCES = re.compile(r"\b(?:following|recommendations|recommends?)\b", re.IGNORECASE)
ACCEPTED = re.compile(rf":\s*({ACCEPTANCE.pattern})$", re.IGNORECASE)
PROGRESS = re.compile(
    r"(?:so far|progress(?: so far| to date)?|update|what we have done(?: so far)?|position):?", re.IGNORECASE
)
BEGINS = re.compile(rf"({NUMBER})[.:)]?\s+(?=[A-Z])")
NUMBERS = re.compile(NUMBER)


class Recommendations:
    """Reads the blocks of chapters with recommendations, in order."""

    def __init__(self, collector: Collector, *, answered: bool) -> None:
        """`answered`: whether the document has responses to its recommendations, each after its recommendation."""
        self.collector = collector
        self.answered = answered
        self.last: int | None = None  # the recommendation, and its open parts by depth
        self.parts: list[int] = []
        self.has_tail = False
        self.labels: list[str] = []  # of the recommendations since the last response
        self.covers: list[str] = []  # those that the heading names
        self.acceptance: str | None = None
        self.accepted_in = -1  # the number of its block
        self.stated: set[str] = set()  # labels of all recommendations so far
        self.lettered = False  # whether capital letters number the recommendations: "A.", "B."
        self.awaits = False  # whether a line states acceptance, and responses come only after it
        self.responding = False
        self.agency = ""  # the agency that the heading says is responding

    def read(self, blocks: Sequence[Block], heading: str) -> None:
        """Add the text under a heading."""
        lines = heading.split("\n") if heading else []
        named = next((found for one in reversed(lines) if (found := named_in_heading(one))), None)
        covered = COVERED.search(heading)
        self.agency = lines[-1].strip() if self.answered and lines and self.is_agency(lines[-1]) else ""
        if self.answered and named and named[1] in self.stated:
            self.begin_group([named[1]])
            self.agency, named = lines[-1].strip(), None
        elif not self.agency or named or covered:
            self.begin_group([*NUMBERS.findall(covered[1])] if covered and not named else [])
        blocks = [self.with_label(one) for one in blocks]
        self.awaits = any(ACCEPTANCE.fullmatch(one.text.strip()) for one in blocks)
        for line in lines if self.answered else []:
            if ACCEPTANCE.fullmatch(line.strip()):
                self.acceptance = line.strip()
        if self.answered and (accepted := ACCEPTED.search(heading)):
            self.acceptance = accepted[1]
        self.lettered = sum(is_capital(one) for one in blocks) >= 2
        numbered = [one for one in blocks if self.is_numbered(one)]
        bullets = [one for one in blocks if one.kind is BlockKind.LIST_ITEM]
        marked = numbered or bullets
        base = min((one.level for one in (numbered or bullets)), default=0)
        self.in_paragraphs = not numbered and states_in_paragraphs(blocks)
        for at, block in enumerate(blocks):
            after = blocks[at + 1] if at + 1 < len(blocks) else None
            if block.kind is BlockKind.FOOTNOTE:
                self.collector.add_block(Type.BACKGROUND, block)
            elif named and self.last is None and label_of(block.mark) == "a":
                self.recommend(replace(block, mark="", text=""), label=named[1])
                self.part(block, block.level)
            elif named and self.last is None:
                self.recommend(block, label=named[1])
            elif self.answers(block, bool(marked)):
                self.answer(block)
            elif self.is_part(block, base, bool(numbered)):
                self.part(block, base)
            elif self.is_new(block, after, marked, bool(numbered)):
                self.recommend(block)
            elif self.last is not None and (self.parts or not numbered):
                self.tail(block)
            else:
                self.collector.add_block(Type.BACKGROUND, block, confidence=0.8)

    def is_numbered(self, block: Block) -> bool:
        """Return whether a block begins with the number of a recommendation, or its letter where letters are used."""
        return is_capital(block) if self.lettered else is_numbered(block)

    def with_label(self, block: Block) -> Block:
        """Return a block with its label split off, if its text begins with that of a recommendation being answered."""
        found = BEGINS.match(block.text) if not block.mark and self.covers else None
        if found and found[1] in self.covers:
            return replace(block, mark=found[1], text=block.text[found.end() :])
        return block

    def is_agency(self, heading: str) -> bool:
        """Return whether a heading in a response names the agency that responds."""
        if ACCEPTANCE.fullmatch(heading.strip()) or PROGRESS.fullmatch(heading.strip()):
            return True
        return bool(re.search(r"\brespon(?:se|ds?)\b", heading, re.I)) or (
            heading.rstrip().endswith(":") and type_of(heading) is None
        )

    def begin_group(self, covers: list[str]) -> None:
        """Begin a group under a heading: the responses that follow are to the recommendations in it."""
        self.last, self.parts, self.has_tail = None, [], False
        self.labels, self.covers, self.acceptance, self.responding = [], covers, None, False

    def answers(self, block: Block, marked: bool) -> bool:
        """Return whether a block is part of a response."""
        if not self.answered or (self.last is None and not self.covers and not self.agency):
            return False
        if self.agency:
            return not (self.is_numbered(block) or names_recommendation(block))
        if ACCEPTANCE.fullmatch(block.text.strip()):
            return True
        if self.awaits and not self.responding:
            return False
        if block.kind is BlockKind.LIST_ITEM:
            return self.responding
        if self.is_numbered(block) or names_recommendation(block):
            return False
        return not (
            self.parts and not self.responding and not run_in(block.text) and not self.has_tail and self.covers
        )

    def answer(self, block: Block) -> None:
        """Add a response, or note that the recommendation was accepted."""
        self.responding = True
        if ACCEPTANCE.fullmatch(block.text.strip()):
            self.acceptance, self.accepted_in = block.text.strip(), block.number
            return
        if (found := COVERS.match(block.text)) and len(block.text.split()) < 25:
            self.covers = NUMBERS.findall(found[1])
        covers = self.covers or self.labels[-1:]
        label, text = run_in(block.text) or ("", block.text)
        if label and ACCEPTANCE.fullmatch(label):
            label, text = "", block.text
        if self.acceptance:
            self.collector.placed.add(self.accepted_in)
        self.collector.add(
            Type.RESPONSE, text, block, label=label, covers=covers, acceptance=self.acceptance, confidence=0.9
        )

    def is_part(self, block: Block, base: int, numbered: bool) -> bool:
        """Return whether a block is a part of the recommendation above it."""
        if self.last is None:
            return False
        above = self.collector.statements[self.last]
        if block.kind is not BlockKind.LIST_ITEM:  # its mark may have been lost
            leads = above.text.rstrip().endswith((":", ";")) and not self.parts and not block.mark
            return leads and not ASKS_FOR.search(block.text) and not block.text.rstrip().endswith((":", ";"))
        if block.level > base or self.in_paragraphs:
            return True
        label = label_of(block.mark)
        if numbered and not self.is_numbered(block):
            return True
        if above.text.rstrip().endswith((":", ";")) and (above.label or "").isdecimal() != label.isdecimal():
            return True
        return bool(label) and not label[:1].isdigit() and bool(re.match(r"\d|[A-Z]{2,3}\d", above.label or ""))

    def part(self, block: Block, base: int) -> None:
        """Add a part of the last recommendation, or of the part above it."""
        depth = max(0, block.level - base - (1 if self.parts and block.level > base and not self.shallow else 0))
        depth = min(depth, len(self.parts))
        del self.parts[depth:]
        parent = self.parts[-1] if self.parts else self.last
        self.parts.append(self.collector.add_block(Type.REC_PART, block, under=parent, confidence=0.9))

    @property
    def shallow(self) -> bool:
        return False

    def is_new(self, block: Block, after: Block | None, marked: Sequence[Block], numbered: bool) -> bool:
        """Return whether a block is a new recommendation."""
        if names_recommendation(block):
            return True
        if self.last is None and ANNOUNCES.search(block.text) and not ASKS_FOR.search(block.text):
            return False
        if numbered:
            return self.is_numbered(block)
        if self.in_paragraphs:
            return bool(ASKS.search(block.text)) and not re.match(r"[a-z]|AND\b", block.text)
        if block.kind is BlockKind.LIST_ITEM:
            return True
        if after is not None and after.kind is BlockKind.LIST_ITEM and block.text.rstrip().endswith(":"):
            return bool(re.search(r"\b(?:should|must|to|will|assurance|ensure|asked?|which include)\b", block.text))
        return not marked

    def recommend(self, block: Block, **fields: str) -> None:
        """Add a recommendation."""
        if self.responding:
            self.labels, self.acceptance = [], None
        self.last = self.collector.add_block(Type.RECOMMENDATION, block, confidence=0.9, **fields)
        self.parts, self.has_tail, self.responding = [], False, False
        self.labels.append(self.collector.statements[self.last].label or "")
        self.stated.add(self.labels[-1])

    def tail(self, block: Block) -> None:
        """Add words that belong to the last recommendation, after its parts or its first paragraph."""
        self.has_tail = True
        confidence = 0.9 if GOES_ON.match(block.text) else 0.7
        self.collector.add_block(Type.REC_TAIL, block, under=self.last, confidence=confidence)


def states_in_paragraphs(blocks: Sequence[Block]) -> bool:
    """Return whether the paragraphs are the recommendations and the lists are their parts.

    Each list then follows a paragraph that asks for something and leads into it. A paragraph that
    only announces recommendations does not ask for anything.
    """
    runs = []
    for at, block in enumerate(blocks):
        if block.kind is BlockKind.LIST_ITEM and (at == 0 or blocks[at - 1].kind is not BlockKind.LIST_ITEM):
            runs.append(blocks[at - 1] if at else None)
    if not runs:
        return False
    return all(
        one and LEADS.search(one.text) and ASKS.search(one.text) and not ANNOUNCES.search(one.text) for one in runs
    )


def names_recommendation(block: Block) -> bool:
    """Return whether a block begins with "Recommendation 4:"."""
    return split_labelled(block.text, Type.BACKGROUND).type is Type.RECOMMENDATION


def is_numbered(block: Block) -> bool:
    """Return whether a block begins with the number of a recommendation: 3, 9.1, PR1, R2."""
    return bool(re.fullmatch(r"\d.*|[A-Z]{1,3}\d+.*", label_of(block.mark)))


def is_capital(block: Block) -> bool:
    """Return whether a block begins with a capital letter that numbers it: "A." or "(B)"."""
    return bool(re.fullmatch(r"[A-H]", label_of(block.mark)))
