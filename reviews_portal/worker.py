"""The task worker: it survives restarts of the database, and a mail server that hangs delays only emails.

It runs the worker of django-tasks-db twice, for emails and for all other tasks, in two threads of one process. Every
task of the portal may be run twice, so the task of a worker that died is simply run again.
"""

import logging
import os
import socket
import threading
import time
from datetime import timedelta
from functools import partial

from django.core.management.base import CommandError
from django.db import InterfaceError, OperationalError, connections
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME, TaskResultStatus, task
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from .imports.jobs import QUEUE as IMPORTS
from .outbox.tasks import QUEUE as MAIL
from .outbox.tasks import deliver

HOST = socket.gethostname()[:40]
LONGEST = timedelta(hours=1)  # longer than any task takes: one that runs for longer has lost its worker
MOST_TRIES = 3  # attempts to run a task that kills its worker each time
KEPT = timedelta(days=1)  # how long rows of finished tasks are kept
TIDY_EVERY = timedelta(hours=1)
LONGEST_PAUSE = 30  # seconds between attempts to reach the database
LAST_EMAIL = 5  # seconds for which a stopping worker waits for the email being sent

logger = logging.getLogger("django_tasks_db")


class WorkerDied(Exception):
    """The worker of a task died repeatedly while running it."""


class PatientWorker(Worker):
    """A worker that waits while the database cannot be reached, and then continues."""

    def __init__(self, queues: list[str], *, batch: bool, interval: float, startup_delay: bool) -> None:
        super().__init__(
            queue_names=queues,
            interval=interval,
            batch=batch,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=startup_delay,
            max_tasks=None,
            worker_id=f"{HOST}:{os.getpid()}:{'+'.join(queues)}"[:64],
            excluded_queue_names=[],
        )

    def run(self) -> None:
        """Run tasks until stopped; in batch mode an unreachable database is an error."""
        pause = 0
        while self.running:
            try:
                self.take_stock()
                if pause:
                    logger.warning("The database answers again; worker %s continues.", self.worker_id)
                    pause = 0
                return super().run()
            except (InterfaceError, OperationalError) as error:
                if self.batch:
                    raise
                connections.close_all()
                if not pause:
                    logger.warning(
                        "The database did not answer (%s); worker %s is waiting.", first_line(error), self.worker_id
                    )
                pause = min(pause * 2, LONGEST_PAUSE) or 1
                time.sleep(pause)
        return None

    def take_stock(self) -> None:
        """Queue again the tasks of dead workers and the waiting emails."""
        requeue_lost(self.worker_id)
        if MAIL in self.queue_names:
            deliver.enqueue()
        tidy_later()


def run(*, batch: bool, interval: float, startup_delay: bool) -> None:
    """Run tasks until SIGINT or SIGTERM or, with `batch`, until none is waiting.

    Raises CommandError if the thread that sends emails ended with an error.
    """
    new = partial(PatientWorker, batch=batch, interval=interval, startup_delay=startup_delay)
    if batch:
        new([MAIL, DEFAULT_TASK_QUEUE_NAME, IMPORTS]).run()
        return
    # Imports have a low priority, so that one of them at most goes before an export.
    main, mail = new([DEFAULT_TASK_QUEUE_NAME, IMPORTS]), new([MAIL])

    def send_emails() -> None:
        try:
            mail.run()
        finally:
            mail.running = main.running = False  # the supervisor restarts this process
            connections.close_all()

    # A daemon thread: a mail server that hangs does not keep the process alive. The email is sent again later.
    thread = threading.Thread(target=send_emails, name="emails", daemon=True)
    main.configure_signals()
    thread.start()
    try:
        main.run()
        if mail.running:
            return
    finally:
        mail.running = False
        thread.join(LAST_EMAIL)
    raise CommandError("The thread that sends emails ended; see above.")


def requeue_lost(own: str) -> int:
    """Queue the tasks of dead workers again, and return their number; the worker `own` must not be running a task."""
    requeued = 0
    for one in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).order_by():
        if not is_lost(one, own):
            continue
        same = DBTaskResult.objects.filter(pk=one.pk, status=one.status, started_at=one.started_at)
        if len(one.worker_ids) < MOST_TRIES:
            requeued += same.update(status=TaskResultStatus.READY)
        elif same.exists():
            one.set_failed(WorkerDied())
    return requeued


def is_lost(one: DBTaskResult, own: str) -> bool:
    """Return whether a task marked as running has lost its worker.

    The process of a worker on this machine can be checked; for one on another machine only the time decides.
    """
    worker = one.worker_ids[-1] if one.worker_ids else own
    if worker == own or one.started_at is None or one.started_at < timezone.now() - LONGEST:
        return True
    host, pid, _ = (*worker.split(":"), "", "")[:3]
    return host == HOST and pid.isdecimal() and not is_running(int(pid))


def is_running(pid: int) -> bool:
    """Return whether a process with this number runs on this machine."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


@task()
def tidy() -> int:
    """Task: delete tasks that finished over a day ago, queue lost ones again, and return the number deleted."""
    requeue_lost("")
    over = DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT)
    forgotten = over.delete()[0]
    tidy_later()
    return forgotten


def tidy_later() -> None:
    """Queue the next tidying in an hour, unless it is queued."""
    planned = DBTaskResult.objects.filter(task_path=tidy.module_path, status=TaskResultStatus.READY)
    if not planned.exists():
        tidy.using(run_after=timezone.now() + TIDY_EVERY).enqueue()


def first_line(error: Exception) -> str:
    """Return the first line of an error's message."""
    return (str(error).splitlines() or [type(error).__name__])[0]
