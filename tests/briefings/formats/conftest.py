"""Fixtures of the tests of formats."""

import pytest

from .office import tricky_outline
from .slides import read


@pytest.fixture(scope="session")
def slides() -> list:
    """Return the slides of an outline with everything that is difficult; tests do not change them."""
    return list(read(tricky_outline()).slides)
