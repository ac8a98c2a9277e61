"""Restricted pages show what the document says about sharing it or, if it says nothing, our own statement."""

import json

import pytest

from learning.models import Review
from tests.briefings.exported import body

STATEMENT = "Share this <widely> with staff."


def test_a_documents_own_words_stand_above_each_page_of_its_review(world, client_of):
    made = world.reviews["professionals"]
    Review.objects.filter(pk=made.review.pk).update(sharing_statement=STATEMENT, audience_reason="The trial is on.")
    browser = client_of("practitioner")
    for address in made.addresses:
        page = browser.get(address).text
        assert "The document says: “Share this &lt;widely&gt; with staff.”" in page
        assert "do not publish" not in page
    facts = {fact["name"]: fact["value"] for fact in facts_of(browser, made.review)}
    assert facts["What the document says about sharing"] == STATEMENT


def facts_of(browser, review) -> list[dict[str, str]]:
    return json.loads(body(browser.get(f"/briefings/review/{review.slug}.json")))["facts"]


@pytest.mark.parametrize(
    ("name", "who", "words"),
    [
        ("professionals", "practitioner", "Share within your agency; do not publish."),
        ("partnership", "member", "Share within the partnership; do not publish."),
    ],
)
def test_without_a_statement_our_words_say_with_whom_it_may_be_shared(world, client_of, name, who, words):
    for address in world.reviews[name].addresses:
        page = client_of(who).get(address).text
        assert words in page
        assert "pass it on" not in page
        assert f'data-mark="{world.reviews[name].review.mark}"' in page


def test_the_restricted_review_quotes_its_document(db):
    review = Review.objects.filter(code="R0004").first()
    if review is None:
        pytest.skip("The restricted review is not here.")
    stated = review.sharing_statement
    assert stated.endswith(" professionals only.")
    assert any(stated in text for text in review.reviewsections.values_list("text", flat=True))
