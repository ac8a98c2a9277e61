"""What the search page finds, and says when it finds nothing."""

import pytest

from learning.models import LearningItem


def found(client, **query) -> dict:
    return client.get("/search/", query).context


def test_search_finds_words_in_items_stems_parts_and_tails(client, made):
    for words, expected in [
        ('"good-practice quokka0"', made.item),
        ("Stem quokka0", made.recommendation),
        ('"Part b quokka0"', made.recommendation),
        ("tail QUOKKA0", made.recommendation),
    ]:
        assert [str(one) for one in found(client, q=words)["page"]] == [str(expected)], words


def test_search_finds_a_recommendation_once_whose_parts_all_hold_the_word(client, made):
    assert [str(one) for one in found(client, q="Part quokka0")["page"]] == [str(made.recommendation)]


def test_search_finds_themes_by_other_names_agencies_reviews_and_terms(client, made, theme):
    assert next(iter(found(client, q="lamps")["page"])) == theme
    for words, record in [
        (made.agency.name, made.agency),
        (made.review.title, made.review),
        (made.term.abbreviation, made.term),
        (made.term.expansion, made.term),
    ]:
        assert next(iter(found(client, q=words)["page"])) == record


def test_search_without_words_asks_for_some_and_without_results_says_what_to_try(client, made):
    assert "page" not in found(client, q="")
    assert "For example, search for “fathers”" in client.get("/search/").text
    page = client.get("/search/?q=zzzzzz").text
    assert "No results for “zzzzzz”" in page
    assert "check the spelling" in page
    assert "use fewer words" not in page
    assert "use fewer words" in client.get("/search/?q=zzzzzz+yyyyyy").text


@pytest.mark.django_db
def test_search_keeps_what_was_typed_and_shows_markup_as_text(client):
    page = client.get("/search/", {"q": '"><script>alert(1)</script>'}).text
    assert "<script>alert" not in page
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in page


def test_search_puts_good_practice_first(client, made):
    kinds = [getattr(one, "kind", "recommendation") for one in found(client, q="quokka0")["page"]]
    assert kinds[0] == "good-practice"
    assert kinds.index("recommendation") < kinds.index("question")


@pytest.mark.parametrize(
    ("typed", "theme"),
    [
        ("dads not involved", "fathers-and-male-carers"),
        ("dads were never asked", "fathers-and-male-carers"),
        ("unseen men in the home", "fathers-and-male-carers"),
        ("teen mum", "young-parents"),
    ],
)
@pytest.mark.django_db
def test_a_search_that_names_a_theme_leads_to_it(client, typed, theme):
    page = client.get("/search/", {"q": typed})
    linked = f'href="/themes/{theme}/"'
    assert linked in page.text.split('class="two"')[0] or linked in page.text.split("<article")[0], typed


@pytest.mark.parametrize("typed", ["arthur labinjo hughes", "teen mum", "strip search"])
@pytest.mark.django_db
def test_a_search_for_names_and_words_is_not_said_to_be_mistyped(client, typed):
    assert "Did you mean" not in client.get("/search/", {"q": typed}).text


@pytest.mark.parametrize(
    ("written", "typed"), [("Łukasz", "Lukasz"), ("Đorđe", "Dorde"), ("safe\u00adguarding", "safeguarding")]
)
def test_letters_are_found_as_they_are_typed(client, made, written, typed):
    LearningItem.objects.filter(pk=made.item.pk).update(text=f"Quokka {written}.")
    for text in (written, typed):
        context = found(client, q=f"quokka {text}")
        assert made.item in list(context["page"]), text
        assert not context["relaxed"], text
