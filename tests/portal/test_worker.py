"""The task worker's rules; `test_worker_processes.py` runs real ones."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import OperationalError
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from reviews_portal import worker
from reviews_portal.briefings.long_exports import forget_exports
from reviews_portal.outbox.tasks import deliver
from reviews_portal.worker import HOST, KEPT, LONGEST, MOST_TRIES, PatientWorker, requeue_lost, tidy

pytestmark = pytest.mark.django_db


def taken_by(*workers: str, ago: timedelta = timedelta()) -> DBTaskResult:
    """Return a task that these workers took one after the other, and that is marked as running."""
    forget_exports.enqueue()
    task = DBTaskResult.objects.get(task_path=forget_exports.module_path)
    task.status, task.worker_ids, task.started_at = TaskResultStatus.RUNNING, list(workers), timezone.now() - ago
    task.save()
    return task


def status_after(own: str = "") -> str:
    requeue_lost(own)
    return DBTaskResult.objects.get(task_path=forget_exports.module_path).status


@pytest.fixture
def dead_pid() -> int:
    """Return the number of a process that is over."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_a_task_of_a_killed_worker_is_run_again(dead_pid):
    taken_by(f"{HOST}:{dead_pid}:default")
    assert status_after() == TaskResultStatus.READY


def test_a_task_of_a_worker_that_lives_is_left_to_it():
    taken_by(f"{HOST}:{os.getpid()}:default")
    assert status_after() == TaskResultStatus.RUNNING


def test_a_worker_that_begins_again_takes_up_its_own_task():
    own = f"{HOST}:{os.getpid()}:default"
    taken_by(own)
    assert status_after(own) == TaskResultStatus.READY


@pytest.mark.parametrize("name", ["elsewhere:1:default", "a-name-of-django-tasks-db"])
def test_of_a_worker_on_another_machine_only_the_time_tells(name):
    task = taken_by(name)
    assert status_after() == TaskResultStatus.RUNNING
    DBTaskResult.objects.filter(pk=task.pk).update(started_at=timezone.now() - LONGEST - timedelta(seconds=1))
    assert status_after() == TaskResultStatus.READY


def test_a_task_that_ends_its_worker_each_time_is_given_up(dead_pid):
    taken_by(*[f"{HOST}:{dead_pid}:default"] * MOST_TRIES)
    assert status_after() == TaskResultStatus.FAILED
    assert DBTaskResult.objects.get(task_path=forget_exports.module_path).exception_class_path.endswith("WorkerDied")


def test_rows_of_tasks_that_are_over_are_forgotten_and_others_kept():
    for number, status in enumerate(TaskResultStatus.values):
        for age in (timedelta(), KEPT + timedelta(minutes=1)):
            made = forget_exports.enqueue()
            finished = timezone.now() - age if status in ("SUCCESSFUL", "FAILED") else None
            DBTaskResult.objects.filter(pk=made.id).update(
                status=status,
                started_at=timezone.now(),
                finished_at=finished,
                worker_ids=[f"elsewhere:{number}:default"],
            )
    assert tidy.call() == 2
    left = DBTaskResult.objects.filter(task_path=forget_exports.module_path)
    assert sorted(left.values_list("status", flat=True)) == [
        "FAILED", "READY", "READY", "RUNNING", "RUNNING", "SUCCESSFUL",
    ]  # fmt: skip


def test_the_queue_is_tidied_each_hour_by_one_task_alone():
    for _ in range(3):
        tidy.call()
        worker.tidy_later()
    planned = DBTaskResult.objects.get(task_path=tidy.module_path)
    assert timezone.now() < planned.run_after <= timezone.now() + worker.TIDY_EVERY


class Away:
    """Stands for what asks the database: some times it gives no answer."""

    def __init__(self, times: int) -> None:
        self.times, self.asked = times, 0

    def __call__(self, *arguments: object) -> None:
        self.asked += 1
        if self.asked <= self.times:
            raise OperationalError("server closed the connection unexpectedly\nwith more lines")


@pytest.fixture
def pauses(monkeypatch) -> list[float]:
    """Return how long the worker waits each time; it does not really wait, nor close the connection of the test."""
    waited: list[float] = []
    monkeypatch.setattr(worker.time, "sleep", waited.append)
    monkeypatch.setattr(worker.connections, "close_all", lambda: None)
    return waited


def new_worker(*, batch: bool = False) -> PatientWorker:
    return PatientWorker(["default"], batch=batch, interval=0, startup_delay=False)


def test_a_worker_that_loses_the_database_waits_and_goes_on(monkeypatch, pauses, caplog):
    loop, stock = Away(times=1), Away(times=8)
    monkeypatch.setattr(Worker, "run", lambda this: loop())
    monkeypatch.setattr(PatientWorker, "take_stock", lambda this: stock())
    new_worker().run()
    assert loop.asked == 2
    assert stock.asked == 10
    assert pauses[:8] == [1, 2, 4, 8, 16, 30, 30, 30]
    said = [record.getMessage() for record in caplog.records if "database" in record.getMessage()]
    assert len(said) == 4, "a line when it is lost and one when it is back, each time"
    assert all("\n" not in line for line in said)


def test_a_batch_fails_where_there_is_no_database(monkeypatch, pauses):
    monkeypatch.setattr(PatientWorker, "take_stock", lambda this: Away(times=1)())
    with pytest.raises(OperationalError):
        new_worker(batch=True).run()


def test_emails_have_a_queue_of_their_own(settings):
    assert deliver.queue_name == "mail"
    assert settings.TASKS["default"]["QUEUES"] == ["default", "imports", "mail"]
    assert forget_exports.queue_name == "default"
