"""How a list is narrowed: by plain GET parameters, repeatable, so that a narrowed page can be sent on.

None is on age, sex or date of the incident, because survivors could be found by them.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict

from .utils.parameters import MOST_VALUES
from .utils.text import printable

NOT_STATED = "not-stated"
MOST_SAID = 5  # unknown values that a page names one by one

type Choices = Sequence[tuple[str, str]]  # value and label


@dataclass(frozen=True)
class AppliedFilter:
    """One value that a list is narrowed to, and the address of the same list without it."""

    label: str
    without: str


class Option(NamedTuple):
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


class FacetFilters:
    """Takes of the parameters what it knows, says what it does not know, and can take each choice away."""

    data: QueryDict  # within bounds
    are_too_many = False  # whether there were more values
    with_drafts = False  # whether the list holds those drafts that its reader may see

    @property
    def labels(self) -> dict[str, str]:
        """The label of each parameter, in the order in which the page offers them."""
        raise NotImplementedError

    def choices_of(self, name: str) -> Choices:
        """Return all that a parameter can be."""
        raise NotImplementedError

    @cached_property
    def asked(self) -> dict[str, list[str]]:
        """What is asked for of each parameter, every value once."""
        return {name: list(dict.fromkeys(values)) for name in self.labels if (values := self.data.getlist(name))}

    @cached_property
    def selected(self) -> dict[str, dict[str, str]]:
        """The values, with their labels, that each parameter narrows the list to."""
        narrowed = {}
        for name, values in self.asked.items():
            labels = dict(self.choices_of(name))
            if known := {value: labels[value] for value in values if value in labels}:
                narrowed[name] = known
        return narrowed

    @cached_property
    def unknown(self) -> list[str]:
        """A sentence for each unknown value, and one if some values were not read."""
        said = [
            f"“{printable(value, 60)}” is not a choice under “{self.labels[name]}”; it was left out."
            for name, values in self.asked.items()
            for value in values
            if value not in self.selected.get(name, ())
        ]
        if more := len(said) - MOST_SAID if len(said) > MOST_SAID + 1 else 0:
            said = [*said[:MOST_SAID], f"{more} more values are not choices either; they were left out."]
        if self.are_too_many:
            said.append(f"You chose too many values. Choose {MOST_VALUES} or fewer; the rest were left out.")
        return said

    @cached_property
    def chosen(self) -> list[AppliedFilter]:
        """Each value that narrows the list, with the address that takes it away."""
        return [
            AppliedFilter(label, self.address_without(name, value))
            for name, values in self.selected.items()
            for value, label in values.items()
        ]

    @cached_property
    def shown(self) -> list[Facet]:
        """What the page offers, in its order."""
        return [facet for name in self.labels if (facet := self.facet(name)).options]

    def facet(self, name: str) -> Facet:
        """Return one way to narrow the list."""
        chosen = self.selected.get(name, ())
        options = [Option(value, label, None, value in chosen) for value, label in self.choices_of(name)]
        return Facet(name, self.labels[name], options)

    def address_without(self, name: str, value: str) -> str:
        """Return the query string of this list without one choice, from its first page."""
        pairs = [(key, kept) for key, values in self.data.lists() for kept in values if (key, kept) != (name, value)]
        return "?" + urlencode(pairs)
