"""Judge the type of a chapter by its words, where no heading states it."""

import re
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.draft import Type

from .references import address_of, leads_somewhere

WORDS = tomllib.loads((Path(__file__).parent.parent / "content.toml").read_text())


def any_of(name: str, flags: re.RegexFlag = re.IGNORECASE) -> re.Pattern[str]:
    """Return the pattern that finds any of the words of a list."""
    return re.compile(rf"\b(?:{'|'.join(WORDS[name])})\b", flags)


GOOD, BAD, ASKS, SINCE = (any_of(name) for name in ("good", "bad", "asks", "since"))
AGENCY = any_of("agencies", re.NOFLAG)
# Advice may begin with a theme or an agency before a colon, and with "Always" or "Do not".
IMPERATIVE = re.compile(
    r"^(?:[A-Z][^.:?!]{2,40}: )?(?:always |never |please |do not |don[’']t )?"
    rf"(?:{'|'.join(WORDS['imperatives'])})\b",
    re.IGNORECASE,
)
FEWEST_VOTES = 0.4  # the share of all blocks judged
NARRATIVE_STEPS = 2
PURPOSE = re.compile(r"^(?:to|how|whether|what|which|why)\b", re.IGNORECASE)


def type_of_step(blocks: Sequence[Block], number: int) -> Type:
    """Return the type of the step of a briefing whose heading is a numeral alone, from 0.

    The first two of the six or seven steps say why there was a review and what happened; what to do comes last.
    """
    judged = type_by_content(blocks, paragraphs=True)
    if number < NARRATIVE_STEPS:
        return judged if judged in (Type.QUESTION, Type.RESOURCE) else Type.BACKGROUND
    return Type.LEARNING_POINT if judged is Type.BACKGROUND else judged


def type_by_content(blocks: Sequence[Block], *, began: bool = True, paragraphs: bool = False) -> Type:
    """Return the type that most of the blocks look like; narrative if nothing suggests another.

    `began`: whether learning has begun. Before it, statements of facts are narrative. `paragraphs`: whether paragraphs
    are judged like items of lists, which are more often statements.
    """
    lists = [one for one in blocks if one.kind is BlockKind.LIST_ITEM]
    texts = [one for one in blocks if one.kind is BlockKind.PARAGRAPH]
    asking = [one for one in texts if vote_of(one) is Type.RECOMMENDATION]
    if asking and len(asking) * 2 >= len(texts):
        return Type.RECOMMENDATION  # the items of lists are their parts
    judged = [*lists, *texts] if paragraphs else lists or texts
    votes = Counter(vote for one in judged if (vote := vote_of(one)) is not None)
    winner, count = votes.most_common(1)[0] if votes else (None, 0)
    if winner is not None and count > votes.total() / 2 and count >= FEWEST_VOTES * len(judged):
        is_fact = winner in (Type.GOOD_PRACTICE, Type.CONCERN)
        if winner is Type.IMPROVEMENT and not lists:
            return Type.BACKGROUND  # narrative, too, may describe the present
        if (began and (lists or paragraphs or not is_fact)) or winner in (Type.QUESTION, Type.RESOURCE):
            return winner
    return Type.LEARNING_POINT if lists and began else Type.BACKGROUND


def vote_of(block: Block) -> Type | None:
    """Return the type that one block suggests, or None."""
    text = block.text.strip()
    if text.endswith("?"):
        return Type.QUESTION
    if address_of(block) or (leads_somewhere(text) and len(text.split()) < 25):
        return Type.RESOURCE
    if ASKS.search(text) and AGENCY.search(text):
        return Type.RECOMMENDATION
    if IMPERATIVE.match(text):
        return Type.LEARNING_POINT
    if SINCE.search(text):
        return Type.IMPROVEMENT
    if PURPOSE.match(text):
        return Type.BACKGROUND
    good, bad = len(GOOD.findall(text)), len(BAD.findall(text))
    if good > bad:
        return Type.GOOD_PRACTICE
    return Type.CONCERN if bad > good else None
