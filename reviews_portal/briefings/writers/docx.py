"""Word documents (DOCX): headings, lists, tables and links that are real, so that a document can be edited on."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm

from reviews_portal.briefings.outline import Item, Outline, Section
from reviews_portal.briefings.writers import office
from reviews_portal.briefings.writers.docx_page import Page, add_run, keep_with_next
from reviews_portal.briefings.writers.docx_styles import DECIMALS, DEPTHS, LETTERS

DEEPEST_HEADING = 4
LINES_TO_WRITE = 4
STARTS_WITH_NUMBER = re.compile(r"\s*\d+[.):\s]")


def write(outline: Outline) -> Iterator[bytes]:
    """Yield the Word document of an outline."""
    yield _Document(office.shown(outline)).as_bytes()


class _Document:
    """One document, written from its title to the code of its version."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        is_compact = outline.layout == "seven-minute"
        has_own_numbers = all(STARTS_WITH_NUMBER.match(section.heading) for section in outline.sections)
        self.page = Page(outline.language, is_compact, is_numbered=is_compact and not has_own_numbers)
        self.has_room = outline.layout == "supervision"
        office.set_properties(self.page.document.core_properties, outline)

    def as_bytes(self) -> bytes:
        """Write the whole and return it as a file."""
        outline = self.outline
        if outline.is_restricted:
            self.page.head(outline.audience)
        self.page.foot(office.foot(outline))
        self.opening()
        for section in outline.sections:
            self.section(section, 1)
        self.remarks()
        self.documents()
        self.version()
        return self.page.as_bytes()

    def opening(self) -> None:
        """Write what stands before the first heading."""
        outline = self.outline
        self.page.paragraph("Title", outline.title)
        if outline.lead:
            self.page.paragraph("Subtitle", outline.lead)
        if outline.content_note:
            self.noted("ContentNote", "Content note", outline.content_note)
        if outline.introduction:
            self.noted("TrainersNote", office.TRAINER, outline.introduction)
        if outline.facts:
            self.page.paragraph("Caption", "Facts")
            self.page.table(("Fact", "As published"), [(fact.name, fact.value) for fact in outline.facts])

    def noted(self, style: str, label: str, text: str) -> None:
        """Write what is somebody's own under a label that says whose it is."""
        paragraph = self.page.paragraph(style)
        add_run(paragraph, f"{label}\n", style="Strong")
        add_run(paragraph, re.sub(r"\n{2,}", "\n", text.strip()))

    def section(self, section: Section, level: int) -> None:
        """Write a section under a heading of a level; one without a heading leaves its level to those under it."""
        if section.heading:
            self.page.paragraph(f"Heading{min(level, DEEPEST_HEADING)}", section.heading)
        for paragraph in filter(None, section.note.split("\n\n")):
            self.page.paragraph("PortalsNote", paragraph)
        self.items(section.items, 0)
        for inner in section.sections:
            self.section(inner, level + bool(section.heading))

    def items(self, items: tuple[Item, ...], depth: int) -> None:
        """Write items; where bullets of one kind follow each other, what they share is said once."""
        before: Item | None = None
        for item, after in zip_longest(items, items[1:]):
            goes_on = before is not None and _is_one_list(before, item)
            has_same_line = after is not None and _is_one_list(item, after) and item.line == after.line
            self.item(item, depth, has_label=not goes_on, has_line=not has_same_line)
            before = item

    def item(self, item: Item, depth: int, has_label: bool, has_line: bool) -> None:
        """Write one item: its kind, its words as published, where it is from, and what stands under it."""
        depth = min(depth, DEPTHS[-1])
        step = str(depth + 1) if depth else ""
        if item.label and has_label:
            add_run(
                self.page.paragraph(f"Kind{step}"), item.label, style=item.look if item.look in office.HUES else ""
            )
        last = self.words(item, depth, step)
        if has_line and (item.line or item.reference):
            keep_with_next(last)
            self.line(item, step)
        if item.note:
            self.noted("TrainersNote", office.TRAINER, item.note)
        if self.has_room and item.look == "question":
            for _ in range(LINES_TO_WRITE):
                self.page.paragraph("RoomToWrite")
        self.items(item.under, depth + 1)

    def words(self, item: Item, depth: int, step: str) -> BaseOxmlElement | None:
        """Write what was published, word for word; returns the last paragraph."""
        paragraph = None
        for number, text in enumerate(item.paragraphs):
            if item.is_bullet and number == 0:
                paragraph = self.page.paragraph(f"QuoteBullet{step}", _as_typed(item, text))
            else:
                paragraph = self.page.paragraph(f"Quote{step}", _as_typed(item, text))
        if item.parts:
            is_lettered = office.is_lettered(item.parts)
            letters = self.page.new_list(LETTERS + depth) if is_lettered else 0
            for part in item.parts:
                paragraph = self.page.paragraph(f"QuoteLetter{step}", list_number=letters)
                if not is_lettered:
                    add_run(paragraph, office.label_of(part))
                    add_run(paragraph, "\t")
                add_run(paragraph, _as_typed(item, part.text))
        for text in item.tail.split("\n\n") if item.tail else []:
            paragraph = self.page.paragraph(f"Quote{step}", _as_typed(item, text))
        return paragraph

    def line(self, item: Item, step: str) -> None:
        """Write the quiet line, whose reference leads to the item's own page."""
        style = "BulletSourceLine" if item.is_bullet else "SourceLine"
        paragraph = self.page.paragraph(f"{style}{step}", item.line)
        if item.reference:
            add_run(paragraph, " · " if item.line else "")
            self.page.add_link(paragraph, item.reference, item.address)

    def remarks(self) -> None:
        """Say what is left out of this version, and what changed since it was kept."""
        if self.outline.remarks:
            self.end_heading("About this version")
            for sentence in self.outline.remarks:
                self.page.paragraph("PortalsBullet", sentence)

    def documents(self) -> None:
        """Name the documents that are quoted, with their terms."""
        if not self.outline.documents:
            return
        self.end_heading("Documents quoted")
        numbers = self.page.new_list(DECIMALS)
        for document in self.outline.documents:
            self.page.paragraph("ListNumber", document.credit, numbers)
            line = self.page.paragraph("ListNote", office.about(document))
            if document.address:
                add_run(line, " · ")
                self.page.add_link(line, document.address, document.address)

    def version(self) -> None:
        """Say when it was made, and how this very version is found again."""
        outline = self.outline
        self.end_heading("This version")
        self.page.paragraph("Normal", office.made(outline))
        for address in dict.fromkeys(filter(None, [outline.code_address, outline.address])):
            self.page.add_link(self.page.paragraph("Normal"), address, address)
        if outline.code_address:
            width = Cm(2.2) if outline.layout == "seven-minute" else Cm(3)
            words = f"{office.CODE_TO_SCAN}: {outline.code_address}"
            self.page.picture("Code", office.qr_code(outline.code_address), width, words)

    def end_heading(self, text: str) -> None:
        """Write a heading of ours after the sections, without a number."""
        self.page.paragraph("Heading1Unnumbered" if self.page.is_numbered else "Heading1", text)


def _is_one_list(item: Item, after: Item) -> bool:
    """Return whether two neighbours are bullets of one list, so that its label need not be said again."""
    has_nothing_between = not (item.under or item.note)
    return (
        item.is_bullet
        and after.is_bullet
        and has_nothing_between
        and (item.look, item.label) == (after.look, after.label)
    )


def _as_typed(item: Item, text: str) -> str:
    """Return a text with its line ends where it was typed by hand; in others they are no more than spaces."""
    return text if item.is_typed else " ".join(text.split("\n"))
