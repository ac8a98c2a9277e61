"""Action plans whose table was lost: text from a PDF has its cells as lines, with nothing between some of them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.chapters import APPENDIX

COLUMNS = re.compile(
    r"\b(?:recommendations?|actions?|lead|owner|responsible|target date|timescale|by when|due|rag|status|progress|"
    r"evidence|outcome|milestones?|completed?)\b",
    re.IGNORECASE,
)
FEWEST_COLUMNS, LONGEST_HEADER = 3, 16  # words
DATE = re.compile(
    r"(?:\d{1,2}(?:st|nd|rd|th)? )?[A-Z][a-z]{2,9}\.? \d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|"
    r"(?i:to be confirmed|tbc|tba|on ?going|immediate(?:ly)?)"
)
RATING = re.compile(
    r"(?:red|amber|green|blue|completed?|on track|off track|overdue|delayed|in progress|"
    r"not (?:yet )?(?:started|due))\b",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\d{1,2}[.)]?")
HEADER = ("No.", "Recommendation", "Action", "Lead", "Target date", "RAG", "Evidence")


@dataclass
class Row:
    """One action of a plan while its lines are read, and the numbers of the blocks that it takes."""

    label: str = ""
    recommendation: str = ""
    action: str = ""
    lead: str = ""
    due: str = ""
    status: str = ""
    evidence: list[str] = field(default_factory=list)

    def cells(self) -> tuple[str, ...]:
        """Return its cells in the order of HEADER."""
        return (
            *(self.label, self.recommendation, self.action, self.lead, self.due, self.status),
            "\n".join(self.evidence),
        )


def with_plans(blocks: Sequence[Block]) -> tuple[list[Block], set[int]]:
    """Return blocks with the lines of lost tables as rows, and the numbers of the blocks merged into other rows.

    A plan begins with the names of its columns in one line, and ends after its last line with a date and a rating.
    """
    start = next((at for at, block in enumerate(blocks) if is_header(block)), None)
    if start is None:
        return list(blocks), set()
    end = last_line(blocks, start)
    if end <= start:
        return list(blocks), set()
    rows, taken = rows_of(blocks[start + 1 : end])
    names = replace(blocks[start], kind=BlockKind.TABLE_ROW, header=True, cells=HEADER, mark="", level=0)
    rest, more = with_plans(blocks[end:])
    return [*blocks[:start], names, *rows, *rest], taken | more


def is_header(block: Block) -> bool:
    """Return whether a block is the names of the columns of an action plan in one line."""
    named = {found.lower() for found in COLUMNS.findall(block.text)}
    is_line = block.kind not in (BlockKind.TABLE_ROW, BlockKind.FURNITURE)
    return is_line and len(named) >= FEWEST_COLUMNS and len(block.text.split()) <= LONGEST_HEADER


def last_line(blocks: Sequence[Block], start: int) -> int:
    """Return where a plan ends: after its last line with a date and a rating, and the evidence below that."""
    end = start
    for at in range(start + 1, len(blocks)):
        if ends_plan(blocks[at]):
            break
        if parted(blocks[at].text):
            end = at + 1
    below = blocks[end] if start < end < len(blocks) else None
    return end + 1 if below is not None and not ends_plan(below) and not NUMBER.fullmatch(below.mark or "-") else end


def ends_plan(block: Block) -> bool:
    """Return whether a block begins the text after a plan: a heading with a number, or an appendix."""
    return bool(APPENDIX.match(block.text)) or (block.kind is BlockKind.HEADING and bool(NUMBER.fullmatch(block.mark)))


def parted(text: str) -> tuple[str, str, str, str] | None:
    """Return the lead, the date, the rating and the rest of a line that has a rating after a date; else None."""
    for date in DATE.finditer(text):
        after = text[date.end() :].lstrip()
        if (rating := RATING.match(after)) and text[: date.start()].strip():
            return text[: date.start()].strip(), date[0], rating[0], after[rating.end() :].strip()
    return None


def rows_of(blocks: Sequence[Block]) -> tuple[list[Block], set[int]]:
    """Return the rows of a plan from its lines, and the numbers of the blocks merged into other rows."""
    made: list[tuple[Row, Block]] = []
    found: list[Block] = []
    pending: list[Block] = []
    taken: set[int] = set()
    for block in blocks:
        if block.kind is BlockKind.FURNITURE:
            found.append(block)
        elif is_header(block):
            found.append(replace(block, kind=BlockKind.TABLE_ROW, header=True, cells=HEADER, mark="", level=0))
        elif (parts := parted(block.text)) and not NUMBER.fullmatch(block.mark or "-"):
            row = row_of(pending, made[-1][0] if made else None)
            row.lead, row.due, row.status, rest = parts
            row.evidence += [rest] if rest else []
            made.append((row, block))
            taken |= {one.number for one in pending}
            pending = []
        else:
            pending.append(block)
    if pending and made:
        made[-1][0].evidence += [one.text for one in pending]
        taken |= {one.number for one in pending}
    rows = [
        replace(one, kind=BlockKind.TABLE_ROW, cells=row.cells(), text=" ".join(row.cells()), mark="")
        for row, one in made
    ]
    return [*found, *rows], taken


def row_of(pending: Sequence[Block], before: Row | None) -> Row:
    """Return a row from the lines above its lead: the evidence of the row before, a recommendation, and the action."""
    at = next((at for at, one in enumerate(pending) if NUMBER.fullmatch(one.mark or "-")), None)
    texts = [one.text for one in pending]
    row = Row()
    if at is None:
        evidence, row.action = texts[:-1], texts[-1] if texts else ""
    else:
        evidence, row.label, row.recommendation = texts[:at], pending[at].mark.strip(".)"), texts[at]
        row.action = "\n".join(texts[at + 1 :])
        if not row.action and (ends := re.match(r"(.+[.:;])\s+([A-Z][^.]+)$", row.recommendation, re.DOTALL)):
            row.recommendation, row.action = ends[1], ends[2]
    if before is not None:
        before.evidence += evidence
    elif evidence:
        row.action = "\n".join([*evidence, row.action])
    return row
