"""Many writers at once on the same responses of the served portal: none is lost, and no version made twice."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.slowly import slow

from .conftest import manage
from .writer import WHOLE, Writer, hidden_fields, sessions_of

EACH = 5  # writers on one response
MAKE = """
from datetime import timedelta
from django.contrib.auth import get_user_model
from django.utils import timezone
from learning.models import Agency, Membership, Partnership, Review
from recommendations.models import Recommendation, ResponseRequest
review, today = Review.objects.get(code="R9001"), timezone.localdate()
agency = Agency.objects.get(name__startswith="Fernley P")
for email in {emails}:
    user, _ = get_user_model().objects.get_or_create(email=email)
    Membership.objects.create(user=user, role="agency-editor", agency=agency)
for number in range(100, 100 + {responses}):
    made = Recommendation.objects.create(review=review, document=review.documents.first(), heading="Many",
        position=number * 10, short_label=str(number), stem=f"One of many, {{number}}.")
    request = ResponseRequest.objects.create(recommendation=made, agency=agency,
        asked_by=Partnership.objects.get(slug="fernley-invented"), asked_on=today, due_on=today + timedelta(days=90))
    print("request", request.pk)
"""
LOOK = """
from recommendations.models import ResponseDraft
from reviews_portal.outbox.models import OutboxMessage
many = ResponseDraft.objects.filter(response__recommendation__position__gte=1000)
for draft in many.order_by("response__recommendation__position"):
    steps = [step.action for version in draft.response.versions.all() for step in version.steps.all()]
    late = sorted(one.typed["text"] + " " + one.by.email for one in draft.conflicting_drafts.all())
    print("draft", draft.revision, draft.text, "+".join(steps), *late, sep="|")
for subject in ("^Response to check", "your response|^Response returned"):
    print("told", OutboxMessage.objects.filter(subject__iregex=subject).count(), sep="|")
"""
FORGET = """
from learning.models import Membership
from recommendations.models import ResponseRequest
ResponseRequest.objects.filter(recommendation__position__gte=1000).delete()
Membership.objects.filter(user__email__in={emails}).delete()
"""


@pytest.fixture(params=[3, slow(10)], ids=["fifteen writers", "fifty writers"])
def paths(request, portal) -> Iterator[list[str]]:
    """Yield the addresses of requests to one agency, which has five editors for each."""
    made = manage(portal, "shell", "-c", MAKE.format(emails=emails(request.param), responses=request.param)).stdout
    yield [f"/responses/{line.split()[1]}/" for line in made.splitlines() if line.startswith("request")]
    manage(portal, "shell", "-c", FORGET.format(emails=emails(request.param)))


def emails(responses: int) -> list[str]:
    """Return the addresses of who writes on so many responses."""
    return [f"writer-{number}@example.org" for number in range(responses * EACH)]


def test_writers_at_once_lose_nothing(portal, paths):
    addresses, responses = emails(len(paths)), len(paths)
    many = len(addresses)
    writers = [Writer(portal, session) for session in sessions_of(portal, *addresses)]
    texts = [f"Writer {number}." for number in range(many)]
    forms = at_once(lambda number: writers[number].fields(paths[number % responses]), range(many))
    told_before = look(portal)[1]

    def save(number: int) -> tuple[int, str]:
        typed = WHOLE | {"text": texts[number]} | forms[number]
        return writers[number].ask(f"{paths[number % responses]}save/", typed)

    left = list(range(many))
    for turn in range(1, EACH + 1):
        # Each was shown the same text of a response. One is first; the others are shown both texts, and decide.
        answers = dict(zip(left, at_once(save, left), strict=True))
        statuses = Counter((number % responses, status) for number, (status, _) in answers.items())
        refused = [number for number in left if answers[number][0] == 409]
        assert statuses == Counter(
            {(one, status): n for one in range(responses) for status, n in ((302, 1), (409, EACH - turn)) if n}
        )
        winners = {number % responses: number for number in left if number not in refused}
        drafts, _ = look(portal)
        for one, (revision, text, steps, late) in enumerate(drafts):
            assert (revision, text, steps) == (turn, texts[winners[one]], "")
            kept = [number for number in refused if number % responses == one]
            assert late == sorted(f"{texts[number]} {addresses[number]}" for number in kept)
        for number in refused:
            forms[number] = hidden_fields(answers[number][1])
        left = refused
    assert left == []

    forms = at_once(lambda number: writers[number].fields(paths[number % responses]), range(many))

    def submit(number: int) -> int:
        typed = WHOLE | {"text": drafts[number % responses][1]} | forms[number]
        return writers[number].ask(f"{paths[number % responses]}submit/", typed)[0]

    assert set(at_once(submit, range(many))) == {302}
    drafts, told = look(portal)
    assert [steps for _, _, steps, _ in drafts] == ["submitted"] * responses
    assert told[0] - told_before[0] == responses  # the one editor of the partnership

    checker = Writer(portal, *sessions_of(portal, portal.partnership_editor))
    forms = [checker.fields(path) | {"comment": "Say more.", "deciding_body": "Group"} for path in paths]

    def decide(number: int) -> int:
        do = ("publish", "return")[number // responses % 2]
        return checker.ask(f"{paths[number % responses]}{do}/", forms[number % responses])[0]

    assert Counter(at_once(decide, range(many))) == {302: responses, 422: many - responses}
    drafts, told = look(portal)
    assert {steps for _, _, steps, _ in drafts} <= {"submitted+published", "submitted+returned"}
    assert told[1] - told_before[1] == responses * (many + 1)  # the agency had an editor before


def at_once(do: Callable, numbers: Sequence[int]) -> list:
    """Return what came of it for each number, all done at the same time."""
    with ThreadPoolExecutor(len(numbers)) as pool:
        return list(pool.map(do, numbers))


def look(portal) -> tuple[list[tuple[int, str, str, list[str]]], list[int]]:
    """Return each draft's revision, text, steps and what is kept beside it; and how many e-mails tell of such."""
    lines = [line.split("|") for line in manage(portal, "shell", "-c", LOOK).stdout.splitlines()]
    drafts = [
        (int(revision), text, steps, late)
        for _, revision, text, steps, *late in (line for line in lines if line[0] == "draft")
    ]
    return drafts, [int(number) for what, number in (line for line in lines if line[0] == "told")]
