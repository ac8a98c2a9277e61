"""The job that reminds, killed at any moment on several machines at once: nobody is lost, nobody reminded twice."""

import time
from collections import Counter
from datetime import timedelta

import pytest
from django.db.models import Max, Min
from django.utils import timezone

from recommendations.models import ChaseStage, ResponseRequest

from .conftest import KILLS, go, loaded, make_requests, requests_told_of

pytestmark = pytest.mark.slow
REQUESTS = 40  # wait before each kill
MACHINES = 3
FIRST = 1000


def test_killed_reminders_lose_nobody_and_remind_nobody_twice(portal, inside, chance):
    for _ in range(2):  # the first time is slower
        fill_up()
        begin, end = remind_all(portal)
    torn, needed = 0, KILLS // 5
    for number in range(4 * KILLS):  # on a busy machine they may all come too early or too late
        if number >= KILLS and torn >= needed:
            break
        fill_up()
        with loaded(portal, "send_reminders", copies=MACHINES) as jobs:
            moments = sorted(chance.uniform(begin, end) for _ in jobs)
            start = time.monotonic()
            for job in jobs:
                go(job)
            for job, moment in zip(jobs, moments, strict=True):
                time.sleep(max(0, start + moment - time.monotonic()))
                job.kill()
        check()
        torn += 0 < waiting().count() < REQUESTS
    assert torn >= needed, "too few were killed in the middle of their work to prove anything"
    fill_up()
    remind_all(portal)
    check()
    assert not waiting()


def waiting():
    """Return the requests that are to be reminded of."""
    return ResponseRequest.objects.filter(recommendation__position__gte=FIRST, chase_stage=ChaseStage.ASKED)


def fill_up() -> None:
    """Make requests that are due in three days, until enough wait."""
    made = FIRST + ResponseRequest.objects.filter(recommendation__position__gte=FIRST).count()
    make_requests(range(made, made + REQUESTS - waiting().count()), due_in=timedelta(days=3))


def remind_all(portal) -> tuple[float, float]:
    """Let the job run to its end on all machines, and return after how many seconds it reminded first and last."""
    with loaded(portal, "send_reminders", copies=MACHINES) as jobs:
        start = timezone.now()
        for job in jobs:
            go(job)
        assert [job.wait(timeout=60) for job in jobs] == [0] * MACHINES
    done = ResponseRequest.history.filter(chase_stage=ChaseStage.REMINDED, history_date__gt=start)
    first, last = done.aggregate(Min("history_date"), Max("history_date")).values()
    return (first - start).total_seconds(), (last - start).total_seconds()


def check() -> None:
    """Check that what is reminded of has its one e-mail and its one line in the history, and nothing else has."""
    requests = ResponseRequest.objects.filter(recommendation__position__gte=FIRST)
    reminded = requests.filter(chase_stage=ChaseStage.REMINDED, chased_on=timezone.localdate())
    assert reminded.count() + waiting().filter(chased_on=None).count() == requests.count()
    once = Counter(reminded.values_list("pk", flat=True))
    assert requests_told_of("Reminder") == once
    history = ResponseRequest.history.filter(chase_stage=ChaseStage.REMINDED, id__in=requests.values("pk"))
    assert Counter(history.values_list("id", flat=True)) == once
