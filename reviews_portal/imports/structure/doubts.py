"""Say why the import is not sure about a statement, for the person who checks it."""

from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.draft import Type

SURE = 0.75  # the confidence from which there is no doubt
UNKNOWN_COLUMN = "This is from a table column whose heading was not recognised. Check its type."
IN_TABLE = "This is from a table. Check its type, and whether it belongs to the text beside it."
AMONG_LISTS = "The text above and below is a list. Is this part of the list, or does it only introduce or end it?"
DOUBTS: dict[Type, str] = {
    Type.BACKGROUND: "Nothing near this text says what it is. Is it narrative, learning or an introduction?",
    Type.RESOURCE: "This mentions a website or document. Is it further reading, or part of the text?",
    Type.REC_TAIL: "Does this belong to the recommendation above it?",
    Type.AGENCY_INVOLVED: "Is this the name of an agency that was involved?",
}


def doubt_about(type: Type, block: Block, confidence: float) -> str:
    """Return why this type may be wrong for a statement made from a block, or "" if there is no doubt."""
    if confidence >= SURE:
        return ""
    if block.kind is BlockKind.TABLE_ROW:
        return UNKNOWN_COLUMN if type is Type.BACKGROUND else IN_TABLE
    return DOUBTS.get(type, AMONG_LISTS)
