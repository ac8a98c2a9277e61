"""Further reading and agencies involved."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.draft import Type

from .collector import Collector
from .labels import run_in
from .references import address_of, is_address_only

DIGITS = re.compile(r"(?:\d[ -]?){3,}")
LONGEST_NAME = 14  # words
INVOLVED = re.compile(
    r"^.{0,60}?\b(?:agencies|organisations|services)\b.{0,50}?(?:[:;]|\bwere\b|\bincluded?\b)\s*", re.I
)


def add_resources(collector: Collector, blocks: Sequence[Block]) -> None:
    """Add further reading: each list item, and each paragraph with a link or contact. Introductions are background."""
    lists = any(one.kind is BlockKind.LIST_ITEM for one in blocks)
    for block in with_addresses(collector, blocks):
        is_item = block.kind is BlockKind.LIST_ITEM
        leads = bool(address_of(block)) or bool(DIGITS.search(block.text)) or bool(block.links)
        if block.kind is BlockKind.FOOTNOTE or (not is_item and not leads and (lists or block.text.endswith(":"))):
            collector.add_block(Type.BACKGROUND, block, confidence=0.7)
        else:
            collector.add_block(Type.RESOURCE, block, address=address_of(block), confidence=0.9 if leads else 0.7)


def with_addresses(collector: Collector, blocks: Sequence[Block]) -> list[Block]:
    """Return blocks, joining each address to the title above it if most titles have an address below them."""
    pairs = {at for at, (one, below) in enumerate(pairwise(blocks)) if is_title(one) and is_address(below)}
    if len(pairs) * 2 <= sum(map(is_title, blocks)):
        return list(blocks)
    collector.placed |= {blocks[at + 1].number for at in pairs}
    whole = {at: f"{blocks[at].text} {blocks[at + 1].text}" for at in pairs}
    return [
        replace(one, text=whole.get(at, one.text), links=(*one.links, *(blocks[at + 1].links if at in pairs else ())))
        for at, one in enumerate(blocks)
        if at - 1 not in pairs
    ]


def is_address(block: Block) -> bool:
    """Return whether a paragraph is nothing but a web address."""
    return block.kind is BlockKind.PARAGRAPH and is_address_only(block.text)


def is_title(block: Block) -> bool:
    """Return whether a paragraph may be the title of a publication: it has no address and is no sentence."""
    is_text = block.kind is BlockKind.PARAGRAPH
    return is_text and not address_of(block) and block.text.rstrip()[-1:] not in ".:;?!"


def add_agencies(collector: Collector, blocks: Sequence[Block]) -> None:
    """Add agencies that were involved: each item of a list, and each name in a sentence that lists them."""
    lists = any(one.kind is BlockKind.LIST_ITEM for one in blocks)
    for block in blocks:
        text = block.text.strip()
        if block.kind is BlockKind.LIST_ITEM and len(text.split()) <= 16:
            collector.add_block(Type.AGENCY_INVOLVED, block, confidence=0.9)
        elif block.kind is BlockKind.LIST_ITEM or block.kind is BlockKind.FOOTNOTE or text.endswith(":"):
            collector.add_block(Type.BACKGROUND, block, confidence=0.7)
        elif "\n" in text and all(len(line.split()) <= 12 for line in text.split("\n")):
            for line in text.split("\n"):
                collector.add(Type.AGENCY_INVOLVED, line.strip(), block, confidence=0.8)
        elif not add_names(collector, block):
            short = len(text.split()) <= 10 and not lists and not text.endswith(".")
            collector.add_block(Type.AGENCY_INVOLVED if short else Type.BACKGROUND, block, confidence=0.7)


def names_in(listed: str) -> list[str]:
    """Return the names between the commas or semicolons of a list, the last of which may follow "and"."""
    *names, last = re.split(r"\s*;\s*" if ";" in listed else r"\s*,\s*", listed)
    if begins := re.match(r"(?:and|&)\s+", last):
        names.append(last[begins.end() :])
    else:
        names += last.rsplit(" and ", 1) if names or last.count(" and ") == 1 else [last]
    return [name.strip() for name in names if name.strip()]


def add_names(collector: Collector, block: Block) -> bool:
    """Add the agencies that a sentence lists, and return whether it lists any."""
    text = block.text.strip()
    found = run_in(text)
    before = text[: len(text) - len(found[1])] if found else (m[0] if (m := INVOLVED.match(text)) else "")
    listed = text[len(before) :].rstrip(" .,;")
    names = names_in(listed)
    if len(names) < 2 or max(len(name.split()) for name in names) > LONGEST_NAME:
        return False
    if before.strip():
        collector.add(Type.BACKGROUND, before.strip(), block, confidence=0.6)
    for name in names:
        collector.add(Type.AGENCY_INVOLVED, name, block, confidence=0.8)
    return True
