"""Any text goes through each format as it is, but for the marks that stand for what cannot be shown, and runs nowhere.

Each file is read again by a reader that is not ours. PDFs are tried in test_pdf_any_text.py: a font may lack a letter.
"""

import csv
import io
import json
import re

import docx
import lxml.html
import pptx
import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from learning.utils.text import in_brackets
from reviews_portal.briefings.outline import Item, Outline, from_data
from reviews_portal.briefings.writers import FORMATS
from reviews_portal.briefings.writers.text import printable

from .any_text import TEXTS, outline_of
from .office import assert_in_order, bare
from .slides import published as published_on_slides
from .word import published as published_in_word

RUNS = "//script | //iframe | //object | //embed | //base | //form | //@*[starts-with(name(), 'on')] | //@style"
QUOTES = "//blockquote//p | //blockquote//li | //dd[@class='quote']"
PLAN = ("Lead", "Due", "Status", "Progress", "Evidence", "Outcome", "Other columns")
FORMULA = re.compile("\\s*[=+@\uff1d\uff0b\uff0d\uff20-]")
LINK = re.compile(r"(https?://|mailto:)")


def of_word(content: bytes) -> list[str]:
    return published_in_word(docx.Document(io.BytesIO(content)))


def of_slides(content: bytes) -> list[str]:
    return [published_on_slides(pptx.Presentation(io.BytesIO(content)).slides)]


def of_page(content: bytes) -> list[str]:
    page = lxml.html.document_fromstring(content)
    assert not page.xpath(RUNS)
    assert all(LINK.match(address) for address in page.xpath("//main//@href"))
    return [node.text_content() for node in page.xpath(QUOTES)]


def of_markdown(content: bytes) -> list[str]:
    tree = SyntaxTreeNode(MarkdownIt("gfm-like", {"linkify": False}).parse(content.decode()))
    nodes = list(tree.walk())
    assert {node.content for node in nodes if node.type in ("html_inline", "html_block")} <= {"<br>"}
    assert not {"code_block", "fence", "code_inline", "image", "hr"} & {node.type for node in nodes}
    assert all(LINK.match(str(node.attrs["href"])) for node in nodes if node.type == "link")
    quotes = [node for node in tree.children if node.type == "blockquote"]
    texts = [node for quote in quotes for node in quote.walk() if node.type == "inline"]
    return [said(node) for node in texts]


def said(inline: SyntaxTreeNode) -> str:
    """Return the words of a paragraph, without the markup that made them and without the heading of a cell."""
    shown = [node for child in inline.children if child.type != "strong" for node in child.walk()]
    return "".join(node.content if node.type == "text" else "\n" for node in shown if not node.children)


def of_spreadsheet(content: bytes) -> list[str]:
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    cells = [row[rows[0].index(name)] for row in rows[1:] for name in ("Text", *PLAN)]
    assert not any(FORMULA.match(cell) for cell in cells)
    return [unquoted(cell) for cell in cells]


def unquoted(text: str) -> str:
    """Return a text without the mark that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if text[:1] == "'" and FORMULA.match(text[1:]) else text


def of_data(content: bytes) -> list[str]:
    return from_data(json.loads(content)).words()


READ = {
    "docx": of_word,
    "pptx": of_slides,
    "html": of_page,
    "md": of_markdown,
    "csv": of_spreadsheet,
    "json": of_data,
}
LETTERED = {"pptx", "html", "md", "csv"}  # whose letters are text


def check(format: str, outline: Outline) -> None:
    found = READ[format](b"".join(FORMATS[format].write(outline)))
    told = [told_in(format, item, is_lettered=format in LETTERED) for item in outline.items()]
    come = bare("".join(found))
    if format == "pptx":  # a label that is too long for a title stands before its text
        assert_in_order(told, come)
    else:
        come = come.replace("()", "")
        assert come == bare("".join(told)).replace("()", "")


def lettered(item: Item) -> str:
    """Return the words of an item with the letters of its parts."""
    # No label of a record is invisible. What some formats put around one that is, others leave out.
    labels = [in_brackets(part.label) if printable(part.label) else "" for part in item.parts]
    parts = [f"{label} {part.text}" for label, part in zip(labels, item.parts, strict=True)]
    return "".join([item.text, *parts, item.tail])


def told_in(format: str, item: Item, *, is_lettered: bool) -> str:
    """Return the words of an item as a format tells them: some put the heading of a cell into its text."""
    words = lettered(item) if is_lettered else "".join([item.text, *(part.text for part in item.parts), item.tail])
    is_headed = {"pptx": lambda cell: True, "csv": lambda cell: not cell.column}.get(format, lambda cell: False)
    cells = [f"{cell.heading}: {cell.text}" if is_headed(cell) else cell.text for cell in item.cells]
    if format == "csv":
        words, cells = unquoted(words), [unquoted(cell) for cell in cells]
    return "".join([words, *cells])


def test_every_format_is_tried():
    assert {*READ, "pdf"} == {*FORMATS}


@pytest.mark.parametrize("format", READ)
@settings(max_examples=15, deadline=None)
@given(text=TEXTS, label=TEXTS)
def test_any_text_comes_out_as_it_went_in(format, text, label):
    check(format, outline_of(text, label))


@pytest.mark.slow
@pytest.mark.parametrize("format", READ)
@settings(max_examples=1000, deadline=None)
@given(text=TEXTS, label=TEXTS)
def test_a_thousand_texts_come_out_as_they_went_in(format, text, label):
    check(format, outline_of(text, label))
