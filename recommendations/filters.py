"""The filters and sort orders of the list of recommendations."""

from learning.search.filters import ListFilters, Parameter
from learning.search.results import SORTS

LIST_SORTS = {name: SORTS[name] for name in ("newest", "reference")}


class RecommendationFilters(ListFilters):
    """Filters recommendations, also by whether they have a published response; both values together mean all."""

    parameters = {
        "responses": Parameter(
            "Responses", "responses", choices=[("held", "Has responses"), ("none", "No responses")]
        ),
        **ListFilters.parameters,
    }
