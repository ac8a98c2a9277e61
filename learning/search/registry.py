"""The searchable models, and the changes that affect their entries. Each app adds its own with `register()`."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, QuerySet

from .entry import Entry

type Keys = Iterable[int]


@dataclass(frozen=True)
class Shown:
    """How a list shows a record that is not a statement."""

    kind: str
    title: str
    address: str
    text: str = ""
    line: str = ""
    is_quoted: bool = False
    review: Any = None  # the review whose audience the list shows
    look: str = ""
    language: str = ""  # of what is quoted: the text or, of a resource, the title


@dataclass(frozen=True)
class Source:
    """A model whose records can be searched.

    `entries` takes primary keys and returns the entry of each published record. `records` returns the records with
    some keys that a user may see. `attach` sets on them what lists show of other tables, `attach_on_page` what only
    pages show. `kinds` are the values of the "kind" facet, with their labels, and `order` their place among those of
    other sources.
    `affected_by` says which entries a change of another model affects: a lookup from this model to that one, or a
    function from its keys to keys of this model. A record of this model always affects its own entry, and those of
    others if its own model is listed. `reindex_on_delete` is the same for models of which only a deletion
    matters: it cascades to the rows that link them to this model, for which Django sends no signal.
    """

    name: str
    model: type[Model]
    entries: Callable[[list[int]], Iterable[Entry]]
    records: Callable[[list[int], object], QuerySet]
    kinds: dict[str, str]
    order: int
    names: Callable[[Any], list[str]] = lambda record: [str(record)]
    shown: Callable[[Any], Shown] | None = None
    attach: Callable[[list[Any]], None] = lambda records: None
    attach_on_page: Callable[[list[Any]], None] = lambda records: None
    affected_by: dict[type[Model], str | Callable[[list[int]], Keys]] = field(default_factory=dict)
    reindex_on_delete: dict[type[Model], str] = field(default_factory=dict)

    def concerned(self, model: type[Model], keys: list[int], *, deleted: bool = False) -> set[int]:
        """Return the keys of this source's records that are affected by a change of these records."""
        own = set(keys) if model is self.model else set()
        how = self.affected_by.get(model) or (self.reindex_on_delete.get(model) if deleted else None)
        if how is None:
            return own
        if callable(how):
            return own.union(how(keys))
        found = self.model._base_manager.filter(**{f"{how}__in": keys})
        return own.union(found.values_list("pk", flat=True))


SOURCES: dict[str, Source] = {}


def kind_labels() -> dict[str, str]:
    """Return each kind of result with its label, in the order of lists."""
    sources = sorted(SOURCES.values(), key=lambda source: source.order)
    return {kind: label for source in sources for kind, label in source.kinds.items()}


def shown(record) -> Shown | None:
    """Return how a list shows a record, or None for a statement."""
    model = type(record)._meta.concrete_model
    how = next(source.shown for source in SOURCES.values() if source.model is model)
    return how(record) if how else None
