"""A school whose name is public until somebody gives it a generic one, and one that has generic names."""

import pytest

from learning.models import Agency, AgencyKind
from tests.learning.public_names.school import School, make_school


@pytest.fixture
def named(world) -> School:
    """Return a school that reviews refer to by its own name, as before this rule, or after an import."""
    return make_school(world, is_generic=False)


@pytest.fixture
def school(world) -> School:
    return make_school(world)


@pytest.fixture
def nursery(world) -> Agency:
    return Agency.objects.create(name="Wombat Nursery", slug="wombat", kind=AgencyKind.objects.get(slug="early-years"))
