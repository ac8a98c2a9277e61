"""The filters of the lists: plain GET parameters, repeatable, so that a filtered page can be sent on.

None is on age, sex or date of the incident, because survivors could be found by them.
"""

from dataclasses import dataclass
from functools import partial
from urllib.parse import urlencode

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from .models import ReviewType
from .text import printable
from .vocabulary import Vocabulary, vocabulary_for

NOT_STATED = "not-stated"


@dataclass(frozen=True)
class Chosen:
    """One value that a list is narrowed to, and the address of the same list without it."""

    label: str
    without: str


@dataclass(frozen=True)
class Option:
    """One value that a list can be narrowed to; `number` is how many it would leave, None where nobody counted."""

    value: str
    label: str
    number: int | None
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """One way to narrow a list, with its values as the page offers them."""

    name: str
    label: str
    options: list[Option]

    @property
    def is_open(self) -> bool:
        return any(option.is_chosen for option in self.options)


class ForgivingChoicesField(forms.MultipleChoiceField):
    """Takes the values it knows and remembers the others, instead of refusing all of them."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs)
        self.unknown: list[str] = []

    def clean(self, value) -> list[str]:
        values = list(dict.fromkeys(self.to_python(value)))
        self.unknown = [value for value in values if not self.valid_value(value)]
        return [value for value in values if self.valid_value(value)]


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """Any of several values; the values come from the page's vocabulary or are fixed."""

    field_class = ForgivingChoicesField

    def __init__(self, *args, **kwargs) -> None:
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(*args, **kwargs)
        # Its choices arrive with the request, so "every choice ticked" cannot mean "no filter".
        self.always_filter = True


class PortalFilterSet(django_filters.FilterSet):
    """A filter form that forgives unknown values, says so, and knows how to take each choice away."""

    order: tuple[str, ...] = ()

    def __init__(self, data, queryset: QuerySet, *, request: HttpRequest) -> None:
        super().__init__(data, queryset, request=request)
        self.vocabulary = vocabulary_for(request)
        for name, choices in self.choices(self.vocabulary).items():
            if name in self.form.fields:
                # As a function, so that a field that nobody looks into costs nothing.
                self.form.fields[name].choices = partial(list, choices)

    def choices(self, vocabulary: Vocabulary) -> dict[str, list[tuple[str, str]]]:
        """Return the choices of each filter that takes them from the vocabularies."""
        return {}

    @cached_property
    def shown(self) -> list[Facet]:
        """Return what the page offers, in its order."""
        return [facet for name in self.order if (facet := self.facet(name)).options]

    def facet(self, name: str) -> Facet:
        """Return one way to narrow the list."""
        field = self.form[name]
        options = [Option(value, label, None, value in field.data) for value, label in field.field.choices]
        return Facet(name, str(field.label), options)

    @cached_property
    def chosen(self) -> list[Chosen]:
        """Return each value that narrows the list, with the address that takes it away."""
        found = []
        if self.form.is_valid():
            for name, field in self.form.fields.items():
                labels = dict(field.choices)
                for value in self.form.cleaned_data[name]:
                    found.append(Chosen(labels[value], self.address_without(name, value)))
        return found

    @cached_property
    def unknown(self) -> list[str]:
        """Return a sentence for each value that no filter knows."""
        self.form.is_valid()
        return [
            f"“{printable(value, 60)}” is not a choice under “{field.label}”; it was left out."
            for field in self.form.fields.values()
            for value in field.unknown
        ]

    def address_without(self, name: str, value: str) -> str:
        """Return the query string of this list without one choice, from its first page."""
        pairs = [
            (key, kept)
            for key, values in self.data.lists()
            if key != "page"
            for kept in values
            if (key, kept) != (name, value)
        ]
        return "?" + urlencode(pairs)


class ReviewFilter(PortalFilterSet):
    """Narrows a list of reviews."""

    order: tuple[str, ...] = ("theme", "type", "partnership", "year")

    theme = ChoicesFilter(label="Theme", method="with_theme")
    type = ChoicesFilter(label="Review type", field_name="review_type", choices=ReviewType.choices)
    partnership = ChoicesFilter(label="Partnership", method="with_partnership")
    year = ChoicesFilter(label="Year", method="of_year")

    def choices(self, vocabulary: Vocabulary) -> dict[str, list[tuple[str, str]]]:
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

    def choices(self, vocabulary: Vocabulary) -> dict[str, list[tuple[str, str]]]:
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


def year_choices(years: list[int | None]) -> list[tuple[str, str]]:
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
