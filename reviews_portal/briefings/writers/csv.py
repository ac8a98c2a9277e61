"""CSV: a row for each item with its citation, in UTF-8 with a byte order mark, safe to open in a spreadsheet.

A text that is longer than a spreadsheet's cell continues in the next row, which repeats all other cells.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest

from learning.utils.spreadsheet import BOM, written
from reviews_portal.briefings.outline import Item, Outline, Section

from .text import printable

COLUMNS = (
    *("Heading", "Reference", "Kind", "Text", "Under the text", "Note by the trainer", "Audience", "Themes", "Review"),
    *("Document", "Date", "Licence", "Place", "Address", "Citation", "Version", "Stands under", "Language"),
    # Of an action of a published plan. The due date is a date only if the words under "Due" are one.
    *("Lead", "Due", "Due date", "Status", "Progress", "Evidence", "Outcome", "Other columns"),
)
LONG = tuple(map(COLUMNS.index, ("Text", "Lead", "Due", "Status", "Progress", "Evidence", "Outcome", "Other columns")))
LONGEST_CELL = 32_000  # characters; Excel truncates a cell at 32,767
CELLFUL = re.compile(
    rf"(?s).{{1,{LONGEST_CELL}}}(?:\Z|(?<=\s))|.{{1,{LONGEST_CELL}}}"
)  # up to a space, if there is one


def write(outline: Outline) -> Iterator[bytes]:
    """Yield the CSV file of an outline."""
    return write_all([outline])


def write_all(outlines: Iterable[Outline]) -> Iterator[bytes]:
    """Yield one CSV file of several outlines, which may come from a generator."""
    yield (BOM + written([COLUMNS])).encode()
    for outline in outlines:
        version = version_of(outline)
        items = (found for section in outline.sections for found in rows_of(section))
        rows = (cells for path, item in items for cells in item_rows(outline, version, path, item))
        yield written(rows).encode()


def rows_of(section: Section, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Item]]:
    """Yield each item of a section with the headings above it."""
    path = (*above, section.heading)
    for item in section.items:
        yield from with_under(path, item)
    for inner in section.sections:
        yield from rows_of(inner, path)


def with_under(path: tuple[str, ...], item: Item) -> Iterator[tuple[tuple[str, ...], Item]]:
    """Yield an item and the items under it."""
    yield path, item
    for under in item.under:
        yield from with_under(path, under)


def item_rows(outline: Outline, version: str, path: tuple[str, ...], item: Item) -> Iterator[list[str]]:
    """Yield the rows of an item: one, or several if its words are too long for a cell."""
    cells = item_cells(outline, version, path, item)
    if not "".join(cells).isprintable():  # most rows need no replacement
        cells = [printable(cell) for cell in cells]
    if max(map(len, cells)) <= LONGEST_CELL:
        yield cells
        return
    split = {column: CELLFUL.findall(cells[column]) for column in LONG if len(cells[column]) > LONGEST_CELL}
    if not split:  # only our own words are so long
        yield cells
        return
    for some in zip_longest(*split.values(), fillvalue=""):
        row = list(cells)
        for column, text in zip(split, some, strict=True):
            row[column] = text
        yield row


def item_cells(outline: Outline, version: str, path: tuple[str, ...], item: Item) -> list[str]:
    """Return the cells of one item."""
    document = outline.documents[item.document] if item.document >= 0 else None
    parts = [f"{part.shown_label} {part.text}" for part in item.parts]
    return [
        " – ".join(path),
        item.reference,
        item.label,
        "\n".join(filter(None, [item.text, *parts, item.tail])),
        item.line,
        item.note,
        item.audience,
        "; ".join(item.themes),
        document.review if document else "",
        document.title if document else "",
        document.dated if document else "",
        (document.licence or "not stated") if document else "",
        item.place,
        item.address,
        item.citation,
        version,
        item.stands_under,
        (item.language or outline.language.partition("-")[0]) if item.texts else "",
        *plan_cells(item),
    ]


def plan_cells(item: Item) -> list[str]:
    """Return what the plan of an action prints beside it; "" for each column of any other item."""
    if not item.cells:
        return [""] * 8
    named = {cell.column: cell for cell in item.cells if cell.column}
    due = named.get("due")
    text = {column: cell.text for column, cell in named.items()}
    return [
        text.get("lead", ""),
        text.get("due", ""),
        due.due_on.isoformat() if due and due.due_on else "",
        *(text.get(column, "") for column in ("status", "progress", "evidence", "outcome")),
        "\n".join(f"{cell.heading}: {cell.text}" for cell in item.cells if not cell.column),
    ]


def version_of(outline: Outline) -> str:
    """Return the code and URL of the kept version or the check; without a code, the date and URL of the page."""
    if outline.printed_code:
        return f"{outline.printed_code} {outline.printed_address}"
    return f"{outline.made_on:%-d %B %Y} {outline.address}"
