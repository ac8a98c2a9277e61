"""The records of briefings: kept versions, saved briefings, long exports, and partnerships' own summaries."""

from .kept import (
    Briefing,
    BriefingQuerySet,
    Edition,
    ExportState,
    LongExport,
    LongExportPart,
    LongExportQuerySet,
    new_key,
)
from .summary import LONGEST_SUMMARY, BriefingApproval, PartnershipSummary

__all__ = [
    "LONGEST_SUMMARY", "Briefing", "BriefingApproval", "BriefingQuerySet", "Edition", "ExportState", "LongExport",
    "LongExportPart", "LongExportQuerySet", "PartnershipSummary", "new_key",
]  # fmt: skip
