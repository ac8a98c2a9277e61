"""A second editor of the partnership, who may decide on what the first one hid, and what to hide."""

import pytest
from django.test import Client

from learning.models import Hiding, Membership, Role
from reviews_portal.hiding import actions
from tests.world import MadeReview, make_user


@pytest.fixture
def editor(world):
    return world.people["partnership-editor"]


@pytest.fixture
def second(world):
    """Return another editor of the same partnership."""
    made = make_user("second-editor")
    Membership.objects.create(user=made, role=Role.PARTNERSHIP_EDITOR, partnership=world.partnership)
    return made


@pytest.fixture
def made(world) -> MadeReview:
    """Return the public review."""
    return world.reviews["public"]


@pytest.fixture
def decides(second) -> Client:
    """Return the browser of the second editor."""
    browser = Client()
    browser.force_login(second)
    return browser


@pytest.fixture
def hide(editor):
    """Return a function that lets the first editor hide something."""

    def hidden(target) -> Hiding:
        return actions.hide(target, reason="A neighbour could tell who this is.", by=editor)

    return hidden
