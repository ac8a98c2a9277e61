"""Positions of records in their document: those that stay in order keep theirs, so that few records are written."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

GAP = 10


def new_positions(now: Sequence[int | None], taken: set[int] = frozenset()) -> list[int]:  # type: ignore[assignment]
    """Return a position for each record of a document in order.

    `now` has their current positions, None for new records; `taken` has those of other records of the document.
    As many as possible stay the same. If there is no room between two of them, all are renumbered.
    """
    stays = in_order(now)
    wanted: list[int | None] = [position if index in stays else None for index, position in enumerate(now)]
    start = 0
    while start < len(wanted):
        if wanted[start] is not None:
            start += 1
            continue
        end = next((one for one in range(start, len(wanted)) if wanted[one] is not None), len(wanted))
        above = wanted[start - 1] if start else 0
        below = wanted[end] if end < len(wanted) else None
        free = between(above or 0, below, end - start, taken)
        if free is None:
            return between(0, None, len(now), taken) or []
        wanted[start:end] = free
        start = end
    return [position for position in wanted if position is not None]


def between(above: int, below: int | None, count: int, taken: set[int]) -> list[int] | None:
    """Return `count` free positions spread evenly between two, or after `above` if `below` is None; None if full."""
    if below is None:
        free: list[int] = []
        position = above // GAP * GAP
        while len(free) < count:
            position += GAP
            if position not in taken:
                free.append(position)
        return free
    room = [position for position in range(above + 1, below) if position not in taken]
    if len(room) < count:
        return None
    return [room[len(room) * number // (count + 1)] for number in range(1, count + 1)]


def in_order(now: Sequence[int | None]) -> set[int]:
    """Return the indexes of the positions that can stay: a longest increasing subsequence of those that exist."""
    smallest: list[int] = []  # the smallest position that ends a run of each length
    ending: list[int] = []  # and its index
    before: dict[int, int] = {}
    for index, position in enumerate(now):
        if position is None:
            continue
        length = bisect_left(smallest, position)
        before[index] = ending[length - 1] if length else -1
        smallest[length : length + 1] = [position]
        ending[length : length + 1] = [index]
    found, index = set(), ending[-1] if ending else -1
    while index >= 0:
        found.add(index)
        index = before[index]
    return found


def new_part_positions(now: Iterable[int | None]) -> list[int]:
    """Return the positions of the parts of a recommendation in order: the present ones if those are in order."""
    given = list(now)
    present = [position for position in given if position is not None]
    if len(present) == len(given) and present == sorted(present):
        return present
    return list(range(1, len(given) + 1))
