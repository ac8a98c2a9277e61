"""What lists show of recommendations from other tables: their parts, and how many responses they have."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet

from learning.models import SearchEntry, Status

from .models import Recommendation, RecommendationPart, Response
from .models.recommendation import PART_ORDER, LinePart

RESPONSE = "response"  # the search source of responses


def attach_parts(statements: Iterable) -> None:
    """Set `line_parts` of the recommendations among these, in one query."""
    recommendations = {one.pk: one for one in statements if isinstance(one, Recommendation)}
    if not recommendations:
        return
    parts: dict[int, list[LinePart]] = defaultdict(list)
    rows = RecommendationPart.objects.filter(recommendation__in=recommendations).order_by(*PART_ORDER)
    for recommendation, parent, *own in rows.values_list(
        "recommendation_id", "parent_id", "label", "text", "position", "language"
    ):
        label, text, position, language = own
        parts[recommendation].append(LinePart(label, text, 2 if parent else 1, position, language))
    for key, one in recommendations.items():
        one.line_parts = parts[key]


def attach_response_counts(recommendations: Iterable[Recommendation]) -> None:
    """Set `response_count` of recommendations, in one query."""
    keys = [one.pk for one in recommendations]
    responses = responses_once().filter(recommendation__in=keys).order_by()
    # A joint response counts once for each recommendation, but only one of the responses stands for it in the index.
    found = {
        (recommendation, f"joint {passage}" if passage else response)
        for recommendation, response, passage in responses.values_list("recommendation_id", "pk", "current_passage")
    }
    counts = Counter(recommendation for recommendation, _ in found)
    for one in recommendations:
        one.response_count = counts[one.pk]


def responses_once() -> QuerySet:
    """Return the published responses in the search index: one where several agencies give the same response.

    Those to drafts are not in the index. They are all returned, and so are those that refer to a passage.
    """
    entries = SearchEntry.objects.filter(source=RESPONSE, record=OuterRef("pk")).exclude(tags="")
    to_draft = ~Q(recommendation__review__status=Status.PUBLISHED)
    published = Response.objects.published().with_current_text()
    return published.filter(Exists(entries) | to_draft | Q(current_passage__isnull=False))
