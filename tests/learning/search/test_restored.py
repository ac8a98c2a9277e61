"""A database restored from a backup under running copies: nothing that they hold in memory is shown again.

Rolling back to a savepoint resets the database as a restore does, but not the memory of the process.
"""

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client

from learning import actions
from learning.models import LearningItem, SearchEntry, SearchGeneration
from learning.search import index
from learning.search.generation import read_generation
from learning.search.index_sets import READ, IndexSets, index_sets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("pages_kept")]


def reword(item, text: str) -> None:
    LearningItem.objects.filter(pk=item.pk).update(text=text)


def moves(number: int) -> None:
    for _ in range(number):
        index.move_on()


def is_as_read_anew(known: IndexSets) -> bool:
    fresh = IndexSets().with_changes(SearchEntry.objects.values_list(*READ), known.generation)
    tags = known.by_tag.keys() | fresh.by_tag.keys()
    return all(set(known.tagged(tag)) == set(fresh.tagged(tag)) for tag in tags)


def test_no_generation_is_ever_equal_to_another_after_a_restore(world):
    backup = transaction.savepoint_create()
    seen = set()
    for _ in range(3):
        for _ in range(5):
            index.move_on()
            seen.add((read_generation().number, read_generation().token))
        transaction.savepoint_rollback(backup)
    assert len(seen) == 15
    assert len({number for number, _ in seen}) == 5


@pytest.mark.parametrize("further", [0, 1, 7])
def test_no_page_of_before_a_restore_is_shown_after_it(world, further):
    """The page was cached under a number that the restored database reaches again with other content."""
    item = world.reviews["public"].item
    address = item.get_absolute_url()
    backup = transaction.savepoint_create()
    reword(item, "Words with a wombat in them")
    moves(further)
    assert "wombat" in Client().get(address).text
    number = read_generation().number
    transaction.savepoint_rollback(backup)
    reword(item, "Words without it")
    moves(further)
    assert read_generation().number == number
    page = Client().get(address).text
    assert "Words without it" in page
    assert "wombat" not in page
    assert "wombat" not in Client().get("/search/?q=words+without").text


@pytest.mark.parametrize("further", [0, 1, 7])
def test_the_index_in_memory_is_read_anew_after_a_restore(world, further):
    """What was withdrawn before the restore and is published again by it would have stayed away, and the reverse."""
    made, boss = world.reviews["public"], world.people["administrator"]
    backup = transaction.savepoint_create()
    actions.withdraw_review(made.review, by=boss, reason="A name.")
    index_sets()
    transaction.savepoint_rollback(backup)
    moves(read_generation().number)  # far behind what the process knows, then beyond it
    moves(further)
    assert is_as_read_anew(index_sets())
    assert made.word in Client().get(f"/search/?q={made.word}").text


def test_an_index_of_the_same_line_is_not_read_anew(world, django_assert_num_queries):
    """The token of what is in memory is looked up among those of the database, and only what changed is read."""
    known = index_sets()
    reword(world.reviews["public"].item, "A wombat")
    with django_assert_num_queries(2):  # the generation with its tokens, what changed
        assert index_sets() is not known
    assert is_as_read_anew(index_sets())


def test_a_process_that_slept_for_longer_than_tokens_are_kept_reads_all(world):
    index_sets()
    reword(world.reviews["public"].item, "A wombat")
    moves(SearchGeneration.TOKENS_KEPT)
    assert len(SearchGeneration.objects.get().tokens) == SearchGeneration.TOKEN * SearchGeneration.TOKENS_KEPT
    assert is_as_read_anew(index_sets())


def test_the_command_for_after_a_restore_lets_no_copy_keep_anything(world):
    made = world.reviews["public"]
    address = made.item.get_absolute_url()
    Client().get(address)
    # A row without any notification, like those that a restore puts back.
    LearningItem._base_manager.filter(pk=made.item.pk).update(text="Put back by the restore")
    assert "Put back" not in Client().get(address).text
    call_command("after_restore", verbosity=0)
    assert "Put back" in Client().get(address).text
