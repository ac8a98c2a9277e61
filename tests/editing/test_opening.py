"""A review that is opened and published unchanged stays as it is, to the last column."""

import pytest
from django.core.exceptions import PermissionDenied

from learning.models import Review, SearchGeneration
from learning.sight import Status
from reviews_portal.editing.actions.opening import open_copy
from reviews_portal.editing.actions.publishing.differences import compared
from reviews_portal.editing.models import Row, RowKind, WorkingCopy
from tests.editing.records import records_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("code", ["R0001", "R0002", "R0003", "R0004"])
def test_rows_of_a_real_review_become_the_same_records(world, code):
    review = Review.objects.get(code=code)
    copy = open_copy(review, by=world.people["administrator"])
    assert copy.rows.count() > len(records_of(review)) / 2
    found = compared(copy)
    assert not found.found
    assert not found.plan.unmarked
    assert not found.plan.misplaced


def test_opening_is_seen_by_nobody(world):
    before = SearchGeneration.objects.values_list("number", "tokens").get()
    open_copy(Review.objects.get(code="R0003"), by=world.people["administrator"])
    assert SearchGeneration.objects.values_list("number", "tokens").get() == before


def test_opening_twice_gives_the_same_copy(world):
    review, editor = world.reviews["public"].review, world.people["partnership-editor"]
    assert open_copy(review, by=editor) == open_copy(review, by=editor)
    assert WorkingCopy.objects.count() == 1


@pytest.mark.parametrize("role", ["practitioner", "member", "agency-editor", "other-editor", "scrutineer"])
def test_only_its_editors_open_it(world, role):
    with pytest.raises(PermissionDenied):
        open_copy(world.reviews["public"].review, by=world.people[role])
    assert not Row.objects.exists()


def test_headings_become_rows_of_their_own(world):
    copy = open_copy(Review.objects.get(code="R0003"), by=world.people["administrator"])
    assert copy.review.status == Status.PUBLISHED
    headings = copy.rows.filter(kind=RowKind.HEADING).in_order()
    below = Row.objects.filter(copy=copy, position__gt=headings[0].position).in_order().first()
    assert headings[0].words
    assert below.record_id
