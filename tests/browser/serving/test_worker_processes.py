"""Real task workers: with a mail server that hangs, killed, and with a database that stops and starts again."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
from django.conf import settings

from tests.browser.conftest import Portal, environment_of, free_port, fresh_database, manage

from .test_served import answer

PATIENCE = 60  # seconds
SERVER = os.environ.get("TEST_DATABASE_URL", "")
WORKER = ["manage.py", "db_worker", "--interval=0.1", "--no-startup-delay"]
SEND = "from django.core.mail import send_mail; send_mail('Subject', 'Words', None, ['nurse@example.org'])"
WORK = "from reviews_portal.worker import tidy; tidy.enqueue()"
DUE = (
    "from reviews_portal.outbox.models import OutboxMessage;"
    "OutboxMessage.objects.update(try_after='2020-01-01T00:00Z')"
)
# How many emails were handed over, and how many other tasks were done.
COUNT = (
    "from reviews_portal.outbox.models import OutboxMessage; from django_tasks_db.models import DBTaskResult;"
    "print(OutboxMessage.objects.exclude(sent_at=None).count(),"
    "DBTaskResult.objects.filter(task_path='reviews_portal.worker.tidy', status='SUCCESSFUL').count(),"
    "DBTaskResult.objects.filter(status='RUNNING').count())"
)


@pytest.fixture
def empty(tmp_path) -> Iterator[Portal]:
    """Yield a portal without any e-mail or task, of which no process runs."""
    with fresh_database(tmp_path) as address:
        portal = Portal(f"http://127.0.0.1:{free_port()}", environment_of(tmp_path, address), tmp_path / "log")
        manage(portal, "migrate", "--verbosity=0")
        yield portal


@contextmanager
def worker(portal: Portal, **more: str) -> Iterator[subprocess.Popen]:
    """Run a task worker with these settings as long as this block."""
    with portal.log.open("ab") as log:
        process = subprocess.Popen(
            [sys.executable, *WORKER], cwd=settings.BASE_DIR, env=portal.environment | more, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def run(portal: Portal, code: str) -> str:
    """Run Python with the portal's settings, and return what it printed."""
    return manage(portal, "shell", "--no-imports", "--command", code).stdout


def counts(portal: Portal) -> tuple[int, ...]:
    """Return the numbers of emails sent, of other tasks done, and of tasks that are running."""
    return tuple(map(int, run(portal, COUNT).split()))


def until(done: Callable[[], object]) -> None:
    """Return as soon as the condition holds; fail if that takes too long."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, "it waits for ever"
        time.sleep(0.1)


@pytest.fixture
def hanging() -> Iterator[tuple[dict[str, str], Callable[[], list[socket.socket]]]]:
    """Yield the settings of a mail server that never answers its connections, and a function that releases them."""
    taken: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)

        def connections() -> list[socket.socket]:
            with suppress(TimeoutError):
                taken.append(server.accept()[0])
            return taken

        port = str(server.getsockname()[1])
        yield {"EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}, connections
        for one in taken:
            one.close()


def test_a_mail_server_that_hangs_holds_up_neither_other_tasks_nor_the_end(empty, hanging):
    mail_server, connections = hanging
    run(empty, SEND)
    with worker(empty, **mail_server) as process:
        until(connections)  # from now on the email hangs
        run(empty, WORK)
        until(lambda: counts(empty)[1])
        asked = time.monotonic()
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0
        assert time.monotonic() - asked < PATIENCE / 2
    assert counts(empty)[0] == 0, "it was not sent, and waits for the next worker"
    run(empty, DUE)
    with worker(empty):
        until(lambda: counts(empty)[0] == 1)


def test_a_task_of_a_killed_worker_does_not_stay_running(empty, hanging):
    mail_server, connections = hanging
    run(empty, SEND)
    with worker(empty, **mail_server) as process:
        until(connections)
        assert counts(empty)[2] == 1
        process.kill()
        process.wait()
    assert counts(empty)[2] == 1
    with worker(empty):
        until(lambda: counts(empty)[2] == 0)


@pytest.mark.skipif(not SERVER, reason="SQLite has no server that could be restarted.")
def test_a_worker_outlives_a_restart_of_the_database(empty):
    name = urlsplit(empty.environment["DATABASE_URL"]).path.strip("/")
    with worker(empty) as process:
        until(lambda: "Starting worker" in empty.log.read_text())
        with psycopg.connect(SERVER, autocommit=True) as server:
            server.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS false")
            server.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            until(lambda: empty.log.read_text().count("The database did not answer") == 2)  # both threads
            time.sleep(2)
            assert process.poll() is None
            server.execute(f"ALTER DATABASE {name} WITH ALLOW_CONNECTIONS true")
        run(empty, WORK)
        until(lambda: counts(empty)[1])
        assert process.poll() is None
    log = empty.log.read_text()
    assert log.count("The database did not answer") == 2, "told once by each thread, however long it takes"
    assert "Traceback" not in log


def test_a_killed_worker_is_started_again_and_the_portal_stays(portal):
    """`make run` as people use it."""
    killed = worker_of(portal)
    killed.kill()
    until(lambda: worker_of(portal) not in (None, killed))
    assert answer(portal.url)[0] == 200


def worker_of(portal: Portal) -> psutil.Process | None:
    """Return the task worker that belongs to a portal which `manage.py demo` serves."""
    port = f"--port={urlsplit(portal.url).port}"
    (demo,) = [one for one in psutil.process_iter(["cmdline"]) if port in (one.info["cmdline"] or [])]
    alive = [one for one in demo.children() if one.status() != psutil.STATUS_ZOMBIE]
    found = [one for one in alive if "db_worker" in one.cmdline()]
    return found[0] if found else None
