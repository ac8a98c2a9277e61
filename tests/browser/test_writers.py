"""Fifty writers at once on the same ten responses of the served portal: none is lost, and no version made twice."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from .conftest import manage
from .writer import WHOLE, Writer

WRITERS, RESPONSES = 50, 10
MAKE = f"""
from datetime import timedelta
from django.utils import timezone
from learning.models import Agency, Partnership, Review
from recommendations.models import Recommendation, ResponseRequest
review, today = Review.objects.get(code="R9001"), timezone.localdate()
for number in range(100, 100 + {RESPONSES}):
    made = Recommendation.objects.create(review=review, document=review.documents.get(), heading="Many",
        position=number * 10, number=number, stem=f"One of many, {{number}}.")
    agency = Agency.objects.get(name__startswith="Fernley P")
    request = ResponseRequest.objects.create(recommendation=made, agency=agency,
        asked_by=Partnership.objects.get(slug="fernley-invented"), asked_on=today, due_on=today + timedelta(days=90))
    print("request", request.pk)
"""
LOOK = """
from recommendations.models import ResponseDraft
for draft in ResponseDraft.objects.filter(response__recommendation__number__gte=100).order_by("pk"):
    late = [one.typed["text"] for one in draft.late_texts.all()]
    print("draft", draft.revision, len(late), draft.response.versions.count(), draft.text, *late, sep="|")
"""
FORGET = """
from recommendations.models import Recommendation, ResponseRequest
ResponseRequest.objects.filter(recommendation__number__gte=100).delete()
"""


@pytest.fixture
def writer(portal) -> Writer:
    return Writer(portal, portal.agency_editor)


@pytest.fixture
def requests(portal):
    """Yield the keys of ten requests to one agency."""
    made = manage(portal, "shell", "-c", MAKE).stdout
    yield [int(line.split()[1]) for line in made.splitlines() if line.startswith("request")]
    manage(portal, "shell", "-c", FORGET)


def test_fifty_writers_on_ten_responses_lose_nothing(portal, writer, requests):
    assert len(requests) == RESPONSES
    opened = {pk: writer.fields(f"/responses/{pk}/") for pk in requests}

    def save(number: int) -> tuple[int, int]:
        pk = requests[number % RESPONSES]
        return pk, writer.ask(f"/responses/{pk}/", WHOLE | opened[pk] | {"text": f"Writer {number}."})[0]

    with ThreadPoolExecutor(WRITERS) as pool:
        saved = Counter(pool.map(save, range(WRITERS)))
    # All opened the same revision: one of the five on each response is first, and the others decide.
    assert saved == {(pk, status): n for pk in requests for status, n in ((302, 1), (409, WRITERS // RESPONSES - 1))}
    drafts = look(portal)
    assert [(revision, late, versions) for revision, late, versions, _ in drafts] == [(1, 4, 0)] * RESPONSES
    assert sorted(text for *_, texts in drafts for text in texts) == sorted(f"Writer {n}." for n in range(WRITERS))

    opened = {pk: writer.fields(f"/responses/{pk}/") for pk in requests}

    def submit(number: int) -> int:
        place = number % RESPONSES
        sent = WHOLE | opened[requests[place]] | {"text": drafts[place][3][0], "do": "submit"}
        return writer.ask(f"/responses/{requests[place]}/", sent)[0]

    with ThreadPoolExecutor(WRITERS) as pool:
        assert set(pool.map(submit, range(WRITERS))) == {302}
    assert [versions for _, _, versions, _ in look(portal)] == [1] * RESPONSES


def look(portal) -> list[tuple[int, int, int, list[str]]]:
    """Return of each draft its revision, the number of texts kept beside it, that of its versions, and all texts."""
    lines = [line.split("|") for line in manage(portal, "shell", "-c", LOOK).stdout.splitlines()]
    return [
        (int(revision), int(late), int(versions), texts)
        for what, revision, late, versions, *texts in (line for line in lines if line[0] == "draft")
    ]
