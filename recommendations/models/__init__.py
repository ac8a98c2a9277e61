"""Models of recommendations, requests, responses and assurance."""

from .assurance import Assurance, AssuranceState, EvidenceShows, Judgement
from .comment import ScrutinyComment
from .draft import ConflictingDraft, ResponseDraft
from .evidence import EvidenceFile
from .passage import Passage
from .quoted_action import QuotedAction
from .recommendation import Recommendation, RecommendationPart
from .request import ChaseStage, RequestState, ResponseRequest
from .response import Response
from .response_fields import Acceptance, Progress
from .response_step import DECIDED, TOLD_TO_ALL, ResponseStep, StepAction
from .response_version import ResponseVersion

__all__ = [
    "DECIDED",
    "TOLD_TO_ALL",
    "Acceptance",
    "Assurance",
    "AssuranceState",
    "ChaseStage",
    "ConflictingDraft",
    "EvidenceFile",
    "EvidenceShows",
    "Judgement",
    "Passage",
    "Progress",
    "QuotedAction",
    "Recommendation",
    "RecommendationPart",
    "RequestState",
    "Response",
    "ResponseDraft",
    "ResponseRequest",
    "ResponseStep",
    "ResponseVersion",
    "ScrutinyComment",
    "StepAction",
]  # fmt: skip
