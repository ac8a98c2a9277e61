"""A portal whose processes the tests start and kill, at random moments of their work.

KILLS says how often each is killed. A failure prints SEED, with which the same moments come again.
"""

import os
import random
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import dj_database_url
import pytest
from django.conf import settings
from django.db import ConnectionHandler, connections
from django.utils import timezone

from learning.models import Agency, Partnership, Review
from recommendations.models import Recommendation, ResponseRequest
from reviews_portal.outbox.models import OutboxMessage
from tests.browser.conftest import Portal, environment_of, free_port, fresh_database, manage

KILLS = int(os.environ.get("KILLS", "50"))
# A management command that says when the portal is loaded, and waits to be told to begin.
COMMAND = """
import sys, django
from django.core.management import call_command
django.setup()
exec(sys.argv[1])
print("loaded", flush=True)
sys.stdin.readline()
call_command(*sys.argv[2:])
"""


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Yield a portal that is set up, of which nothing runs."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a run that is told to stop stops what it started
    folder = tmp_path_factory.mktemp("killed")
    with fresh_database(folder, empty=True) as address:
        portal = Portal(f"http://127.0.0.1:{free_port()}", environment_of(folder, address), folder / "log")
        manage(portal, "demo", "--setup-only")
        yield portal


@pytest.fixture
def inside(portal: Portal, django_db_blocker, settings) -> Iterator[None]:
    """Let the test use the models on the portal's database, and store e-mails in its outbox."""
    address = dj_database_url.parse(portal.environment["DATABASE_URL"])
    handler = ConnectionHandler({"default": settings.DATABASES["default"] | address | {"CONN_MAX_AGE": None}})
    settings.MAILERS = {"default": {"BACKEND": "reviews_portal.outbox.backend.EmailBackend"}}
    own = connections["default"]
    with django_db_blocker.unblock():
        connections["default"] = handler["default"]
        try:
            yield
        finally:
            handler.close_all()
            connections["default"] = own


@pytest.fixture
def chance() -> random.Random:
    """Return what throws the dice."""
    seed = int(os.environ.get("SEED") or random.randrange(10**6))
    print(f"SEED={seed}")  # noqa: T201 - pytest shows it when the test fails
    return random.Random(seed)


@contextmanager
def loaded(portal: Portal, *command: str, copies: int = 1, first: str = "") -> Iterator[list[subprocess.Popen]]:
    """Yield processes of a management command that begin their work when told to `go`; they are killed at the end.

    `first` is Python that they run before.
    """
    with portal.log.open("ab") as log:
        processes = [
            subprocess.Popen(
                [sys.executable, "-c", COMMAND, first, *command],
                cwd=settings.BASE_DIR,
                env=portal.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
            for _ in range(copies)
        ]
    try:
        for process in processes:
            assert process.stdout.readline() == b"loaded\n", portal.log.read_text()
        yield processes
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def go(process: subprocess.Popen) -> None:
    """Let a process begin that is loaded."""
    process.stdin.write(b"go\n")
    process.stdin.flush()


def make_requests(numbers: range, *, due_in: timedelta, parts: str = "") -> list[ResponseRequest]:
    """Return requests to one agency about new recommendations of these numbers, which have these parts."""
    review, today = Review.objects.get(code="R9001"), timezone.localdate()
    made = []
    for number in numbers:
        recommendation = Recommendation.objects.create(
            review=review,
            document=review.documents.first(),
            heading="Many",
            position=number,
            short_label=str(number),
            stem=f"One of many, {number}.",
        )
        for label in parts:
            recommendation.parts.create(label=label, text=f"Part {label} of {number}.")
        request = ResponseRequest.objects.create(
            recommendation=recommendation,
            agency=Agency.objects.get(name__startswith="Fernley P"),
            asked_by=Partnership.objects.get(slug="fernley-invented"),
            asked_on=today,
            due_on=today + due_in,
        )
        made.append(request)
    return made


def requests_told_of(subject: str) -> Counter[int]:
    """Return to which requests e-mails of this subject lead, and how many to each."""
    texts = OutboxMessage.objects.filter(subject__startswith=subject).values_list("text", flat=True)
    return Counter(int(re.search(r"/responses/(\d+)/\n", text)[1]) for text in texts)
