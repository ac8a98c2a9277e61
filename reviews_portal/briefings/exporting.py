"""The steps of an export, shared by views and the command: select, arrange, write. None of them stores anything."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import chain, product
from urllib.parse import parse_qsl, urlsplit

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.text import slugify

from learning.languages import asked_language

from .fitting import laid_out
from .glossary import with_terms
from .layouts import LAYOUTS, Layout, arranged, earlier_arrangements
from .listings import Listing, TooMany, quoter_for
from .outline import LONGEST_SCANNED, Item, Outline, Section
from .plans import MOST, Entry, Plan, outline_of
from .selections import LISTS, RECORDS
from .summaries.approval import as_approved
from .versions.check_codes import with_check
from .writers import FORMATS, Format
from .writers import csv as rows

type Tell = Callable[[int], object]  # progress callback: takes the number of items written

USUAL = LAYOUTS["briefing"]
PROFESSIONALS = "professionals"
MINE = "mine"  # stands for the trainer's own briefing in URLs


class NothingToExport(Exception):
    """A selection without anything that the user may read; the message says so."""

    def __init__(self) -> None:
        super().__init__("This selection has nothing that you have permission to view.")


@dataclass(frozen=True)
class Export:
    """A document that can be written: an outline or, as CSV, a list that is too long for one."""

    name: str  # of the file, without the layout, the audience and the extension
    format: Format
    source: Outline | Listing
    selected: tuple[str, str] = ("", "")  # for a list too long for an outline: its name and key in the URL

    @property
    def what(self) -> str:
        """What it contains, for the audit log: codes or subject, because a title may be words that somebody typed."""
        if isinstance(self.source, Listing):
            return "list"
        return " ".join(self.source.reviews) or self.source.subject or "document"

    @property
    def file_name(self) -> str:
        """The name of the file, with the layout, the audience and the extension."""
        layout = self.source.layout if isinstance(self.source, Outline) else USUAL.name
        called = slugify(self.source.called) if isinstance(self.source, Outline) else ""
        words = [self.name, called or (layout if layout != USUAL.name else ""), slugify(self.source.audience)]
        return f"{'-'.join(filter(None, words))}.{self.format.name}"

    @property
    def number(self) -> int:
        """The number of its items, as the progress callback counts them: without the items under others."""
        return self.source.number if isinstance(self.source, Listing) else number_of(self.source)

    def parts(self, tell: Tell | None = None) -> Iterator[bytes]:
        """Return the file in parts, calling `tell` with the progress. Raises CannotWrite before the first part."""
        if isinstance(self.source, Listing):
            content = rows.write_all(watched_one_by_one(self.source.outlines(), tell))
        else:
            content = self.format.write(watched(self.source, tell))
        return chain([next(content, b"")], content)


def export(request: HttpRequest, what: str, key: str, format: Format, layout: str = "") -> Export:
    """Return what the user may read of a selection, in a layout and a format.

    A list too long for a document can still be exported as CSV. Raises Http404 for a record that the user may not see,
    TooMany for a list that is too long for the format, and NothingToExport if nothing is left.
    """
    name = "-".join(filter(None, [what, key]))
    chosen = layout_of(layout, format)
    try:
        return Export(name, format, checked(request, what, key, selected(request, what, key, chosen)))
    except TooMany as error:
        if format is not FORMATS["csv"] or chosen is not USUAL:
            raise
        return Export(name, format, error.listing, (what, key))


def selected(request: HttpRequest, what: str, key: str, layout: Layout) -> Outline:
    """Return what the user may read of a selection, in a layout. Raises the same errors as `export`."""
    outline = RECORDS[what](request, key) if key else LISTS[what](request)
    layout = USUAL if outline.workspace else layout  # the yearly report has one layout only
    if not outline.items():
        raise NothingToExport
    whole = as_approved(outline, layout)
    return laid_out(with_terms(whole, whole.reviews) if layout.is_short else whole, layout)


def layout_of(name: str, format: Format) -> Layout:
    """Return the layout with this name; by default slides for PowerPoint, and the briefing for other formats."""
    return LAYOUTS.get(name, LAYOUTS["slides"] if format.name == "pptx" else USUAL)


def checked(request: HttpRequest, what: str, key: str, outline: Outline) -> Outline:
    """Return an outline with its check code, and the URL that compares the same selection with it."""
    page = request.build_absolute_uri(
        reverse("check", args=[what, key]) if key else reverse("check_list", args=[what])
    )
    chosen = parse_qsl(urlsplit(outline.address).query)
    if what == "search":
        chosen.append(("q", request.GET.get("q", "").strip()))
    return with_check(outline, page, [*chosen, *made_as(outline)])


def made_as(outline: Outline) -> list[tuple[str, str]]:
    """Return the parameters of a check URL for the layout, and for an audience that is not the public."""
    layout = [("layout", outline.layout)] if outline.layout != USUAL.name else []
    return layout + ([("for", PROFESSIONALS)] if outline.audience else [])


def checked_own(request: HttpRequest, outline: Outline) -> Outline:
    """Return a trainer's briefing with its check code; the references that it quotes are in its check URL."""
    references = dict.fromkeys(
        item.reference for item in outline.items() if item.reference and item.look != "response"
    )
    page = request.build_absolute_uri(reverse("check_list", args=[MINE]))
    own = parse_qsl(urlsplit(outline.address).query)  # its language
    return with_check(outline, page, [("item", packed(references)), *own, *made_as(outline)])


def put_together(request: HttpRequest) -> tuple[Outline, Iterator[Outline]]:
    """Return everything that the check URL of a trainer's briefing names, and the documents that can be made from it.

    Raises Http404 if the user may see none of it.
    """
    entries = tuple(map(Entry, unpacked(request.GET.get("item", ""))))
    layout = LAYOUTS.get(request.GET.get("layout", ""), USUAL)
    language = asked_language(request.GET)

    def made(background: bool, responses: bool) -> Outline:
        plan = Plan(layout=layout.name, background=background, responses=responses, entries=entries, language=language)
        return outline_of(plan, request.user, quoter_for(request))

    whole = made(background=True, responses=True)
    if not whole.items():
        raise Http404
    both = product((True, False), repeat=2)
    return whole, (
        one
        for outline in (made(*given) for given in both)
        for one in (arranged(outline, layout), *earlier_arrangements(outline, layout))
    )


def packed(references: Iterable[str]) -> str:
    """Return references as a string that has the code of each review once: "R0003-14.15.R0001-3"."""
    words, review = [], ""
    for reference in references:
        code, _, number = reference.rpartition("-")
        words.append(number if code == review else reference)
        review = code
    return ".".join(words)


def unpacked(text: str) -> list[str]:
    """Return the references in a string made by `packed()`, limited to the most that a briefing can have."""
    references, review = [], ""
    for word in text[:LONGEST_SCANNED].split("."):
        code, dash, number = word.rpartition("-")
        review = code if dash else review
        if review and number.isdecimal():
            references.append(f"{review}-{number}")
    return list(dict.fromkeys(references))[:MOST]


class Watched(tuple[Item, ...]):
    """Items that call back when a writer reaches each of them; a writer may iterate more than once."""

    tell: Tell
    before: int

    def __iter__(self) -> Iterator[Item]:
        for number, item in enumerate(super().__iter__(), start=self.before):
            self.tell(number)
            yield item


def watched_one_by_one(outlines: Iterator[Outline], tell: Tell | None) -> Iterator[Outline]:
    """Yield outlines that call `tell` with the number of items passed, counted over all of them."""
    passed = 0
    for outline in outlines:
        yield watched(outline, tell, passed)
        passed += number_of(outline)


def watched(outline: Outline, tell: Tell | None, passed: int = 0) -> Outline:
    """Return an outline that calls `tell` with the number of items a writer has passed, plus `passed`."""
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
    """Return the number of items in an outline, without the items under others."""

    def number(section: Section) -> int:
        return len(section.items) + sum(map(number, section.sections))

    return sum(map(number, outline.sections))
