"""A real browser, and the real portal as `make run` serves it, on the engine under test.

These tests see the portal only through its pages. They do not use Django's models: the portal runs in its
own processes, with its own database.
"""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

from reviews_portal.management.commands.demo import ADMINISTRATOR, PASSWORD, PRACTITIONER, STAFF
from tests.databases import kept

from .commands import Commands

CHROMIUM_NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
# Chromium looks for updates and the like when it starts; the tests must reach nothing but this machine.
COMMANDS: dict[frozenset, Commands] = {}  # the process that runs a portal's commands, by its environment
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


@dataclass(frozen=True)
class Portal:
    """A running portal: its address, its settings, its log, and who can sign in."""

    url: str
    environment: dict[str, str]
    log: Path
    practitioner: str = PRACTITIONER
    administrator: str = ADMINISTRATOR
    partnership_editor: str = STAFF[0]
    agency_editor: str = STAFF[1]
    scrutineer: str = STAFF[2]
    password: str = PASSWORD


# The browser and the portal run only while the tests of this folder do. These tests come first, so that all of them
# run in one process, and no other test has a server running beside it or an event loop in its thread.
@pytest.fixture(scope="package")
def browser(django_db_setup, shared_world, django_db_blocker) -> Iterator[Browser]:
    """Yield Chromium. Without one the test is skipped, or fails with REQUIRE_BROWSER=1."""
    chromium = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if chromium is None:
        give_up = pytest.fail if os.environ.get("REQUIRE_BROWSER") == "1" else pytest.skip
        give_up(f"No browser is installed here (looked for {', '.join(CHROMIUM_NAMES)}).")
    # Playwright keeps an event loop in this thread while it runs, and next to one Django would refuse to use its
    # database in all tests that follow.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    sandbox = os.geteuid() != 0  # Chromium's sandbox does not work for root
    # While a loop is running, Django uses separate connections. A world must be rolled back on the connection on which
    # it was made, and once the loop has ended nothing could find the other connections to close them.
    with django_db_blocker.unblock():
        shared_world.have([])
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET, chromium_sandbox=sandbox)
        yield browser
        with django_db_blocker.unblock():
            shared_world.have([])
        connections.close_all()
        browser.close()


@pytest.fixture
def page(browser: Browser, portal: Portal) -> Iterator[Page]:
    """Yield a page of a reader who is not signed in; addresses are those of the portal (`page.goto("/themes/")`)."""
    context = browser.new_context(base_url=portal.url)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="package")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Yield the portal, started by `manage.py demo` with its own database, once for all browser tests."""
    with running_portal(tmp_path_factory.mktemp("portal")) as portal:
        yield portal


@contextmanager
def running_portal(folder: Path, **more: str) -> Iterator[Portal]:
    """Yield a portal started by `manage.py demo`: its own database, its files in the folder, these settings."""
    with fresh_database(folder) as address:
        environment = environment_of(folder, address) | more
        portal = Portal(f"http://127.0.0.1:{free_port()}", environment, folder / "log")
        command = ["manage.py", "demo", f"--port={urlsplit(portal.url).port}"]
        with serving(command, portal.url, portal.environment, portal.log):
            yield portal


@contextmanager
def serving(command: list[str], url: str, environment: dict[str, str], log: Path) -> Iterator[None]:
    """Run a Python command that serves the address for the duration of this block."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # if the test run is told to stop, the server stops too
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        wait_until_answered(url, process, log)
        yield
    finally:
        stop(process)


def environment_of(folder: Path, address: str) -> dict[str, str]:
    """Return the environment of a portal with its files in the folder and its database at the address."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "reviews_portal.settings",
        "DATABASE_URL": address,
        "PORTAL_VAR_DIR": str(folder),
        "STATIC_ROOT": str(folder / "static"),
    }


@contextmanager
def fresh_database(folder: Path, *, empty: bool = False) -> Iterator[str]:
    """Yield the address of a database on the engine under test, which is deleted afterwards.

    It has the portal's content if there is a database to copy, as in `make test`, unless it should be empty.
    """
    server = os.environ.get("TEST_DATABASE_URL")
    if not server:
        file = folder / "portal.sqlite3"
        if not empty and (filled := kept("sqlite")):
            shutil.copyfile(filled, file)
        with commands_ended(f"sqlite:///{file}") as address:
            yield address
        return
    name = f"{folder.name}_{os.getpid()}"
    template = "template0" if empty else os.environ.get("TEST_TEMPLATE", "template0")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        try:
            with commands_ended(urlsplit(server)._replace(path=f"/{name}").geturl()) as address:
                yield address
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def commands_ended(address: str) -> Iterator[str]:
    """Yield the address of a database; at the end of this block, end the processes that run commands on it."""
    try:
        yield address
    finally:
        for key in [key for key in COMMANDS if ("DATABASE_URL", address) in key]:
            COMMANDS.pop(key).end()


def manage(portal: Portal, *command: str) -> subprocess.CompletedProcess:
    """Run a command of the portal in its own process, beside the server. If it fails, fail with its output."""
    key = frozenset(portal.environment.items())
    if key not in COMMANDS:
        COMMANDS[key] = Commands(portal.environment, settings.BASE_DIR)
    done = COMMANDS[key].run(*command)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def free_port() -> int:
    """Return a port on this machine on which nothing is listening."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until_answered(url: str, process: subprocess.Popen, log: Path, seconds: int = 120) -> None:
    """Return as soon as the portal responds. Fail with its log if it has ended or the time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end and process.poll() is None:
        try:
            urllib.request.urlopen(url, timeout=10).close()
        except urllib.error.HTTPError as error:
            error.close()  # an error page is a response, too
        except OSError:
            time.sleep(0.2)
            continue
        return
    pytest.fail(f"The portal did not start:\n{log.read_text()}")


def stop(process: subprocess.Popen) -> None:
    """Stop the portal as Ctrl-C would, then kill whatever is left of it."""
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(timeout=30)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
