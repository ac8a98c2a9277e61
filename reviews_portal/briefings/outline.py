"""The Outline: the common form of every export. Each selection becomes one, and each writer turns it into a format.

Permissions are applied when an Outline is made: everything in it may be read by the person for whom it was made, and
writers do not check again. Its words are those of the records; a writer adds none and leaves none out. Outlines do not
depend on Django or the database, so that they can be stored as data and read again.
"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from pydantic import ConfigDict, TypeAdapter, with_config

from learning.utils.nesting import nested
from learning.utils.text import in_brackets, needs_lines
from recommendations.plans.due_dates import date_in

LOOKS = {
    "good-practice": "Good practice",
    "learning": "Learning",
    "recommendation": "Recommendation",
    "question": "Question",
    "response": "Response",
    "action": "Action",  # of a published action plan, under its recommendation
    "narrative": "",  # the text of a document beside its statements
    "summary": "Summary",  # a partnership's own words on its review, which are no quotation
}
LONGEST_SCANNED = 340  # characters; a QR code of 2 cm with more is too fine to scan
THEMES = ("Key theme", "Emerging theme")  # labels of themes that documents list in a few words each


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Document:
    """A quoted document and its licence."""

    title: str
    review: str  # title of its review
    code: str  # code of its review, such as "R0003"
    publisher: str = ""
    dated: str = "undated"  # "6 September 2016", "September 2016", "2016" or "undated"
    licence: str = ""  # empty: not stated
    address: str = ""  # where it was published; empty: not stated
    language: str = ""  # of its title, such as "cy"; empty: that of the outline

    @property
    def credit(self) -> str:
        """The document in one line, as credits name it."""
        return self.title + self.after_title

    @property
    def after_title(self) -> str:
        """What credits say after its title, which may be in another language."""
        return "".join(f", {one}" for one in (self.publisher, self.dated) if one)


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Part:
    """A part of a recommendation. The parts of a part follow it, on level 2."""

    label: str
    text: str
    level: int = 1
    language: str = ""  # of its text, if it is not that of its item

    @property
    def shown_label(self) -> str:
        """Its label as pages show it."""
        return in_brackets(self.label)


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Cell:
    """What an action plan prints beside the words of an action, such as its lead and its due date."""

    heading: str  # ours for a column with a name, else as printed
    text: str
    column: str = ""  # "lead", "due", "status", "progress", "evidence" or "outcome"; empty: another column of the plan

    @property
    def is_long(self) -> bool:
        """Whether it needs lines of its own, and cannot stand beside other cells."""
        return needs_lines(self.text)

    @property
    def due_on(self) -> date | None:
        """The date that its words state, if it is a due date and they state one."""
        return date_in(self.text) if self.column == "due" else None


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Wording:
    """The words of an item in another language, as published, for data formats: documents show one of them."""

    language: str  # such as "cy"
    text: str = ""
    parts: tuple[Part, ...] = ()
    tail: str = ""
    source: str = ""  # the document and the place in it
    tail_language: str = ""  # of its tail, if it is not that of its text


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Item:
    """A quoted text, word for word, with its source."""

    look: str  # one of LOOKS: its colour and symbol
    label: str  # its kind in words, such as "Good practice" or "Recommendation 3"; empty: narrative
    text: str = ""  # paragraphs are separated by an empty line
    parts: tuple[Part, ...] = ()  # after the text
    tail: str = ""  # after the parts
    under: tuple["Item", ...] = ()  # its sub-points, the responses to it and the actions of a plan for it
    reference: str = ""  # "R0003-14", by which it is cited; empty if it has no page of its own
    review: str = ""  # code of its review, for checking permissions again
    document: int = -1  # index of the quoted document in the outline's `documents`; -1: written in the portal
    place: str = ""  # place in the document, such as "line 29"
    line: str = ""  # the small line under it: review, place, year or "undated", agencies
    address: str = ""  # URL of its page in the portal
    citation: str = ""  # in full, to be pasted
    audience: str = ""  # such as "Professionals only"; empty: everyone
    is_bullet: bool = False  # part of a list in its document; consecutive ones are one list
    is_typed: bool = False  # typed in the portal, not quoted from a document
    is_event: bool = False  # tells what happened to the child, not how the review was made
    is_key: bool = False  # part of the two-minute summary of its review
    note: str = ""  # the trainer's note, never words of the document
    versions: tuple[int, ...] = ()  # keys of the response versions that it quotes, which may be withdrawn
    themes: tuple[str, ...] = ()  # names of its themes, which are the portal's words
    kind: str = ""  # an `ItemKind` or a `SectionKind`; empty: neither
    groups: tuple[str, ...] = ()  # the groups of its themes
    is_sub_point: bool = False  # stands under another statement of its document
    stands_under: str = ""  # the reference of that statement
    cells: tuple[Cell, ...] = ()  # after its tail: of an action, what its plan prints beside it
    language: str = ""  # of its words, such as "cy"; empty: that of the outline
    tail_language: str = ""  # of its tail, if it is not that of its text
    wordings: tuple[Wording, ...] = ()  # the same words in other languages

    @property
    def texts(self) -> list[str]:
        """Its published texts in order, without those of the items under it."""
        parts, cells = (part.text for part in self.parts), (cell.text for cell in self.cells)
        return [text for text in (self.text, *parts, self.tail, *cells) if text]

    @property
    def nested_parts(self) -> list[tuple[Part, list[Part]]]:
        """Its parts, each with the parts of its own."""
        return nested(self.parts)

    @property
    def paragraphs(self) -> list[str]:
        """The paragraphs of its text."""
        return [paragraph for paragraph in self.text.split("\n\n") if paragraph.strip(" \t\n")]


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Section:
    """Items under one heading."""

    heading: str
    items: tuple[Item, ...] = ()
    sections: tuple["Section", ...] = ()  # subsections, after its items
    note: str = ""  # a note by the portal under the heading
    is_trainers: bool = False  # whether a trainer wrote its heading
    lines: int = 0  # ruled lines to write on, after its items
    fields: tuple[str, ...] = ()  # labels of what readers fill in by hand, after its items
    minutes: int = 0  # of a session in which it is presented
    language: str = ""  # of its heading, such as "cy"; empty: that of the outline

    @property
    def runs(self) -> list[tuple[bool, list[Item]]]:
        """Its items, with consecutive bullets of one list together."""
        return [(is_bullet, list(run)) for is_bullet, run in groupby(self.items, key=lambda item: item.is_bullet)]


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Fact:
    """One row of the facts of a review."""

    name: str
    value: str


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Summary:
    """A partnership's own words for one part of the seven-minute briefing on its review."""

    part: str  # one of `layouts.seven_minute.HEADINGS`
    text: str
    references: tuple[str, ...] = ()  # of the statements that it is based on


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Outline:
    """A document to be written: its content, sources, audience and version."""

    title: str
    made_on: date
    lead: str = ""  # a line under the title that says what it is
    introduction: str = ""  # the trainer's own words
    content_note: str = ""  # a warning about distressing content
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    documents: tuple[Document, ...] = ()  # the quoted documents, to which `Item.document` is an index
    audience: str = ""  # the mark on each page, slide and row; empty: everyone
    portal: str = ""  # the name of the portal
    address: str = ""  # URL of the page that it was made from
    code: str = ""  # of a kept version, which it opens permanently
    code_address: str = ""  # URL of the kept version
    check: str = ""  # check code of a document that was not kept, see `check_codes`
    check_address: str = ""  # URL that compares its words with the current ones
    layout: str = "briefing"
    reviews: tuple[str, ...] = ()  # codes of all reviews that it was made from, including those that are not shown
    subject: str = ""  # what its title names, such as "agency/merton" or "review/R0003"; empty: nothing restricted
    is_trainers: bool = False  # whether a trainer chose its content and wrote its title
    workspace: str = ""  # slug of the only partnership that may read it
    remarks: tuple[str, ...] = ()  # sentences on what was left out, and what has changed since it was kept
    language: str = "en-GB"
    head: str = ""  # the lead of short layouts: kind, partnership and month, without an exact date
    called: str = ""  # what a short layout is called, such as "Review summary"
    abbreviations: tuple[Fact, ...] = ()  # the abbreviations in a short layout, spelt out
    summaries: tuple[Summary, ...] = ()  # for the layout that has room for them; none once it is arranged
    approved_by: str = ""  # name of the partnership that has approved its seven-minute briefing
    approval: str = ""  # digest of what was approved; none once it is arranged

    @property
    def is_restricted(self) -> bool:
        """Whether anything in it is not public."""
        return bool(self.audience)

    @property
    def has_mixed_audiences(self) -> bool:
        """Whether its items have different audience marks, so that one mark for all of it does not say enough."""
        return len({item.audience for item in self.items()}) > 1

    @property
    def is_readers_choice(self) -> bool:
        """Whether a reader chose or wrote any of its content: they searched, filtered or made a briefing."""
        return self.is_trainers or not (self.subject or self.workspace)

    @property
    def printed_code(self) -> str:
        """The code of the kept version, or else the check code."""
        return self.code or self.check

    @property
    def printed_address(self) -> str:
        """The URL in the QR code. A long check URL is shortened to the part that identifies the document."""
        address = self.check_address
        if len(address) > LONGEST_SCANNED:  # the marks of the quotations are its last part
            address, _, _ = address.rpartition(".")
        return self.code_address or address

    @property
    def check_page(self) -> str:
        """The short URL of the page on which to enter its check code."""
        before, page, _ = self.check_address.partition("/check/")
        return before + page

    @property
    def name(self) -> str:
        """The title of the file, with the audience mark."""
        return f"{self.title} ({self.audience.lower()})" if self.audience else self.title

    def items(self) -> list[Item]:
        """Return every item in order, each followed by the items under it."""
        return [item for section in self.sections for item in items_of(section)]

    def words(self) -> list[str]:
        """Return all published texts in it, in order."""
        return [text for item in self.items() for text in item.texts]


def items_of(section: Section) -> list[Item]:
    """Return every item of a section and its subsections, in order."""
    own = [one for item in section.items for one in with_under(item)]
    return own + [item for inner in section.sections for item in items_of(inner)]


def with_under(item: Item) -> list[Item]:
    """Return an item followed by the items under it."""
    return [item] + [one for under in item.under for one in with_under(under)]


OUTLINE = TypeAdapter(Outline)


def as_data(outline: Outline) -> dict[str, Any]:
    """Return an outline as plain data, to be stored or sent."""
    data: dict[str, Any] = OUTLINE.dump_python(outline, mode="json")
    return data


def from_data(data: dict[str, Any]) -> Outline:
    """Return the outline that `as_data()` made; raises pydantic.ValidationError for anything else."""
    return OUTLINE.validate_python(data)


def with_code(outline: Outline, code: str, address: str) -> Outline:
    """Return an outline with the code of its kept version, and the URL of that version."""
    return replace(outline, code=code, code_address=address)
