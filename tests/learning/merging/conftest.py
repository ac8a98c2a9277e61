"""A theme and an agency to merge, and what each is merged into."""

import pytest

from learning.models import Agency, Theme


@pytest.fixture
def themes(world) -> tuple[Theme, Theme]:
    record, into = (Theme.objects.get(slug=slug) for slug in ("neglect", "domestic-abuse"))
    record.aliases = ["not cared for"]
    record.save()
    return record, into


@pytest.fixture
def made(world):
    return world.reviews["public"]


@pytest.fixture
def agencies(world, made) -> tuple[Agency, Agency]:
    """Return the agency of the public review, which has a published response, and one that nothing names yet."""
    into = Agency.objects.create(name="Quokka Trust", slug="quokka-trust", kind=made.agency.kind)
    return made.agency, into
