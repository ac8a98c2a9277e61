"""What the tests of the site share."""

from collections.abc import Callable

import pytest

from learning.models import ErrorReport, IdentityWord, LearningItem
from learning.search.index import deferred
from recommendations.models import Assurance, ResponseRequest
from reviews_portal.imports.models import HeadingName
from tests.world import World


@deferred()
def make_records(world: World) -> None:
    """Make a record of each model that the world has none of."""
    made = world.reviews["public"]
    ErrorReport.objects.create(kind="error", text="Words.")
    IdentityWord.objects.create(word_list="local_places", word="Quokka0 Fell")
    HeadingName.objects.create(name="What quokka0 learnt", type="finding")
    ResponseRequest.objects.create(
        recommendation=made.recommendation,
        agency=made.agency,
        asked_by=world.partnership,
        asked_on="2026-01-01",
        due_on="2026-03-01",
    )
    Assurance.objects.create(
        response=made.response,
        version=made.response.versions.get(),
        partnership=world.partnership,
        judgement="partial",
        judged_on="2026-04-01",
        deciding_body="Board",
    )


@pytest.fixture(scope="session")
def stages() -> dict[str, Callable[[World], None]]:
    """Return what is made in the world for these tests."""
    return {"administrator": make_records}


@pytest.fixture
def administrator(world, client_of):
    """Return an administrator's browser, with a record of each model there."""
    return client_of("administrator")


@pytest.fixture
def item(administrator, world) -> LearningItem:
    """Return a published item of two lines, which ended there as the fixtures' do."""
    item = world.reviews["public"].item
    LearningItem._base_manager.filter(pk=item.pk).update(text="One.\nTwo words.", heading="As it was")
    item.refresh_from_db()
    return item
