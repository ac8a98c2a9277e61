"""Markdown (CommonMark with tables), for wikis, notes and email; published words are in block quotes."""

import re
from collections.abc import Iterator

from reviews_portal.briefings.outline import Document, Item, Outline, Section

from .text import linked, printable

# Characters that Markdown, or HTML within it, may take as markup; a backslash escapes each.
MARKUP = re.compile(r"([\\`*_{}\[\]<>()#+\-.!|~&=:$^@\"'/])")
# In a URL only the characters that would end it.
ENDS_ADDRESS = re.compile(r"[\s<>()\\]")
DEEPEST = 6
TO_FILL_IN = "\\_" * 30
NEXT_LINE_OF_BULLET = "  \n>   "


def write(outline: Outline) -> Iterator[bytes]:
    """Yield the Markdown document, block by block, with an empty line between two blocks."""
    for block in filter(None, blocks(outline)):
        yield f"{block}\n\n".encode()


def blocks(outline: Outline) -> Iterator[str]:
    """Yield each block of the document."""
    yield f"# {words(outline.title, newline=' ')}"
    if outline.called:
        yield strong(f"{outline.called}{f', approved by {outline.approved_by}' if outline.approved_by else ''}")
    yield strong(outline.audience)
    yield words(outline.lead)
    yield strong(outline.content_note)
    if outline.introduction:
        yield "*Trainer’s introduction:*"
        yield words(outline.introduction)
    if outline.facts:
        rows = [f"| {words(fact.name)} | {cell(fact.value)} |" for fact in outline.facts]
        yield "\n".join(["| Key facts | |", "|---|---|", *rows])
    for section in outline.sections:
        yield from section_blocks(section, 2, is_short=bool(outline.called))
    spelt = "; ".join(f"{one.name} {one.value}" for one in outline.abbreviations)
    if remarks := [*([f"Abbreviations: {spelt}."] if spelt else []), *outline.remarks]:
        yield f"## About this {'document' if outline.called else 'version'}"
        yield "\n".join(f"- {words(sentence)}" for sentence in remarks)
    yield "## Documents quoted"
    if outline.documents:
        yield "\n".join(f"- {credit(document)}" for document in outline.documents)
    page = "" if outline.is_trainers else f" {link('Source page', outline.address)}."
    yield f"Made on {outline.made_on:%-d %B %Y} with {words(outline.portal)}.{page}"
    if outline.code:
        yield f"This version: {link(outline.code, outline.code_address)}."
    elif outline.check:
        address = link("Check whether these words have changed", outline.printed_address)
        yield f"Check code {words(outline.check)}. {address}."


def section_blocks(section: Section, level: int, *, is_short: bool) -> Iterator[str]:
    """Yield the blocks of a section and its subsections. In a short layout our own words follow the statements."""
    if section.heading:
        yield f"{'#' * min(level, DEEPEST)} {words(section.heading, newline=' ')}"
        level += 1
    if not is_short:
        yield strong(section.note, "*")
    for is_bullet, items in section.runs:
        if is_bullet and not is_short:
            yield "\n".join(f"> - {words(item.text, newline=NEXT_LINE_OF_BULLET)}" for item in items)
        else:
            for item in items:
                yield from item_blocks(item, is_short=is_short)
    if is_short:
        yield words(section.note)
    for label in section.fields:
        yield f"{words(label)}: {TO_FILL_IN}"
    yield "\n\n".join([TO_FILL_IN] * section.lines)
    for inner in section.sections:
        yield from section_blocks(inner, level, is_short=is_short)


def item_blocks(item: Item, *, is_short: bool, depth: int = 1) -> Iterator[str]:
    """Yield the blocks of an item and the items under it; in a short layout without its kind and reference.

    The words of a sub-point are quoted one level deeper than those that they stand under: `depth` levels.
    """
    label = "" if is_short and item.look not in ("response", "action", "summary") else item.label
    yield strong(" – ".join(filter(None, [label, item.audience])))
    quoted = [words(text) for text in item.paragraphs]
    quoted += [f"{words(part.shown_label)} {words(part.text)}" for part in item.parts]
    quoted.append(words(item.tail))
    quoted += [f"{strong(f'{cell.heading}:')} {words(cell.text)}" for cell in item.cells]
    if item.look == "summary":
        yield words(item.text)
    elif any(quoted):
        mark = "> " * depth
        paragraphs = ("\n".join(f"{mark}{line}" for line in text.split("\n")) for text in filter(None, quoted))
        yield f"\n{mark.rstrip()}\n".join(paragraphs)
    reference = "" if is_short else link(item.reference, item.address)
    yield " · ".join(filter(None, [words(item.line), reference]))
    if item.note:
        yield f"*Trainer’s note:* {words(item.note)}"
    for under in item.under:
        yield from item_blocks(under, is_short=is_short, depth=depth + (under.look not in ("response", "action")))


def credit(document: Document) -> str:
    """Return the line about a document, with its URL and licence."""
    licence = words(document.licence) if document.licence else "licence not stated"
    address = link("Original document", document.address) if document.address else ""
    return ". ".join(filter(None, [words(document.credit), address, licence]))


def words(text: str, newline: str = "  \n") -> str:
    """Return an escaped text with its line ends."""
    lines = [MARKUP.sub(r"\\\1", line.strip()) for line in printable(text).split("\n")]
    return newline.join(filter(None, lines))


def strong(text: str, mark: str = "**") -> str:
    """Return an escaped text in bold or, with another `mark`, in italics; "" if it is empty."""
    return f"{mark}{inner}{mark}" if (inner := words(text)) else ""


def cell(text: str) -> str:
    """Return an escaped text for a cell of a table."""
    return words(text, newline="<br>")


def link(text: str, address: str) -> str:
    """Return a link, or only its text if the address must not be linked."""
    if not linked(address) or ENDS_ADDRESS.search(address):
        return words(text)
    return f"[{words(text)}]({address})"
