"""Fixtures of the tests of publication: a draft, and two editors of its partnership."""

import pytest

from learning.models import Membership, Review, Role
from tests.world import make_user


@pytest.fixture
def draft(world) -> Review:
    """Return the draft review of the world, which is to be public."""
    return world.reviews["draft"].review


@pytest.fixture
def editor(world):
    """Return the editor who records decisions."""
    return world.people["partnership-editor"]


@pytest.fixture
def second(world):
    """Return a second editor of the same partnership."""
    world.people["second-editor"] = make_user("second-editor")
    Membership.objects.create(
        user=world.people["second-editor"], role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership
    )
    return world.people["second-editor"]
