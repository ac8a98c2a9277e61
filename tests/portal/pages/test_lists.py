"""The lists of questions, of what is new and of reviews."""

import pytest

from learning.models import Review
from recommendations.models import Recommendation

from .words import ANYONE


def test_questions_are_only_questions_and_leave_room_to_write(client, made):
    response = client.get("/questions/?partnership=northshire")
    assert [one.text for one in response.context["page"]] == ["question quokka0"]
    assert response.text.count('class="write"') == 1


def test_reviews_without_questions_say_what_to_do_instead(client, db):
    page = client.get("/questions/?type=rapid-review").text
    assert "No review that you can read asks questions on this." in page
    assert "Use learning as your prompt" in page


@pytest.mark.parametrize(("sort", "first"), [("title", "Review quokka0"), ("newest", "Review quokka0")])
def test_reviews_are_ordered_as_asked(client, world, sort, first):
    titles = [review.title for review in client.get(f"/reviews/?sort={sort}&partnership=northshire").context["page"]]
    assert titles == [first]
    every = client.get(f"/reviews/?sort={sort}").context["page"]
    if sort == "title":
        assert [review.title for review in every] == sorted(review.title for review in every)
    else:
        assert [review.code for review in every] == [
            review.code for review in Review.objects.visible_to(ANYONE).newest_first()
        ]


def dated(one: Recommendation) -> int:
    date = one.document.published_on or one.review.published_on
    return -date.toordinal() if date else 0


def place(one: Recommendation) -> tuple:
    return one.review.code, one.document.position, one.position


def newest(one: Recommendation) -> tuple:
    return dated(one), *place(one)


@pytest.mark.parametrize(
    ("sort", "order"), [("", newest), ("newest", newest), ("nonsense", newest), ("reference", place)]
)
def test_recommendations_are_ordered_as_asked(client, world, sort, order):
    shown = []
    for number in range(1, 20):
        page = client.get(f"/recommendations/?sort={sort}&page={number}").context["page"]
        shown += [one.reference for one in page]
        if not page.has_next():
            break
    expected = sorted(Recommendation.objects.visible_to(ANYONE).select_related("review", "document"), key=order)
    assert len(shown) > 15
    assert shown == [one.reference for one in expected]
