"""The web server, killed while people write, submit and decide: nothing is half done, nothing confirmed is lost."""

import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta

import psutil
import pytest
from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

from learning.search.index import differences
from recommendations.models import ResponseDraft, ResponseVersion, StepAction
from reviews_portal.outbox.models import OutboxMessage
from tests.browser.conftest import wait_until_answered
from tests.browser.writer import sessions_of

from .conftest import KILLS, make_requests, requests_told_of
from .people import DONE, Author, Book, Checker, Person

pytestmark = pytest.mark.slow
AUTHORS, CHECKERS, RESPONSES = 3, 1, 6
FIRST = 500
CALLS = 2  # of the worker, for each e-mail
TOLD = {
    StepAction.SUBMITTED: "Response to check",
    StepAction.RETURNED: "Response returned",
    StepAction.PUBLISHED: "Your response has been published",
}


class Server:
    """The web server as `make run` starts it."""

    def __init__(self, portal) -> None:
        self.portal = portal
        self.start()

    def start(self) -> None:
        bind = self.portal.url.removeprefix("http://")
        with self.portal.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "gunicorn", "-c", "python:reviews_portal.gunicorn", "--bind", bind],
                cwd=settings.BASE_DIR,
                env=self.portal.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        wait_until_answered(self.portal.url, self.process, self.portal.log)

    def kill(self) -> None:
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill_one(self) -> None:
        """Kill one of its processes; it starts another by itself."""
        psutil.Process(self.process.pid).children()[0].kill()


@pytest.fixture
def server(portal) -> Iterator[Server]:
    server = Server(portal)
    yield server
    server.kill()


def test_a_killed_web_server_leaves_nothing_half_done(portal, inside, server, chance):
    for model in (OutboxMessage, DBTaskResult):
        model.objects.all().delete()
    books = [
        Book(asked, {part.label: part.pk for part in asked.recommendation.parts.all()})
        for asked in make_requests(range(FIRST, FIRST + RESPONSES), due_in=timedelta(days=90), parts="abc")
    ]
    agency, partnership = sessions_of(portal, portal.agency_editor, portal.partnership_editor)
    people: list[Person] = [
        *(Author(portal, agency, books[i::AUTHORS], chance.randrange(10**9)) for i in range(AUTHORS)),
        *(Checker(portal, partnership, books[i::CHECKERS], chance.randrange(10**9)) for i in range(CHECKERS)),
    ]
    whole = seconds_for_all(people)
    check(books, people)
    outcomes: Counter[str] = Counter()
    for kill in range(KILLS):
        with at_work(people):
            time.sleep(chance.uniform(0, whole))
            (server.kill_one if kill % 2 else server.kill)()
        if kill % 2 == 0:
            server.start()
        outcomes.update(check(books, people))
        look(people[-1], books)
        for person in people:
            person.send_again()
        check(books, people)
    assert outcomes.total() >= KILLS // 2, "too few were killed in the middle of a post to prove anything"
    assert min(outcomes["saved"], outcomes["not saved"]) >= KILLS // 50


@contextmanager
def at_work(people: list[Person]) -> Iterator[None]:
    """Have all work as long as this block."""
    stop = threading.Event()
    with ThreadPoolExecutor(len(people)) as pool:
        done = [pool.submit(person.work, stop) for person in people]
        yield
        stop.set()
    for one in done:
        one.result()


def seconds_for_all(people: list[Person]) -> float:
    """Return how long it takes until each has been once at each of their requests."""
    with ThreadPoolExecutor(len(people)) as pool:
        for _ in range(2):  # the first time is slower
            start = time.monotonic()
            list(pool.map(lambda person: [person.once(book) for book in person.books], people))
    return time.monotonic() - start


def check(books: list[Book], people: list[Person]) -> list[str]:
    """Check that all is whole that the database holds; return what became of what was sent and not answered."""
    wait_for_the_dead()
    told = {action: requests_told_of(subject) for action, subject in TOLD.items()}
    outcomes = [outcome for book in books for outcome in check_one(book, people, told)]
    assert DBTaskResult.objects.count() == CALLS * OutboxMessage.objects.count()
    assert not list(differences())
    connection.check_constraints()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert cursor.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return outcomes


def check_one(book: Book, people: list[Person], told: dict[str, Counter[int]]) -> Iterator[str]:
    """Check one response, bring the book up to date, and yield what became of what was sent and not answered."""
    cut = [person.cut[2] for person in people if person.cut and person.cut[0] is book]
    draft = ResponseDraft.objects.get(response__recommendation=book.asked.recommendation)
    versions = {version.number: version for version in draft.response.versions.prefetch_related("parts", "steps")}
    steps = {number: [step.action for step in version.steps.all()] for number, version in versions.items()}
    submitted = [book.number(version.text) for version in versions.values()]
    decided = {number: actions[1] for number, actions in steps.items() if actions[1:]}
    for sent in cut:
        if "text" in sent:
            number = book.number(sent["text"])
            yield "saved" if book.number(draft.text) == number else "not saved"
            if sent["do"] == "submit":
                yield "submitted" if number in submitted else "not submitted"
                book.submitted |= {number} & set(submitted)
            book.saved = book.number(draft.text) if book.number(draft.text) == number else book.saved
        else:
            number = int(sent["version"])
            yield "decided" if number in decided else "not decided"
            book.decided |= {number: DONE[sent["do"]]} if number in decided else {}
    # Each text that was confirmed is there, and none that was not sent; no text became two versions.
    assert book.number(draft.text) == book.saved
    assert list(versions) == list(range(1, len(versions) + 1))
    assert submitted == sorted(book.submitted)
    assert decided == book.decided
    for said in (draft, *versions.values()):
        assert {part.label for part in said.parts.all()} == book.answered(book.number(said.text))
    assert all(actions[0] == StepAction.SUBMITTED and len(actions) <= 2 for actions in steps.values())
    done = Counter(action for actions in steps.values() for action in actions)
    assert {action: told[action][book.asked.pk] for action in TOLD} == {action: done[action] for action in TOLD}


def wait_for_the_dead() -> None:
    """Return when PostgreSQL has ended what processes had begun that are dead; SQLite has nobody to do so."""
    if connection.vendor == "postgresql":
        busy = """SELECT 1 FROM pg_stat_activity
                  WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"""
        with connection.cursor() as cursor:
            while cursor.execute(busy).fetchone():
                time.sleep(0.01)


def look(checker: Person, books: list[Book]) -> None:
    """Check that the pages show what the database holds."""
    for book in books:
        versions = ResponseVersion.objects.filter(response__recommendation=book.asked.recommendation)
        waiting, current = versions.waiting().first(), versions.current().first()
        page = checker.ask(book.path)[1]
        assert re.findall(r"Version (\d+): awaiting partnership check", page) == (
            [str(waiting.number)] if waiting else []
        )
        assert re.findall(r"Published: version (\d+)", page) == ([str(current.number)] if current else [])
        page = checker.ask(book.asked.recommendation.get_absolute_url())[1]
        shown = set(re.findall(rf"Text \d+ of {book.asked.pk}\.", page))
        assert shown == ({current.text} if current else set())
