"""Words are read alike in queries and in texts, however they are spelt."""

import pytest
from django.contrib.auth.models import AnonymousUser

from learning.models import LearningItem
from learning.search.index_sets import index_sets
from learning.search.marking import mark_words
from learning.search.query import read_query
from learning.search.results import SearchResults
from learning.search.tokenizer import rejoined, tokens_of

SPELLINGS = [
    "Małgorzata Søndergård",
    "Malgorzata Sondergard",
    "MAŁGORZATA SØNDERGÅRD",
    "Mał\u00adgor\u00adzata Sønder\u00adgård",
    "Mał&shy;gorzata Sønder&shy;gård",
    "Ma\u200błgorzata So\u0338ndergård",
    "Małgorzata Sønderga\u030ard",
    "Ｍałgorzata Søn\u2060derg\ufeffård",
]


@pytest.mark.parametrize("typed", SPELLINGS)
@pytest.mark.parametrize("written", SPELLINGS)
def test_a_name_is_found_however_it_is_typed_and_written(world, typed, written):
    item = world.reviews["public"].item
    item.text = f"They met {written} twice."
    item.save()
    for query in (typed, f'"{typed}"'):
        assert list(SearchResults(AnonymousUser(), index_sets(), query=read_query(query))[0:9]) == [item]
    marked = mark_words(item.text, read_query(f'"{typed}"').phrases)
    assert marked.startswith(("They met <mark>M", "They met <mark>Ｍ"))
    assert marked.removesuffix(" twice.").endswith("</mark>")
    assert marked.count("<mark>") == 1


@pytest.mark.parametrize("typed", ["safeguarding", "safe-guarding", "safe guarding"])
@pytest.mark.parametrize("end", ["-", "\u2010", "\u00ad", "- "])
def test_a_word_that_is_parted_at_the_end_of_a_line_is_found(world, typed, end):
    item = world.reviews["public"].item
    # As a text is stored that is older than the cleaning of soft hyphens.
    LearningItem.objects.filter(pk=item.pk).update(text=f"About wombat safe{end}\nguarding.")
    assert list(SearchResults(AnonymousUser(), index_sets(), query=read_query(f"wombat {typed}"))[0:9]) == [item]


@pytest.mark.parametrize("text", ["one - \ntwo", "one\ntwo", "- one\n- two", "one-two", "-\n", "one;\ntwo", "&\n;\nx"])
def test_words_on_two_lines_are_not_joined_without_a_hyphen(text):
    assert rejoined(text) == []


def test_a_sign_is_no_part_of_a_word():
    assert tokens_of("Signs of Safety™ (№5)") == ["sign", "of", "safeti", "tm", "no", "5"]
