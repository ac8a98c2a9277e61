"""What all tests share."""

import pytest

from reviews_portal.fixtures import load_fixtures


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Load the portal's content into the test database, once; each test undoes what it changes."""
    with django_db_blocker.unblock():
        load_fixtures()
