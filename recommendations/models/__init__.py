"""What was recommended, what each agency answered, and whether the partnership is assured."""

from .follow_up import Assurance, ChaseStage, EvidenceShows, Judgement, ResponseRequest
from .recommendation import Recommendation, RecommendationPart
from .response import Acceptance, Progress, Response, ResponseStep, ResponseVersion, StepAction

__all__ = [
    "Acceptance", "Assurance", "ChaseStage", "EvidenceShows", "Judgement", "Progress", "Recommendation",
    "RecommendationPart", "Response", "ResponseRequest", "ResponseStep", "ResponseVersion", "StepAction",
]  # fmt: skip
