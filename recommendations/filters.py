"""The filters and sort orders of the list of recommendations."""

from learning.facets import NOT_STATED, Choices
from learning.search.filters import ListFilters, Parameter
from learning.search.results import SORTS, SearchResults
from learning.sight import tags_seen_by

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
        kinds = tuple(self.kinds)
        stated = self.sets.keep(
            ("scopes", kinds, tags_seen_by(self.user)),
            lambda: list(SearchResults(self.user, self.sets, kinds=kinds).counts("scope")),
        )
        if not any(scope != NOT_STATED for scope in stated):
            return []
        return [(value, str(label)) for value, label in Scope.choices if value in stated and value != NOT_STATED] + [
            (NOT_STATED, "Not stated")
        ]
