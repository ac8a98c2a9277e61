"""What lists show of recommendations from other tables: their parts, and how many responses they have."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from recommendations.models import Recommendation, RecommendationPart, Response

from .models.recommendation import PART_ORDER


def attach_parts(statements: Iterable) -> None:
    """Set `line_parts` of the recommendations among these, in one query."""
    recommendations = {one.pk: one for one in statements if isinstance(one, Recommendation)}
    if not recommendations:
        return
    parts: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = RecommendationPart.objects.filter(recommendation__in=recommendations).order_by(*PART_ORDER)
    for recommendation, label, text in rows.values_list("recommendation_id", "label", "text"):
        parts[recommendation].append((label, text))
    for key, one in recommendations.items():
        one.line_parts = parts[key]


def attach_response_counts(recommendations: Iterable[Recommendation]) -> None:
    """Set `response_count` of recommendations, in one query."""
    responses = Response.objects.published().filter(recommendation__in=[one.pk for one in recommendations])
    counts = Counter(responses.order_by().values_list("recommendation_id", flat=True))
    for one in recommendations:
        one.response_count = counts[one.pk]
