"""What is offered where a word was mistyped, and while one is typed."""

import pytest
from django.contrib.auth.models import AnonymousUser

from learning import actions
from learning.models import LearningItem, Theme
from learning.search.index_sets import index_sets
from learning.search.nearest import nearest_themes, nearest_words
from learning.search.query import read_query
from learning.search.results import SearchResults
from learning.search.suggest import suggestions

pytestmark = pytest.mark.django_db
ANYONE = AnonymousUser()


def offered(text: str, user=ANYONE) -> str | None:
    query = read_query(text)
    correction = nearest_words(query, SearchResults(user, index_sets(), query=query))
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
        ("proffesional curiosity", "professional curiosity"),
        ("adultifcation", "adultification"),
    ],
)
def test_the_nearest_word_is_offered_for_one_that_nothing_holds(typed, expected):
    assert offered(typed) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "arthur labinjo hughes",
        "labinjo hughes",
        "star hobson",
        "daniel pelka",
        "khadija",
        "finley boden",
        "teen mum",
        "strip search",
        "strip searches",
        "county lines",
        "cuckooing",
        "shaken",
        "multiagency",
        "prebirth",
        "selfharm",
        "cooperation",
        "behaviour",
        "behavior",
        "organisation",
        "pediatric",
        "counselling",
        "MARAC",
        "neonate",
        "tracheostomy",
    ],
)
def test_names_words_and_terms_of_the_field_are_never_corrected(typed):
    assert offered(typed) is None


def test_nothing_is_offered_where_two_words_are_as_near(world):
    """A letter that is missing may be one or another."""
    item = world.reviews["public"].item
    LearningItem.objects.filter(pk=item.pk).update(text="They gargle.")
    assert offered("garbgle") == "gargle"
    LearningItem.objects.filter(pk=item.pk).update(text="They gargle and garble.")
    assert offered("garbgle") is None


def test_a_word_is_offered_only_to_who_may_see_it(world):
    LearningItem.objects.filter(pk=world.reviews["professionals"].item.pk).update(text="A hidden marmalade")
    assert offered("marmalde") is None
    assert offered("marmalde", world.people["practitioner"]) == "marmalade"


def test_what_only_a_record_has_is_never_offered(world):
    """Suggestions come from word lists, so that a name or a form that is hidden by now cannot be suggested."""
    public, hidden = world.reviews["public"], world.reviews["professionals"]
    actions.change_audience(hidden.review, "public", by=world.people["administrator"], reason="For a while.")
    LearningItem.objects.filter(pk=hidden.item.pk).update(text="They wombatted.")
    LearningItem.objects.filter(pk=public.item.pk).update(text="A wombat.")
    actions.change_audience(hidden.review, "professionals", by=world.people["administrator"], reason="A mistake.")
    assert offered("wombated") in (None, "wombat")


@pytest.mark.parametrize("number", [1, 2, 16])
def test_a_mistyped_search_takes_a_small_number_of_queries_however_much_is_mistyped(
    client, world, number, django_assert_max_num_queries
):
    text = "+".join(["domestc", "infromation", *(f"mistypd{'abcdefghijklmnop'[n]}" for n in range(14))][:number])
    client.get("/search/?q=neglect")  # the vocabularies of this generation
    with django_assert_max_num_queries(14):
        client.get(f"/search/?q={text}")


def test_the_nearest_themes_are_named_by_their_own_names_and_by_aliases():
    themes = list(Theme.objects.values_list("slug", "name"))
    assert nearest_themes(read_query("invisble men"), themes)[0][0] == "fathers-and-male-carers"
    assert nearest_themes(read_query("neglectful"), themes)[0][0] == "neglect"
    assert nearest_themes(read_query("dads were not involved at all"), themes)[0][0] == "fathers-and-male-carers"


@pytest.mark.parametrize(
    "typed", ["quantum gravity", "xqzjv", "labinjo hughes", "strip search", "windows", "R0001-14"]
)
def test_no_theme_is_named_where_none_may_be_meant(typed):
    assert nearest_themes(read_query(typed), list(Theme.objects.values_list("slug", "name"))) == []


@pytest.mark.parametrize(
    ("typed", "label"),
    [
        ("fath", "Fathers and male carers"),
        ("domesti", "Domestic abuse"),
        ("invis", "Fathers and male carers (invisible men)"),
        ("MAS", "MASH"),
        ("hampshire con", "Hampshire Constabulary"),
        ("baby e", "Baby E"),
        ("multiag", "Multi-agency working"),
        ("prebir", "Pre-birth assessment"),
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
