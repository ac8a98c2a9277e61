"""The kinds of statements in lists, and the parts and response counts that lists show of recommendations."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import CharField, Exists, IntegerField, Manager, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast

from learning.models import ItemKind, SearchEntry, Status
from recommendations.models import Recommendation, RecommendationPart, Response

from .search import KIND as RECOMMENDATION
from .search import RESPONSE

STATEMENT_KINDS = [*ItemKind.values, RECOMMENDATION]


def attach_parts(statements: Iterable, *, with_answers: bool = True) -> None:
    """Set `line_parts` and `response_count` of the recommendations among these, in one query.

    Without `with_answers` the count is not read, and is 0.
    """
    recommendations = [one for one in statements if isinstance(one, Recommendation)]
    if not recommendations:
        return
    pks = [one.pk for one in recommendations]
    attached: dict[int, list[tuple]] = defaultdict(list)
    rows = rows_of(RecommendationPart.objects, pks, "part", text="text", label="label", position="position")
    if with_answers:
        rows = rows.union(rows_of(responses_once(), pks, "response", text="agency__slug"), all=True)
    for recommendation, *row in rows.order_by():
        attached[recommendation].append(tuple(row))
    for one in recommendations:
        found = sorted(attached[one.pk])
        one.line_parts = [(label, text) for what, _, _, label, text in found if what == "part"]
        one.response_count = sum(what == "response" for what, *_ in found)


def responses_once() -> QuerySet:
    """Return the published responses in the search index: one where several agencies give the same response.

    Those to drafts are not in the index. They are all returned.
    """
    entries = SearchEntry.objects.filter(source=RESPONSE, record=OuterRef("pk")).exclude(tags="")
    to_draft = ~Q(recommendation__review__status=Status.PUBLISHED)
    return Response.objects.published().filter(Exists(entries) | to_draft)


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
