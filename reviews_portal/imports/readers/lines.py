"""Lines of plain text, as PDFs give them, joined to paragraphs, items and rows."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import quantiles

from learning.originals.reader.contents import Refused
from learning.utils.clean_text import undivided

from .line_forms import GAP, PAGE, WIDEST, begin_items_with_quotes, begin_with_a_gap
from .marks import NOTE, Marks, kind_of_mark, marks_of
from .running_lines import running_lines
from .words import is_unfinished, may_be_heading, tidy

MOST_LINES = 200_000
NARROW = 50  # characters of a column in which headings are as wide as lines
NEARLY = 0.88  # letters differ in width, so lines that are full differ in length
CONTINUED = re.compile(r"(?i)\S.{0,70}\s\(?(?:continued|cont\.?|parhad)\)?")
CONTENTS = re.compile(r".*(?:\.{4,}|(?:\. ){4,}|…{2,})\s*\d{1,3}")  # a line of a table of contents
RULE = re.compile(r"[-=_*~\s]{3,}")
TAG = re.compile(r"</?(?:p|ul|ol|li|br|div|span|table|tr|td|th|h[1-6]|b|i|u|em|strong|sup|sub|a|font|dl|dt|dd)"
                 r"(?:\s[^<>]*)?/?>", re.IGNORECASE)  # fmt: skip
ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
LINK = re.compile(r"!?\[([^\[\]]+)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")
ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])")
FIRST = re.compile(r"\W")
DIVIDED = re.compile(r"(\w+)[-‐]$")
CONTACT = re.compile(
    r"(?:\b0\d[\d ]{8,}|(?:https?://|www\.)\S+|\.[a-z]{2,}/\S+)[.;]?$"
)  # a line of a list of contacts
NUMBERED = re.compile(r"[A-Z]\w+ \d{1,2}(?::|$)")  # "Recommendation 2:"
LABELLED = re.compile(r"[A-Z][\w' /-]{1,30}: \S")  # "Lead: Head of Safeguarding"
SUSPENDED = re.compile(r"(?:and|or|to|a|ac|neu)\b")  # "short- and long-term"


@dataclass
class Unit:
    """What belongs together of a text: a paragraph, an item, a heading, a row of a table, a footnote or furniture."""

    kind: str  # "plain", "item", "heading", "row", "html", "note", "furniture"
    line: int
    page: int | None
    lines: list[str] = field(default_factory=list)
    mark: str = ""
    indent: int = 0
    level: int = 0
    bold: bool = False
    italic: bool = False
    quoted: bool = False
    given: bool = False  # a heading that the text marks as one, with its level
    alone: bool = True  # after an empty line
    text: str = ""
    links: list[tuple[str, str]] = field(default_factory=list)


class Joiner:
    """Joins the lines of one text, which shows how wide its lines are, what its marks are and which words it has.

    Raises Refused for a text of more lines than a document has.
    """

    def __init__(self, text: str) -> None:
        pages = undivided(text.replace("\r\n", "\n").replace("\r", "\n")).split("\f")
        self.pages = [page.split("\n") for page in pages]
        if sum(map(len, self.pages)) > MOST_LINES:
            raise Refused("has too many lines. Split it into one file for each review.")
        self.marks: Marks = marks_of(line.strip("*#> ") for page in self.pages for line in page)
        self.lost_bullets = begin_with_a_gap([line for page in self.pages for line in page])
        self.lists_quotes = begin_items_with_quotes([line for page in self.pages for line in page])
        self.words = set(re.findall(r"\w+", text.lower()))
        self.furniture = running_lines(self.pages)
        self.width = width_of([line for page in self.pages for line in page], self.marks)

    def joined_units(self, of_lines: Iterable[Unit]) -> list[Unit]:
        """Return units with those as one that an empty line, or the end of a page, divided."""
        units: list[Unit] = []
        for unit in of_lines:
            if (before := self.goes_on(units, unit)) is not None:
                before.lines += unit.lines
                before.links += unit.links
            else:
                units.append(unit)
        for unit in units:
            unit.text = unit.text or self.joined(unit.lines)
        return units

    def units(self) -> Iterator[Unit]:
        """Yield what the lines between empty lines are, in order."""
        open_unit, number = None, 0
        for page, lines in enumerate(self.pages, 1):
            width = self.width
            blank = True
            for index, raw in enumerate(lines):
                number += 1
                if not raw.strip() or RULE.fullmatch(raw.strip()):
                    if open_unit:
                        yield open_unit
                    if open_unit and raw.strip() and set(raw.strip()) <= {"=", "-"} and not blank:
                        underline(open_unit, raw)
                    open_unit, blank = None, True
                    continue
                if blank:
                    width = self.width_at(lines, index)
                unit = self.unit(raw, number, page if len(self.pages) > 1 else None, (page, index) in self.furniture)
                unit.alone = blank
                blank = unit.kind == "furniture"
                if open_unit and self.continues(open_unit, unit, width):
                    if unit.mark:
                        unit.lines[0] = f"{unit.mark} {unit.lines[0]}"
                    open_unit.lines += unit.lines
                    open_unit.links += unit.links
                    open_unit.bold = open_unit.bold and unit.bold
                    continue
                if open_unit:
                    yield open_unit
                open_unit = unit
            if open_unit:
                yield open_unit
                open_unit = None

    def unit(self, raw: str, number: int, page: int | None, is_furniture: bool) -> Unit:
        """Return what one line begins."""
        indent = len(raw) - len(raw.lstrip())
        text = raw.strip()
        unit = Unit("plain", number, page, indent=indent)
        if is_furniture or (len(text) <= WIDEST and (PAGE.fullmatch(text) or CONTENTS.fullmatch(text))):
            unit.kind, unit.lines = "furniture", [tidy(text)]
            return unit
        if text.startswith("|"):
            unit.kind, unit.lines = "row", [text]
            return unit
        if TAG.search(text):
            unit.kind, unit.lines = "html", [text]
            return unit
        if found := re.match(r"(#{1,6})\s+", text):
            unit.kind, unit.level, unit.given = "heading", len(found[1]), True
            text = text[found.end() :].rstrip("# ")
        if not self.lists_quotes and (found := re.match(r"(?:>\s+)+(?=\S)", text)):
            unit.quoted, text = True, text[found.end() :]
        unit.bold = text.startswith("**") and text.endswith("**") and text.count("**") == 2
        unit.links = [(tidy(found[1].replace("*", "")), found[2]) for found in LINK.finditer(text)]
        text = LINK.sub(r"\1", text).replace("**", "")
        unit.italic = bool(ITALIC.search(text))
        text = ITALIC.sub(r"\1", text)
        text = ENTITY.sub(
            lambda found: html.unescape(found[0]), re.sub(r"<((?:https?|mailto):[^<>\s]+)>", r"\1", text)
        )
        if note := NOTE.match(text):
            unit.kind, unit.mark, text = "note", note[0], text[note.end() :].lstrip()
        else:
            unit.mark, rest = self.marks.split(text)
            if unit.mark and rest:
                text = rest
                unit.kind = "item" if unit.kind == "plain" else unit.kind
            else:
                unit.mark = ""
                if self.lost_bullets and unit.kind == "plain" and GAP.match(raw):
                    unit.kind, unit.indent = "item", 0
        unit.lines = [text]
        if CONTINUED.fullmatch(text) and unit.kind in ("plain", "item"):
            unit.kind, unit.level = "heading", 2
        return unit

    def continues(self, unit: Unit, line: Unit, width: int) -> bool:
        """Return whether a line goes on with the unit that the line before it belongs to."""
        last, first = unit.lines[-1], line.lines[0]
        if line.kind == "html" and unit.kind == "html":
            return True
        if unit.kind == "row":
            return line.kind in ("plain", "html") and not last.endswith("|")
        if unit.kind not in ("plain", "item", "note") or line.kind not in ("plain", "item"):
            return False
        length = unit.indent + len(last)
        # A mark is no word of the line, but takes its room.
        length += len(unit.mark) + 1 if unit.mark and len(unit.lines) == 1 else 0
        full = bool(width) and length + 1 + len(first.split(" ", 1)[0]) > width * NEARLY
        if line.kind == "item":  # a dash within a sentence may begin a line
            dash = line.mark in ("-", "–", "—") and first[:1].islower() and unit.mark != line.mark
            return dash and full and last[-1:] not in ".:;"
        if DIVIDED.search(last) and first[:1].isalpha():
            return True
        if is_loud(last) and is_loud(first) and line.kind == "plain" and len(unit.lines) == 1:
            return True  # a heading over two lines
        if is_loud(last) and not is_loud(first) and line.kind == "plain" and unit.kind == "plain":
            return False  # a heading directly on its text
        if CONTACT.search(last) and first[:1].isupper():
            return False
        if NUMBERED.match(first) or (LABELLED.match(first) and not is_unfinished(last)):
            return False
        if first[:1].isupper() and self.is_heading(unit, width):
            return False
        if unit.kind in ("item", "note") and line.indent > unit.indent and line.indent >= 2:
            return True
        if first[:1].islower() and last[-1:] not in ".:;!?":
            return full or not is_lone(unit)
        return full or is_unfinished(last)

    def is_heading(self, unit: Unit, width: int) -> bool:
        """Return whether a line that fills its column is a heading: a question, or in a narrow column a number."""
        last = unit.lines[-1]
        if len(unit.lines) > 1 or not may_be_heading(last) or is_unfinished(last):
            return False
        numbered = kind_of_mark(unit.mark) in ("number", "decimal") if unit.mark else False
        return last.endswith("?") or (numbered and unit.alone and width <= NARROW)

    def goes_on(self, units: list[Unit], unit: Unit) -> Unit | None:
        """Return the unit that a unit after an empty line goes on with: what was divided between two pages."""
        # A heading that is continued on a new page stands between the parts of a sentence, too.
        before = next(
            (
                one
                for one in reversed(units[-8:])
                if one.kind not in ("furniture", "note") and not CONTINUED.fullmatch(one.lines[0])
            ),
            None,
        )
        if before is None or before.kind not in ("plain", "item") or unit.kind not in ("plain", "item"):
            return None
        last, first = before.lines[-1], unit.lines[0]
        if unit.kind == "item":
            divided = kind_of_mark(unit.mark) == "bullet" and first[:1].islower() and before.kind == "item"
            return before if divided and is_unfinished(last) and not unit.mark.isalnum() else None
        if first[:1].islower() and last[-1:] not in ".:;!?" and not re.match(r"https?://|www\.", first):
            return None if is_lone(before) else before
        return before if is_unfinished(last) or (DIVIDED.search(last) and first[:1].isalpha()) else None

    def joined(self, lines: list[str]) -> str:
        """Return lines as one text. A hyphen between two goes only if the text has the word without it elsewhere."""
        said = lines[0] if lines else ""
        parts = [said]
        for before, line in pairwise(lines):
            found = DIVIDED.search(before)
            if re.search(r"https?://\S+[/_=-]$", before) and " " not in line:
                pass  # an address that goes on
            elif not found or not line[:1].isalpha() or SUSPENDED.match(line):
                parts.append(" ")
            elif line[:1].islower() and (found[1] + FIRST.split(line, maxsplit=1)[0]).lower() in self.words:
                parts[-1] = parts[-1][:-1]
            parts.append(line)
        return tidy("".join(parts))

    def width_at(self, lines: list[str], start: int) -> int:
        """Return how wide the lines from a line to the next empty one are: by themselves, if they show it."""
        run = []
        for line in lines[start : start + 200]:
            if not line.strip():
                break
            run.append(line)
        return width_of(run, self.marks, fewest=2) or self.width


def width_of(lines: list[str], marks: Marks, fewest: int = 3) -> int:
    """Return how wide lines are that were cut to fit, by those that go on with a small letter; 0 if they were not."""
    cut = [
        len(line.rstrip())
        for line, following in pairwise(lines)
        if line.strip() and following.strip()[:1].islower() and not marks.split(following)[0]
    ]
    if len(cut) < fewest:
        return 0
    width = round(quantiles(cut, n=10)[8])
    return min(width, max(cut)) if width <= WIDEST else 0


def is_loud(text: str) -> bool:
    """Return whether a line is in capital letters, as headings are."""
    return text.isupper() and len(re.findall(r"[^\W\d_]", text)) >= 4


def is_lone(unit: Unit) -> bool:
    """Return whether a unit is a short line that begins with a small letter: one of a list without marks."""
    return not unit.mark and len(unit.lines) == 1 and unit.lines[0][:1].islower() and len(unit.lines[0]) < 40


def underline(unit: Unit, rule: str) -> None:
    """Make a heading of a line that is underlined with signs as long as itself."""
    if len(unit.lines) == 1 and unit.kind == "plain" and abs(len(rule.strip()) - len(unit.lines[0])) <= 5:
        unit.kind, unit.level = "heading", 1 if "=" in rule else 2


def table_cells(row: str) -> list[str]:
    """Return the cells of a row of a table: between bars, but for those with a backslash."""
    inner = row.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.replace("\\|", "|").strip() for cell in re.split(r"(?<!\\)\|", inner)]


def is_separator(cells: Iterable[str]) -> bool:
    """Return whether the cells of a row only part the names of columns from what is under them."""
    return all(re.fullmatch(r":?-+:?|", cell) for cell in cells) and any(cells)
