"""Parameters of which `make test` runs some, and `make test-slow` the rest."""

from collections.abc import Iterable, Sequence

import pytest


def slow(*values: object, **options: object):
    """Return the parameters of a test that only `make test-slow` runs."""
    return pytest.param(*values, marks=pytest.mark.slow, **options)


def rest_slow(values: Iterable, few: int) -> list:
    """Return parameters of one value each: those after the first `few` are slow."""
    return [value if at < few else slow(value) for at, value in enumerate(values)]


def each_once(first: Sequence, second: Sequence) -> list:
    """Return the parameters of a test that takes a value of each: all pairs.

    Those are not slow in which each of the values comes at least once.
    """
    pairs = [(at % len(first), at % len(second)) for at in range(max(len(first), len(second)))]
    return [
        (one, other) if (at, by) in pairs else slow(one, other)
        for at, one in enumerate(first)
        for by, other in enumerate(second)
    ]
