"""A store in memory that is limited in size."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable


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
