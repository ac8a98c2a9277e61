"""Say why the import is not sure about a statement, for the person who checks it."""

from reviews_portal.editing.breaks import SEVERAL, breaks_in
from reviews_portal.imports.blocks import Block, BlockKind
from reviews_portal.imports.draft import Type

from .references import address_of, leads_somewhere

SURE = 0.75  # the confidence from which there is no doubt
STATED = 0.8  # the confidence in an often uncertain type, if a heading states it
UNCERTAIN = 0.7  # the confidence from which a heading that states the type is enough
NOT_STATED = 0.65  # the confidence in a type that no heading states
UNKNOWN_COLUMN = "This is from a table column whose heading was not recognised. Check its type."
IN_TABLE = "This is from a table. Check its type, and whether it belongs to the text beside it."
WITHOUT_BULLET = "The text around this is a list, but this has no bullet. Is it an item in the list?"
BY_WORDS = "No heading says what this text is, so its type was chosen from its wording. Check its type."
LIST_BY_WORDS = "No heading says what this list is. Is it narrative, or is it learning?"
WITHOUT_ADDRESS = "This has no web address. Is it the title of a document, or part of the text?"
DOUBTS: dict[Type, str] = {
    Type.BACKGROUND: "Nothing near this text says what it is. Is it narrative, learning or an introduction?",
    Type.RESOURCE: "This mentions a website or document. Is it further reading, or part of the text?",
    Type.REC_TAIL: "This follows the parts of a recommendation. Does it belong to that recommendation?",
    Type.AGENCY_INVOLVED: "Is this the name of an agency that was involved?",
}
# Narrative, and what belongs to a statement above it.
NOT_OF_A_LIST = (Type.BACKGROUND, Type.RESOURCE, Type.AGENCY_INVOLVED, Type.REC_PART, Type.REC_TAIL, Type.RESPONSE)


def confidence_in(type: Type, block: Block, confidence: float, *, is_stated: bool) -> float:
    """Return the confidence in a type, given whether a heading states the type of the chapter around the block.

    A heading makes a row of a table, or a title under "Further reading", more certain. Without one, the types of
    statements are uncertain, except for questions, which end with a question mark.
    """
    if is_stated:
        more = block.kind is BlockKind.TABLE_ROW or (type is Type.RESOURCE and may_be_title(block.text))
        return max(confidence, STATED) if more and confidence >= UNCERTAIN else confidence
    is_judged = type not in NOT_OF_A_LIST or (type is Type.BACKGROUND and block.kind is BlockKind.LIST_ITEM)
    is_judged &= block.kind is not BlockKind.TABLE_ROW and type is not Type.QUESTION
    return min(confidence, NOT_STATED) if is_judged else confidence


def doubt_about(type: Type, text: str, block: Block, confidence: float) -> str:
    """Return why this type may be wrong for a statement made from a block, or "" if there is no doubt."""
    if confidence >= SURE:
        return SEVERAL if breaks_in(text) else ""
    if block.kind is BlockKind.TABLE_ROW:
        return UNKNOWN_COLUMN if confidence < UNCERTAIN else IN_TABLE
    if confidence == NOT_STATED:
        return LIST_BY_WORDS if type is Type.BACKGROUND else BY_WORDS
    if type is Type.RESOURCE and not leads_to_site(block):
        return WITHOUT_ADDRESS
    return DOUBTS.get(type, WITHOUT_BULLET)


def may_be_title(text: str) -> bool:
    """Return whether a text may be the title of a publication: several words, without a full stop."""
    return len(text.split()) > 1 and text.rstrip()[-1:] not in ".!?"


def leads_to_site(block: Block) -> bool:
    """Return whether a block gives a web address, an email address or a site."""
    return bool(address_of(block)) or leads_somewhere(block.text)
