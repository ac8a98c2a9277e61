"""The world is made once for many tests, yet each test gets it unchanged, or not at all."""

import pytest
from django.core import mail

from learning.models import LearningItem, Review, Theme
from learning.search.index import differences
from tests.shared_world import SharedWorld, makers_of
from tests.world import World


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


def making(slug: str):
    """Return a maker of a stage: it adds a theme, notes it in the world, and sends an email."""

    def make(world: World) -> None:
        world.made[slug] = Theme.objects.create(name=slug, slug=slug, group="harm", scope_note="Note.")
        mail.send_mail(slug, "Words.", None, ["nurse@example.org"])

    return make


def empty_world() -> World:
    """Return a world of nobody."""
    return World(None, {})


FIRST, SECOND, OTHER = making("first"), making("second"), making("other")


@pytest.mark.parametrize(
    ("makers", "slugs"),
    [
        ([empty_world, FIRST, SECOND], ["first", "second"]),
        ([empty_world, FIRST], ["first"]),
        ([empty_world, FIRST, OTHER], ["first", "other"]),
        ([empty_world, OTHER], ["other"]),
        ([empty_world], []),
        ([], []),
    ],
)
def test_of_the_stages_made_before_those_stay_that_are_needed(db, makers, slugs):
    shared = SharedWorld()
    shared.have([empty_world, FIRST, SECOND])
    kept = Theme.objects.get(slug="first").pk
    shared.have(makers)
    there = Theme.objects.filter(slug__in=["first", "second", "other"])
    assert sorted(there.values_list("slug", flat=True)) == slugs
    assert not mail.outbox
    if makers:
        world, sent = shared.now()
        assert [*world.made] == [message.subject for message in sent] == slugs
        assert "first" not in slugs or world.made["first"].pk == kept, "it was not made again"
    shared.have([])
    assert not there.exists()


def test_what_a_test_changes_in_its_copy_of_a_stage_is_not_in_the_next(db):
    shared = SharedWorld()
    shared.have([empty_world, FIRST])
    world, sent = shared.now()
    world.made.clear()
    sent.clear()
    assert ([*shared.now()[0].made], len(shared.now()[1])) == (["first"], 1)
    shared.have([])


def test_a_stage_is_made_with_all_before_it_for_the_tests_that_ask_for_it_alone():
    stages = {"first": FIRST, "second": SECOND}
    assert makers_of(["world", "second"], empty_world, stages) == [empty_world, FIRST, SECOND]
    assert makers_of(["world", "first"], empty_world, stages) == [empty_world, FIRST]
    assert makers_of(["world"], empty_world, stages) == [empty_world]
    assert makers_of(["db", "first"], empty_world, stages) == []
