"""Marked text: one source from which a judged document and its truth are both made, so that their words cannot differ.

A piece of a document is marked by what an import should make of it: `«lp Ask who else lives in the home.»` is a
learning point. The marks are taken out for the document; what they say becomes `truth.json`. A mark is a kind, then
modifiers, then one space and the words; marks may stand inside each other (a page number inside a sentence).

Kinds: the types of statements in `TYPES`; `h` a heading; `w` other visible words (titles, names of columns); `f`
furniture of the page; and the fields of a statement in `FIELDS`. A field belongs to the statement before it, with
`+` after its kind to the next one; a `label` always belongs to the next. `text` adds words to a statement, as in the
second cell of a row.

Modifiers: `=id` names a statement, `<id` says which one it stands under (or, for a field or `tr`, belongs to), `#x`
is a label (or, of a field, its value) that is not printed here, `@cy` the language, `~2026-03-31` the day of a due
date, `^1` the review, `!address` an address that is not among the visible words, `:PR1,58` what a response covers,
`?fi,co` other types that a careful reader could choose.
`_` in a value stands for a space. `h0` is an empty mark that ends the reach of the heading before.

Conventions of `truth.json`:
- `label` is without brackets and full stops: "1", "9.1", "a", "iv", "PR1", "Health 4(b)". A run-in label before a
  colon ("Police:") is a label too, and is left out of `text`.
- `under` is the recommendation of a part or an action, or the list item of an item one level deeper. A response says
  what it `covers`.
- An acceptance, lead, status or name of an agency that is printed once for several statements is given to each of
  them.
- `heading` is the nearest heading before a statement, as printed; one that was split over lines is joined.
- `due_on` of a date without a day is the last day of that month.
- Hyphens that only divide a word at the end of a line, soft hyphens and marks such as `**` are left out of all
  words.
- `words` has headings, labels, fields and names of columns, each where it stands; `hidden` has comments, tracked
  deletions and speaker notes, which are in the file but not on its pages.
"""

import html
import json
import re
from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent

TYPES = {
    "bg": "background",
    "kt": "key_theme",
    "et": "emerging_theme",
    "lp": "learning_point",
    "fi": "finding",
    "co": "concern",
    "as": "area_to_strengthen",
    "gp": "good_practice",
    "im": "improvement",
    "qu": "question",
    "rec": "recommendation",
    "rp": "rec_part",
    "rt": "rec_tail",
    "act": "action",
    "resp": "response",
    "res": "resource",
    "ag": "agency_involved",
}
FIELDS = {"text", "label", "lead", "due", "status", "progress", "evidence", "acceptance", "address", "covers", "tr"}
OTHERS = {"h", "h0", "w", "f"}
LOST_BULLETS = {"X", "o"}  # what text extraction makes of bullets in symbol fonts
OPENING = re.compile(r"«([a-z]+0?)(\+?)((?:[=<#@~^!:?][^\s»«]+)*) ?")
MODIFIER = re.compile(r"([=<#@~^!:?])((?:(?<=[!:])[^\s»«]+|[^=<#@~^!:?\s»«]+))")


class Mark:
    """One mark: its kind, its modifiers, and its words as they stand in the document."""

    def __init__(self, kind: str, following: bool, modifiers: str) -> None:
        self.kind = kind
        self.following = following
        self.modifiers = {sign: value.replace("_", " ") for sign, value in MODIFIER.findall(modifiers)}
        if "!" in self.modifiers:
            self.modifiers["!"] = modifiers.partition("!")[2]
        self.raw = ""


def as_text(raw: str) -> str:
    """Return the words of plain text: lines joined, hyphens that divide a word (`¬` in the source) left out."""
    raw = re.sub(r"\[([^\]]*)\]\(#\)", r"\1", raw)
    text = re.sub(r"-\n\s*", "-", raw.replace("¬\n", "").replace("\u00ad", "").replace("**", ""))
    return " ".join(text.split())


def as_markdown(raw: str) -> str:
    """Return the words of Markdown: without marks of emphasis and tags, links as their text."""
    raw = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", raw)
    return as_html(re.sub(r"(?<!\w)[*_]+|[*_]+(?!\w)", "", raw))


def as_html(raw: str) -> str:
    """Return the words of a web page: without what is not shown, tags and entities."""
    raw = re.sub(r"(?s)<(script|style|svg|title)\b.*?</\1>|<!--.*?-->", " ", raw)
    raw = re.sub(r"</?(a|b|em|strong|span|i|abbr|sup)\b[^>]*>", "", raw)
    return as_text(html.unescape(re.sub(r"<[^>]*>", " ", raw)))


class Truth:
    """Collects what the marks of one document say, in the order in which it is given to `take`."""

    def __init__(self, file: str, reviews: list[dict], clean: Callable[[str], str] = as_text) -> None:
        self.file = file
        self.reviews = reviews
        self.clean = clean
        self.statements: list[dict] = []
        self.furniture: list[str] = []
        self.hidden: list[dict] = []
        self.words: list[str] = []
        self.named: dict[str, int] = {}
        self.heading = ""
        self.waiting: dict = {}  # fields of the next statement

    def take(self, marked: str) -> str:
        """Note what the marks say and return the text without them. Every word must stand in a mark."""
        plain, outside = "", ""
        marks: list[Mark] = []
        position = 0
        while position < len(marked):
            letter = marked[position]
            if letter == "«":
                opening = OPENING.match(marked, position)
                if not opening:
                    raise ValueError(f"Not a mark: {marked[position : position + 60]!r}")
                marks.append(Mark(opening[1], bool(opening[2]), opening[3]))
                outside += " "
                position = opening.end()
                continue
            if letter == "»":
                self.note(marks.pop())
            else:
                plain += letter
                if marks:
                    marks[-1].raw += letter
                else:
                    outside += letter
            position += 1
        if marks:
            raise ValueError(f"Not closed: {marks[-1].raw[:60]!r}")
        unmarked = [word for word in re.findall(r"\w+", self.clean(outside)) if word not in LOST_BULLETS]
        if unmarked:
            raise ValueError(f"Words without a mark in {self.file}: {unmarked[:20]}")
        return plain.replace("¬", "-")

    def note(self, mark: Mark) -> None:
        """Note a mark whose end was reached."""
        if mark.kind == "f":
            self.furniture.append(" ".join(mark.raw.split()))
            return
        text, modifiers = self.clean(mark.raw), mark.modifiers
        if text:
            self.words.append(text)
        if mark.kind in {"h", "h0"}:
            self.heading = text
        elif mark.kind in TYPES:
            self.add_statement(mark, text)
        elif mark.kind in FIELDS:
            self.add_field(mark, text)
        elif mark.kind != "w":
            raise ValueError(f"Unknown kind: {mark.kind}")
        if "=" in modifiers and mark.kind in TYPES:
            self.named[modifiers["="]] = len(self.statements) - 1

    def add_statement(self, mark: Mark, text: str) -> None:
        modifiers = mark.modifiers
        statement = {"review": int(modifiers.get("^", 0)), "type": TYPES[mark.kind], "text": text}
        statement["language"] = modifiers.get("@", "en")
        if self.heading:
            statement["heading"] = self.heading
        if "#" in modifiers:
            statement["label"] = modifiers["#"]
        if "<" in modifiers:
            statement["under"] = self.named[modifiers["<"]]
        if "!" in modifiers:
            statement["address"] = modifiers["!"]
        if ":" in modifiers:
            statement["covers"] = modifiers[":"].split(",")
        if "?" in modifiers:
            statement["also"] = [TYPES[kind] for kind in modifiers["?"].split(",")]
        self.statements.append(statement | self.waiting)
        self.waiting = {}

    def add_field(self, mark: Mark, text: str) -> None:
        if "<" in mark.modifiers:
            statement = self.statements[self.named[mark.modifiers["<"]]]
        elif mark.following or mark.kind == "label":
            statement = self.waiting
        else:
            statement = self.statements[-1]
        text = text or mark.modifiers.get("#", "")
        name = "translation" if mark.kind == "tr" else mark.kind
        if name == "covers":
            statement[name] = mark.modifiers[":"].split(",") if ":" in mark.modifiers else text.split(", ")
        else:
            statement[name] = f"{statement[name]} {text}" if name in statement else text
        if "~" in mark.modifiers:
            statement["due_on"] = mark.modifiers["~"]

    def write(self) -> None:
        """Write `truth.json` beside the document."""
        if self.waiting:
            raise ValueError(f"A field without a statement in {self.file}: {self.waiting}")
        truth = {
            "file": Path(self.file).name,
            "reviews": self.reviews,
            "statements": self.statements,
            "furniture": self.furniture,
            "words": " ".join(self.words),
        }
        if self.hidden:
            truth["hidden"] = self.hidden
        path = (HERE / self.file).with_name("truth.json")
        path.write_text(json.dumps(truth, ensure_ascii=False, indent=1) + "\n")
