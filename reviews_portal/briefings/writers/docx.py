"""Word documents (DOCX) with real headings, lists, tables and links, so that they can be edited."""

import re
from collections.abc import Iterator
from dataclasses import replace

from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Cm

from reviews_portal.briefings.outline import Item, Outline, Section
from reviews_portal.briefings.writers import office
from reviews_portal.briefings.writers.docx_page import Page, add_run, keep_with_next
from reviews_portal.briefings.writers.docx_styles import (
    COMPACT,
    DECIMALS,
    DEPTHS,
    HANDED_OUT,
    LETTERS,
    PLAIN,
    TO_WRITE_ON,
)
from reviews_portal.briefings.writers.runs import economical, runs

DEEPEST_HEADING = 4
LINES_TO_WRITE = 5
CODE_WIDTH = Cm(2)
WORD_FOR_WORD = "Published text is quoted word for word. Notes are marked as such."
STARTS_WITH_NUMBER = re.compile(r"\s*\d+[.):\s]")


def write(outline: Outline) -> Iterator[bytes]:
    """Yield the Word document of an outline."""
    kind = HandedOut if outline.called else Document
    yield kind(office.shown(economical(outline))).as_bytes()


class Document:
    """A document, written from its title to the code of its version."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.page = self.new_page()
        self.has_room = outline.layout == "supervision"
        office.set_properties(self.page.document.core_properties, outline)

    def new_page(self) -> Page:
        """Return the empty document."""
        outline = self.outline
        is_compact = outline.layout in ("seven-minute", "one-page")
        has_own_numbers = all(STARTS_WITH_NUMBER.match(section.heading) for section in outline.sections)
        setting = COMPACT if is_compact else PLAIN
        return Page(outline.language, setting, is_numbered=is_compact and not has_own_numbers)

    def as_bytes(self) -> bytes:
        """Write the whole document and return it as a file."""
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
        """Write everything before the first heading."""
        outline = self.outline
        self.page.paragraph("Title", outline.title)
        if outline.lead:
            self.page.paragraph("Subtitle", outline.lead)
        if outline.content_note:
            self.noted("ContentNote", "Content note", outline.content_note)
        if outline.introduction:
            self.noted("TrainersNote", office.INTRODUCTION, outline.introduction)
        if outline.facts:
            self.page.paragraph("Caption", "Key facts")
            self.page.table(("Fact", "Detail"), [(fact.name, fact.value) for fact in outline.facts])

    def noted(self, style: str, label: str, text: str) -> BaseOxmlElement:
        """Write the words of a trainer or of the portal under a label that says so; return the paragraph."""
        paragraph = self.page.paragraph(style)
        add_run(paragraph, f"{label}\n", style="Strong")
        add_run(paragraph, re.sub(r"\n{2,}", "\n", text.strip()))
        return paragraph

    def section(self, section: Section, level: int) -> None:
        """Write a section with a heading of this level; without a heading, its subsections take the level."""
        if section.heading:
            style = f"Heading{min(level, DEEPEST_HEADING)}"
            self.page.paragraph(style, section.heading, language=section.language)
        for paragraph in filter(None, section.note.split("\n\n")):
            self.page.paragraph("PortalsNote", paragraph)
        self.items(section.items, 0)
        for inner in section.sections:
            self.section(inner, level + bool(section.heading))

    def items(self, items: tuple[Item, ...], depth: int) -> None:
        """Write items; consecutive bullets of one kind have their common label and source once."""
        for run in runs(items):
            lines = {item.line for item in run}
            shared = lines.pop() if len(run) > 1 and len(lines) == 1 else ""
            for number, item in enumerate(run):
                self.item(item, depth, has_label=number == 0, shared=shared)

    def item(self, item: Item, depth: int, has_label: bool, shared: str) -> None:
        """Write an item: its kind, its published words, its source, and the items under it.

        `shared` is the common source of a list, which is written beside its label.
        """
        depth = min(depth, DEPTHS[-1])
        step = str(depth + 1) if depth else ""
        if has_label and (item.label or item.audience or shared):
            self.kind(item, step, shared)
        own_line = "" if shared else item.line
        last = self.words(item, depth, step)
        if last is not None and item.is_bullet and _is_one_line(item):
            self.origin(last, item, own_line, " ")
        elif own_line or item.reference:
            keep_with_next(last)
            last = self.page.paragraph(f"{'BulletSourceLine' if item.is_bullet else 'SourceLine'}{step}")
            self.origin(last, item, own_line)
        if item.note:
            last = self.noted("TrainersNote", office.TRAINER, item.note)
        if self.has_room:
            keep_with_next(last)
            self.page.ruled_lines("RoomToWrite", LINES_TO_WRITE)
        self.items(item.under, depth + 1)

    def kind(self, item: Item, step: str, shared: str) -> None:
        """Write the label and audience of an item or a list, and the common source of its bullets."""
        paragraph = self.page.paragraph(f"Kind{step}")
        look = "recommendation" if item.look == "action" else item.look  # in the colour of what it belongs to
        labels = [(item.label, look if look in office.HUES else ""), (item.audience, "Audience")]
        for number, (text, style) in enumerate(one for one in [*labels, (shared, "Source")] if one[0]):
            if number:
                add_run(paragraph, "   ")
            add_run(paragraph, text, style=style)

    def words(self, item: Item, depth: int, step: str) -> BaseOxmlElement | None:
        """Write the published words, unchanged; return the last paragraph."""
        paragraph = None
        for number, text in enumerate(item.paragraphs):
            if item.is_bullet and number == 0:
                paragraph = self.page.paragraph(f"QuoteBullet{step}", text, language=item.language)
            else:
                paragraph = self.page.paragraph(f"Quote{step}", text, language=item.language)
        if item.parts:
            is_lettered = office.is_lettered(item.parts)
            letters = self.page.new_list(LETTERS + depth) if is_lettered else 0
            for part in item.parts:
                style = "QuoteLetter" if part.level == 1 else "QuoteSubLetter"
                paragraph = self.page.paragraph(f"{style}{step}", list_number=letters)
                if not is_lettered:
                    add_run(paragraph, part.shown_label)
                    add_run(paragraph, "\t")
                add_run(paragraph, part.text, language=part.language or item.language)
        for text in item.tail.split("\n\n") if item.tail else []:
            paragraph = self.page.paragraph(f"Quote{step}", text, language=item.tail_language or item.language)
        for cell in item.cells:
            paragraph = self.page.paragraph(f"Quote{step}")
            add_run(paragraph, f"{cell.heading}: ", style="Strong")
            add_run(paragraph, cell.text, language=item.language)
        return paragraph

    def origin(self, paragraph: BaseOxmlElement, item: Item, line: str, before: str = "") -> None:
        """Write the source of an item in small type; its reference links to its own page."""
        if line or item.reference:
            add_run(paragraph, before + line + (" · " if line and item.reference else ""), style="Source")
        if item.reference:
            self.page.add_link(paragraph, item.reference, item.address, style="SourceLink")

    def remarks(self) -> None:
        """Write what was left out of this version, and what has changed since it was kept."""
        if self.outline.remarks:
            self.end_heading("About this version")
            for sentence in self.outline.remarks:
                self.page.paragraph("PortalsBullet", sentence)

    def documents(self) -> None:
        """Write the list of quoted documents with their licences."""
        if not self.outline.documents:
            return
        self.end_heading("Documents quoted")
        numbers = self.page.new_list(DECIMALS)
        for document in self.outline.documents:
            line = self.page.paragraph("ListNumber", document.title, numbers, language=document.language)
            add_run(line, document.after_title)
            add_run(line, f" · {office.about(document)}", style="Quiet")
            if document.address:
                add_run(line, " · ")
                self.page.add_link(line, document.address, document.address)

    def version(self) -> None:
        """Write the date, and how to check the words or reopen this version."""
        outline = self.outline
        self.end_heading("This version")
        made = self.page.paragraph("EndNote", office.made(outline))
        if outline.printed_address:
            picture = office.qr_code(outline.printed_address)
            self.page.picture_beside(made, picture, CODE_WIDTH, office.to_scan(outline))
        for shown, address in office.addresses(outline):
            self.page.add_link(self.page.paragraph("EndNote"), shown, address)
        self.page.paragraph("EndNote", WORD_FOR_WORD)

    def end_heading(self, text: str) -> None:
        """Write a heading after the sections, small and without a number."""
        self.page.keep_last_with_next()
        self.page.paragraph("HeadingOfEnd", text)


class HandedOut(Document):
    """A short layout: whole statements as bullets, without labels and codes, and a small end."""

    def new_page(self) -> Page:
        setting = TO_WRITE_ON if self.outline.layout == "supervision" else HANDED_OUT
        return Page(self.outline.language, setting, is_numbered=False)

    def opening(self) -> None:
        outline = self.outline
        add_run(self.page.paragraph("Kind"), outline.called, style="Strong")
        super().opening()
        if outline.approved_by:
            self.page.paragraph("PortalsNote", f"Approved by {outline.approved_by}")

    def section(self, section: Section, level: int) -> None:
        self.page.paragraph(f"Heading{min(level, DEEPEST_HEADING)}", section.heading)
        comes_first = self.outline.layout == "supervision"
        if comes_first:
            self.note(section.note)
        for item in section.items:
            self.statement(item, 0)
        if not comes_first:
            self.note(section.note)
        for label in section.fields:
            line = self.page.paragraph("FillIn")
            add_run(line, f"{label}: ")
            add_run(line, "\t")
        if section.lines:
            self.page.keep_last_with_next()
            self.page.ruled_lines("RoomToWrite", section.lines)
        for inner in section.sections:
            self.section(inner, level + 1)

    def note(self, text: str) -> None:
        """Write our own words."""
        for paragraph in filter(None, text.split("\n\n")):
            self.page.paragraph("PortalsNote", paragraph)

    def statement(self, item: Item, depth: int) -> None:
        """Write a statement as a bullet, with what stands under it, or a partnership's own words under their label."""
        if item.look == "summary":
            self.noted("TrainersNote", item.label, item.text)
            return
        depth = min(depth, DEPTHS[-1])
        step = str(depth + 1) if depth else ""
        if item.look in ("response", "action"):
            self.page.paragraph(f"Kind{step}", item.label)
        last = self.words(replace(item, is_bullet=True, text=item.text or " "), depth, step)
        audience = item.audience if self.outline.has_mixed_audiences else ""
        line = " · ".join(filter(None, [item.line, audience]))
        if line and last is not None:
            add_run(last, f"  {line}", style="Source")
        if item.note:
            self.noted("TrainersNote", office.TRAINER, item.note)
        for under in item.under:
            self.statement(under, depth + 1)

    def remarks(self) -> None:
        """Write what is left out, and the abbreviations."""
        self.page.keep_last_with_next()
        self.page.paragraph("HeadingOfEnd", "About this document")
        spelt = "; ".join(f"{one.name} {one.value}" for one in self.outline.abbreviations)
        sentences = [f"Abbreviations: {spelt}."] if spelt else []
        for sentence in (*sentences, *self.outline.remarks, office.bullets_are_quotes(self.outline)):
            self.page.paragraph("EndNote", sentence)

    def version(self) -> None:
        outline = self.outline
        made = self.page.paragraph("EndNote", office.made(outline))
        if outline.printed_address:
            picture = office.qr_code(outline.printed_address)
            self.page.picture_beside(made, picture, CODE_WIDTH, office.to_scan(outline))
        for shown, address in office.addresses(outline):
            self.page.add_link(self.page.paragraph("EndNote"), shown, address)


def _is_one_line(item: Item) -> bool:
    """Return whether an item is a single paragraph, so that its source can follow on the same line."""
    return len(item.paragraphs) == 1 and not (item.parts or item.tail or item.cells)
