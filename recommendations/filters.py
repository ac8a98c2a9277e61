"""The filters of the list of recommendations."""

from learning.filters import ChoicesFilter, StatementFilter


class RecommendationFilter(StatementFilter):
    """Filters recommendations, also by whether they have a published response."""

    responses = ChoicesFilter(
        label="Responses", method="with_responses", choices=[("held", "Held here"), ("none", "None held here")]
    )

    order = ("responses", *StatementFilter.order)

    def with_responses(self, queryset, name, values):
        """Both values together mean all."""
        if len(values) != 1:
            return queryset
        answered = queryset.answered()
        return answered if values == ["held"] else queryset.exclude(pk__in=answered.values("pk"))
