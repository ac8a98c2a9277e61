"""The review in two languages of these tests."""

import pytest

from tests.documents.two_languages import make_briefing


@pytest.fixture
def briefing(world):
    return make_briefing()
