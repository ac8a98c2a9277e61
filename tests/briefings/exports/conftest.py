"""Fixtures of the tests of exports."""

import pytest

from reviews_portal.briefings.models import LongExport

from .long import ask


@pytest.fixture
def everything_is_long(settings):
    """Have every export written by a task."""
    settings.EXPORT_SECONDS = 0


@pytest.fixture
def asked(client, everything_is_long) -> LongExport:
    """Return an export that the client asked for."""
    return ask(client)
