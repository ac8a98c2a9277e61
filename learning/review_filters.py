"""The filters of the list of reviews, made with django-filter; see `facets.py` for what all lists share.

Editors see their drafts in this list. The search index contains no drafts, so the database filters it.
"""

from collections.abc import Set
from dataclasses import replace
from functools import partial

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from .facets import NOT_STATED, Choices, Facet, FacetFilters, with_slugs_of_today
from .search.filter_choices import Vocabulary, vocabulary_for, years_for
from .search.index_sets import index_sets_for
from .search.registry import kind_labels
from .search.results import counted
from .sight import sees_drafts
from .utils.parameters import are_too_many, within_bounds


class KnownChoicesField(forms.MultipleChoiceField):
    """A multiple choice field that ignores unknown values instead of refusing all."""

    def clean(self, value) -> list[str]:
        return [one for one in dict.fromkeys(self.to_python(value)) if self.valid_value(one)]


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """Matches any of several values, which are fixed or come from the vocabularies."""

    field_class = KnownChoicesField

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        # The choices are set for each request, so "every choice selected" cannot mean "no filter".
        self.always_filter = True


class ReviewFilter(FacetFilters, django_filters.FilterSet):
    """Filters the list of reviews."""

    order = ("theme", "type", "partnership", "year")
    with_drafts = True

    theme = ChoicesFilter(label="Theme", method="with_theme")
    type = ChoicesFilter(label="Type of review", method="with_kind")
    partnership = ChoicesFilter(label="Partnership", method="with_partnership")
    year = ChoicesFilter(label="Year", method="of_year")

    def __init__(self, data, queryset: QuerySet, *, request: HttpRequest) -> None:
        vocabulary = vocabulary_for(request)
        known = {
            "theme": dict(vocabulary.themes),
            "type": dict(vocabulary.review_kinds),
            "partnership": dict(vocabulary.partnerships),
        }
        now = with_slugs_of_today(within_bounds(data), lambda name: known.get(name, {}))
        super().__init__(now, queryset, request=request)
        self.are_too_many = are_too_many(data)
        for name, choices in self.choices(vocabulary).items():
            # A function, so that the choices of a field that is never read are not built.
            self.form.fields[name].choices = partial(list, choices)

    @property
    def labels(self) -> dict[str, str]:
        return {name: str(self.base_filters[name].label) for name in self.order}

    def choices(self, vocabulary: Vocabulary) -> dict[str, Choices]:
        """Return the choices of each filter whose values come from the vocabularies or the reviews."""
        return {
            "theme": vocabulary.themes,
            "type": vocabulary.review_kinds,
            "partnership": [*vocabulary.partnerships, (NOT_STATED, "Not stated or not known")],
            "year": year_choices(years_for(self.request)),
        }

    def choices_of(self, name: str) -> Choices:
        return list(self.form.fields[name].choices)

    def facet(self, name: str) -> Facet:
        """Return a facet with all its values; of kinds and themes with those that the list has, or selected."""
        facet, user = super().facet(name), self.request.user
        if name == "type":
            held: Set[str] = vocabulary_for(self.request).kinds_held
        elif name == "theme" and not sees_drafts(user):  # the index has no themes of drafts
            held = themes_held(self.request)
        else:
            return facet
        return replace(facet, options=[one for one in facet.options if one.is_chosen or one.value in held])

    def with_kind(self, queryset, name, values):
        return queryset.filter(kinds__slug__in=values).distinct() if values else queryset

    def with_theme(self, queryset, name, values):
        return queryset.filter(themes__slug__in=values).distinct() if values else queryset

    def with_partnership(self, queryset, name, values):
        return queryset.filter(partnership_rule(values)).distinct() if values else queryset

    def of_year(self, queryset, name, values):
        return queryset.with_year().filter(year_rule(values)) if values else queryset


def themes_held(request: HttpRequest) -> Set[str]:
    """Return the slugs of the themes of published reviews, and of what is in them, that the reader may see."""
    sets, slugs = index_sets_for(request), vocabulary_for(request).by_key["themes"]
    kinds = [kind for kind in kind_labels() if kind != "theme"]
    found = counted(request.user, sets, "theme", kinds)
    return {slugs[int(key)][0] for key in found if int(key) in slugs}


def year_choices(years: set[int | None]) -> Choices:
    """Return the choices for these years, newest first; None among them means "not stated"."""
    stated = sorted({year for year in years if year}, reverse=True)
    return [(str(year), str(year)) for year in stated] + [(NOT_STATED, "Not stated")]


def year_rule(values: list[str]) -> Q:
    """Return the condition that the year of a review is one of these; "not-stated" matches reviews without a year."""
    rule = Q(pk__in=[])
    for value in values:
        # Django compares a date with the first and the last day of a year: quicker than to take the year of each date.
        rule |= Q(learnt_on__isnull=True) if value == NOT_STATED else Q(learnt_on__year=int(value))
    return rule


def partnership_rule(slugs: list[str]) -> Q:
    """Return the condition that a review is of one of these partnerships; "not-stated" matches those without one."""
    rule = Q(partnerships__slug__in=[slug for slug in slugs if slug != NOT_STATED])
    return rule | Q(partnerships=None) if NOT_STATED in slugs else rule
