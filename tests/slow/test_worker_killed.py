"""The task worker, killed while e-mails wait: each arrives, twice only if that was between hand-over and commit."""

import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, mailers
from django.db.models import F, Max
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from reviews_portal.outbox.models import OutboxMessage
from reviews_portal.outbox.tasks import CLAIM

from .conftest import KILLS, go, loaded

pytestmark = pytest.mark.slow
BATCH = 100  # e-mails before each kill
PATIENCE = 60  # seconds
WORKER = ["db_worker", "--interval=0.02", "--no-startup-delay"]
# What kills a worker at a moment that is seldom met by chance: an e-mail is handed over, but not marked as sent yet; a
# task is taken, and nothing done yet.
DIE = {
    "handed over": """
from django.db.models.signals import pre_save
@lambda receiver: pre_save.connect(receiver, weak=False)
def die(instance, **kwargs):
    if getattr(instance, "subject", "") == "Number {batch}, {number}" and instance.sent_at:
        os.kill(os.getpid(), signal.SIGKILL)
""",
    "task taken": """
from django.tasks.signals import task_started
@lambda receiver: task_started.connect(receiver, weak=False)
def die(**kwargs):
    if OutboxMessage.objects.filter(subject="Number {batch}, {number}"):
        os.kill(os.getpid(), signal.SIGKILL)
""",
}
IMPORT = """
import os, signal
from reviews_portal.outbox.models import OutboxMessage
"""


class Mail:
    """The folder in which the worker puts what it hands over."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.arrived: Counter[str] = Counter()

    def new(self) -> list[str]:
        """Return the Message-IDs of what has arrived whole since it was last collected."""
        texts = [path.read_text() for path in self.folder.glob("*")]  # one file may hold several, one after the other
        whole = [email for text in texts for email in text.split("-" * 79 + "\n")[:-1]]
        return [re.search(r"^Message-ID: (.+)$", email, re.MULTILINE)[1] for email in whole]

    def collect(self) -> Counter[str]:
        """Empty the folder, and return how often each Message-ID has ever arrived. Nobody must write meanwhile."""
        self.arrived.update(self.new())
        for path in self.folder.glob("*"):
            path.unlink()
        return self.arrived


def test_a_killed_worker_loses_no_e_mail(portal, inside, chance):
    OutboxMessage.objects.all().delete()
    mail = Mail(Path(portal.environment["PORTAL_VAR_DIR"], "mail"))
    seconds = seconds_for_a_batch(portal)
    mail.collect()
    moments = ["at random"] * KILLS + list(DIE) * (KILLS // 5)
    chance.shuffle(moments)
    unfinished: Counter[str] = Counter()
    twice: Counter[str] = Counter()
    for batch, moment in enumerate(moments):
        die = IMPORT + DIE.get(moment, "").format(batch=batch, number=chance.randrange(BATCH))
        with loaded(portal, *WORKER, first=die) as (worker,):
            go(worker)
            recover()
            assert mail.collect() == arrivals(twice)
            send(batch)
            if moment in DIE:
                worker.wait(PATIENCE)
            else:
                time.sleep(chance.uniform(0, seconds))
        mail.collect()
        sent, unsent = (OutboxMessage.objects.filter(sent_at__isnull=empty) for empty in (False, True))
        assert not [one.message_id for one in sent if mail.arrived[one.message_id] != 1 + twice[one.message_id]]
        doubtful = [one.message_id for one in unsent if mail.arrived[one.message_id]]
        assert len(doubtful) <= 1, "only what it was at may come twice"
        twice.update(doubtful)
        unfinished[moment] += 0 < unsent.count() < BATCH
    with loaded(portal, *WORKER) as (worker,):
        go(worker)
        recover()
    assert mail.collect() == arrivals(twice)
    assert unfinished["at random"] >= KILLS // 5, "too few were killed in the middle of their work to prove anything"
    assert twice.total() >= KILLS // 5


def seconds_for_a_batch(portal) -> float:
    """Return how long a worker that is there needs for one batch."""
    with loaded(portal, *WORKER) as (worker,):
        go(worker)
        for batch in (-2, -1):  # the first is slower
            start = timezone.now()
            send(batch)
            until(lambda: not OutboxMessage.objects.filter(sent_at=None))
    return (OutboxMessage.objects.aggregate(Max("sent_at"))["sent_at__max"] - start).total_seconds()


def send(batch: int) -> None:
    """Store e-mails."""
    mailers.default.send_messages(
        [EmailMessage(f"Number {batch}, {number}", "Words.", to=["nurse@example.org"]) for number in range(BATCH)]
    )


def recover() -> None:
    """Return when a new worker has done all that a dead one left: first what it can at once, the rest in time."""
    until(lambda: not OutboxMessage.objects.due())
    OutboxMessage.objects.filter(sent_at=None).update(try_after=F("try_after") - CLAIM)
    DBTaskResult.objects.filter(status=TaskResultStatus.READY).update(run_after=F("run_after") - CLAIM)
    until(lambda: not OutboxMessage.objects.filter(sent_at=None))
    until(lambda: not DBTaskResult.objects.ready() and not DBTaskResult.objects.running())


def until(done: Callable[[], object]) -> None:
    """Return as soon as it is done; fail where that takes too long."""
    end = time.monotonic() + PATIENCE
    while not done():
        assert time.monotonic() < end, "it waits for ever"
        time.sleep(0.02)  # what it waits for needs the processor, too


def arrivals(twice: Counter[str]) -> Counter[str]:
    """Return what should have arrived when all is sent."""
    return Counter(OutboxMessage.objects.values_list("message_id", flat=True)) + twice
