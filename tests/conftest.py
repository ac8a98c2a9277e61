"""What all tests share."""

from contextlib import contextmanager

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from learning.search.facets import forget
from reviews_portal.fixtures import load_fixtures
from reviews_portal.repeats import pages
from tests.world import World, make_world


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the portal's content into the test database, once; each test undoes what it changes."""
    with django_db_blocker.unblock():
        load_fixtures()


@pytest.fixture(autouse=True)
def fresh_index():
    """Forget what the process has in memory of the search index: each test sets the database back."""
    forget()
    pages.forget()


@pytest.fixture
def pages_kept(settings):
    """Keep pages in memory, as the portal does outside the tests."""
    settings.PAGES_KEPT = 200


@pytest.fixture
def world(db) -> World:
    """Return the named world, beside the real reviews."""
    return make_world()


@pytest.fixture
def client_of(world):
    """Return a function that gives the browser of a person of the world, signed in."""

    def sign_in(name: str) -> Client:
        client = Client()
        user = world.people[name]
        if user.is_authenticated:
            client.force_login(user)
        return client

    return sign_in


@pytest.fixture
def refused(db):
    """Return a context manager that expects the database to refuse what is done in it, naming the constraint."""

    @contextmanager
    def refused(match: str | None = None):
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            yield

    return refused
