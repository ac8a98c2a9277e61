"""The words of a paragraph in a Word document, as they are printed."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lxml import etree

from .docx_styles import Style, Styles, is_on, style_of
from .marks import SUPERSCRIPT, roman
from .office import address, attribute, graphic_texts, local, sign
from .words import tidy

WITHIN = {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "dir", "bdo", "fldSimple", "ruby", "rubyBase"}
DELETED = {"del", "moveFrom"}
HYPERLINK = re.compile(r'HYPERLINK\s+"([^"]+)"')


@dataclass
class Words:
    """The words of one paragraph, and what belongs to it."""

    pieces: list[tuple[str, bool]] = field(default_factory=list)  # words, and whether they are bold
    sizes: list[int] = field(default_factory=list)
    languages: Counter[str] = field(default_factory=Counter)
    links: list[tuple[str, str]] = field(default_factory=list)
    notes: list[tuple[str, str, str]] = field(default_factory=list)  # kind, identifier, mark
    boxes: list[etree._Element] = field(default_factory=list)  # text boxes
    graphics: list[str] = field(default_factory=list)  # words of diagrams and charts
    fields: list[dict[str, Any]] = field(default_factory=list)  # that are open, outermost first

    @property
    def text(self) -> str:
        return self.since(0)

    @property
    def is_bold(self) -> bool:
        return bool(self.text) and all(bold for piece, bold in self.pieces if piece.strip())

    def since(self, start: int) -> str:
        """Return the words since a piece."""
        return tidy("".join(piece for piece, _ in self.pieces[start:]))

    def add(self, text: str) -> None:
        self.pieces.append((text, False))

    def end_link(self, start: int, leads_to: str) -> None:
        """Note that the words since a piece are a link."""
        if leads_to and (words := self.since(start)):
            self.links.append((words, leads_to))


class WordReader:
    """Reads the words of paragraphs, and keeps those that are not shown."""

    def __init__(self, part: Any, styles: Styles) -> None:
        self.part = part
        self.styles = styles
        self.hidden: list[str] = []
        self.noted: dict[tuple[str, str], str] = {}  # the marks of notes by their kind and identifier

    def words(self, paragraph: etree._Element, style: Style) -> Words:
        """Return the words of a paragraph."""
        words = Words()
        self.read(paragraph, style, words)
        return words

    def read(self, element: etree._Element, style: Style, words: Words) -> None:
        for child in element:
            name = local(child)
            if name == "r":
                self.read_run(child, style, words)
            elif name == "hyperlink":
                start = len(words.pieces)
                self.read(child, style, words)
                words.end_link(start, address(self.part, attribute(child, "id")))
            elif name in WITHIN:
                self.read(child, style, words)
            elif name in DELETED:
                self.hide(child)
            elif name in ("oMath", "oMathPara"):
                words.add("".join(text.text or "" for text in child.iter("{*}t")))

    def hide(self, element: etree._Element) -> None:
        """Keep the words of an element that is not shown."""
        if text := tidy("".join(one.text or "" for one in element.iter("{*}t", "{*}delText"))):
            self.hidden.append(text)

    def read_run(self, run: etree._Element, style: Style, words: Words) -> None:
        """Add the words of a run."""
        properties = run.find("{*}rPr")
        own = style_of(None, properties)
        if properties is not None and (named := properties.find("{*}rStyle")) is not None:
            own = own.over(self.styles.get(attribute(named, "val")))
        own = own.over(style)
        if own.hidden:
            self.hide(run)
            return
        raised = None if properties is None else properties.find("{*}vertAlign")
        before = len(words.pieces)
        for child in run:
            self.read_part_of_run(child, words)
        text = "".join(piece for piece, _ in words.pieces[before:])
        if raised is not None and attribute(raised, "val") == "superscript" and text.strip().isdecimal():
            text = text.translate(SUPERSCRIPT)
            words.pieces[before:] = [(text, bool(own.bold))]
        words.pieces[before:] = [(piece, bool(own.bold)) for piece, _ in words.pieces[before:]]
        if text.strip():
            words.sizes.append(own.size or 0)
            words.languages[own.language] += len(text)

    def read_part_of_run(self, child: etree._Element, words: Words) -> None:
        name = local(child)
        if name == "t":
            words.add(child.text or "")
        elif name in ("tab", "ptab"):
            words.add(" ")
        elif name in ("br", "cr"):
            words.add("\n" if attribute(child, "type") not in ("page", "column") else " ")
        elif name == "noBreakHyphen":
            words.add("-")
        elif name == "sym":
            words.add(sign(attribute(child, "char")))
        elif name in ("footnoteReference", "endnoteReference"):
            words.add(self.note(name.removesuffix("Reference"), attribute(child, "id"), words))
        elif name in ("fldChar", "instrText"):
            self.read_field(child, words)
        elif name in ("drawing", "pict", "object", "AlternateContent"):
            self.read_drawing(child, words)
        elif name in ("delText",):
            self.hidden += filter(None, [tidy(child.text or "")])

    def note(self, kind: str, identifier: str, words: Words) -> str:
        """Return the mark of a note, and note that the paragraph has it."""
        number = sum(one == kind for one, _ in self.noted) + 1
        mark = str(number).translate(SUPERSCRIPT) if kind == "footnote" else f"[{roman(number)}]"
        if self.noted.setdefault((kind, identifier), mark) is mark:
            words.notes.append((kind, identifier, mark))
        return self.noted[kind, identifier]

    def read_field(self, child: etree._Element, words: Words) -> None:
        """Follow a field: its code is not shown, what it led to is."""
        kind = attribute(child, "fldCharType")
        if local(child) == "instrText":
            if words.fields:
                words.fields[-1]["code"] += child.text or ""
        elif kind == "begin":
            words.fields.append({"code": "", "start": len(words.pieces)})
        elif kind == "separate" and words.fields:
            words.fields[-1]["start"] = len(words.pieces)
        elif kind == "end" and words.fields:
            one = words.fields.pop()
            found = HYPERLINK.search(one["code"])
            words.end_link(one["start"], found[1] if found else "")

    def read_drawing(self, element: etree._Element, words: Words) -> None:
        """Note the text boxes, diagrams and descriptions of a drawing, once."""
        if local(element) == "AlternateContent":
            # The same twice: for newer and for older versions of Word.
            element = next((one for one in element if len(one)), element)
        for box in element.iter("{*}txbxContent"):
            if not any(local(up) in ("txbxContent", "Fallback") for up in ancestors(box, element)):
                words.boxes.append(box)
        if not words.boxes:
            words.graphics += graphic_texts(self.part, element)
        for one in element.iter("{*}docPr"):
            if description := tidy(one.get("descr") or one.get("title") or ""):
                self.hidden.append(description)


def ancestors(element: etree._Element, top: etree._Element) -> Iterator[etree._Element]:
    """Yield what an element is in, up to another."""
    for one in element.iterancestors():
        if one is top:
            return
        yield one


def is_deleted_row(row: etree._Element) -> bool:
    """Return whether a row of a table is marked as deleted."""
    properties = row.find("{*}trPr")
    return properties is not None and properties.find("{*}del") is not None


def is_header_row(row: etree._Element) -> bool:
    """Return whether a row is marked as one that is repeated on each page."""
    properties = row.find("{*}trPr")
    return properties is not None and bool(is_on(properties.find("{*}tblHeader")))
