"""Keeps the search index true to the records: what changes is written again in the same transaction.

Django's signals say what changes; of `update()` and bulk operations the models' own querysets tell, see
`learning.querysets`. `_base_manager` goes past the index, for loading in bulk before a `rebuild`.
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import batched

from django.apps.registry import Apps
from django.db import transaction
from django.db.models import F, Model, QuerySet, TextField, Value
from django.db.models.functions import Concat, Substr
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete
from django.utils.crypto import get_random_string
from tqdm import tqdm

from learning.models.search_entry import SearchEntry, SearchGeneration
from learning.querysets import changed_in_bulk
from learning.utils.model_names import check_path

from . import engine
from .entry import Entry
from .registry import SOURCES, Keys, Source

BATCH = 1000  # records that are read, and entries that are written, at once
# The version of what entries hold: of the rules that split, fold and stem words, and of their tags. Raise it with any
# change, so that `migrate` rebuilds the index.
WORDS_VERSION = 4
FIELDS = ["title", "body", "tags", "place", "changed"]
_waiting = threading.local()


# --- What concerns the index ---------------------------------------------------------------------------------


def touch(model: type[Model], keys: list[int], *, deleted: bool = False) -> None:
    """Write again every entry that a change of these records concerns, now or at the end of `deferred`."""
    whole = model._meta.concrete_model or model
    for source in SOURCES.values():
        if concerned := source.concerned(whole, keys, deleted=deleted):
            touch_entries(source, concerned)


def touch_entries(source: Source, keys: set[int]) -> None:
    """Write these entries again, now or at the end of `deferred`."""
    waiting = getattr(_waiting, "keys", None)
    if waiting is None:
        refresh(source, keys)
    else:
        waiting[source.name] |= keys


@contextmanager
def deferred() -> Iterator[None]:
    """Write what is touched within this block once, at its end and in its transaction."""
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


def register(source: Source) -> None:
    """Let the records of a model be found; from now on every change that affects them is written to the index.

    Raises FieldDoesNotExist if a lookup of the source does not lead to the model that it is given for.
    """
    check_paths(source, source.affected_by)
    check_paths(source, source.reindex_on_delete)
    SOURCES[source.name] = source
    watch([source.model, *source.affected_by, *source.reindex_on_delete])


def affect(name: str, affected_by: dict[type[Model], str]) -> None:
    """Add models whose changes affect a source of an app below, see Source.affected_by.

    Raises FieldDoesNotExist if a lookup does not lead to its model.
    """
    check_paths(SOURCES[name], affected_by)
    SOURCES[name].affected_by.update(affected_by)
    watch(affected_by)


def check_paths(source: Source, lookups: Mapping[type[Model], str | Callable[[list[int]], Keys]]) -> None:
    """Raise FieldDoesNotExist unless each lookup leads from the model of a source to the model it is given for.

    Otherwise a renamed relation would fail only when such a record is changed.
    """
    for model, how in lookups.items():
        if isinstance(how, str):
            check_path(source.model, how, model)


def watch(models: Iterable[type[Model]]) -> None:
    """Listen to what changes records of these models."""
    for model in models:
        for sender in (model, *(proxy for proxy in model.__subclasses__() if proxy._meta.proxy)):
            name = f"search {sender._meta.label}"
            post_save.connect(after_save, sender=sender, dispatch_uid=name)
            pre_delete.connect(before_delete, sender=sender, dispatch_uid=name)
            post_delete.connect(after_delete, sender=sender, dispatch_uid=name)
            changed_in_bulk.connect(after_bulk_change, sender=sender, dispatch_uid=name)
        for field in model._meta.many_to_many:
            through: type[Model] = field.remote_field.through  # type: ignore[assignment]
            m2m_changed.connect(after_relation, sender=through, dispatch_uid=f"search {through._meta.label}")


def after_bulk_change(sender, keys, **kwargs) -> None:
    touch(sender, keys)


def after_save(sender, instance, **kwargs) -> None:
    touch(sender, [instance.pk])


def before_delete(sender, instance, **kwargs) -> None:
    """Remember what hangs on a record while it can still be asked."""
    model = sender._meta.concrete_model
    instance._concerned = {
        name: source.concerned(model, [instance.pk], deleted=True) for name, source in SOURCES.items()
    }


def after_delete(sender, instance, **kwargs) -> None:
    for name, keys in instance._concerned.items():
        if keys:
            touch_entries(SOURCES[name], keys)


def after_relation(sender, instance, action, reverse, model, pk_set, **kwargs) -> None:
    """Both ends of a tie that was made or cut: its owner wholly, its targets in their own entries."""
    owner, target = (model, type(instance)) if reverse else (type(instance), model)
    owners, targets = (pk_set, {instance.pk}) if reverse else ({instance.pk}, pk_set)
    if action == "pre_clear":
        field = next(one for one in owner._meta.many_to_many if one.remote_field.through is sender)
        mine = field.m2m_reverse_field_name() if reverse else field.m2m_field_name()
        theirs = field.m2m_field_name() if reverse else field.m2m_reverse_field_name()
        instance._cut = set(sender.objects.filter(**{mine: instance.pk}).values_list(f"{theirs}_id", flat=True))
        return
    if action == "post_clear":
        cut = instance.__dict__.pop("_cut", set())
        owners, targets = (cut, targets) if reverse else (owners, cut)
    elif action not in ("post_add", "post_remove"):
        return
    with deferred():
        touch(owner, sorted(owners or ()))
        for source in SOURCES.values():
            if source.model is target._meta.concrete_model and targets:
                touch_entries(source, set(targets))


# --- Writing -------------------------------------------------------------------------------------------------


def refresh(source: Source, keys: set[int]) -> int:
    """Bring the entries of these records in step with them; return how many had to be written."""
    written = 0
    with transaction.atomic():
        for some in batched(sorted(keys), BATCH, strict=False):
            written += write(source, list(some))
    return written


def write(source: Source, keys: list[int]) -> int:
    """Write the entries of these records that differ from what they should be, and return their number."""
    right = {entry.record: entry for entry in source.entries(keys)}
    held = {one.record: one for one in SearchEntry.objects.filter(source=source.name, record__in=keys)}
    new, differing = [], []
    for key in keys:
        entry, row = right.get(key), held.get(key)
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
    """Return a new row for an entry."""
    row = SearchEntry(source=source.name, record=entry.record)
    apply(entry, row)
    return row


def apply(entry: Entry | None, row: SearchEntry) -> bool:
    """Make a row what its entry says, or empty without one; return whether that changed it."""
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
    """Tell every process that something readers see has changed, now or at the end of `deferred`."""
    if getattr(_waiting, "keys", None) is None:
        next_generation()
    else:
        _waiting.moved = True


def next_generation() -> int:
    """Start a new generation and return its number; no other transaction can start one before this one commits.

    Its random token makes it different from every other generation, even if the database is restored in between.
    """
    token = get_random_string(SearchGeneration.TOKEN)
    longest = SearchGeneration.TOKEN * SearchGeneration.TOKENS_KEPT
    tokens = Substr(Concat(Value(token), "tokens", output_field=TextField()), 1, longest)
    if not SearchGeneration.objects.filter(pk=1).update(number=F("number") + 1, tokens=tokens):
        SearchGeneration.objects.create(number=1, tokens=token, words_version=WORDS_VERSION)
    return SearchGeneration.objects.values_list("number", flat=True).get()


# --- The whole index -----------------------------------------------------------------------------------------


def rebuild(*, progress: bool = False) -> int:
    """Bring every entry in step with its record, and return how many were written.

    Each batch is committed by itself and leaves what is right as it is: readers go on reading, and after an
    interruption it is simply run again.
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
    """Rebuild the index after `migrate`, if an earlier version of the portal wrote it otherwise."""
    with suppress(LookupError):  # migrated back to before the index existed
        held = apps.get_model("learning", "SearchGeneration")
        if hasattr(held, "words_version") and held.objects.exclude(words_version=WORDS_VERSION).exists():
            rebuild()


def pages_of(keys: QuerySet) -> Iterator[list[int]]:
    """Yield keys in batches, each in a query of its own, so that nothing is held open between them."""
    last = -1
    while page := list(keys.filter(pk__gt=last)[:BATCH]):
        yield page
        last = page[-1]


def differences() -> Iterator[str]:
    """Yield a line for each entry that does not match its record, and one if the index has older rules."""
    if SearchGeneration.objects.exclude(words_version=WORDS_VERSION).exists():
        yield "The index was written by an earlier version of the portal, which wrote other entries."
    for source in SOURCES.values():
        seen: set[int] = set()
        for keys in pages_of(source.model._base_manager.order_by("pk").values_list("pk", flat=True)):
            right = {entry.record: entry for entry in source.entries(keys)}
            held = {one.record: one for one in SearchEntry.objects.filter(source=source.name, record__in=keys)}
            for key in keys:
                entry, row = right.get(key), held.get(key)
                if entry and not row:
                    yield f"{source.name} {key} is missing."
                elif row and apply(entry, row):
                    yield f"{source.name} {key} is not as its record."
            seen.update(keys)
        for key in SearchEntry.objects.filter(source=source.name).exclude(tags="").values_list("record", flat=True):
            if key not in seen:
                yield f"{source.name} {key} has no record."
