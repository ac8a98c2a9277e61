"""A school whose name is public until somebody gives it a generic one, and one that has generic names."""

from collections.abc import Callable

import pytest

from learning.models import Agency, AgencyKind
from tests.learning.public_names.school import STAGES_OF_THE_SCHOOL, School
from tests.world import World


@pytest.fixture(scope="session")
def stages() -> dict[str, Callable[[World], None]]:
    """Return the stages that these tests add to the world."""
    return STAGES_OF_THE_SCHOOL


@pytest.fixture
def named(world) -> School:
    """Return a school that reviews refer to by its own name, as before this rule, or after an import."""
    return world.made["named"]


@pytest.fixture
def school(world) -> School:
    return world.made["school"]


@pytest.fixture
def nursery(world) -> Agency:
    return Agency.objects.create(name="Wombat Nursery", slug="wombat", kind=AgencyKind.objects.get(slug="early-years"))
