"""What the tests of long exports do: ask for one, let the worker write it, look at its page, and take its file."""

from django.test import Client
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from reviews_portal.briefings.models import LongExport

ADDRESS = "/briefings/review/baby-e.md"


def ask(browser: Client, address: str = ADDRESS) -> LongExport:
    """Start a long export with the button on its page."""
    answer = browser.post(address)
    assert answer.status_code == 302, answer
    return LongExport.objects.get(key=answer["Location"].split("/")[-2])


def run() -> None:
    """Let the worker do what waits, without its loop, which closes connections of the test."""
    worker = Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tests",
    )
    while (waiting := DBTaskResult.objects.ready().first()) is not None:
        waiting.claim(worker.worker_id)
        worker.run_task(waiting)


def page(browser: Client, made: LongExport) -> str:
    answer = browser.get(made.get_absolute_url())
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    return answer.text


def file(browser: Client, made: LongExport):
    return browser.get(f"{made.get_absolute_url()}file/")


def content(browser: Client, made: LongExport) -> bytes:
    """Return the file, after checking that it is as long as announced."""
    answer = file(browser, made)
    assert answer.status_code == 200
    sent = b"".join(answer.streaming_content)
    assert answer["Content-Length"] == str(len(sent))
    return sent


def do(browser: Client, made: LongExport, what: str) -> LongExport:
    assert browser.post(f"{made.get_absolute_url()}{what}/").status_code == 302
    made.refresh_from_db()
    return made
