"""The models of working copies."""

from .row import ConflictingRow, Row, RowQuerySet
from .row_kind import RowKind
from .source_block import LeftOut, SourceBlock
from .working_copy import WorkingCopy

__all__ = ["ConflictingRow", "LeftOut", "Row", "RowKind", "RowQuerySet", "SourceBlock", "WorkingCopy"]
