"""Positions between two rows, with gaps, so that a row that is added or moved is the only one that is written."""

from learning.models import SourceDocument
from reviews_portal.editing.models import Row, WorkingCopy
from reviews_portal.editing.models.row import STEP


def position_after(copy: WorkingCopy, document: SourceDocument, after: Row | None, count: int) -> list[int]:
    """Return `count` positions below the row `after`, or at the beginning of the document if it is None.

    If there is no room left there, all rows of the document get new positions.
    """
    rows = Row.objects.filter(copy=copy, document=document)
    if after:
        after = rows.only("position").get(pk=after.pk)
        above = after.position
        below = rows.filter(position__gt=above).order_by("position").values_list("position", flat=True).first()
    else:
        below = rows.order_by("position").values_list("position", flat=True).first()
        above = (below if below is not None else STEP * (count + 1)) - STEP * (count + 1)
    if below is None:
        return [above + STEP * number for number in range(1, count + 1)]
    if below - above <= count:
        spread(copy, document)
        return position_after(copy, document, after, count)
    return [above + (below - above) * number // (count + 1) for number in range(1, count + 1)]


def spread(copy: WorkingCopy, document: SourceDocument) -> None:
    """Give the rows of a document new positions in the same order, with equal gaps."""
    rows = list(Row.objects.filter(copy=copy, document=document).order_by("position", "pk").only("pk", "position"))
    for number, row in enumerate(rows, start=1):
        row.position = number * STEP
    Row._base_manager.bulk_update(rows, ["position"], batch_size=500)


def row_above(row: Row) -> Row | None:
    """Return the row above another one in its document, ignoring removed rows."""
    others = Row.objects.kept().filter(copy=row.copy_id, document=row.document_id, position__lt=row.position)
    return others.order_by("-position", "-pk").first()


def row_below(row: Row) -> Row | None:
    """Return the row below another one in its document, ignoring removed rows."""
    others = Row.objects.kept().filter(copy=row.copy_id, document=row.document_id, position__gt=row.position)
    return others.order_by("position", "pk").first()
