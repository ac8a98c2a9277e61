"""The glossary: what each abbreviation means, whose words that is, and for whom."""

import pytest

from learning.models import GlossaryTerm


def new_term(abbreviation: str, **fields) -> GlossaryTerm:
    return GlossaryTerm.objects.create(abbreviation=abbreviation, slug=abbreviation.lower(), **fields)


def terms(browser) -> list[str]:
    return [term.abbreviation for term in browser.get("/glossary/").context["terms"]]


def test_a_term_of_a_hidden_review_is_hidden_until_a_visible_document_has_it(world, client, client_of):
    hidden = world.reviews["professionals"].term
    assert hidden.abbreviation not in terms(client)
    assert hidden.abbreviation in terms(client_of("practitioner"))
    world.reviews["public"].document.glossary_terms.add(hidden)
    page = client.get("/glossary/").text
    assert hidden.abbreviation in terms(client)
    assert "Document quokka0" in page
    assert "Document quokka1" not in page


def test_a_term_that_stands_in_several_documents_is_listed_once(world, client, client_of):
    term = world.reviews["public"].term
    for name in ("professionals", "draft", "withdrawn"):
        world.reviews[name].document.glossary_terms.add(term)
    for browser in (client, client_of("practitioner"), client_of("administrator")):
        slugs = [found.slug for found in browser.get("/glossary/").context["terms"]]
        assert slugs.count(term.slug) == 1
        assert len(slugs) == len(set(slugs))


def test_a_term_that_no_document_has_is_public_only_if_it_is_said_to_be_ours(world, client):
    new_term("ZZOURS", expansion="Zed ours", expansion_is_ours=True, is_ours=True)
    new_term("ZZNOTYET", expansion="Zed not yet")
    assert "ZZOURS" in terms(client)
    assert "ZZNOTYET" not in terms(client)


def test_the_page_says_which_expansions_are_ours_and_what_is_not_spelt_out(world, client):
    new_term("ZZOURS", expansion="Zed ours", expansion_is_ours=True, is_ours=True)
    new_term("ZZNONE", is_ours=True)
    world.reviews["public"].document.glossary_terms.add(new_term("ZZBARE"))
    page = client.get("/glossary/").text
    assert 'Zed ours <span class="quiet small">(ours)</span>' in page
    assert "Not spelt out in the document." in page.split(">ZZBARE<")[1].split("</div>")[0]
    assert "Not spelt out" not in page.split(">ZZNONE<")[1].split("</div>")[0]  # no document uses it
    assert "(ours)" not in page.split("Zed quokka0")[1].split("</div>")[0]


def test_an_expansion_of_ours_must_be_given(refused):
    with refused("glossary_ours_has_expansion"):
        new_term("ZZOURS", expansion_is_ours=True)


def test_one_abbreviation_may_stand_for_two_bodies(world, client):
    for slug in ("zz-north", "zz-south"):
        term = GlossaryTerm.objects.create(abbreviation="ZZB", slug=slug, expansion=f"Board {slug}")
        world.reviews["public"].document.glossary_terms.add(term)
    assert terms(client).count("ZZB") == 2


@pytest.mark.parametrize("name", ["professionals", "partnership", "draft", "withdrawn"])
def test_searching_for_a_hidden_abbreviation_finds_nothing(world, client, name):
    context = client.get("/search/", {"q": world.reviews[name].term.abbreviation}).context
    assert (context["also"], context["nearest"], context["page"].paginator.count) == ([], None, 0)
