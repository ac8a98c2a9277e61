"""The waist: any selection of learning becomes one Outline, and each writer turns an Outline into one format.

Sight was applied when an Outline was made: whatever stands in it may be read by the person for whom it was made, and a
writer decides nothing about that. Its words are those of the records; a writer may add nothing to them and leave
nothing out. It knows neither Django nor a database, so that it can be kept as data and read again.
"""

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from pydantic import ConfigDict, TypeAdapter, with_config

LOOKS = {
    "good-practice": "Good practice",
    "learning": "Learning",
    "recommendation": "Recommendation",
    "question": "Question",
    "response": "Response",
    "narrative": "",  # what a document tells beside its statements
}
LONGEST_SCANNED = 340  # characters; with more, a QR code of 2 cm is too fine to scan
THEMES = ("Key theme", "Emerging theme")  # labels of what documents give as a list of a few words each


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Document:
    """A document that is quoted: what it is, and on which terms."""

    title: str
    review: str  # its review's title
    code: str  # its review's code, such as "R0003"
    publisher: str = ""
    dated: str = "undated"  # "6 September 2016", "September 2016", "2016", or that it is undated
    licence: str = ""  # empty: not stated
    address: str = ""  # where it was published; empty: not stated

    @property
    def credit(self) -> str:
        """The document in one line, as it is named where it is quoted."""
        return ", ".join(filter(None, [self.title, self.publisher, self.dated]))


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Part:
    """A lettered part of a recommendation."""

    label: str
    text: str


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Item:
    """One thing that was published: word for word, with where it comes from."""

    look: str  # one of LOOKS: its hue and symbol
    label: str  # what it is in words, such as "Good practice" or "Recommendation 3"; empty: plain narrative
    text: str = ""  # paragraphs are parted by an empty line
    parts: tuple[Part, ...] = ()  # after the text
    tail: str = ""  # after the parts
    under: tuple["Item", ...] = ()  # the points that stand under it, and what was answered to it
    reference: str = ""  # "R0003-14", by which it is cited; empty for what has no page of its own
    review: str = ""  # the code of its review, by which sight of it is asked for again
    document: int = -1  # which of the outline's documents it is quoted from; -1: none, as it was written here
    place: str = ""  # where in the document, such as "line 29"
    line: str = ""  # the quiet line under it: review, place, year or "undated", bodies
    address: str = ""  # of its own page in the portal
    citation: str = ""  # in full, ready to be pasted
    audience: str = ""  # "Professionals only" and the like; empty: for everyone
    is_bullet: bool = False  # it stands in a list in its document; neighbours are one list
    is_typed: bool = False  # typed in the portal, not quoted from a document
    is_event: bool = False  # tells what happened to the child, not how the review was made
    is_key: bool = False  # it belongs to the two-minute summary of its review
    note: str = ""  # the trainer's own words beside it, never the document's
    versions: tuple[int, ...] = ()  # the keys of the versions of responses that it quotes, which may be withdrawn
    themes: tuple[str, ...] = ()  # under which it is found: the portal's words

    @property
    def texts(self) -> list[str]:
        """Its published words in order, without those of the points under it."""
        return [text for text in (self.text, *(part.text for part in self.parts), self.tail) if text]

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
    sections: tuple["Section", ...] = ()  # under it, after its items
    note: str = ""  # the portal's own words under the heading
    is_trainers: bool = False  # its heading is a trainer's

    @property
    def runs(self) -> list[tuple[bool, list[Item]]]:
        """Its items, the bullets of one list together."""
        return [(is_bullet, list(run)) for is_bullet, run in groupby(self.items, key=lambda item: item.is_bullet)]


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Fact:
    """One row of the facts of a review."""

    name: str
    value: str


@with_config(ConfigDict(extra="forbid"))
@dataclass(frozen=True)
class Outline:
    """A document to be written: what is in it, from where, for whom, which version."""

    title: str
    made_on: date
    lead: str = ""  # one line under the title: what it is
    introduction: str = ""  # the trainer's own words
    content_note: str = ""  # what is hard to read in it
    facts: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    documents: tuple[Document, ...] = ()  # all that it quotes, as `Item.document` counts them
    audience: str = ""  # the mark that each page, slide and row carries; empty: for everyone
    portal: str = ""  # the name of the portal
    address: str = ""  # of the page that it was made from
    code: str = ""  # of a kept version, which it opens for good
    code_address: str = ""  # where it is found
    check: str = ""  # of a document that was not kept, see `check_codes`
    check_address: str = ""  # compares its words with the current ones
    layout: str = "briefing"
    reviews: tuple[str, ...] = ()  # the codes of all that it was made from, also of what its layout does not show
    subject: str = ""  # what its title names, such as "agency/merton" or "review/R0003"; empty: nothing that is hidden
    is_trainers: bool = False  # a trainer chose what is in it, and gave it its title
    workspace: str = ""  # the slug of the partnership whose own it is, so that nobody else reads it again
    remarks: tuple[str, ...] = ()  # what is left out of it, what changed since it was kept: in sentences
    language: str = "en-GB"

    @property
    def is_restricted(self) -> bool:
        """Whether anything in it is not for everyone."""
        return bool(self.audience)

    @property
    def is_readers_choice(self) -> bool:
        """Whether what is in it, or a word of it, is a reader's own: they searched, filtered or put it together."""
        return self.is_trainers or not (self.subject or self.workspace)

    @property
    def printed_code(self) -> str:
        """The code of the kept version, or else the check code."""
        return self.code or self.check

    @property
    def printed_address(self) -> str:
        """The address in the QR code: a long check address is cut to the part that names the document."""
        address = self.check_address
        if len(address) > LONGEST_SCANNED:  # the marks of the quotations are at its end
            address, _, _ = address.rpartition(".")
        return self.code_address or address

    @property
    def check_page(self) -> str:
        """The short address of the page on which to enter its check code."""
        before, page, _ = self.check_address.partition("/check/")
        return before + page

    @property
    def name(self) -> str:
        """The title of the file: with the mark of who it is for."""
        return f"{self.title} ({self.audience.lower()})" if self.audience else self.title

    def items(self) -> list[Item]:
        """Return every item in order, each followed by those under it."""
        return [item for section in self.sections for item in items_of(section)]

    def words(self) -> list[str]:
        """Return all that was published in it, text by text, in order."""
        return [text for item in self.items() for text in item.texts]


def items_of(section: Section) -> list[Item]:
    """Return every item of a section in order, with those of the sections under it."""
    own = [one for item in section.items for one in with_under(item)]
    return own + [item for inner in section.sections for item in items_of(inner)]


def with_under(item: Item) -> list[Item]:
    """Return an item followed by those under it."""
    return [item] + [one for under in item.under for one in with_under(under)]


OUTLINE = TypeAdapter(Outline)


def as_data(outline: Outline) -> dict[str, Any]:
    """Return an outline as plain data, to be kept or sent."""
    data: dict[str, Any] = OUTLINE.dump_python(outline, mode="json")
    return data


def from_data(data: dict[str, Any]) -> Outline:
    """Return the outline that `as_data()` made; raises pydantic.ValidationError for anything else."""
    return OUTLINE.validate_python(data)


def with_code(outline: Outline, code: str, address: str) -> Outline:
    """Return the outline with the code of its version, and the address where that is found again."""
    return replace(outline, code=code, code_address=address)
