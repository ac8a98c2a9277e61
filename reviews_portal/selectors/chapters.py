"""The records of a document by chapter, as pages and exports show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.text import slugify

from learning.models import (
    ItemKind,
    LearningItem,
    SourceDocument,
)
from recommendations.models import Recommendation

from .hidden_places import HiddenPlace

IN_PLURAL = {
    ItemKind.GOOD_PRACTICE: "Good practice",
    ItemKind.AREA_TO_STRENGTHEN: "Areas to strengthen",
    ItemKind.ACTION_TAKEN_SINCE: "Action taken since",
}
SHORT = 160  # characters: a statement that is not longer stands in a list


@dataclass
class Run:
    """Consecutive records that are shown in one form: "bullets", "points", "records" or, hidden ones, "hidden".

    Points are short items of one kind, in one list under the name of their kind.
    """

    form: str
    records: list

    @property
    def label(self) -> str:
        """The name of the kind of its points, in the plural if there are several."""
        (first, *others) = self.records
        return IN_PLURAL.get(first.kind, f"{first.label}s") if others else first.label


@dataclass
class Block:
    """Records under one subheading of a document, in order."""

    heading: str
    subheading: str
    records: list = field(default_factory=list)

    @property
    def runs(self) -> list[Run]:
        """The records, with those that follow one another in one form together."""
        groups = groupby(self.records, key=form_of)
        return [Run(form, list(group)) for (form, _), group in groups]


def form_of(record: Any) -> tuple[str, str]:
    """Return the form in which a record is shown, and the kind of a point, which has a list for itself."""
    if isinstance(record, HiddenPlace):
        return "hidden", ""
    if getattr(record, "is_bullet", False):
        return "bullets", ""
    if isinstance(record, LearningItem) and not record.under and len(record.text) <= SHORT:
        return "points", record.kind
    return "records", ""


@dataclass
class Chapter:
    """A heading of a document, with the blocks under it."""

    heading: str
    anchor: str
    blocks: list[Block]
    document: int  # primary key of its document
    language: str = ""  # of its heading
    shown_in: str = ""  # the language of the page

    @property
    def reference(self) -> str:
        """What it is known by where it is kept: no other chapter has it."""
        return f"{self.document}#{self.anchor}"

    @property
    def references(self) -> Iterator[str]:
        """The references of its statements and their sub-points."""
        for block in self.blocks:
            for record in block.records:
                if isinstance(record, LearningItem | Recommendation):
                    yield from (one.reference for one in with_under(record))


def with_under(record: Any) -> Iterator[Any]:
    """Yield a record and everything that stands under it, in order."""
    yield record
    for point in getattr(record, "under", ()):
        yield from with_under(point)


def chapters(document: SourceDocument, records: Iterable) -> Iterator[Chapter]:
    """Yield the chapters of a document: its records in order, under its own headings."""
    own = sorted((record for record in records if record.document_id == document.pk), key=lambda r: r.position)
    for number, (heading, under) in enumerate(groupby(own, key=lambda record: record.heading)):
        anchor = slugify(f"{document.position} {heading}")[:60] or f"part-{document.position}-{number}"
        here = list(under)
        blocks = [
            Block(heading, subheading, list(group))
            for subheading, group in groupby(here, key=lambda record: record.subheading)
        ]
        quoted = (record.quoted_from for record in here if record.quoted_from)
        worded = next((one for one in quoted if one.heading), None)
        yield Chapter(
            worded.heading if worded else heading,
            f"{anchor}-{number}",
            blocks,
            document.pk,
            language=here[0].shown_in if worded else document.language,
            shown_in=here[0].shown_in,
        )
