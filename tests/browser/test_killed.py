"""The job that reminds, killed at any moment and run again: every request is reminded of, and of each once."""

import subprocess
import sys
import time

import pytest
from django.conf import settings

from .conftest import manage

REQUESTS = 12
# From the start of Python to the end of the job, in seconds.
MOMENTS = [0.3, 0.9, 1.2, 1.5, 1.8, 2.1, 2.4, 2.7]
MAKE = f"""
from datetime import timedelta
from django.utils import timezone
from learning.models import Agency, Partnership, Review
from recommendations.models import Recommendation, ResponseRequest
review, today = Review.objects.get(code="R9001"), timezone.localdate()
for number in range(300, 300 + {REQUESTS}):
    made = Recommendation.objects.create(review=review, document=review.documents.get(), heading="Many",
        position=number * 10, number=number, stem=f"One of many, {{number}}.")
    ResponseRequest.objects.create(recommendation=made, agency=Agency.objects.get(name__startswith="Fernley P"),
        asked_by=Partnership.objects.get(slug="fernley-invented"),
        asked_on=today - timedelta(days=9), due_on=today + timedelta(days=3))
"""
LOOK = """
from recommendations.models import ResponseRequest
from reviews_portal.outbox.models import OutboxMessage
requests = ResponseRequest.objects.filter(recommendation__number__gte=300)
print("reminded", requests.filter(chase_stage="reminded").count())
print("others", requests.exclude(chase_stage="reminded").count())
print("told", OutboxMessage.objects.filter(subject__startswith="Reminded").count())
"""
FORGET = """
from recommendations.models import ResponseRequest
from reviews_portal.outbox.models import OutboxMessage
ResponseRequest.objects.filter(recommendation__number__gte=300).delete()
OutboxMessage.objects.filter(subject__startswith="Reminded").delete()
"""


@pytest.fixture
def requests(portal):
    """Make requests that are due in three days, and take them away again."""
    manage(portal, "shell", "-c", FORGET)
    manage(portal, "shell", "-c", MAKE)
    yield
    manage(portal, "shell", "-c", FORGET)


def seen(portal) -> dict[str, int]:
    lines = [line.split() for line in manage(portal, "shell", "-c", LOOK).stdout.splitlines()]
    return {words[0]: int(words[1]) for words in lines if words and words[0] in ("reminded", "others", "told")}


def test_a_killed_reminder_loses_nobody_and_reminds_nobody_twice(portal, requests):
    for moment in MOMENTS:
        job = subprocess.Popen(
            [sys.executable, "manage.py", "send_reminders"],
            cwd=settings.BASE_DIR,
            env=portal.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(moment)
        job.kill()
        job.wait()
        now = seen(portal)
        assert now["reminded"] == now["told"], moment  # never one without the other
    # Two machines at once, at the end.
    jobs = [
        subprocess.Popen(
            [sys.executable, "manage.py", "send_reminders"], cwd=settings.BASE_DIR, env=portal.environment
        )
        for _ in range(2)
    ]
    assert [job.wait(timeout=120) for job in jobs] == [0, 0]
    assert seen(portal) == {"reminded": REQUESTS, "others": 0, "told": REQUESTS}
