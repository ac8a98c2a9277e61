"""Tables: action plans with named columns, labels beside their text, and other rows of facts."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reviews_portal.imports.blocks import Block
from reviews_portal.imports.dates import one_day
from reviews_portal.imports.draft import Reason, Type
from reviews_portal.imports.heading_names import type_of
from reviews_portal.imports.readers.marks import Marks, marks_of

from .collector import Collector
from .labels import label_of, named_in_heading, split_labelled

COLUMNS: dict[str, str] = {
    "label": r"no\.?|ref(?:erence)?\.?|#|number|rec\.? no\.?|item",
    "recommendation": r".*\brecommend\w*\b.*|what (?:the )?(?:review|board|panel).*|rec(?:ommendation)?s? .*|learning",
    "both": r"recommendations? (?:and|/|&) actions?.*",
    "action": r".*\bactions?\b.*|we will.*|what (?:will|we will|must|needs).*|tasks?|steps|how.*will.*",
    "lead": r".*\b(?:lead|owner|responsib\w+|accountab\w+|by whom|who|agency|officers?|persons?)\b.*",
    "milestones": r".*\bmilestones?\b.*|key steps.*",
    "due": r"by|.*\b(?:target|due|timescales?|by when|deadline|when|dates?|timeframe)\b.*",
    "status": r".*\b(?:b?rag|status|rating|how is it going)\b.*",
    "progress": r".*\b(?:progress|updates?|commentary|position|notes?)\b.*",
    "outcome": r".*\b(?:outcomes?|desired|intended|difference|impact)\b.*",
    "evidence": r".*\b(?:evidence|measures?|assurance|how will we know|success)\b.*",
    "completed": r".*\b(?:complet\w+|closed|closure|done)\b.*",
}  # fmt: skip
# The order in which column names are tried: "Evidence of progress" is evidence.
ORDER = (
    *("label", "both", "milestones", "evidence", "outcome", "progress", "status", "completed", "due", "lead"),
    *("recommendation", "action"),
)
FIELDS = ("lead", "due", "status", "milestones", "progress", "evidence", "outcome", "completed")
MARK = r"(?:\d{1,2}|[a-z])"
RANGE = re.compile(
    rf"(?:(?P<also>{MARK}(?:(?:,\s*|\s*&\s*|\s+and\s+){MARK})+)|(?P<first>{MARK})(?:\s*[-–—]\s*(?P<last>{MARK}))?)"
    r"[.):]?\s+(?=\S)"
)


NUMBERED = re.compile(r"(\d{1,3}(?:\.\d{1,2})*|[A-Z]{1,3}\d{1,3})[.)]?\s+(?=[A-Z])")


LISTED = (Type.KEY_THEME, Type.EMERGING_THEME, Type.AGENCY_INVOLVED)


def columns_of(row: Block) -> dict[int, str]:
    """Return what each column of a table holds, from its header row; empty if it has none."""
    names: dict[int, str] = {}
    for at, cell in enumerate(row.cells):
        plain = " ".join(cell.split()).lower()
        if not plain or len(plain) > 60:
            continue
        for name in ORDER:
            if name not in names.values() and re.fullmatch(COLUMNS[name], plain):
                names[at] = name
                break
    return names


def is_action_plan(rows: Sequence[Block]) -> bool:
    """Return whether a table has the columns of an action plan."""
    named = [set(columns_of(row).values()) for row in rows]
    return any(len(one) >= 3 and one & {"recommendation", "action", "both"} and one & set(FIELDS) for one in named)


class ActionPlan:
    """Reads the rows of action plans. A plan may continue over several tables."""

    def __init__(self, collector: Collector) -> None:
        self.collector = collector
        self.columns: dict[int, str] = {}
        self.recommendation: int | None = None
        self.held = ""

    def read(self, rows: Sequence[Block]) -> None:
        """Add what the rows of a table say."""
        for row in rows:
            names = columns_of(row)
            if len(names) >= 3 or (row.header and names):
                self.collector.aside(row.text, Reason.REPEATED, row)  # the fields already say it
                self.columns = names
            else:
                self.read_row(row)

    def read_row(self, row: Block) -> None:
        """Add the recommendation and the actions of one row."""
        filled = [at for at, cell in enumerate(row.cells) if cell.strip()]
        first, _, rest = "\n".join(row.cells[at].strip() for at in filled).partition("\n")
        if rest and (named := named_in_heading(first)) and named[0] is Type.RECOMMENDATION:
            self.collector.aside(first.rstrip(" .:").removesuffix(named[1]).strip(), Reason.REPEATED, row)
            self.recommend(rest, named[1], row)
            return
        if len(filled) == 1 and len(row.cells) > 2 and names_recommendation(row.cells[filled[0]]):
            self.recommend(row.cells[filled[0]].strip(), "", row)
            return
        if (
            len(filled) == 1
            and len(row.cells) > 2
            and self.columns.get(filled[0]) in ("label", "recommendation", None)
        ):
            cell = row.cells[filled[0]].strip()
            if len(cell.split()) <= 12 and not cell.endswith("."):
                self.collector.heading, self.recommendation = cell, None
                self.collector.own_headings[row.number].add(cell)
                return
        cells = {self.columns.get(at, ""): row.cells[at].strip() for at in filled}
        extra = [row.cells[at].strip() for at in filled if at not in self.columns]
        label = cells.get("label", "")
        if text := cells.get("recommendation"):
            self.recommend(text, label, row)
            label = ""
        if both := cells.get("both"):
            first, _, rest = both.partition("\n")
            self.recommend(first, label, row)
            cells["action"], label = rest, ""
        fields = {name: cells[name] for name in FIELDS if name in cells}
        if action := cells.get("action"):
            self.act(action, label, fields, row)
        elif fields:
            self.act_on_recommendation(fields, label, row)
        elif label:
            self.collector.aside(label, Reason.UNKNOWN, row)
        for text in extra:
            self.collector.add(Type.BACKGROUND, text, row, confidence=0.4)

    def recommend(self, text: str, label: str, row: Block) -> None:
        """Add a recommendation with its parts, unless the row repeats the one above it."""
        if text == self.held:
            self.collector.aside(f"{label} {text}".strip(), Reason.REPEATED, row)
            return
        self.held = text
        paragraphs = pieces(text)
        mark, first = paragraphs[0]
        labelled = split_labelled(first, Type.RECOMMENDATION)
        if labelled.repeated:
            self.collector.aside(labelled.repeated, Reason.REPEATED, row)
        number, words = labelled.label or mark, labelled.text
        if not label and not number and (found := NUMBERED.match(words)):
            number, words = found[1], words[found.end() :]
        self.recommendation = self.collector.add(
            Type.RECOMMENDATION, words, row, label=label or number, confidence=0.9
        )
        parts = 0
        for mark, piece in paragraphs[1:]:
            parts += bool(mark)
            type = Type.REC_PART if mark or not parts else Type.REC_TAIL
            self.collector.add(type, piece, row, label=mark, under=self.recommendation, confidence=0.8)

    def act(self, text: str, label: str, fields: dict[str, str], row: Block) -> None:
        """Add the actions of one cell, each with the text under its number in the other cells."""
        actions = pieces(text)
        numbered = [mark for mark, _ in actions if mark]
        if len(actions) > 1 and not numbered:
            counts = {len(lines) for value in fields.values() if len(lines := value.split("\n")) > 1}
            if len(counts) == 1 and counts != {len(actions)}:
                actions = [("", text)]
        for at, (mark, action) in enumerate(actions):
            own = {name: part_of(value, mark, numbered, at, len(actions)) for name, value in fields.items()}
            self.collector.add(
                Type.ACTION,
                action,
                row,
                label=mark or label,
                under=self.recommendation,
                due_on=one_day(own.get("due") or ""),
                confidence=0.85,
                **own,
            )

    def act_on_recommendation(self, fields: dict[str, str], label: str, row: Block) -> None:
        """Keep what a row without an action says about the action or recommendation above it."""
        if label:
            self.collector.aside(label, Reason.UNKNOWN, row)
        if not self.collector.statements:
            self.collector.aside_all([row], Reason.UNKNOWN)
            return
        last = self.collector.statements[-1]
        for name, value in fields.items():
            setattr(last, name, "\n".join(filter(None, (getattr(last, name), value))))
        last.due_on = one_day(last.due or "")


def names_recommendation(cell: str) -> bool:
    """Return whether a cell begins with the name of a recommendation: "Recommendation 3: …"."""
    said = split_labelled(cell.strip(), Type.ACTION)
    return said.type is Type.RECOMMENDATION and bool(said.label)


def pieces(text: str) -> list[tuple[str, str]]:
    """Return the paragraphs of a cell, each with its label, or "" if it has none."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    marks: Marks = marks_of(lines)
    split = [marks.split(line) for line in lines]
    found = [(label_of(mark), rest) if rest else ("", mark) for mark, rest in split]
    return [piece for one in found for piece in counted_on(*one)] or [("", text)]


def counted_on(label: str, text: str) -> Iterator[tuple[str, str]]:
    """Yield the numbered paragraphs that one line holds: "2. Print it. 3. Brief all staff."."""
    while label.isdecimal():
        following = str(int(label) + 1)
        before, found, after = text.partition(f" {following}. ")
        if not found or (before[-1] not in ".;,:" and not after[:1].isupper()):
            break
        yield label, before
        label, text = following, after
    yield label, text


def part_of(value: str, mark: str, numbered: Sequence[str], at: int, actions: int) -> str:
    """Return what a cell says about one action: the lines with its number or a range with it, or else all of it."""
    lines = [line.strip() for line in value.split("\n") if line.strip()]
    if mark:
        own, others = [], False
        for line in lines:
            if (found := RANGE.match(line)) and set(marks_in(found)) <= set(numbered):
                others = True
                if mark in marks_in(found):
                    own.append(line[found.end() :])
        if others:
            return "\n".join(own)
    if not numbered and len(lines) == actions > 1:
        return lines[at]
    return value


def marks_in(found: re.Match[str]) -> list[str]:
    """Return the marks that a label names: "1-3" names 1, 2 and 3."""
    if found["also"]:
        return re.findall(r"\d{1,2}|\b[a-z]\b", found["also"])
    first, last = found["first"], found["last"]
    if not last or first.isdigit() != last.isdigit():
        return [first]
    if first.isdigit():
        return [str(number) for number in range(int(first), int(last) + 1)]
    return [chr(code) for code in range(ord(first), ord(last) + 1)]


def add_rows(collector: Collector, rows: Sequence[Block], type: Type) -> None:
    """Add the rows of a table that is not an action plan: a short first cell is the label of the text beside it."""
    if type is Type.AGENCY_INVOLVED:
        for row in rows:
            for cell in row.cells:
                for _, line in pieces(cell) if cell.strip() else []:
                    collector.add(type, line, row, confidence=0.8)
        return
    is_named = any(row.header for row in rows) and type is not Type.BACKGROUND
    labels = not is_named and all(len(row.cells[0].split()) <= 8 for row in rows if row.cells and len(row.cells) > 1)
    for row in rows:
        cells = [cell.strip() for cell in row.cells if cell.strip()]
        named = type_of(row.cells[0]) if len(cells) == 2 and row.cells[0].strip() else None
        if (named in LISTED and "/" in cells[1]) or (named in LISTED and ";" in cells[1]):
            heading = "\n".join(filter(None, (collector.heading, cells[0])))
            for name in re.split(r"\s*[/;]\s*", cells[1]):
                if name:
                    collector.add(named, name, row, heading=heading, confidence=0.8)
        elif row.header:
            collector.aside(row.text, Reason.UNKNOWN, row)
        elif len(cells) > 1 and labels and row.cells[0].strip():
            add_cells(collector, cells[1:], row, type, cells[0])
        elif len(cells) > 2 or any("\n" in cell for cell in cells):
            add_cells(collector, cells, row, type)
        elif cells:
            collector.add_block(type, replace(row, text=" ".join(cells)), confidence=0.7)


def add_recommendations(collector: Collector, rows: Sequence[Block]) -> None:
    """Add the rows of a table of recommendations: the longest cell is the text, a short one before it the agency."""
    for row in rows:
        cells = [cell.strip() for cell in row.cells if cell.strip()]
        if row.header or not cells:
            collector.aside(row.text, Reason.REPEATED, row)
            continue
        text = max(cells, key=len)
        numbers = [cell for cell in cells if re.fullmatch(r"[A-Z]{0,3}\d{1,3}[.)]?", cell)]
        others = [cell for cell in cells if cell not in (text, *numbers)]
        (mark, text), *_ = counted_in(text)
        label = label_of(numbers[0]) if numbers else mark
        collector.add(Type.RECOMMENDATION, text, row, label=label, lead="\n".join(others), confidence=0.7)


def counted_in(text: str) -> list[tuple[str, str]]:
    """Return a text with its number split off, if it is one paragraph."""
    return pieces(text) if "\n" not in text else [("", text)]


def add_cells(collector: Collector, cells: Sequence[str], row: Block, type: Type, label: str = "") -> None:
    """Add each paragraph of the cells of a row; `label` is that of the first."""
    for cell in cells:
        for mark, line in pieces(cell):
            collector.add(type, line, row, label=label or mark, confidence=0.7)
            label = ""
