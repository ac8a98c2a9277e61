"""What all tests share."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy

import pytest
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.http import HttpResponse
from django.test import Client

from learning.search.index_sets import forget
from reviews_portal.fixtures import load_fixtures
from reviews_portal.page_cache import pages
from tests.databases import copied_in_memory, keeping, kept, write_sqlite
from tests.once import runs_once
from tests.white_space import collapsed
from tests.world import World, make_world


@pytest.fixture(scope="session", autouse=True)
def pages_as_shown() -> Iterator[None]:
    """Have `page.text` of an HTML page with white space as a browser shows it."""

    def text(response: HttpResponse) -> str:
        sent = response.content.decode(response.charset)
        return collapsed(sent) if response["Content-Type"].startswith("text/html") else sent

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(HttpResponse, "text", property(text))
        yield


@pytest.fixture(scope="session")
def copied_database() -> Iterator[bool]:
    """Let the test database begin as a copy of one with the portal's content, if there is one; yield whether it is."""
    if connection.vendor != "sqlite":
        yield "TEMPLATE" in settings.DATABASES["default"].get("TEST", {})
    elif file := kept("sqlite"):
        with copied_in_memory(file):
            yield True
    else:
        yield False


@pytest.fixture(scope="session")
def django_db_setup(copied_database, django_db_setup, django_db_blocker, shared_world):
    """Have the portal's content in the test database; each test undoes what it changes."""
    if not copied_database:
        with django_db_blocker.unblock():
            load_fixtures()
            if connection.vendor == "sqlite":
                with keeping("sqlite") as folder:
                    write_sqlite(folder)
    yield
    with django_db_blocker.unblock():
        shared_world.have(None)  # while its transaction is there


@pytest.fixture(autouse=True)
def fresh_index():
    """Forget what the process has in memory of the search index: each test sets the database back."""
    forget()
    pages.forget()


@pytest.fixture
def pages_kept(settings):
    """Keep pages in memory, as the portal does outside the tests."""
    settings.PAGES_KEPT = 200


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--second-engine", action="store_true", help="leave out what need run on one engine only")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the tests that work in the world one after another, so that it is made once for all of them."""
    items.sort(key=lambda item: "world" not in item.fixturenames)
    if config.getoption("second_engine"):
        left_out = [item for item in items if runs_once(item)]
        items[:] = [item for item in items if not runs_once(item)]
        config.hook.pytest_deselected(items=left_out)


class SharedWorld:
    """A world that stays for the next test: making it takes a second, and most tests want it as it was made."""

    def __init__(self) -> None:
        self.made: World | None = None
        self.maker: Callable[[], World] | None = None
        self.kept = ExitStack()

    def have(self, maker: Callable[[], World] | None) -> None:
        """Have the world of this maker in the database, or none."""
        if maker is not self.maker:
            self.made = self.maker = None
            self.kept.close()
        if maker and self.made is None:
            self.made = self.kept.enter_context(in_a_transaction(maker))
            self.maker = maker


@contextmanager
def in_a_transaction(maker: Callable[[], World]) -> Iterator[World]:
    """Yield a world, in a transaction around those of the tests that run within this block; undo all at its end."""
    with transaction.atomic():
        yield maker()
        transaction.set_rollback(True)


@pytest.fixture(scope="session")
def shared_world() -> SharedWorld:
    return SharedWorld()


@pytest.fixture(scope="session")
def maker() -> Callable[[], World]:
    """Return what makes the world."""
    return make_world


# For a function the scope "class" means that function, but before its other fixtures: pytest-django has not begun the
# test's own transaction yet, which it undoes afterwards.
@pytest.fixture(scope="class", autouse=True)
def the_world_or_none(request, shared_world, maker, django_db_blocker) -> None:
    """Have the world in the database for a test that asks for it, and for no other."""
    wanted = "world" in request.fixturenames
    if wanted:
        request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        shared_world.have(maker if wanted else None)


@pytest.fixture
def world(shared_world, db) -> World:
    """Return the named world, beside the real reviews; the test may change it and the database as it likes."""
    return deepcopy(shared_world.made)


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
