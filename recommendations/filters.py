"""The filters and sort orders of the list of recommendations."""

from learning.facets import NOT_STATED, Choices
from learning.search.filters import ListFilters, Parameter
from learning.search.results import SORTS

from .models.recommendation import Scope

LIST_SORTS = {name: SORTS[name] for name in ("newest", "reference")}


class RecommendationFilters(ListFilters):
    """Filters recommendations, also by whether they have a published response; both values together mean all."""

    parameters = {
        "responses": Parameter(
            "Responses", "responses", choices=[("held", "Has responses"), ("none", "No responses")]
        ),
        **ListFilters.parameters,
        "scope": Parameter("Scope", "scope"),
    }

    def choices_of(self, name: str) -> Choices:
        return self.scopes() if name == "scope" else super().choices_of(name)

    def scopes(self) -> Choices:
        """Return the scopes of all recommendations visible to the reader; none if no document states one."""
        counted = self.counted("scope")
        stated = [(value, str(label)) for value, label in Scope.choices if value in counted and value != NOT_STATED]
        return [*stated, (NOT_STATED, "Not stated")] if stated else []
