"""The filters of lists that the database narrows, on django-filter: see `facets.py` for what all lists share."""

from functools import partial

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from .facets import NOT_STATED, Choices, FacetFilters
from .models import ReviewType
from .utils.parameters import are_too_many, within_bounds
from .vocabulary import Vocabulary, vocabulary_for


class KnownChoicesField(forms.MultipleChoiceField):
    """Takes the values that it knows and leaves the others, instead of refusing all of them."""

    def clean(self, value) -> list[str]:
        return [one for one in dict.fromkeys(self.to_python(value)) if self.valid_value(one)]


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """Any of several values; the values come from the page's vocabulary or are fixed."""

    field_class = KnownChoicesField

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # Its choices arrive with the request, so "every choice ticked" cannot mean "no filter".
        self.always_filter = True


class PortalFilterSet(FacetFilters, django_filters.FilterSet):
    """Narrows a queryset by values of the vocabularies."""

    order: tuple[str, ...] = ()

    def __init__(self, data, queryset: QuerySet, *, request: HttpRequest) -> None:
        super().__init__(within_bounds(data), queryset, request=request)
        self.are_too_many = are_too_many(data)
        for name, choices in self.choices(vocabulary_for(request)).items():
            # As a function, so that a field that nobody looks into costs nothing.
            self.form.fields[name].choices = partial(list, choices)

    @property
    def labels(self) -> dict[str, str]:
        return {name: str(self.base_filters[name].label) for name in self.order}

    def choices(self, vocabulary: Vocabulary) -> dict[str, Choices]:
        """Return the choices of each filter that takes them from the vocabularies."""
        return {}

    def choices_of(self, name: str) -> Choices:
        return list(self.form.fields[name].choices)


class ReviewFilter(PortalFilterSet):
    """Narrows a list of reviews."""

    order: tuple[str, ...] = ("theme", "type", "partnership", "year")

    theme = ChoicesFilter(label="Theme", method="with_theme")
    type = ChoicesFilter(label="Review type", field_name="review_type", choices=ReviewType.choices)
    partnership = ChoicesFilter(label="Partnership", method="with_partnership")
    year = ChoicesFilter(label="Year", method="of_year")

    def choices(self, vocabulary: Vocabulary) -> dict[str, Choices]:
        return {
            "theme": vocabulary.themes,
            "partnership": [*vocabulary.partnerships, (NOT_STATED, "Not stated or not known")],
            "year": year_choices(self.queryset.years()),
        }

    def with_theme(self, queryset, name, values):
        return queryset.filter(themes__slug__in=values).distinct() if values else queryset

    def with_partnership(self, queryset, name, values):
        return queryset.filter(partnership_rule(values)).distinct() if values else queryset

    def of_year(self, queryset, name, values):
        return queryset.with_year().filter(year_rule(values, "learnt_year")) if values else queryset


class StatementFilter(PortalFilterSet):
    """Narrows learning items or recommendations by what they have in common."""

    order: tuple[str, ...] = ("theme", "speaks_to", "type", "partnership", "year")

    theme = ChoicesFilter(label="Theme", method="with_theme")
    speaks_to = ChoicesFilter(label="Speaks to", method="speaking_to")
    type = ChoicesFilter(label="Review type", field_name="review__review_type", choices=ReviewType.choices)
    partnership = ChoicesFilter(label="Partnership", method="with_partnership")
    year = ChoicesFilter(label="Year", method="of_year")

    def __init__(self, data, queryset, *, request, years: list[int | None] | None = None) -> None:
        self.years = years if years is not None else queryset.years()
        super().__init__(data, queryset, request=request)

    def choices(self, vocabulary: Vocabulary) -> dict[str, Choices]:
        return {
            "theme": vocabulary.themes,
            "speaks_to": vocabulary.agency_kinds,
            "partnership": [*vocabulary.partnerships, (NOT_STATED, "Not stated or not known")],
            "year": year_choices(self.years),
        }

    def with_theme(self, queryset, name, values):
        return queryset.filter(themes__slug__in=values).distinct() if values else queryset

    def speaking_to(self, queryset, name, values):
        return queryset.speaking_to(values) if values else queryset

    def with_partnership(self, queryset, name, values):
        return queryset.filter(partnership_rule(values, "review__")).distinct() if values else queryset

    def of_year(self, queryset, name, values):
        return queryset.with_year().filter(year_rule(values, "source_year")) if values else queryset


def year_choices(years: list[int | None]) -> Choices:
    """Return the choices for these years, newest first, None being "not stated"."""
    stated = sorted({year for year in years if year}, reverse=True)
    return [(str(year), str(year)) for year in stated] + [(NOT_STATED, "Not stated")]


def year_rule(values: list[str], field: str) -> Q:
    """Return the condition that a year is one of these, or is not stated."""
    rule = Q(**{f"{field}__in": [int(value) for value in values if value != NOT_STATED]})
    return rule | Q(**{f"{field}__isnull": True}) if NOT_STATED in values else rule


def partnership_rule(slugs: list[str], prefix: str = "") -> Q:
    """Return the condition that one of these partnerships commissioned the review, or none that we know."""
    rule = Q(**{f"{prefix}partnerships__slug__in": [slug for slug in slugs if slug != NOT_STATED]})
    return rule | Q(**{f"{prefix}partnerships": None}) if NOT_STATED in slugs else rule
