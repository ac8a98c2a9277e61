"""What a chapter holds, judged by its words, where no heading says it."""

import re
from collections.abc import Sequence

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.draft import Type

from .others import address_of

GOOD = re.compile(
    r"\b(?:good|well|promptly|quickly|persist\w*|recognised|kept in touch|went out of|effective\w*|timely|thorough\w*|"
    r"appropriate\w*|skilled|skilful\w*|tenac\w+|compassion\w+|excellent|strong|support(?:ed|ive)|"
    r"listened|followed up|helped|built|noticed|patient\w*|kind\w*|carefully|named|trusted)\b",
    re.IGNORECASE,
)
BAD = re.compile(
    r"\b(?:not|never|no one|nobody|failed|late|without|missed|delay\w*|lack\w*|absen\w+|only|too|unclear|poor\w*|"
    r"did not|was not|were not|insufficient\w*|inconsisten\w+|limited|gap\w*|assum\w+|unaware|little)\b",
    re.IGNORECASE,
)
ASKS = re.compile(r"\b(?:should|must|to ensure|seek assurance|needs? to|are asked to|is asked to|will)\b")
AGENCY = re.compile(
    r"\b(?:Partnership|Board|Committee|Council|Trust|Police|agencies|NHS|Service|services|Panel|partners)\b"
)


def type_by_content(blocks: Sequence[Block]) -> Type:
    """Return the type that most of the blocks look like; narrative if nothing speaks for another."""
    lists = [one for one in blocks if one.kind is BlockKind.LIST_ITEM]
    judged = lists or [one for one in blocks if one.kind is BlockKind.PARAGRAPH]
    if not judged:
        return Type.BACKGROUND
    half = len(judged) / 2
    if sum("?" in one.text for one in judged) > half:
        return Type.QUESTION
    if sum(bool(address_of(one)) for one in judged) > half:
        return Type.RESOURCE
    if sum(bool(ASKS.search(one.text) and AGENCY.search(one.text)) for one in judged) > half:
        return Type.RECOMMENDATION
    if not lists:
        return Type.BACKGROUND
    good = sum(len(GOOD.findall(one.text)) for one in judged)
    bad = sum(len(BAD.findall(one.text)) for one in judged)
    if good > 2 * bad and good >= half:
        return Type.GOOD_PRACTICE
    if bad > 2 * good and bad >= half:
        return Type.CONCERN
    return Type.LEARNING_POINT
