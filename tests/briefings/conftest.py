"""Fixtures of the tests of briefings."""

import pytest


@pytest.fixture
def public(world):
    """Return what was made of the review that everyone may read."""
    return world.reviews["public"]


@pytest.fixture
def hidden(world):
    """Return what was made of the review for professionals only."""
    return world.reviews["professionals"]
