"""Decide on the text of imported documents, for tests that publish reviews made from them."""

from reviews_portal.editing.actions.source import leave_out
from reviews_portal.editing.models import LeftOut, WorkingCopy
from reviews_portal.editing.source import compared


def leave_out_rest(copy: WorkingCopy, by) -> list[str]:
    """Leave out all imported text that is not in the review, and return it."""
    found = [one for one in compared(copy) if one.is_open]
    leave_out(copy, [one.block.pk for one in found], LeftOut.OTHER, note="A test.", by=by)
    return [one.missing_text for one in found]
