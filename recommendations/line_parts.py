"""What lists show of recommendations from other tables: their parts, and how many responses they have."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import CharField, IntegerField, Manager, QuerySet, Value
from django.db.models.functions import Cast

from recommendations.models import Recommendation, RecommendationPart, Response


def attach_parts(statements: Iterable) -> None:
    """Set `line_parts` and `response_count` of the recommendations among these, in one query."""
    recommendations = [one for one in statements if isinstance(one, Recommendation)]
    if not recommendations:
        return
    pks = [one.pk for one in recommendations]
    attached: dict[int, list[tuple]] = defaultdict(list)
    parts = rows_of(RecommendationPart.objects, pks, "part", text="text", label="label", position="position")
    responses = rows_of(Response.objects.published(), pks, "response", text="agency__slug")
    for recommendation, *row in parts.union(responses, all=True).order_by():
        attached[recommendation].append(tuple(row))
    for one in recommendations:
        found = sorted(attached[one.pk])
        one.line_parts = [(label, text) for what, _, _, label, text in found if what == "part"]
        one.response_count = sum(what == "response" for what, *_ in found)


def rows_of(
    records: QuerySet | Manager, pks: list[int], what: str, *, text: str, label: str = "", position: str = ""
) -> QuerySet:
    """Return (recommendation, what, position, key, label, text) for the records of these recommendations."""
    return (
        records.filter(recommendation__in=pks)
        .order_by()
        .annotate(
            what=Value(what, CharField()),
            at=Cast(position, IntegerField()) if position else Value(0, IntegerField()),
            tag=Cast(label, CharField()) if label else Value("", CharField()),
        )
        .values_list("recommendation_id", "what", "at", "pk", "tag", text)
    )
