"""Fixtures that all tests share."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client

from learning.search.index_sets import forget
from reviews_portal.fixtures import load_fixtures
from reviews_portal.page_cache import pages
from tests.databases import copied_in_memory, keeping, kept, write_sqlite
from tests.once import is_left_out_in_short, runs_once
from tests.shared_world import SharedWorld, depth, makers_of
from tests.white_space import collapsed
from tests.world import World, make_world


@pytest.fixture(scope="session", autouse=True)
def pages_as_shown() -> Iterator[None]:
    """Give HTML pages a `page.text` with white space as a browser shows it."""

    def text(response: HttpResponse) -> str:
        sent = response.content.decode(response.charset)
        return collapsed(sent) if response["Content-Type"].startswith("text/html") else sent

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HttpResponse, "text", property(text))
        yield


@pytest.fixture(scope="session")
def copied_database() -> Iterator[bool]:
    """Start the test database as a copy of one with the portal's content, if there is one; yield whether it is."""
    if connection.vendor != "sqlite":
        yield "TEMPLATE" in settings.DATABASES["default"].get("TEST", {})
    elif file := kept("sqlite"):
        with copied_in_memory(file):
            yield True
    else:
        yield False


@pytest.fixture(scope="session")
def django_db_setup(copied_database, django_db_setup, django_db_blocker, shared_world):
    """Load the portal's content into the test database; the changes of each test are rolled back."""
    if not copied_database:
        with django_db_blocker.unblock():
            if connection.introspection.table_names():  # there are none if no test that runs uses the database
                load_fixtures()
                if connection.vendor == "sqlite":
                    with keeping("sqlite") as folder:
                        write_sqlite(folder)
    yield
    with django_db_blocker.unblock():
        shared_world.have([])  # while its transaction is still open


@pytest.fixture(autouse=True)
def fresh_index():
    """Clear the search index in this process's memory, because each test resets the database."""
    forget()
    pages.forget()


@pytest.fixture
def pages_kept(settings):
    """Turn on the page cache, as outside the tests."""
    settings.PAGES_KEPT = 200


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--second-engine", action="store_true", help="leave out what need run on one engine only")
    parser.addoption("--short", action="store_true", help="leave out slow tests that only try further values")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the tests with a browser first, so that they share it: processes get the tests in this order.

    Then run the tests that use the world, one after another, so that it is made once for all of them. In each module,
    tests that need fewer stages come first.
    """
    modules = {path: number for number, path in enumerate(dict.fromkeys(item.path for item in items))}

    def place(item: pytest.Item) -> tuple:
        has_browser, has_world = "browser" in item.path.parts, "world" in item.fixturenames
        return not has_browser, not has_world, modules[item.path], depth(item.fixturenames)

    items.sort(key=place)
    is_second, is_short = config.getoption("second_engine"), config.getoption("short")
    gone = {item for item in items if (is_second and runs_once(item)) or (is_short and is_left_out_in_short(item))}
    config.hook.pytest_deselected(items=[item for item in items if item in gone])
    items[:] = [item for item in items if item not in gone]


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what stays for the whole run: it took a tenth of the time."""
    gc.freeze()
    gc.set_threshold(50_000)


@pytest.fixture(scope="session")
def shared_world() -> SharedWorld:
    return SharedWorld()


@pytest.fixture(scope="session")
def maker() -> Callable[[], World]:
    """Return the function that makes the world."""
    return make_world


@pytest.fixture(scope="session")
def stages() -> dict[str, Callable[[World], None]]:
    """Return the makers of the stages in order, by the names of their fixtures."""
    return {}


# For a test function, the scope "class" covers just that function, but comes before its other fixtures: pytest-django
# has not yet begun the test's own transaction, which it rolls back afterwards.
@pytest.fixture(scope="class", autouse=True)
def the_world_or_none(request, shared_world, maker, stages, django_db_blocker) -> None:
    """Put the world into the database for tests that ask for it, and for no others."""
    makers = makers_of(request.fixturenames, maker, stages)
    if makers:
        request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        shared_world.have(makers)


@pytest.fixture
def world(shared_world, db) -> World:
    """Return the named world, next to the real reviews; the test may change it and the database freely."""
    world, mail.outbox[:] = shared_world.now()
    return world


@pytest.fixture
def client_of(world):
    """Return a function that returns a client signed in as a person in the world."""

    def sign_in(name: str) -> Client:
        client = Client()
        user = world.people[name]
        if user.is_authenticated:
            client.force_login(user)
        return client

    return sign_in


@pytest.fixture(autouse=True)
def own_folder_of_originals(settings, tmp_path) -> None:
    """Store original files in a folder of this test."""
    settings.STORAGES = settings.STORAGES | {
        "originals": settings.STORAGES["originals"] | {"OPTIONS": {"location": tmp_path / "originals"}}
    }


@pytest.fixture
def refused(db):
    """Return a context manager that expects the database to refuse its block and to name the constraint."""

    @contextmanager
    def refused(match: str | None = None):
        with pytest.raises(IntegrityError, match=match), transaction.atomic():
            yield

    return refused
