"""Statements of one type in lists or paragraphs: learning, findings, concerns, good practice, themes, questions."""

import re
from collections.abc import Sequence
from itertools import groupby

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.draft import Type
from reviews_portal.imports.heading_names import type_of

from .collector import Collector
from .content import IMPERATIVE
from .labels import MOST_WORDS, label_of, run_in, split_labelled
from .references import address_of, is_reference, leads_somewhere

DEEPEST = 2  # levels below the first: items can be up to three levels deep
LEADS_IN = re.compile(r"\b(?:following|below|these|this section|include[ds]?)\b", re.IGNORECASE)
POINTS_TO = re.compile(
    r"\b(?:can be (?:accessed|found|downloaded|read|viewed)|(?:is|are) available (?:at|on|from|here|via)|"
    r"link to|click here|(?:full|overview) report (?:was|is|can)|visit (?:the|our) website)\b",
    re.IGNORECASE,
)


def add_items(collector: Collector, blocks: Sequence[Block], type: Type, *, only_labelled: bool = False) -> None:
    """Add the statements of blocks under a heading of one type.

    List items are statements; nested items go under their parents. Paragraphs are statements where there is no
    list; beside a list they introduce it, unless a number or a label makes them statements too. With `only_labelled`
    only "Finding 3: …" and the list under it are statements.
    """
    lists = [one for one in blocks if one.kind is BlockKind.LIST_ITEM]
    labelled = [one for one in blocks if one.kind is BlockKind.PARAGRAPH and run_in(one.text)]
    run_ins = len(labelled) >= 2 or sum(bool(run_in(one.text)) for one in lists) >= max(2, len(lists) * 0.6)
    asking = runs_that_ask(blocks)
    under: list[int] = []  # the open statements, by depth
    base = min((one.level for one in lists), default=0)
    owner: int | None = None  # a paragraph that the list after it belongs to
    current = type
    for at, block in enumerate(blocks):
        after = blocks[at + 1] if at + 1 < len(blocks) else None
        if only_labelled and block.kind is not BlockKind.LIST_ITEM:
            labelled_type = split_labelled(block.text, Type.BACKGROUND)
            current, under = labelled_type.type, []
            owner = collector.add_block(labelled_type.type, block)
            owner = owner if current is not Type.BACKGROUND else None
            continue
        if is_reference(block.text) and not IMPERATIVE.match(block.text):
            collector.add_block(Type.RESOURCE, block, address=address_of(block), confidence=0.8)
            under = []
            continue
        if block.kind is BlockKind.LIST_ITEM:
            depth = block.level - base
            del under[depth:]
            parent = under[-1] if under else owner
            own = Type.QUESTION if at in asking and "?" in block.text else current
            under.append(add_item(collector, block, own, under=parent, run_ins=run_ins))
            del under[DEEPEST + 1 :]
            continue
        under, owner = [], None
        introduces = bool(
            after and after.kind is BlockKind.LIST_ITEM and block.text.rstrip().endswith((":", ";", "–"))
        )
        if introduces and (named := type_of(block.text)) and len(block.text.split()) <= 14:
            current = named
        if block.kind is BlockKind.FOOTNOTE:
            collector.add_block(Type.BACKGROUND, block)
        elif block.mark and introduces and (at + 1 not in asking or "?" in block.text):
            owner = add_item(collector, block, current, run_ins=run_ins)
        elif POINTS_TO.search(block.text) and not block.mark:
            collector.add_block(Type.RESOURCE, block, address=address_of(block), confidence=0.7)
        elif lost_mark(blocks, at) or is_statement(block, current, lists, labelled, introduces):
            add_item(
                collector, block, current, run_ins=run_ins, confidence=0.7 if lists and "?" not in block.text else 0.85
            )
        elif leads_somewhere(block.text) and len(block.text.split()) < 40:
            collector.add_block(Type.RESOURCE, block, address=address_of(block), confidence=0.8)
        else:
            collector.add_block(Type.BACKGROUND, block, confidence=0.8)


def runs_that_ask(blocks: Sequence[Block]) -> set[int]:
    """Return the places of the items of lists in which most items are questions."""
    found: set[int] = set()
    for is_list, run in groupby(range(len(blocks)), key=lambda at: blocks[at].kind is BlockKind.LIST_ITEM):
        places = list(run)
        asks = sum(blocks[at].text.rstrip().endswith("?") for at in places)
        if is_list and len(places) >= 2 and asks > 0.6 * len(places):
            found |= set(places)
    return found


def lost_mark(blocks: Sequence[Block], at: int) -> bool:
    """Return whether a paragraph is an item of a list whose bullet was lost.

    It is between two items and ends as they do, or is next to items marked "X" and is as short as they are: when text
    is extracted, ticks from an unknown font become "X" or are lost.
    """
    block = blocks[at]
    ticks = [len(one.text.split()) for one in blocks if one.kind is BlockKind.LIST_ITEM and one.mark == "X"]
    if ticks and block.kind is BlockKind.PARAGRAPH and not block.text.rstrip().endswith(":"):
        return len(block.text.split()) <= 1.5 * max(ticks) + 6
    before = next((one for one in reversed(blocks[:at]) if one.kind is BlockKind.LIST_ITEM), None)
    after = next((one for one in blocks[at + 1 :] if one.kind is BlockKind.LIST_ITEM), None)
    if block.kind is not BlockKind.PARAGRAPH or before is None or after is None or block.text.endswith(":"):
        return False
    ends = {one.text.rstrip()[-1:] in ".!?" for one in (before, after)}
    return (block.text.rstrip()[-1:] in ".!?") in ends and len(block.text.split()) < 3 * len(before.text.split()) + 10


def is_statement(block: Block, type: Type, lists: list, labelled: list, introduces: bool) -> bool:
    """Return whether a paragraph is a statement of the type, and not an introduction or a remark beside a list."""
    if introduces:
        return False
    if type is Type.QUESTION:
        return "?" in block.text
    if block.mark or (block in labelled and len(labelled) >= 2):
        return True
    if lists or len(labelled) >= 2:
        return False
    ends = block.text.rstrip().endswith(":")
    return not ends and not (LEADS_IN.search(block.text) and len(block.text.split()) < 25)


def add_item(
    collector: Collector,
    block: Block,
    type: Type,
    *,
    under: int | None = None,
    run_ins: bool = False,
    confidence: float = 0.95,
) -> int:
    """Add a statement, with the words before its colon as its label if its neighbours have such labels too."""
    if split_labelled(block.text, type).label:
        return collector.add_block(type, block, under=under, confidence=confidence)
    if run_ins and not block.mark.strip("()[].").isalnum() and (found := run_in(block.text)):
        label, rest = found
        return collector.add(type, rest, block, label=label, under=under, confidence=confidence)
    first, _, rest = block.text.partition("\n")
    if (
        rest
        and len(first.split()) <= MOST_WORDS
        and first[-1] not in ".:;,?!"
        and len(rest.split()) > len(first.split())
    ):
        heading = "\n".join(filter(None, (collector.heading, first)))
        label = label_of(block.mark)
        return collector.add(type, rest, block, label=label, heading=heading, under=under, confidence=confidence)
    return collector.add_block(type, block, under=under, confidence=confidence)
