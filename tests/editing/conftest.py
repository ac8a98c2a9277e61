"""A published review that is open for editing, and an empty draft."""

import pytest

from learning.models import AgencyKind, ReviewKind, Theme
from reviews_portal.editing.actions import documents, reviews, rows, several
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.rows import NewRow


@pytest.fixture
def editor(world):
    return world.people["partnership-editor"]


@pytest.fixture
def copy(world, editor):
    """Return the working copy of a published review."""
    return open_copy(world.reviews["public"].review, by=editor)


@pytest.fixture
def new_review(world, editor):
    """Return a review that an editor has just added."""
    values = {
        "title": "Wombat Lane",
        "kinds": [ReviewKind.objects.get(slug="non-statutory-learning-review")],
        "audience": "partnership",
        "published": None,
    }
    document = documents.NewDocument(title="Wombat report", kind="report")
    return reviews.add_review(values, document, partnership=world.partnership, by=editor)


@pytest.fixture
def typed(new_review, editor):
    """Return a function that adds rows at the end of the new review, given as pairs of a kind and words."""

    def add(*pairs: tuple[str, str]):
        copy = new_review.working_copy
        last = copy.rows.in_order().last()
        made = rows.add_rows(copy, [NewRow(words, kind) for kind, words in pairs], after=last, by=editor)
        themes = [Theme.objects.get(slug="neglect")]
        several.set_tags(copy, [row.pk for row in made if row.is_statement], {"themes": themes}, by=editor)
        return made

    return add


@pytest.fixture
def everyone(db):
    return AgencyKind.objects.get(slug=AgencyKind.EVERYONE)
