"""Facets of a list: filters as plain GET parameters, which may be repeated, so that a filtered page can be shared.

There is no facet for age, sex or date of the incident, because they could identify survivors.
"""

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.db.models import Model
from django.http import QueryDict

from .models import Agency, AgencyKind, Partnership, ReviewKind, Theme
from .models.old_slug import slugs_now
from .utils.parameters import MOST_VALUES
from .utils.text import printable

NOT_STATED = "not-stated"
MOST_SAID = 5  # unknown values that a page names one by one

# The parameters whose values are slugs that may change.
SLUGS: dict[str, type[Model]] = {
    "theme": Theme,
    "agency": Agency,
    "speaks_to": AgencyKind,
    "partnership": Partnership,
    "type": ReviewKind,
}

type Choices = Sequence[tuple[str, str]]  # value and label


@dataclass(frozen=True)
class AppliedFilter:
    """A selected value, and the URL of the same list without it."""

    label: str
    without: str


class Option(NamedTuple):
    """A value that can be selected; `number` is how many results it would leave, None if not counted."""

    value: str
    label: str
    number: int | None
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    """A filter of a list, with the values that the page offers."""

    name: str
    label: str
    options: list[Option]

    @property
    def is_open(self) -> bool:
        return any(option.is_chosen for option in self.options)


def with_slugs_of_today(data: QueryDict, known_to: Callable[[str], Container[str]]) -> QueryDict:
    """Put into parameters the slug of today in place of each former slug, where `known_to` its parameter.

    So a link that somebody saved goes on working, and tells nobody of a record that they may not see.
    """
    for name in SLUGS.keys() & data.keys():
        known = known_to(name)
        now = slugs_now(SLUGS[name], [value for value in data.getlist(name) if value not in known and value])
        if moved := {old: slug for old, slug in now.items() if slug in known}:
            data.setlist(name, list(dict.fromkeys(moved.get(value, value) for value in data.getlist(name))))
    return data


class FacetFilters:
    """Base of the filters of a list: keeps the known values of the parameters, and reports unknown ones."""

    data: QueryDict  # limited by `within_bounds()`
    are_too_many = False  # whether values were dropped for that limit
    with_drafts = False  # whether the list contains the drafts visible to its reader

    @property
    def labels(self) -> dict[str, str]:
        """The label of each parameter, in the order in which the page offers them."""
        raise NotImplementedError

    def choices_of(self, name: str) -> Choices:
        """Return all values of a parameter with their labels."""
        raise NotImplementedError

    @cached_property
    def asked(self) -> dict[str, list[str]]:
        """The values in each known parameter, without repetitions."""
        return {name: list(dict.fromkeys(values)) for name in self.labels if (values := self.data.getlist(name))}

    @cached_property
    def selected(self) -> dict[str, dict[str, str]]:
        """The known values in each parameter, with their labels."""
        selected = {}
        for name, values in self.asked.items():
            labels = dict(self.choices_of(name))
            if known := {value: labels[value] for value in values if value in labels}:
                selected[name] = known
        return selected

    @cached_property
    def unknown(self) -> list[str]:
        """A sentence for each unknown value, and one if values were dropped for the limit."""
        sentences = [
            f"“{printable(value, 60)}” is not an option for “{self.labels[name]}”, so it was ignored."
            for name, values in self.asked.items()
            for value in values
            if value not in self.selected.get(name, ())
        ]
        if more := len(sentences) - MOST_SAID if len(sentences) > MOST_SAID + 1 else 0:
            sentences = [*sentences[:MOST_SAID], f"{more} more values are not options either, so they were ignored."]
        if self.are_too_many:
            sentences.append(f"You selected too many filters. Select {MOST_VALUES} or fewer. The rest were ignored.")
        return sentences

    @cached_property
    def chosen(self) -> list[AppliedFilter]:
        """Each selected value, with the URL of the list without it."""
        return [
            AppliedFilter(label, self.address_without(name, value))
            for name, values in self.selected.items()
            for value, label in values.items()
        ]

    @cached_property
    def shown(self) -> list[Facet]:
        """The facets that the page offers, in order: those with a choice, and those with a selected value."""
        facets = map(self.facet, self.labels)
        return [facet for facet in facets if len(facet.options) > 1 or facet.is_open]

    def facet(self, name: str) -> Facet:
        """Return a facet with all its values, without counts."""
        chosen = self.selected.get(name, ())
        options = [Option(value, label, None, value in chosen) for value, label in self.choices_of(name)]
        return Facet(name, self.labels[name], options)

    def address_without(self, name: str, value: str) -> str:
        """Return the query string of the first page of this list without one selected value."""
        pairs = [(key, one) for key, values in self.data.lists() for one in values if (key, one) != (name, value)]
        return "?" + urlencode(pairs)
