"""Store the text of an imported document with the working copies made of it, to compare it with their rows."""

from collections.abc import Collection

from learning.models import Review, SourceDocument
from reviews_portal.editing.models import LeftOut, SourceBlock

from .blocks import Block
from .draft import Draft, Reason, reviews_of_blocks
from .readers.marks import kind_of_mark
from .reading import Reading

SUGGESTED = {Reason.FURNITURE: LeftOut.FURNITURE, Reason.REPEATED: LeftOut.REPEATED}


def store_source(
    reading: Reading, at: int, review: Review, document: SourceDocument, *, repeated: Collection[int] = ()
) -> None:
    """Store the blocks of the source that belong to one review of its draft, each with its words and mark.

    They are the text of `document`. `repeated` are the indexes of statements that only repeat what the review already
    has.
    """
    if reading.source is None:
        return
    reviews = reviews_of_blocks(reading.draft, len(reading.source.blocks))
    suggested = suggestions(reading.draft, repeated)
    SourceBlock.objects.bulk_create(
        SourceBlock(
            copy=review.working_copy,
            document=document,
            number=number,
            kind=block.kind,
            text=printed(block),
            place=block.place,
            suggested=suggested.get(number, ""),
        )
        for number, block in enumerate(reading.source.blocks)
        if reviews[number] == at
    )


def printed(block: Block) -> str:
    """Return the words of a block with the number or letter before them, without a bullet."""
    is_bullet = not block.mark or kind_of_mark(block.mark) == "bullet"
    return block.text if is_bullet else f"{block.mark} {block.text}"


def suggestions(draft: Draft, repeated: Collection[int]) -> dict[int, LeftOut]:
    """Return the suggested reason for leaving out a block, by its number, if one is known for all its words."""
    unknown = {one.block for one in draft.not_placed if one.reason is Reason.UNKNOWN}
    made = {one.block for one in draft.statements}
    aside = [one for one in draft.not_placed if one.block not in unknown]
    aside = [one for one in aside if one.reason is not Reason.FURNITURE or one.block not in made]
    found = {one.block: SUGGESTED[one.reason] for one in aside}
    return found | {draft.statements[at].block: LeftOut.REPEATED for at in repeated}
