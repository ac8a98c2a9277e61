"""What is offered where a word was mistyped, and while one is typed."""

import pytest
from django.contrib.auth.models import AnonymousUser

from learning import actions
from learning.models import LearningItem, SearchWord, Theme
from learning.search import index
from learning.search.facets import facets
from learning.search.found import Found
from learning.search.nearest import nearest_themes, nearest_words
from learning.search.query import read_query
from learning.search.suggest import suggestions

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def offered(text: str, user=ANYONE) -> str | None:
    query = read_query(text)
    correction = nearest_words(query, Found(user, facets(), query=query))
    return correction.text if correction else None


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("domestc abuse", "domestic abuse"),
        ("neglct", "neglect"),
        ("infromation sharing", "information sharing"),
        ("domestic abuse", None),
        ("fathers", None),
        ("xqzjv", None),
        ('"domestic abuse" sharng', '"domestic abuse" sharing'),
    ],
)
def test_the_nearest_word_is_offered_for_one_that_nothing_holds(typed, expected):
    assert offered(typed) == expected


def test_a_word_is_offered_only_to_who_may_see_it(world):
    LearningItem.objects.filter(pk=world.reviews["professionals"].item.pk).update(text="A hidden wombattery")
    assert offered("wombatery") is None
    assert offered("wombatery", world.people["practitioner"]) == "wombattery"


def test_a_form_that_only_a_hidden_record_has_is_never_offered(world):
    """Another form of the same word is public; the list of words still holds the hidden one."""
    public, hidden = world.reviews["public"], world.reviews["professionals"]
    actions.change_audience(hidden.review, "public", by=world.people["administrator"], reason="For a while.")
    LearningItem.objects.filter(pk=hidden.item.pk).update(text="They wombatted.")
    LearningItem.objects.filter(pk=public.item.pk).update(text="A wombat.")
    actions.change_audience(hidden.review, "professionals", by=world.people["administrator"], reason="A mistake.")
    assert SearchWord.objects.filter(word="wombatted", seen_by="seen-by:public").exists()
    assert offered("wombated") in (None, "wombat")
    index.rebuild()
    assert not SearchWord.objects.filter(word="wombatted", seen_by="seen-by:public").exists()


def test_the_nearest_themes_are_named_by_their_own_names_and_by_aliases():
    themes = list(Theme.objects.values_list("slug", "name"))
    assert nearest_themes(read_query("invisble men"), themes)[0][0] == "fathers-and-male-carers"
    assert nearest_themes(read_query("neglectful"), themes)[0][0] == "neglect"


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("fath", "Fathers and male carers"),
        ("domesti", "Domestic abuse"),
        ("invis", "Fathers and male carers (invisible men)"),
        ("MAS", "MASH"),
        ("hampshire con", "Hampshire Constabulary"),
        ("baby e", "Baby E"),
    ],
)
def test_what_is_typed_so_far_finds_names(typed, label):
    assert label in [one["label"] for one in suggestions(typed, ANYONE)]


@pytest.mark.parametrize("typed", ["", " ", "f", "?", '"', "%", "xqzjv", "x" * 10_000])
def test_nothing_is_suggested_where_nothing_may_be_meant(typed):
    assert suggestions(typed, ANYONE) == []


@pytest.mark.parametrize("name", ["professionals", "partnership", "draft", "withdrawn"])
def test_what_is_hidden_is_not_suggested(world, name):
    made = world.reviews[name]
    for typed in (made.word, made.review.title, made.agency.name, made.term.abbreviation):
        assert not [one for one in suggestions(typed, ANYONE) if made.word in one["label"]]
