"""What a chapter holds, judged by its words, where no heading says it."""

import re
from collections import Counter
from collections.abc import Sequence

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.draft import Type

from .others import address_of, leads_somewhere

GOOD = re.compile(
    r"\b(?:good|well|promptly|quickly|persist\w*|recognised|kept (?:in touch|\w+ing)|went (?:out of|beyond|back)|effective\w*|"
    r"timely|thorough\w*|appropriate\w*|skilled|skilful\w*|tenac\w+|compassion\w+|excellent|strong|supported|helped|built|"
    r"listened|followed up|noticed|patient\w*|kind\w*|carefully|trusted|made sure|arranged|challenged|stayed|agreed)\b",
    re.IGNORECASE,
)
BAD = re.compile(
    r"\b(?:not|never|no one|nobody|none|failed|late|without|missed|delay\w*|lack\w*|absen\w+|unclear|poor\w*|insufficient\w*|"
    r"inconsisten\w+|limited|gap\w*|assum\w+|unaware|little|too (?:few|many|late|often|much))\b",
    re.IGNORECASE,
)
ASKS = re.compile(r"\b(?:should|must|(?:to |will )ensure|seek assurance|are asked to|is asked to)\b")
AGENCY = re.compile(
    r"\b(?:Partnership|Board|Committee|Council|Trust|Police|Constabulary|agencies|NHS|Services?|services|Panel|partners|"
    r"Department|Education|providers|schools|practices)\b"
)
SINCE = re.compile(
    r"\b(?:ha(?:s|ve) (?:now |already |since )?(?:been|introduced|changed|agreed|trained|revised|started|begun|written|taken up|led)|"
    r"(?:is|are) now|now (?:has|have|is|are|go(?:es)?)|since (?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December|20\d\d)|(?:began|opened|started|launched) in)\b",
    re.IGNORECASE,
)
IMPERATIVE = re.compile(
    r"^(?:[A-Z][^.:?!]{2,40}: )?(?:always |never |please |do not |don’t |don't )?(?:ask|be|check|see|make|use|record|consider|keep|look|"
    r"listen|share|write|find|speak|talk|think|remember|explain|offer|agree|challenge|notice|plan|include|invite|discuss|follow|"
    r"escalate|treat|visit|weigh|plot|read|tell|describe|avoid|take|name|count|put|get|give|know|understand|work|start|stop|"
    r"respond|refer|recognise|assess|build|involve|seek|try|call|ring|say|bring|test|wait|watch|discharge|never|always)\b",
    re.IGNORECASE,
)
FEWEST_VOTES = 0.4  # of all that is judged
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
    """Return the type that most of the blocks look like; narrative if nothing speaks for another.

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
        if (began and (lists or paragraphs or not is_fact)) or winner in (Type.QUESTION, Type.RESOURCE):
            return winner
    return Type.LEARNING_POINT if lists and began else Type.BACKGROUND


def vote_of(block: Block) -> Type | None:
    """Return the type that one block looks like, or None."""
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
