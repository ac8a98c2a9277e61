"""Fifty writers at once on the same ten responses of the served portal: none is lost, and no version made twice."""

from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from .conftest import manage
from .writer import WHOLE, Writer, hidden_fields, sessions_of

WRITERS, RESPONSES = 50, 10
EACH = WRITERS // RESPONSES  # writers on one response
EMAILS = [f"writer-{number}@example.org" for number in range(WRITERS)]
MAKE = f"""
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from learning.models import Agency, Membership, Partnership, Review
from recommendations.models import Recommendation, ResponseRequest
review, today = Review.objects.get(code="R9001"), timezone.localdate()
agency = Agency.objects.get(name__startswith="Fernley P")
for email in {EMAILS}:
    user = get_user_model().objects.create_user(email=email)
    Membership.objects.create(user=user, role="agency-editor", agency=agency)
for number in range(100, 100 + {RESPONSES}):
    made = Recommendation.objects.create(review=review, document=review.documents.get(), heading="Many",
        position=number * 10, number=number, stem=f"One of many, {{number}}.")
    request = ResponseRequest.objects.create(recommendation=made, agency=agency,
        asked_by=Partnership.objects.get(slug="fernley-invented"), asked_on=today, due_on=today + timedelta(days=90))
    print("request", request.pk)
"""
LOOK = """
from recommendations.models import ResponseDraft
from reviews_portal.outbox.models import OutboxMessage
many = ResponseDraft.objects.filter(response__recommendation__number__gte=100)
for draft in many.order_by("response__recommendation__number"):
    steps = [step.action for version in draft.response.versions.all() for step in version.steps.all()]
    late = sorted(one.typed["text"] + " " + one.by.email for one in draft.conflicting_drafts.all())
    print("draft", draft.revision, draft.text, "+".join(steps), *late, sep="|")
for subject in ("A response waits", "Your response"):
    print("told", OutboxMessage.objects.filter(subject__startswith=subject).count(), sep="|")
"""
FORGET = f"""
from learning.models import Membership
from recommendations.models import ResponseRequest
ResponseRequest.objects.filter(recommendation__number__gte=100).delete()
Membership.objects.filter(user__email__in={EMAILS}).delete()
"""


@pytest.fixture
def paths(portal) -> Iterator[list[str]]:
    """Yield the addresses of ten requests to one agency, which has fifty editors."""
    made = manage(portal, "shell", "-c", MAKE).stdout
    yield [f"/responses/{line.split()[1]}/" for line in made.splitlines() if line.startswith("request")]
    manage(portal, "shell", "-c", FORGET)


def test_fifty_writers_on_ten_responses_lose_nothing(portal, paths):
    writers = [Writer(portal, session) for session in sessions_of(portal, *EMAILS)]
    texts = [f"Writer {number}." for number in range(WRITERS)]
    forms = at_once(lambda number: writers[number].fields(paths[number % RESPONSES]))
    told_before = look(portal)[1]

    def save(number: int) -> tuple[int, str]:
        typed = WHOLE | {"text": texts[number]} | forms[number]
        return writers[number].ask(paths[number % RESPONSES], typed)

    left = list(range(WRITERS))
    for turn in range(1, EACH + 1):
        # Each was shown the same text of a response. One is first; the others are shown both texts, and decide.
        answers = dict(zip(left, at_once(save, left), strict=True))
        statuses = Counter((number % RESPONSES, status) for number, (status, _) in answers.items())
        refused = [number for number in left if answers[number][0] == 409]
        assert statuses == Counter(
            {(one, status): n for one in range(RESPONSES) for status, n in ((302, 1), (409, EACH - turn)) if n}
        )
        winners = {number % RESPONSES: number for number in left if number not in refused}
        drafts, _ = look(portal)
        for one, (revision, text, steps, late) in enumerate(drafts):
            assert (revision, text, steps) == (turn, texts[winners[one]], "")
            kept = [number for number in refused if number % RESPONSES == one]
            assert late == sorted(f"{texts[number]} {EMAILS[number]}" for number in kept)
        for number in refused:
            forms[number] = hidden_fields(answers[number][1])
        left = refused
    assert left == []

    forms = at_once(lambda number: writers[number].fields(paths[number % RESPONSES]))

    def submit(number: int) -> int:
        typed = WHOLE | {"text": drafts[number % RESPONSES][1], "do": "submit"} | forms[number]
        return writers[number].ask(paths[number % RESPONSES], typed)[0]

    assert set(at_once(submit)) == {302}
    drafts, told = look(portal)
    assert [steps for _, _, steps, _ in drafts] == ["submitted"] * RESPONSES
    assert told[0] - told_before[0] == RESPONSES  # the one editor of the partnership

    checker = Writer(portal, *sessions_of(portal, portal.partnership_editor))
    forms = [checker.fields(path) | {"comment": "Say more.", "deciding_body": "Group"} for path in paths]

    def decide(number: int) -> int:
        do = ("publish", "return")[number // RESPONSES % 2]
        return checker.ask(f"{paths[number % RESPONSES]}{do}/", forms[number % RESPONSES])[0]

    assert Counter(at_once(decide)) == {302: RESPONSES, 422: WRITERS - RESPONSES}
    drafts, told = look(portal)
    assert {steps for _, _, steps, _ in drafts} <= {"submitted+published", "submitted+returned"}
    assert told[1] - told_before[1] == RESPONSES * (WRITERS + 1)  # the agency had an editor before


def at_once(do: Callable, numbers=range(WRITERS)) -> list:
    """Return what came of it for each number, all done at the same time."""
    with ThreadPoolExecutor(WRITERS) as pool:
        return list(pool.map(do, numbers))


def look(portal) -> tuple[list[tuple[int, str, str, list[str]]], list[int]]:
    """Return each draft's revision, text, steps and what is kept beside it; and how many e-mails tell of such."""
    lines = [line.split("|") for line in manage(portal, "shell", "-c", LOOK).stdout.splitlines()]
    drafts = [
        (int(revision), text, steps, late)
        for _, revision, text, steps, *late in (line for line in lines if line[0] == "draft")
    ]
    return drafts, [int(number) for what, number in (line for line in lines if line[0] == "told")]
