"""The actions of published plans as one spreadsheet, with a row for each action."""

from collections.abc import Iterator
from itertools import batched

from django.db.models import F
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from learning.models import Audience
from learning.search.filters import sort_of
from learning.search.results import SearchResults
from learning.signals import restricted_exported
from learning.utils.spreadsheet import as_csv
from recommendations.filters import LIST_SORTS, RecommendationFilters
from recommendations.models import QuotedAction
from recommendations.models.quoted_action import COLUMNS
from recommendations.search import KIND

BATCH = 500  # recommendations whose actions are read at once
HEADINGS = (
    *("Review", "Recommendation", "Recommendation number", "Action number", "Action", "Lead", "Due", "Due date"),
    *("Status", "Progress", "Evidence", "Outcome", "Other columns", "Plan", "Plan published", "Place", "Audience"),
    "Address",
)


@require_safe
def planned_actions(request: HttpRequest) -> HttpResponseBase:
    """Return the actions of the recommendations in the list with the same filters, in its order, as CSV."""
    filters = RecommendationFilters(request.GET, request=request, kinds=[KIND])
    found = filters.find(order=sort_of(request, "newest", LIST_SORTS))
    if any(found.filtered.intersect(found.sets.tagged(f"audience:{one}")) for one in Audience.values[1:]):
        restricted_exported.send(planned_actions, request=request, what="planned actions csv")
    response = as_csv("planned-actions.csv", HEADINGS, rows_of(found, request.build_absolute_uri("/").rstrip("/")))
    response["X-Robots-Tag"] = "noindex"
    return response


def rows_of(found: SearchResults, site: str) -> Iterator[list[str]]:
    """Yield the cells of each action; `site` is the portal's base URL."""
    seen = QuotedAction.objects.visible_to(found.user).filter(review=F("recommendation__review")).order_by()
    planned = set(seen.values_list("recommendation", flat=True))  # of most recommendations nothing is planned
    listed = found.sets.records_of(found.keys(0, len(found)))
    for records in batched((record for _, record in listed if record in planned), BATCH, strict=False):
        order = {record: place for place, record in enumerate(records)}
        actions = seen.filter(recommendation__in=order).select_related("review", "document", "recommendation")
        for action in sorted(
            actions,
            key=lambda one: (order[one.recommendation_id], one.document.position, one.document_id, one.position),
        ):
            yield cells_of(action, site)


def cells_of(action: QuotedAction, site: str) -> list[str]:
    """Return the cells of one action, as printed; a due date is a date only if the words under "Due" are one."""
    above, due_on = action.recommendation, action.due_on
    text = {column: getattr(action, column) for column in COLUMNS}
    return [
        action.review.title,
        above.reference if above else "",
        above.short_label if above else "",
        action.label,
        action.text,
        text["lead"],
        text["due"],
        due_on.isoformat() if due_on else "",
        *(text[column] for column in ("status", "progress", "evidence", "outcome")),
        "\n".join(f"{cell.heading}: {cell.text}" for cell in action.cells if not cell.column),
        action.document.title,
        str(action.document.published or "undated"),
        "" if action.place.startswith("line") else action.place,
        action.review.mark,
        site + action.get_absolute_url(),
    ]
