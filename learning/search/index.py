"""The entries of the search index: updated in the transaction of each change, rebuilt, and compared with the records.

`signals.py` reports the changes. `_base_manager` bypasses them, for bulk loading before a `rebuild()`.
"""

import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import batched

from django.apps.registry import Apps
from django.db import transaction
from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.functions import Concat, Substr
from django.utils.crypto import get_random_string
from tqdm import tqdm

from learning.models.search_entry import SearchEntry, SearchGeneration

from . import engine
from .entry import Entry
from .registry import SOURCES, Source

BATCH = 1000  # records read, and entries written, at once
# The version of the entries: of the rules that split, fold and stem words, and of the tags. Raise it with any change,
# so that `migrate` rebuilds the index.
WORDS_VERSION = 6
FIELDS = ["title", "body", "tags", "place", "changed"]
_waiting = threading.local()


# --- Changes that affect the index ---------------------------------------------------------------------------


def touch(model: type[Model], keys: list[int], *, deleted: bool = False) -> None:
    """Update every entry affected by a change of these records, now or at the end of `deferred()`."""
    concrete = model._meta.concrete_model or model
    for source in SOURCES.values():
        if concerned := source.concerned(concrete, keys, deleted=deleted):
            touch_entries(source, concerned)


def touch_entries(source: Source, keys: set[int]) -> None:
    """Update these entries, now or at the end of `deferred()`."""
    waiting = getattr(_waiting, "keys", None)
    if waiting is None:
        refresh(source, keys)
    else:
        waiting[source.name] |= keys


@contextmanager
def deferred() -> Iterator[None]:
    """Update the entries changed within this block once, at its end and in its transaction."""
    if getattr(_waiting, "keys", None) is not None:
        yield
        return
    with transaction.atomic():
        _waiting.keys, _waiting.moved = defaultdict(set), False
        try:
            yield
            waiting = _waiting.keys
        finally:
            _waiting.keys = None
        for name, keys in waiting.items():
            refresh(SOURCES[name], keys)
        if _waiting.moved:
            next_generation()


# --- Writing entries -----------------------------------------------------------------------------------------


def refresh(source: Source, keys: set[int]) -> int:
    """Update the entries of these records, and return how many were written."""
    written = 0
    with transaction.atomic():
        for some in batched(sorted(keys), BATCH, strict=False):
            written += write(source, list(some))
    return written


def write(source: Source, keys: list[int]) -> int:
    """Write the entries of these records that are missing or out of date, and return their number."""
    right = {entry.record: entry for entry in source.entries(keys)}
    stored = {one.record: one for one in SearchEntry.objects.filter(source=source.name, record__in=keys)}
    new, differing = [], []
    for key in keys:
        entry, row = right.get(key), stored.get(key)
        if entry and not row:
            new.append(row_of(source, entry))
        elif row and apply(entry, row):
            differing.append(row)
    if not (new or differing):
        return 0
    generation = next_generation()
    for row in (*new, *differing):
        row.changed = generation
    SearchEntry.objects.bulk_create(new, BATCH)
    SearchEntry.objects.bulk_update(differing, FIELDS, 200)
    return len(new) + len(differing)


def row_of(source: Source, entry: Entry) -> SearchEntry:
    """Return a new, unsaved row for an entry."""
    row = SearchEntry(source=source.name, record=entry.record)
    apply(entry, row)
    return row


def apply(entry: Entry | None, row: SearchEntry) -> bool:
    """Copy an entry to a row, or empty the row if there is none. Return whether the row changed."""
    wanted = (
        (entry.title_tokens, entry.body_tokens, " ".join(sorted(entry.tags)), entry.place)
        if entry
        else ("", "", "", 0)
    )
    if (row.title, row.body, row.tags, row.place) == wanted:
        return False
    row.title, row.body, row.tags, row.place = wanted
    return True


def move_on() -> None:
    """Start a new generation after a change that readers see, now or at the end of `deferred()`.

    Every process then discards the pages and the parts of the index that it has in memory.
    """
    if getattr(_waiting, "keys", None) is None:
        next_generation()
    else:
        _waiting.moved = True


def next_generation() -> int:
    """Start a new generation and return its number. No other transaction can start one until this one commits.

    A random token makes it different from every other generation, even after a restore of the database.
    """
    token = get_random_string(SearchGeneration.TOKEN)
    longest = SearchGeneration.TOKEN * SearchGeneration.TOKENS_KEPT
    tokens = Substr(Concat(Value(token), "tokens", output_field=TextField()), 1, longest)
    if not SearchGeneration.objects.filter(pk=1).update(number=F("number") + 1, tokens=tokens):
        SearchGeneration.objects.create(number=1, tokens=token, words_version=WORDS_VERSION)
    return SearchGeneration.objects.values_list("number", flat=True).get()


# --- The whole index -----------------------------------------------------------------------------------------


def rebuild(*, progress: bool = False) -> int:
    """Update every entry that does not match its record, and return how many were written.

    Each batch is committed separately and leaves correct entries alone, so readers can go on searching, and an
    interrupted rebuild can be run again.
    """
    written = 0
    for source in SOURCES.values():
        records = source.model._base_manager.order_by("pk").values_list("pk", flat=True)
        with tqdm(total=records.count(), desc=source.name, unit="", disable=not progress) as bar:
            for keys in pages_of(records):
                written += refresh(source, set(keys))
                bar.update(len(keys))
        orphans = SearchEntry.objects.filter(source=source.name).exclude(
            record__in=source.model._base_manager.values("pk")
        )
        written += refresh(source, set(orphans.exclude(tags="").values_list("record", flat=True)))
    with transaction.atomic():
        generation = next_generation()
        SearchEntry.objects.filter(tags="").delete()
        SearchGeneration.objects.update(complete_since=generation, words_version=WORDS_VERSION)
    engine.take_stock()
    return written


def rebuild_if_outdated(apps: Apps, **kwargs) -> None:
    """Rebuild the index after `migrate` if it was written with an earlier `WORDS_VERSION`."""
    with suppress(LookupError):  # migrated back to before the index existed
        generations = apps.get_model("learning", "SearchGeneration")
        if hasattr(generations, "words_version") and generations.objects.exclude(words_version=WORDS_VERSION).exists():
            rebuild()


def pages_of(keys: QuerySet) -> Iterator[list[int]]:
    """Yield keys in batches, each read in its own query, so that no cursor stays open between them."""
    last = -1
    while page := list(keys.filter(pk__gt=last)[:BATCH]):
        yield page
        last = page[-1]


def differences() -> Iterator[str]:
    """Yield a line for each entry that does not match its record, and one if the index has an earlier version."""
    if SearchGeneration.objects.exclude(words_version=WORDS_VERSION).exists():
        yield "The search index was written by an earlier version of the portal."
    for source in SOURCES.values():
        seen: set[int] = set()
        for keys in pages_of(source.model._base_manager.order_by("pk").values_list("pk", flat=True)):
            right = {entry.record: entry for entry in source.entries(keys)}
            stored = {one.record: one for one in SearchEntry.objects.filter(source=source.name, record__in=keys)}
            for key in keys:
                entry, row = right.get(key), stored.get(key)
                if entry and not row:
                    yield f"{source.name} {key} is missing."
                elif row and apply(entry, row):
                    yield f"{source.name} {key} does not match its record."
            seen.update(keys)
        for key in SearchEntry.objects.filter(source=source.name).exclude(tags="").values_list("record", flat=True):
            if key not in seen:
                yield f"{source.name} {key} has no record."
