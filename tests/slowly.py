"""Test parameters, some of which `make test` runs; `make test-slow` runs the rest."""

from collections.abc import Iterable, Sequence

import pytest


def slow(*values: object, **options: object):
    """Return test parameters that only `make test-slow` runs."""
    return pytest.param(*values, marks=pytest.mark.slow, **options)


def rest_slow(values: Iterable, few: int) -> list:
    """Return one set of parameters for each value; those after the first `few` are slow."""
    return [value if at < few else slow(value) for at, value in enumerate(values)]


def each_once(first: Sequence, second: Sequence) -> list:
    """Return the parameters of a test that takes one value from each list: all pairs.

    Enough pairs for each value to occur at least once are not slow; all others are.
    """
    pairs = [(at % len(first), at % len(second)) for at in range(max(len(first), len(second)))]
    return [
        (one, other) if (at, by) in pairs else slow(one, other)
        for at, one in enumerate(first)
        for by, other in enumerate(second)
    ]
