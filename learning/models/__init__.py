"""Models of the catalogue: reviews, their documents, what was learnt, and for whom."""

from learning.sight import Audience, Status

from .glossary import GlossaryTerm
from .item import (
    LEARNING_KINDS,
    GoodPractice,
    ItemKind,
    LaterNote,
    LearningItem,
    LearningPoint,
    ReflectiveQuestion,
    nest,
)
from .old_slug import OldSlug
from .original import DocumentFile, OriginalFile, OriginalFormat
from .published_change import ChangeKind, Correction, PublishedChange
from .rate_count import RateCount
from .report import ErrorReport, ReportKind
from .resource import AddressState, Resource
from .review import AgencyInvolved, OldAddress, Outcome, Review, ReviewType
from .search_entry import SearchEntry, SearchGeneration
from .source import (
    DocumentKind,
    ReviewSection,
    SectionKind,
    SourceDocument,
    SourceWording,
)
from .stage import ReviewStage, Stage
from .statement import Closeness, Statement
from .vocabularies import Agency, AgencyKind, Membership, Nation, Partnership, Role, Theme, ThemeGroup

__all__ = [
    "LEARNING_KINDS", "AddressState", "Agency", "AgencyInvolved", "AgencyKind", "Audience", "ChangeKind", "Closeness",
    "Correction", "DocumentFile", "DocumentKind", "ErrorReport", "GlossaryTerm", "GoodPractice", "ItemKind",
    "LaterNote", "LearningItem", "LearningPoint", "Membership", "Nation", "OldAddress", "OldSlug", "OriginalFile",
    "OriginalFormat", "Outcome", "Partnership", "PublishedChange", "RateCount", "ReflectiveQuestion", "ReportKind",
    "Resource", "Review", "ReviewSection", "ReviewStage", "ReviewType", "Role", "SearchEntry", "SearchGeneration",
    "SectionKind", "SourceDocument", "SourceWording", "Stage", "Statement", "Status", "Theme", "ThemeGroup", "nest",
]  # fmt: skip
