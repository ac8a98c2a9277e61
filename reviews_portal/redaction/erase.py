"""Remove passages from every table, index and cache, in one transaction.

Readers' own texts are not changed, see `reader_texts.py`; neither are sessions, which expire.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from typing import Any

from django.core.cache import caches
from django.core.cache.backends.db import DatabaseCache
from django.db import connection, transaction
from django.db.models import BinaryField, Field, Model, SlugField

from learning.models import DocumentFile, OldAddress, OldSlug
from learning.querysets import changed_in_bulk
from learning.search.index import deferred, move_on
from recommendations.triggers.immutability import guarded_models, unguarded
from reviews_portal.briefings.models import LongExport

from .closed_files import close_files_of
from .matching import SLUG_MARK, Passages
from .occurrences import Cell, all_cells_with
from .reader_texts import is_outline, outline_with

EMPTIED = b"This file held words that were redacted, and was emptied.\n"
# What other apps keep for a while and is not searched: they register functions here that delete it.
FORGETTING: list[Callable[[], object]] = []
SHORTEST_MARK = "…"  # for a column too short for the whole mark


@transaction.atomic
def take_out(passages: Passages, cells: Iterable[Cell] | None = None) -> int:
    """Replace passages in the whole database, and return the number of cells changed.

    `cells` are the cells that contain them, if they are known already.
    """
    done = rewrite(all_cells_with(passages) if cells is None else cells, passages)
    for forget in FORGETTING:
        forget()
    LongExport.objects.all().delete()  # their files are packed and not searched; each can be made again
    clear_shared_cache()
    move_on()
    return done


@transaction.atomic
def rewrite(cells: Iterable[Cell], passages: Passages) -> int:
    """Replace the passages in the current values of these cells with marks; return the number of cells changed."""
    by_model: dict[type[Model], list[Cell]] = defaultdict(list)
    for cell in cells:
        by_model[cell.model].append(cell)
    done = 0
    with deferred(), ExitStack() as stack:
        if not by_model.keys().isdisjoint(guarded_models()):
            stack.enter_context(unguarded())
        for model, own in by_model.items():
            changed = [cell.key for cell in own if rewrite_cell(cell, passages)]
            done += len(changed)
            if model is DocumentFile:
                close_files_of(changed)
            changed_in_bulk.send(model, keys=sorted(set(changed)))
    return done


def rewrite_cell(cell: Cell, passages: Passages) -> bool:
    """Rewrite one cell, and return whether it changed. It goes past the model, so that no history keeps the words."""
    row = cell.model._base_manager.select_for_update().filter(pk=cell.key)
    for value in row.values_list(cell.column.attname, flat=True):
        new = without(passages, cell.column, value)
        if new == value:
            return False
        if cell.model in (OldAddress, OldSlug):
            cell.model._base_manager.filter(pk=cell.key).delete()
            return True
        if cell.column.unique and cell.model._base_manager.filter(**{cell.column.attname: new}).exists():
            ending = f"-{cell.key}"
            new = new[: (cell.column.max_length or len(new) + len(ending)) - len(ending)] + ending
        row.update(**{cell.column.attname: new})
        return True
    return False


def without(passages: Passages, column: Field, value: Any) -> Any:
    """Return a value of a column with marks in place of the passages; a plain-text file becomes a note."""
    if is_outline(column):
        return outline_with(value, quoted=passages.replaced)
    if isinstance(column, BinaryField):
        return EMPTIED if value and passages.stand_in(value) else value
    if isinstance(column, SlugField):
        return passages.marked(value or "", SLUG_MARK, any_case=True)[: column.max_length] if value else value
    new = passages.replaced(value)
    if isinstance(new, str) and column.max_length and len(new) > column.max_length:
        return passages.marked(value, SHORTEST_MARK)
    return new


def clear_shared_cache() -> None:
    """Clear the cache that all processes share. Its values are packed, so they are not searched."""
    cache = caches["default"]
    # Its table is not made by a migration.
    if not isinstance(cache, DatabaseCache) or cache._table in connection.introspection.table_names():  # type: ignore[attr-defined]
        cache.clear()
