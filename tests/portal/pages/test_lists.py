"""The lists of questions, of what is new and of reviews."""

import pytest

from learning.models import Review
from recommendations.models import Recommendation
from tests.world import make_recommendation

from .words import ANYONE


def test_questions_are_only_questions_and_leave_room_to_write(client, made):
    response = client.get("/questions/?partnership=northshire")
    assert [one.text for one in response.context["page"]] == ["question quokka0"]
    assert response.text.count('class="write"') == 1


def test_reviews_without_questions_say_what_to_do_instead(client, db):
    page = client.get("/questions/?type=rapid-review").text
    assert "No questions match your filters." in page
    assert "use its learning as a prompt" in page


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


LISTS = [
    *("/themes/neglect/", "/search/?q=stem", "/learning/", "/recommendations/", "/questions/", "/work-in/police/"),
    *("/agencies/", "/agencies/agency-quokka0/", "/agencies/agency-quokka0/responses/"),
]
EXPORTS = ["learning", "recommendations", "questions", "theme/neglect", "agency/agency-quokka0", "work-in/police"]
NOTE = "Drafts are not listed here."


def draft_in(text: str, world) -> bool:
    return world.reviews["draft"].word in text


@pytest.fixture
def near(world):
    """Return the world, in which an agency of a published review also answers for a draft, and is named by it."""
    draft, agency = world.reviews["draft"], world.reviews["public"].agency
    at = {"review": draft.review, "document": draft.document, "position": 900}
    make_recommendation(at, agency, draft.word, number=9)
    draft.item.agencies.add(agency)
    return world


@pytest.mark.parametrize("role", ["anyone", "practitioner", "partnership-editor", "administrator"])
def test_no_list_but_that_of_reviews_holds_drafts_and_says_so_to_who_may_read_them(client_of, near, role):
    browser = client_of(role)
    edits = role in ("partnership-editor", "administrator")
    draft = near.reviews["draft"].review
    for address in LISTS:
        page = browser.get(address)
        assert page.status_code == 200
        assert not draft_in(page.text, near), address
        assert (NOTE in page.text) == edits, address
    for name in EXPORTS:
        assert not draft_in(browser.get(f"/briefings/{name}.json").text, near), name
    reviews = browser.get("/reviews/")
    assert NOTE not in reviews.text
    assert draft_in(reviews.text, near) == edits
    assert browser.get(draft.get_absolute_url()).status_code == (200 if edits else 404)
