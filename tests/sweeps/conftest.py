"""Fixtures of the sweeps: a request to an agency, with its response, in the named world, and working copies."""

import pytest

from reviews_portal.editing.models import WorkingCopy
from tests.recommendations.conftest import agency, asked, draft, stages, submitted  # noqa: F401
from tests.working_copies import open_for_editing


@pytest.fixture
def working_copies(world) -> dict[str, WorkingCopy]:
    """Return reviews of the world that two editors have changed, by name."""
    return open_for_editing(world)
