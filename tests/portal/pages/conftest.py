"""What the tests of the pages share: the public review of the world, and a theme that nothing is on yet."""

from datetime import date

import pytest

from learning.models import SourceDocument, Theme
from tests.world import make_item, make_review


@pytest.fixture
def made(world):
    return world.reviews["public"]


@pytest.fixture
def theme(db) -> Theme:
    """Return a theme that nothing is on yet."""
    return Theme.objects.create(
        name="Lanterns", slug="lanterns", group="harm", scope_note="About lanterns.", aliases=["lamps"]
    )


@pytest.fixture
def at(made):
    return {"review": made.review, "document": made.document}


def dated(made, year: int) -> None:
    SourceDocument.objects.filter(pk=made.document.pk).update(
        published_on=date(year, 1, 1), published_precision="year"
    )


@pytest.fixture
def three(world, theme):
    """Return three public reviews with an item on the theme each: of 2012, undated, of 2030."""
    found = []
    for number, year in enumerate([2012, None, 2030]):
        made = make_review(f"R91{number:02}", f"wombat{number}", audience="public", status="published")
        at = {"review": made.review, "document": made.document}
        make_item(at | {"position": 900}, "finding", f"Lantern {year}", "lanterns")
        if year:
            dated(made, year)
        found.append(made)
    return found
