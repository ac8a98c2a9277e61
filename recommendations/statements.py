"""The related records that lists of learning items and recommendations show.

The statements are in two tables of two apps. All related records of a page are fetched in one query, whatever their
number.
"""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import CharField, IntegerField, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from learning.models import LearningItem, Review
from recommendations.models import Recommendation, RecommendationPart, Response

RECOMMENDATION = "recommendation"
# A partnership's area, or its name where none is given.
AREA = Coalesce(NullIf("partnership__area", Value("")), "partnership__name")

# What, its position and key, label and text, by owner and its key.
type Attached = dict[tuple[str, int], list[tuple[str, int, int, str, str]]]


def attach(statements: Iterable) -> None:
    """Give each statement all that is shown of it, see `attach_lines` and `attach_parts`; one query."""
    found = united(line_rows(statements) + part_rows(statements))
    attach_related_names(statements, found)
    give_parts(statements, found)


def attach_lines(statements: Iterable) -> None:
    """Give each statement its `line_bodies` and its review's `line_place`; one query."""
    attach_related_names(statements, united(line_rows(statements)))


def attach_parts(statements: Iterable, *, with_answers: bool = True) -> None:
    """Give each recommendation among these its `line_parts` and, unless told, its `response_count`; one query."""
    give_parts(statements, united(part_rows(statements, with_answers=with_answers)))


def line_rows(statements: Iterable) -> list[QuerySet]:
    """Return the queries for those whom statements speak to, and for where their reviews were."""
    queries = []
    if reviews := {statement.review_id for statement in statements}:
        queries.append(rows(Review.partnerships.through.objects, "review", "review", reviews, AREA, "place"))
    for model, app, field in (
        (LearningItem, "item", "learningitem"),
        (Recommendation, RECOMMENDATION, "recommendation"),
    ):
        if pks := [statement.pk for statement in statements if isinstance(statement, model)]:
            owner = (app, field, pks)
            queries.append(rows(model.agencies.through.objects, *owner, "agency__name", "1 agency"))
            queries.append(rows(model.agency_kinds.through.objects, *owner, "agencykind__name", "2 kind"))
    return queries


def part_rows(statements: Iterable, *, with_answers: bool = True) -> list[QuerySet]:
    """Return the queries for the parts of recommendations and for the published responses to them."""
    pks = [statement.pk for statement in statements if isinstance(statement, Recommendation)]
    if not pks:
        return []
    whole = (RECOMMENDATION, "recommendation", pks)
    parts = rows(RecommendationPart.objects, *whole, "text", "part", label="label", position="position")
    return [parts, rows(Response.objects.published(), *whole, "agency__slug", "response")] if with_answers else [parts]


def attach_related_names(statements: Iterable, found: Attached) -> None:
    """Set what a line names."""
    for statement in statements:
        app = "item" if isinstance(statement, LearningItem) else RECOMMENDATION
        bodies = [(what, text) for what, *_, text in found[app, statement.pk] if what in ("1 agency", "2 kind")]
        statement.line_bodies = [text for _, text in sorted(bodies)]
        areas = sorted(text for *_, text in found["review", statement.review_id])
        statement.line_place = ", ".join(areas) or statement.review.partnership_as_named


def give_parts(statements: Iterable, found: Attached) -> None:
    """Set what a recommendation consists of, and how many bodies answered it."""
    for statement in statements:
        if isinstance(statement, Recommendation):
            attached = sorted(found[RECOMMENDATION, statement.pk])
            statement.line_parts = [(label, text) for what, _, _, label, text in attached if what == "part"]
            statement.response_count = sum(what == "response" for what, *_ in attached)


def united(queries: list[QuerySet]) -> Attached:
    """Return what these queries of `rows()` find, by owner, in one query."""
    found: Attached = defaultdict(list)
    if not queries:
        return found
    first, *others = queries
    for owner, pk, *attached in first.union(*others, all=True).order_by() if others else first:
        found[owner, pk].append(tuple(attached))
    return found


def rows(
    records, owner: str, to_owner: str, pks, text, what: str, label: str | None = None, position: str | None = None
) -> QuerySet:
    """Return (owner, its key, what, position, key, label, text) of those records that hang on these owners."""
    return (
        records.filter(**{f"{to_owner}__in": pks})
        .order_by()
        .annotate(
            owner=Value(owner, CharField()),
            what=Value(what, CharField()),
            at=Cast(position, IntegerField()) if position else Value(0, IntegerField()),
            tag=Cast(label, CharField()) if label else Value("", CharField()),
        )
        .values_list("owner", f"{to_owner}_id", "what", "at", "pk", "tag", text)
    )
