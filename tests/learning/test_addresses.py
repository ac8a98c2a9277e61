"""An address once public never dies."""

import pytest

from learning.actions import withdraw_review
from learning.models import OldAddress, Review


def move(made, slug: str) -> None:
    review = Review.objects.get(pk=made.review.pk)
    review.slug = slug
    review.save()


def test_a_changed_slug_leads_to_the_new_address_for_ever(world, client):
    move(world.reviews["public"], "second")
    move(world.reviews["public"], "third")
    for old in ("review-quokka0", "second"):
        response = client.get(f"/reviews/{old}/")
        assert (response.status_code, response["Location"]) == (301, "/reviews/third/")
    assert client.get("/reviews/third/").status_code == 200


@pytest.mark.parametrize("name", ["professionals", "partnership", "draft", "withdrawn-professionals"])
def test_the_old_address_of_a_hidden_review_is_like_any_that_never_was(world, client, name):
    move(world.reviews[name], "moved-away")
    old = client.get(f"/reviews/review-{world.reviews[name].word}/")
    never = client.get("/reviews/never-was-there-at-all/")
    assert old.status_code == never.status_code == 404
    assert "Location" not in old
    assert "moved-away" not in old.text


def test_the_old_address_of_a_withdrawn_review_says_that_it_is_gone(world, client):
    move(world.reviews["withdrawn"], "moved-away")
    response = client.get(f"/reviews/review-{world.reviews['withdrawn'].word}/")
    assert response.status_code == 410
    assert "moved-away" not in response.text


def test_who_may_read_a_restricted_review_is_led_on(world, client_of):
    move(world.reviews["professionals"], "moved-away")
    address = f"/reviews/review-{world.reviews['professionals'].word}/"
    assert client_of("practitioner").get(address)["Location"] == "/reviews/moved-away/"
    assert client_of("signed-in").get(address).status_code == 404


def test_a_slug_that_comes_back_leads_to_itself(world, client):
    move(world.reviews["public"], "second")
    move(world.reviews["public"], "review-quokka0")
    assert client.get("/reviews/review-quokka0/").status_code == 200
    assert client.get("/reviews/second/")["Location"] == "/reviews/review-quokka0/"


def test_a_review_that_takes_an_old_slug_has_it(world, client):
    move(world.reviews["public"], "second")
    move(world.reviews["withdrawn"], "review-quokka0")
    assert client.get("/reviews/review-quokka0/")["Location"] == "/reviews/second/"


def test_saving_without_the_slug_leaves_no_old_address(world):
    review = Review.objects.get(code="R9000")
    review.slug = "only-in-memory"
    review.save(update_fields=["title"])
    assert not OldAddress.objects.filter(review=review).exists()


def test_a_withdrawn_reviews_page_names_nothing(world, client):
    made = world.reviews["public"]
    withdraw_review(made.review, by=world.people["administrator"], reason="A reason that nobody reads.")
    for address in made.addresses:
        page = client.get(address).text.replace(address, "")
        assert "This review has been withdrawn" in page
        for told in (made.word, made.review.code, "A reason that nobody reads", world.partnership.name):
            assert told not in page, address


@pytest.mark.parametrize(("made_by", "there"), [("recommendation", "learning"), ("item", "recommendations")])
def test_a_reference_under_the_address_of_the_other_kind_leads_to_its_own(world, client, made_by, there):
    statement = getattr(world.reviews["public"], made_by)
    response = client.get(f"/{there}/{statement.reference}/")
    assert (response.status_code, response["Location"]) == (302, statement.get_absolute_url())


@pytest.mark.parametrize("name", ["professionals", "partnership", "draft"])
@pytest.mark.parametrize(("made_by", "there"), [("recommendation", "learning"), ("item", "recommendations")])
def test_a_hidden_reference_leads_nowhere_from_the_other_kind(world, client, client_of, name, made_by, there):
    statement = getattr(world.reviews[name], made_by)
    hidden = client.get(f"/{there}/{statement.reference}/")
    assert hidden.status_code == client.get(f"/{there}/R9999-1/").status_code == 404
    assert "Location" not in hidden
    seen = client_of("administrator").get(f"/{there}/{statement.reference}/")
    assert seen["Location"] == statement.get_absolute_url()
