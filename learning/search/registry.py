"""Which records can be found, and which changes concern them; each app adds its own with `index.register`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from .entry import Entry

type Keys = Iterable[int]


@dataclass(frozen=True)
class Shown:
    """How a list shows a record that is no statement: its name and address, and a little of what it says."""

    kind: str
    title: str
    address: str
    text: str = ""
    line: str = ""
    is_quoted: bool = False
    review: Any = None  # whose sight the list flags
    look: str = ""


@dataclass(frozen=True)
class Source:
    """A sort of record that can be found.

    `entries` takes keys and returns the entry of each that is published. `records` returns the records of some keys
    that a user may see, with all that a list shows of them. `kinds` are the values of the facet of that name, with
    their words.
    `affected_by` says how a change of another model concerns it: a lookup from this model to that one, or a function
    from keys of that one to keys of this one. `reindex_on_delete` is the same for models of which only a deletion
    matters: the rows that link it to this record are deleted with it, and Django sends no signal for them.
    """

    name: str
    model: type[Model]
    entries: Callable[[list[int]], Iterable[Entry]]
    records: Callable[[list[int], object], QuerySet]
    kinds: dict[str, str]
    order: int
    names: Callable[[Any], list[str]] = lambda record: [str(record)]
    shown: Callable[[Any], Shown] | None = None
    affected_by: dict[type[Model], str | Callable[[list[int]], Keys]] = field(default_factory=dict)
    reindex_on_delete: dict[type[Model], str] = field(default_factory=dict)

    def concerned(self, model: type[Model], keys: list[int], *, deleted: bool = False) -> set[int]:
        """Return the keys of this source's records that a change of these records concerns."""
        if model is self.model:
            return set(keys)
        how = self.affected_by.get(model) or (self.reindex_on_delete.get(model) if deleted else None)
        if how is None:
            return set()
        if callable(how):
            return set(how(keys))
        found = self.model._base_manager.filter(**{f"{how}__in": keys})
        return set(found.values_list("pk", flat=True))


SOURCES: dict[str, Source] = {}


def kind_labels() -> dict[str, str]:
    """Return each kind that a result can have, with its word, in the order of lists."""
    sources = sorted(SOURCES.values(), key=lambda source: source.order)
    return {kind: label for source in sources for kind, label in source.kinds.items()}


def shown(record) -> Shown | None:
    """Return how a list shows a record; None for a statement."""
    model = type(record)._meta.concrete_model
    how = next(source.shown for source in SOURCES.values() if source.model is model)
    return how(record) if how else None
