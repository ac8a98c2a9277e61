"""Parts of two levels in one list, in the order of their document."""

from collections.abc import Iterable
from typing import Protocol


class Levelled(Protocol):
    """A part with its level: 1, or 2 for a part of the part before it."""

    @property
    def level(self) -> int: ...


def nested[Kind: Levelled](parts: Iterable[Kind]) -> list[tuple[Kind, list[Kind]]]:
    """Return the parts of level 1 in order, each with the parts of level 2 that follow it."""
    found: list[tuple[Kind, list[Kind]]] = []
    for part in parts:
        if part.level > 1 and found:
            found[-1][1].append(part)
        else:
            found.append((part, []))
    return found
