"""Fixtures of the tests of partnerships' own summaries."""

import pytest
from django.test import Client

from .pages import approve, save


@pytest.fixture
def editor(client_of) -> Client:
    """Return a browser of an editor of the partnership of the world's reviews."""
    return client_of("partnership-editor")


@pytest.fixture
def approved(editor, public):
    """Return the public review, whose briefing has an approved summary."""
    save(editor, public)
    approve(editor, public)
    return public
