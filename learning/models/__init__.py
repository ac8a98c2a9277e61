"""Models of the catalogue: reviews, their documents, what was learnt, and for whom."""

from learning.sight import Audience, Status

from .agency import Agency, AgencyKind
from .agency_involved import AgencyInvolved
from .glossary import GlossaryTerm
from .hiding import HiddenKind, HiddenRecord, Hiding, HidingOutcome
from .identity import IdentityDecision, IdentityReason, IdentityWord
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
from .membership import Membership, Role
from .named_agency import NamedAgency
from .old_reference import OldReference
from .old_slug import OldSlug
from .original import DocumentFile, OriginalFile, OriginalFormat
from .partnership import Called, Nation, Partnership
from .published_change import ChangeKind, Correction, PublishedChange
from .rate_count import RateCount
from .report import URGENT, ErrorReport, ReportKind
from .resource import AddressState, Resource
from .review import OldAddress, Outcome, Review
from .review_kind import About, ReviewKind, default_audience
from .search_entry import SearchEntry, SearchGeneration
from .section import ReviewSection, SectionKind
from .source_document import DocumentKind, SourceDocument
from .stage import ReviewStage, Stage
from .statement import Closeness, Statement
from .theme import Theme, ThemeGroup
from .theme_proposal import ProposalState, ThemeProposal
from .wording import SourceWording

__all__ = [
    "LEARNING_KINDS", "URGENT", "About", "AddressState", "Agency", "AgencyInvolved", "AgencyKind", "Audience",
    "Called", "ChangeKind", "Closeness", "Correction", "DocumentFile", "DocumentKind", "ErrorReport", "GlossaryTerm",
    "GoodPractice", "HiddenKind", "HiddenRecord", "Hiding", "HidingOutcome", "IdentityDecision",
    "IdentityReason", "IdentityWord", "ItemKind", "LaterNote", "LearningItem", "LearningPoint", "Membership",
    "NamedAgency", "Nation", "OldAddress", "OldReference", "OldSlug", "OriginalFile", "OriginalFormat",
    "Outcome", "Partnership", "ProposalState", "PublishedChange", "RateCount", "ReflectiveQuestion",
    "ReportKind", "Resource", "Review", "ReviewKind", "ReviewSection", "ReviewStage", "Role", "SearchEntry",
    "SearchGeneration", "SectionKind", "SourceDocument", "SourceWording", "Stage", "Statement", "Status", "Theme",
    "ThemeGroup", "ThemeProposal", "default_audience", "nest",
]  # fmt: skip
