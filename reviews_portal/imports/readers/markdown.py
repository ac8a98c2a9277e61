"""Reads Markdown: CommonMark with tables, rendered to HTML, whose reader does the rest."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from learning.originals.reader.contents import Refused
from reviews_portal.imports.blocks import Block, BlockKind, Source

from .html import fragment_blocks
from .marks import BULLET, SUPERSCRIPT
from .words import decoded, tidy

DEEPEST = 60  # lists and quotations within each other; the parser drops what is deeper
FRONT = re.compile(r"\A---[ \t]*\n((?:[\w -]+:.*\n|[ \t]+.*\n|#.*\n)+)---[ \t]*(?:\n|\Z)")
PROPERTY = re.compile(r"^([\w -]+):[ \t]*(.+)$", re.MULTILINE)
NOTE_MARK = re.compile(r"\[\^(\d+)\](?!:)")
FOOTNOTE = re.compile(r"\[\^([\w-]+)\]:?\s*(?=\S)")


def read(content: bytes, name: str) -> Source:
    """Return the blocks of a Markdown text. Raises Refused for a file that is no text or is nested too deeply."""
    text = decoded(content).replace("\r\n", "\n").replace("\r", "\n")
    metadata = {}
    if front := FRONT.match(text):
        metadata = {key.strip().lower(): tidy(value).strip("'\"") for key, value in PROPERTY.findall(front[1])}
        text = text[front.end() :]
    # Notes are no part of CommonMark: their marks become what is printed, each note a paragraph of its own.
    text = NOTE_MARK.sub(lambda found: found[1].translate(SUPERSCRIPT), re.sub(r"\n(?=\[\^[\w-]+\]:)", "\n\n", text))
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": DEEPEST}).enable("table")
    environment: dict = {}
    try:
        tokens = parser.parse(text, environment)
    except RecursionError as error:
        raise Refused("is nested too deeply to be read. Save it as plain text and choose that.") from error
    if any(token.level >= DEEPEST - 1 for token in tokens):
        raise Refused("is nested too deeply to be read. Save it as plain text and choose that.")
    prepare(tokens)
    blocks, hidden = fragment_blocks(parser.renderer.render(tokens, parser.options, environment))
    blocks = [footnote(block) for block in blocks] + list(unused(tokens, environment))
    return Source(name, tuple(blocks), metadata, tuple(hidden))


def prepare(tokens: list[Token]) -> None:
    """Give items the marks that they have in the text, and keep lines apart that begin with bullets of other signs."""
    for token in tokens:
        if token.type == "list_item_open":
            token.attrSet("data-mark", f"{token.info}{token.markup}")
        children = token.children or []
        for child, following in pairwise(children):
            if child.type == "softbreak" and BULLET.match(following.content):
                child.type = "hardbreak"


def footnote(block: Block) -> Block:
    """Return a block, as a footnote if it begins as one does."""
    if block.kind is BlockKind.PARAGRAPH and (found := FOOTNOTE.match(block.text)):
        return replace(block, kind=BlockKind.FOOTNOTE, mark=found[1], text=block.text[found.end() :])
    return block


def unused(tokens: list[Token], environment: dict) -> Iterator[Block]:
    """Yield the addresses that the text defines and no link leads to; those of footnotes as footnotes."""
    used = {
        child.attrGet("href") or child.attrGet("src")
        for token in tokens
        for child in token.children or []
        if child.attrs
    }
    for label, reference in environment.get("references", {}).items():
        if (address := reference["href"]) not in used:
            note = label.startswith("^")
            words = address if note else tidy(f"{label.lower()} {address}")
            kind = BlockKind.FOOTNOTE if note else BlockKind.PARAGRAPH
            words = tidy(f"{words} {reference['title']}")
            yield Block(kind, words, mark=label.lower().lstrip("^") if note else "", links=((words, address),))
