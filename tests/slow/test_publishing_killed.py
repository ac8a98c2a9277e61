"""The server is killed while a second person confirms: a review is published with all statements, or not at all."""

import time
from datetime import date
from subprocess import Popen

import pytest
from django.contrib.auth import get_user_model

from learning.models import LearningItem, Partnership, Review, ReviewKind, Status, Theme
from reviews_portal.editing.actions import documents, reviews, rows, several
from reviews_portal.editing.models import WorkingCopy
from reviews_portal.publication.models import PublicationDecision, State
from tests.publication.recorded import elsewhere, sent

from .conftest import KILLS, go, loaded

pytestmark = pytest.mark.slow
STATEMENTS = 60
CONFIRM = """
from django.contrib.auth import get_user_model
from reviews_portal.publication.actions import confirm
from reviews_portal.publication.models import PublicationDecision
from reviews_portal.publication.rules import mark_of
decision = PublicationDecision.objects.select_related("review").get(review={key})
administrator, seen = get_user_model().objects.get(email="administrator@example.org"), mark_of(decision)
print("begun", flush=True)
confirm(decision, seen=seen, by=administrator)
print("done", flush=True)
"""


def test_killed_publication_publishes_all_or_nothing(portal, inside, chance):
    whole = [time_of(portal, made()) for _ in range(2)][-1]  # the first time is slower
    outcomes = set()
    for number in range(4 * KILLS):
        if number >= KILLS and len(outcomes) == 2:
            break
        review = made()
        with loaded(portal, "shell", "-v0", "-c", CONFIRM.format(key=review.pk)) as (job,):
            begin(job)
            time.sleep(chance.uniform(0.05, 1.1) * whole)
            job.kill()
            job.wait()
        outcomes.add(checked(review))
    assert outcomes == {True, False}, "the process was always killed too early or too late to prove anything"


def made() -> Review:
    """Return a new draft with statements in a working copy, and a decision that awaits confirmation."""
    editor = get_user_model().objects.get(email="partnership-editor@example.org")
    values = {
        "title": "Killed (invented)",
        "kinds": [ReviewKind.objects.get(slug="non-statutory-learning-review")],
        "audience": "public",
        "published": None,
    }
    partnership = Partnership.objects.get(slug="fernley-invented")
    document = documents.NewDocument(title="Killed", kind="report")
    review = reviews.add_review(values, document, partnership=partnership, by=editor)
    copy = review.working_copy
    new = [rows.NewRow(f"Statement {number}.", "finding") for number in range(STATEMENTS)]
    added = rows.add_rows(copy, new, after=None, by=editor)
    themes = [Theme.objects.get(slug="neglect")]
    several.set_tags(copy, [row.pk for row in added], {"themes": themes}, by=editor)
    sent(review, elsewhere(published_on=date(2026, 3, 3)), editor)
    return review


def time_of(portal, review: Review) -> float:
    """Let the confirmation run to its end, and return how many seconds it took."""
    with loaded(portal, "shell", "-v0", "-c", CONFIRM.format(key=review.pk)) as (job,):
        begin(job)
        start = time.monotonic()
        assert job.stdout.readline() == b"done\n"
        took = time.monotonic() - start
        assert job.wait(timeout=120) == 0
    assert checked(review)
    return took


def begin(job: Popen) -> None:
    """Let a process go on until its next step is to confirm the decision."""
    go(job)
    assert job.stdout.readline() == b"begun\n"


def checked(review: Review) -> bool:
    """Check that a review is published whole or not at all, and return which."""
    review.refresh_from_db()
    is_published = review.status == Status.PUBLISHED
    items = LearningItem.objects.filter(review=review).order_by("position")
    assert items.count() == (STATEMENTS if is_published else 0)
    assert WorkingCopy.objects.filter(review=review).exists() != is_published
    state = PublicationDecision.objects.get(review=review).state
    assert state == (State.CONFIRMED if is_published else State.PROPOSED)
    if is_published:
        assert [one.text for one in items] == [f"Statement {number}." for number in range(STATEMENTS)]
        assert [one.reference for one in items] == [f"{review.code}-{number}" for number in range(1, STATEMENTS + 1)]
        assert all(one.themes.count() == 1 for one in items)
    return is_published
