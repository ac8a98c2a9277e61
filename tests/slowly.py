"""Parameters of which `make test` runs some, and `make test-slow` the rest."""

from collections.abc import Iterable

import pytest


def slow(*values: object, **options: object):
    """Return the parameters of a test that only `make test-slow` runs."""
    return pytest.param(*values, marks=pytest.mark.slow, **options)


def rest_slow(values: Iterable, few: int) -> list:
    """Return parameters of one value each: those after the first `few` are slow."""
    return [value if at < few else slow(value) for at, value in enumerate(values)]
