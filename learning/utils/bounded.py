"""A store in memory that is limited in size, and what a value weighs in it."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import is_dataclass
from typing import Any

from django.db.models import Model, QuerySet
from django.db.models.base import ModelState

OBJECT = 500  # characters of overhead for each object, besides its texts


class Bounded[T]:
    """Values by key, which threads may share. Beyond a total weight the oldest are dropped."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.weight = 0
        self.values: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: Hashable) -> T | None:
        """Return the value of a key, or None."""
        found = self.values.get(key)
        return found[0] if found else None

    def forget(self) -> None:
        """Drop all values."""
        with self.lock:
            self.values.clear()
            self.weight = 0

    def put(self, key: Hashable, value: T, weight: int = 1) -> None:
        """Store a value. One that weighs more than the whole store is not kept."""
        with self.lock:
            if before := self.values.pop(key, None):
                self.weight -= before[1]
            if weight > self.most:  # nothing else is dropped for it
                return
            self.values[key] = (value, weight)
            self.weight += weight
            while self.weight > self.most:
                _, (_, dropped) = self.values.popitem(last=False)
                self.weight -= dropped

    def keep(self, key: Hashable, make: Callable[[], T], weigh: Callable[[T], int] = lambda value: 1) -> T:
        """Return the value of a key, or make and store it."""
        found = self.get(key)
        if found is None:
            found = make()
            self.put(key, found, weigh(found))
        return found


def weight_of(value: object) -> int:
    """Return the approximate memory of a value: the characters of its texts and of what it contains.

    A record contains what was read with it, such as its review and its prefetched relations. Each object counts once.
    """
    weight, seen = 0, set()
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            weight += len(one)
        elif id(one) not in seen and (within := contents_of(one)) is not None:
            seen.add(id(one))
            weight += OBJECT
            waiting.extend(within)
    return weight


def contents_of(value: Any) -> list[Any] | None:
    """Return what an object contains, or None for one that contains nothing, such as a number."""
    if isinstance(value, Model | ModelState) or (is_dataclass(value) and not isinstance(value, type)):
        return list(vars(value).values())
    if isinstance(value, dict):
        return [*value.keys(), *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        return list(value)
    if isinstance(value, QuerySet):
        return value._result_cache or []
    return None
