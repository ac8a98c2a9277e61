"""What an address and the command do alike: choose, arrange, and write in a format. Nothing is stored by it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import chain

from django.http import HttpRequest
from django.utils.text import slugify

from .fitting import fitted
from .layouts import LAYOUTS, Layout, arranged
from .listings import Listing, TooMany
from .outline import Item, Outline, Section
from .selections import LISTS, RECORDS
from .writers import FORMATS, Format
from .writers import csv as rows

type Tell = Callable[[int], object]  # is told how many items are written

USUAL = LAYOUTS["briefing"]


class NothingToExport(Exception):
    """Nothing is left of a selection; its words say why."""

    def __init__(self) -> None:
        super().__init__("Nothing that you may read is in this selection.")


@dataclass(frozen=True)
class Export:
    """A document that can be written: an outline or, as rows, a list that no outline holds."""

    name: str  # of the file, without what is added for its layout, its audience and its format
    format: Format
    source: Outline | Listing
    selected: tuple[str, str] = ("", "")  # of a list that no outline holds: what its address names, and its key

    @property
    def what(self) -> str:
        """What it holds, by its subject or reviews: its name may be words that somebody typed."""
        if isinstance(self.source, Listing):
            return "list"
        return " ".join(self.source.reviews) or self.source.subject or "document"

    @property
    def file_name(self) -> str:
        """The name of the file, which says for whom it is."""
        layout = self.source.layout if isinstance(self.source, Outline) else USUAL.name
        words = [self.name, layout if layout != USUAL.name else "", slugify(self.source.audience)]
        return f"{'-'.join(filter(None, words))}.{self.format.name}"

    @property
    def number(self) -> int:
        """How many items it has, as `Tell` counts them: those that stand under another with it."""
        return self.source.number if isinstance(self.source, Listing) else number_of(self.source)

    def parts(self, tell: Tell | None = None) -> Iterator[bytes]:
        """Return the file part by part. Raises CannotWrite at once for what the format cannot hold."""
        if isinstance(self.source, Listing):
            content = rows.write_all(watched_one_by_one(self.source.outlines(), tell))
        else:
            content = self.format.write(watched(self.source, tell))
        return chain([next(content, b"")], content)


def export(request: HttpRequest, what: str, key: str, format: Format, layout: str = "") -> Export:
    """Return what a request may read of a selection, arranged, as a file of this format.

    A list that no document holds is exported all the same as CSV. Raises Http404 for a record that the reader may not
    see, TooMany for a list that the format cannot hold, and NothingToExport where nothing is left.
    """
    name = "-".join(filter(None, [what, key]))
    chosen = layout_of(layout, format)
    try:
        return Export(name, format, selected(request, what, key, chosen))
    except TooMany as error:
        if format is not FORMATS["csv"] or chosen is not USUAL:
            raise
        return Export(name, format, error.listing, (what, key))


def selected(request: HttpRequest, what: str, key: str, layout: Layout) -> Outline:
    """Return what a request may read of a selection, arranged in a layout. Raises as `export` does."""
    outline = RECORDS[what](request, key) if key else LISTS[what](request)
    layout = USUAL if outline.workspace else layout  # a report of figures has nothing to arrange
    outline = fitted(arranged(outline, layout), layout)
    if not outline.items():
        raise NothingToExport
    return outline


def layout_of(name: str, format: Format) -> Layout:
    """Return the layout of this name, else slides as slides and everything else as a briefing."""
    return LAYOUTS.get(name, LAYOUTS["slides"] if format.name == "pptx" else USUAL)


class Watched(tuple[Item, ...]):
    """Items that tell when a writer comes to them; it may go through them more than once."""

    tell: Tell
    before: int

    def __iter__(self) -> Iterator[Item]:
        for number, item in enumerate(super().__iter__(), start=self.before):
            self.tell(number)
            yield item


def watched_one_by_one(outlines: Iterator[Outline], tell: Tell | None) -> Iterator[Outline]:
    """Yield outlines that tell how many of the items of all of them a writer has passed."""
    passed = 0
    for outline in outlines:
        yield watched(outline, tell, passed)
        passed += number_of(outline)


def watched(outline: Outline, tell: Tell | None, passed: int = 0) -> Outline:
    """Return an outline that tells how many of its items a writer has passed, beside those `passed` before."""
    if tell is None:
        return outline

    def section(one: Section) -> Section:
        nonlocal passed
        items = Watched(one.items)
        items.tell, items.before = tell, passed
        passed += len(items)
        return replace(one, items=items, sections=tuple(map(section, one.sections)))

    return replace(outline, sections=tuple(map(section, outline.sections)))


def number_of(outline: Outline) -> int:
    """Return how many items an outline has; those that stand under another are counted with it."""

    def number(section: Section) -> int:
        return len(section.items) + sum(map(number, section.sections))

    return sum(map(number, outline.sections))
