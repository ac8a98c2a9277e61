"""Two partnerships, Northshire (the world's) and Southshire, share an agency; each has an editor and a scrutineer."""

import pytest

from learning.models import Membership, Partnership, Role
from recommendations.actions import asking
from recommendations.models import Assurance, ResponseRequest, ResponseStep, ScrutinyComment
from recommendations.requests.outcomes import Period
from tests.recommendations.conftest import in_days, page_of
from tests.world import make_user

NORTH = ["partnership-editor", "scrutineer"]
SOUTH = ["other-editor", "other-scrutineer"]
STATES = [
    f"{before}{state}"
    for before in ('<span class="state">', '<div class="answer"><p>')
    for state in ("Awaiting partnership check", "Returned", "Draft started", "Not started")
]
YEAR = Period(in_days(-200), in_days(100))
JUDGEMENT = {"judgement": "insufficient", "judged_on": "2026-01-01", "deciding_body": "Southern board"}


@pytest.fixture
def south(world, agency) -> Partnership:
    """Return the other partnership, whose agency the agency is as well, with a scrutineer."""
    south = world.people["other-editor"].memberships.get().partnership
    agency.partnerships.add(south)
    world.people["other-scrutineer"] = make_user("other-scrutineer")
    Membership.objects.create(user=world.people["other-scrutineer"], role=Role.SCRUTINEER, partnership=south)
    return south


@pytest.fixture
def unowned(asked):
    """Return the review with no partnership recorded that commissioned it, after Northshire asked."""
    asked.recommendation.review.partnerships.clear()
    return asked.recommendation.review


def ask_for_south(world, asked, south) -> ResponseRequest:
    """Return the request of Southshire to the same agency."""
    editor = world.people["other-editor"]
    made = asking.ask(asked.recommendation, [asked.agency], asked_by=south, by=editor, due_on=in_days(20))
    return made.new[0]


@pytest.fixture
def second(world, asked, south, unowned) -> ResponseRequest:
    """Return the request of Southshire about the review that nobody is recorded to have commissioned."""
    return ask_for_south(world, asked, south)


@pytest.fixture
def old(world, asked, second) -> ResponseRequest:
    """Return a foreign request as databases hold them: the review is Northshire's alone."""
    asked.recommendation.review.partnerships.add(world.partnership)
    return second


def forged(client, asked: ResponseRequest) -> dict[str, int]:
    """Send every form of a request, and of asking, as a browser would not; return what was answered."""
    posts = {
        "publish": {"version": 1, "deciding_body": "Southern board"},
        "return": {"version": 1, "comment": "Southern"},
        "withdraw": {"version": 1, "comment": "Southern"},
        "chase": {"to": "reminded"},
        "comment": {"text": "Southern"},
        "assure": JUDGEMENT | {"version": 1},
    }
    answers = {do: client.post(page_of(asked, f"{do}/"), data).status_code for do, data in posts.items()}
    ask = {"agencies": [asked.agency.pk], "due_on": str(in_days(9))}
    for address in ("", "?for=southshire", "?for=northshire"):
        path = f"/responses/ask/{asked.recommendation.reference}/{address}"
        answers[f"ask{address}"] = client.post(path, ask).status_code
    return answers


def everything() -> tuple[int, ...]:
    """Return how much there is of all that the forms make."""
    models = (ResponseRequest, ResponseStep, Assurance, ScrutinyComment)
    return tuple(model.objects.count() for model in models)
