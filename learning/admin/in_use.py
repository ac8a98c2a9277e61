"""What uses a record and what would be deleted with it: counts, and the first few records of each kind by name.

The page that confirms a deletion names a few records of each kind, so that its size and its queries do not grow with
the number of related records.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.admin.sites import AdminSite
from django.contrib.admin.utils import NestedObjects
from django.db import models, router
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from learning.utils.marks import mark

FIRST = 3


@dataclass(frozen=True)
class Use:
    """Records of one kind that use the record to be deleted: their number, and names and addresses of a few."""

    what: str
    number: int
    first: list[tuple[str, str]]

    @property
    def more(self) -> int:
        """Return how many records are not named."""
        return self.number - len(self.first)


class GoesAlong(list[str]):
    """Lines that describe what would be deleted. Two are equal only if all the records are, even those not named."""

    def __init__(self, lines: Iterable[str], digest: str) -> None:
        super().__init__(lines)
        self.digest = digest

    def __repr__(self) -> str:
        return f"{self.digest} {super().__repr__()}"


def uses_of(records: list[Any], parts: set[type[models.Model]], *, cascades: bool = False) -> list[Use]:
    """Return the uses of any of these records of one model.

    These do not count as uses: rows of the models in `parts` that are deleted with the record (with `cascades`, any
    row that is deleted with it), records that it refers to, and its history.
    """
    model = records[0]._meta.concrete_model
    found = []
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and not relation.concrete and (relation.one_to_one or relation.one_to_many)):
            continue
        rows, is_part = relation.related_model, relation.on_delete is models.CASCADE
        names = rows._meta.auto_created  # for a many-to-many table: the model at the other end
        if relation.on_delete is models.DO_NOTHING or names is model:
            continue
        if not names and is_part and (cascades or rows in parts):
            continue
        using = rows._base_manager.filter(**{f"{relation.field.name}__in": records})
        key = "pk"
        if names:  # keys are counted in the table itself; only the records to be named are read
            tie = next(field for field in names._meta.many_to_many if field.remote_field.through is rows)
            key = f"{tie.m2m_field_name()}_id"
        keys = using.order_by(key).values_list(key, flat=True).distinct()
        if number := keys.count():
            found.append(use(names or rows, number, named(names or rows, list(keys[:FIRST]))))
    return found


def named(model: type[models.Model], keys: list[Any]) -> list[models.Model]:
    """Return the records with these keys, with the related records that their names need."""
    parts = [field.name for field in model._meta.fields if field.many_to_one and not field.null]
    first = model._base_manager.filter(pk__in=keys).order_by("pk")
    return list(first.select_related(*parts) if parts else first)


def use(model: type[models.Model], number: int, first: list[models.Model]) -> Use:
    """Return a use by records of one model: their number, and the names and addresses of the first few."""
    name = model._meta.verbose_name if number == 1 else model._meta.verbose_name_plural
    return Use(str(name), number, [(str(record), change_page(record)) for record in first])


def change_page(record: models.Model) -> str:
    """Return the address of a record's page in the admin, or "" if it has none."""
    try:
        return reverse(f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return ""


def deletion_of(records: list[Any], request: HttpRequest, site: AdminSite) -> tuple[Any, dict, set[str], list[Use]]:
    """Return what would be deleted with records, the counts, missing permissions, and what prevents the deletion."""
    collector = NestedObjects(using=router.db_for_write(records[0].__class__), origin=records)
    collector.collect(records)
    held: Any = collector.model_objs
    groups = {model: sorted(found, key=lambda one: one.pk) for model, found in held.items()}
    counted = {str(model._meta.verbose_name_plural): len(found) for model, found in groups.items()}
    refused = {
        str(model._meta.verbose_name)
        for model, found in groups.items()
        if (admin := site._registry.get(model)) and not admin.has_delete_permission(request, found[0])
    }
    digest = mark([[model._meta.label, *map(values_of, found)] for model, found in groups.items()])
    return GoesAlong(lines(groups), digest), counted, refused, protecting(collector.protected)


def values_of(record: models.Model) -> list[str]:
    """Return all values of a record, for comparison."""
    return [str(field.value_from_object(record)) for field in record._meta.concrete_fields]


def lines(groups: dict[type[models.Model], list[Any]]) -> Iterator[str]:
    """Yield the first records of each kind, and how many more there are."""
    for model, found in groups.items():
        name = str(model._meta.verbose_name)
        yield from (f"{name[:1].upper()}{name[1:]}: {record}" for record in found[:FIRST])
        if len(found) > FIRST:
            yield f"and {len(found) - FIRST} more {model._meta.verbose_name_plural}"


def protecting(records: Iterable[Any]) -> list[Use]:
    """Return the records that prevent the deletion, by kind."""
    groups: dict[type[models.Model], list[Any]] = {}
    for record in records:
        groups.setdefault(record.__class__, []).append(record)
    return [
        use(model, len(found), sorted(found, key=lambda one: one.pk)[:FIRST])
        for model, found in sorted(groups.items(), key=lambda pair: pair[0]._meta.label)
    ]
