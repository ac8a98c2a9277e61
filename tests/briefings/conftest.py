"""Fixtures of the tests of briefings."""

import pytest

from reviews_portal.briefings.models import LongExport

from .long import ask


@pytest.fixture
def public(world):
    """Return what was made of the review that everyone may read."""
    return world.reviews["public"]


@pytest.fixture
def hidden(world):
    """Return what was made of the review for professionals only."""
    return world.reviews["professionals"]


@pytest.fixture
def everything_is_long(settings):
    """Have every export written by a task."""
    settings.EXPORT_SECONDS = 0


@pytest.fixture
def asked(client, everything_is_long) -> LongExport:
    """Return an export that the client asked for."""
    return ask(client)
