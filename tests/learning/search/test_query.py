"""Reading what somebody typed: words in any form, phrases, `or`, minus; and whatever else can be typed."""

import pytest
from django.contrib.auth.models import AnonymousUser
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from learning.search.index_sets import index_sets
from learning.search.marking import mark_words
from learning.search.query import MAX_LENGTH, QUOTES, UnreadableQuery, read_query
from learning.search.results import SearchResults
from learning.search.tokenizer import tokens_of


def tokens(text: str) -> list[list[str]]:
    """Return what a query wants: a list of alternatives for each word, phrases with spaces."""
    return [[" ".join(phrase) for phrase in choices] for choices in read_query(text).wanted]


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("", []),
        ("fathers", [["father"]]),
        ("  Fathers   SHARING ", [["father"], ["share"]]),
        ('"left out" fathers', [["left out"], ["father"]]),
        ("“left out” fathers", [["left out"], ["father"]]),
        ('"unclosed phrase', [["unclos"], ["phrase"]]),
        ('father "', [["father"]]),
        ('""', []),
        ("? ! -", []),
        ("R0001-14", [["r0001 14"]]),
        ("mother’s mother's", [["mother"], ["mother"]]),
        ("multi-agency", [["multi agenc"]]),
        ("bruise or fracture baby", [["bruis", "fractur"], ["babi"]]),
        ("bruise OR fracture or burn", [["bruis", "fractur", "burn"]]),
        ("or bruise or", [["bruis"]]),
        ("what do we know about fathers?", [["father"]]),
        ("what about", [["what"], ["about"]]),
        ('"what about" fathers', [["what about"], ["father"]]),
        ("café", [["cafe"]]),
        ("%", []),
        ("12 weeks", [["12"], ["week"]]),
    ],
)
def test_words_phrases_and_alternatives_are_told_apart(typed, wanted):
    assert tokens(typed) == wanted


@pytest.mark.parametrize(
    ("typed", "unwanted"),
    [
        ("father -police", [("polic",)]),
        ('father -"left out"', [("left", "out")]),
        ("father - police", []),
        ("six-week", []),
        ("-police", [("polic",)]),
        ("father −police", [("polic",)]),
    ],
)
def test_a_minus_before_a_word_means_not_that_one(typed, unwanted):
    assert list(read_query(typed).unwanted) == unwanted


@pytest.mark.parametrize(
    "form", ["share", "shares", "shared", "sharing", "Sharing", "SHARE"], ids=lambda form: f"form-{form}"
)
def test_every_form_of_a_word_is_the_same_token(form):
    assert tokens_of(form) == ["share"]


@pytest.mark.parametrize(
    ("typed", "says"), [("x" * (MAX_LENGTH + 1), "Shorten it"), (" ".join(f"w{n}" for n in range(17)), "Use 16")]
)
def test_too_much_is_refused_with_what_to_do(typed, says):
    with pytest.raises(UnreadableQuery, match=says):
        read_query(typed)


# Words of the corpus, operators, and the syntax of both engines, in any order; and anything at all.
PIECES = st.sampled_from(
    ["father", "neglect", '"', "“", "”", "-", "or", "OR", "AND", "NOT", "NEAR(", ")", "*", "^", ":", "title:", "{",
     "}", "'", "\\", "%", "_", "&", "|", "!", "<->", "<1>", ";--", "\x00", "\u202e", "\u200b", "ﬀ", "é", "日本",
     "0gap0", "zzz", "1e5", "-1", "+", "?"]
)  # fmt: skip
SEVERAL = st.lists(PIECES, max_size=14)
ANYTHING = st.one_of(st.text(max_size=60), SEVERAL.map(" ".join), SEVERAL.map("".join))


@pytest.mark.django_db
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=ANYTHING)
def test_anything_that_is_typed_is_answered(client, typed):
    response = client.get("/search/", {"q": typed})
    assert response.status_code in (200, 400)
    assert "Worried about a child now?" in response.text
    assert client.get("/search/suggest/", {"q": typed}).status_code == 200


@pytest.mark.django_db
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=ANYTHING)
def test_more_words_never_find_more(typed):
    try:
        two = read_query(f'father "{typed.translate(QUOTES).replace('"', "")}"')
    except UnreadableQuery:
        reject()
    known = index_sets()
    both = SearchResults(AnonymousUser(), known, query=two)
    assert both.ranking.is_relaxed or both.all <= SearchResults(AnonymousUser(), known, query=read_query("father")).all


@given(text=st.text(max_size=200), words=st.lists(st.text(max_size=12), max_size=4))
def test_marking_changes_no_word_and_lets_no_markup_through(text, words):
    phrases = [phrase for word in words if (phrase := tuple(tokens_of(word)))]
    marked = mark_words(text, phrases)
    assert mark_words(text, []) == marked.replace("<mark>", "").replace("</mark>", "")
    assert marked.count("<") == marked.count("<mark>") + marked.count("</mark>")


def test_words_are_marked_in_whatever_form_they_stand():
    phrases = [("share",), ("left", "out")]
    assert mark_words("Sharing <b> & being left out, shared", phrases) == (
        "<mark>Sharing</mark> &lt;b&gt; &amp; being <mark>left out</mark>, <mark>shared</mark>"
    )
