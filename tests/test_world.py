"""The world is made once for many tests, and yet each has it as it was made, or not at all."""

import pytest

from learning.models import LearningItem, Review
from learning.search.index import differences


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_changes_is_undone_before_the_next(world, time):
    made = world.reviews["public"]
    assert made.item.text == LearningItem.objects.get(pk=made.item.pk).text == "good-practice quokka0"
    assert list(differences()) == []
    made.item.text = "Changed"
    made.item.save()
    world.people.clear()


@pytest.mark.django_db
def test_a_test_that_does_not_ask_for_it_has_the_real_reviews_alone():
    assert not Review.objects.filter(code__startswith="R9").exists()
    assert Review.objects.filter(code__startswith="R0").exists()
    assert list(differences()) == []
