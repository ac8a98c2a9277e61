"""Reads the quoted actions of recommendations and reviews, and names the plans that they are from."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import F, QuerySet

from learning.models import SourceDocument
from recommendations.models import QuotedAction, Recommendation

IN_ORDER = ("document__position", "document_id", "position", "pk")


@dataclass
class Plan:
    """A published document, and actions that are quoted from it, in its order."""

    document: SourceDocument
    actions: list[QuotedAction]


def in_document_order(actions: QuerySet) -> QuerySet:
    """Return quoted actions in the order of their documents, with these."""
    return actions.select_related("document").order_by(*IN_ORDER)


def plans_of(actions: Iterable[QuotedAction]) -> list[Plan]:
    """Return actions in document order by the plans that they are from."""
    return [Plan(document, list(group)) for document, group in groupby(actions, key=lambda one: one.document)]


def give_actions(recommendations: list[Recommendation], actions: Iterable[QuotedAction]) -> list[QuotedAction]:
    """Set `plans` and `action_count` of each recommendation; return the actions that name none of them.

    `actions` are those of their reviews, in document order.
    """
    by_recommendation: dict[int | None, list[QuotedAction]] = {}
    known = {one.pk for one in recommendations}
    for action in actions:
        key = action.recommendation_id if action.recommendation_id in known else None
        by_recommendation.setdefault(key, []).append(action)
    for one in recommendations:
        own = by_recommendation.get(one.pk, [])
        for action in own:
            action.recommendation = one
        one.plans, one.action_count = plans_of(own), len(own)
    return by_recommendation.get(None, [])


def read_actions(recommendations: list[Recommendation]) -> None:
    """Set `plans` and `action_count` of recommendations, in one query.

    An action is left out if its recommendation or its document was moved to another review, whose readers may be
    others.
    """
    if recommendations:
        actions = QuotedAction.objects.in_own_review()
        own = actions.filter(recommendation__in=recommendations, review=F("recommendation__review"))
        give_actions(recommendations, in_document_order(own))
