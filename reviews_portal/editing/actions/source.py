"""Decide on the text of an imported document that is not in its review: add it, or leave it out for a reason."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from reviews_portal.editing.models import LeftOut, Row, SourceBlock, WorkingCopy
from reviews_portal.editing.source import compared, number_open

from .permissions import check_may_edit
from .rows import NewRow, add_rows, locked_rows, save_changed

STILL_OPEN = "On the page “Text not in the review”, add the text or say why it is left out."


@transaction.atomic
def leave_out(copy: WorkingCopy, keys: Iterable[int], reason: LeftOut, *, note: str = "", by) -> int:
    """Record why the missing words of pieces of a document are not in the review, and return how many pieces.

    Those that lack none are ignored.

    Raises PermissionDenied unless `by` may edit the review, and ValidationError by field if “another reason” has none.
    """
    check_may_edit(copy.review, by)
    if reason == LeftOut.OTHER and not note.strip():
        raise ValidationError({"note": "Enter the reason."})
    wanted, now = set(keys), timezone.now()
    blocks = [one for one in compared(copy) if one.block.pk in wanted and one.is_open]
    for one in blocks:
        one.block.left_out, one.block.left_out_text = reason, one.missing_text
        one.block.note, one.block.left_out_by, one.block.left_out_at = note.strip(), by, now
    fields = ["left_out", "left_out_text", "note", "left_out_by", "left_out_at"]
    SourceBlock.objects.bulk_update([one.block for one in blocks], fields)
    return len(blocks)


@transaction.atomic
def take_back(copy: WorkingCopy, keys: Iterable[int], *, by) -> int:
    """Undo `leave_out`: these pieces need a new decision. Raises PermissionDenied as it does."""
    check_may_edit(copy.review, by)
    blocks = SourceBlock.objects.filter(copy=copy, pk__in=list(keys)).exclude(left_out="")
    return blocks.update(left_out="", left_out_text="", note="", left_out_by=None, left_out_at=None)


@transaction.atomic
def add_to_review(copy: WorkingCopy, key: int, *, by) -> Row:
    """Add the missing words of a piece as an unmarked row, below the rows from the text above it.

    Raises PermissionDenied unless `by` may edit the review, and ValidationError if the review already has it.
    """
    check_may_edit(copy.review, by)
    WorkingCopy.objects.select_for_update().get(pk=copy.pk)  # so that a second click adds nothing
    one = next((one for one in compared(copy) if one.block.pk == key and one.lacks_words), None)
    if one is None:
        raise ValidationError("This text is already in the review.")
    block = one.block
    above = copy.rows.kept().filter(document=block.document_id, source_block__lte=block.number)
    new = NewRow(one.missing_text, place=block.place, source_block=block.number)
    (row,) = add_rows(copy, [new], after=above.order_by("position").last(), document=block.document, by=by)
    take_back(copy, [key], by=by)
    return row


@transaction.atomic
def confirm(copy: WorkingCopy, keys: Iterable[int], *, by) -> list[Row]:
    """Record that rows about which the import was not sure are right, and return them.

    Raises PermissionDenied unless `by` may edit the review.
    """
    rows = [row for row in locked_rows(copy, keys, by) if row.is_doubtful]
    for row in rows:
        row.doubt = ""
        save_changed(row, "doubt", by=by)
    return rows


def check_nothing_missing(copy: WorkingCopy) -> None:
    """Raise ValidationError, with what to do, if imported text is neither in the review nor left out."""
    if number := number_open(copy):
        pieces = "1 piece of text" if number == 1 else f"{number} pieces of text"
        are = "is" if number == 1 else "are"
        raise ValidationError(f"{pieces} of the imported document {are} not in the review. {STILL_OPEN}")
