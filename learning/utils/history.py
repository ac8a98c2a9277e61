"""Who changed a record and why, for its history."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LONGEST_REASON = 100  # characters of a reason in the history


@contextmanager
def recorded(record: Any, by: Any, reason: str = "") -> Iterator[None]:
    """Record in the history that `by` made the changes of this block to a record, and why."""
    # simple-history looks for attributes with these names; they apply to these saves only.
    record._history_user, record._change_reason = by, reason[:LONGEST_REASON] or None
    try:
        yield
    finally:
        del record._history_user, record._change_reason
