"""The models of working copies."""

from .row import ConflictingRow, Row, RowQuerySet
from .row_kind import RowKind
from .working_copy import WorkingCopy

__all__ = ["ConflictingRow", "Row", "RowKind", "RowQuerySet", "WorkingCopy"]
