"""Every page that shows an item says whether it is in the reader's briefing, and an item brings its points along."""

import pytest
from django.test import Client

from learning.models import LearningItem
from tests.briefings.exported import ADD, plan_in

pytestmark = pytest.mark.django_db

REMOVE = "/briefings/remove/"
FINDING, POINT = "R0002-27", "R0002-28"  # the second stands under the first
PAGES = {
    "a theme": "/themes/fathers-and-male-carers/",
    "the review": "/reviews/baby-e/",
    "all learning": "/learning/?q=&kind=finding&theme=fathers-and-male-carers",
    "search": "/search/?q=males+not+considered",
    "a role": "/work-in/childrens-social-care/?theme=fathers-and-male-carers",
    "the finding": f"/learning/{FINDING}/",
    "its point": f"/learning/{POINT}/",
}


def is_said(page: str, reference: str) -> bool:
    """Return whether a page says that an item is in the briefing, and check that it says so of it or offers it."""
    said = f'href="/briefings/#{reference}">In your briefing' in page
    assert said == (f'{REMOVE}?item={reference}"' in page)
    assert said != (f'data-add="{reference}"' in page)
    return said


def test_the_point_stands_under_the_finding():
    assert LearningItem.objects.get(reference=POINT).parent.reference == FINDING


@pytest.mark.parametrize("address", PAGES.values(), ids=PAGES)
def test_a_point_is_shown_as_added_with_its_finding(client, address):
    before = client.get(address).text
    assert f'data-add="{POINT}"' in before
    assert not is_said(before, POINT)
    assert client.post(ADD, {"item": FINDING}).status_code == 200
    after = client.get(address).text
    assert is_said(after, POINT)
    if f"{FINDING}</a>" in after:
        assert f'href="/briefings/#{FINDING}">In your briefing' in after


def test_recommendations_and_questions_are_shown_as_added_on_their_pages(client, public):
    client.post(ADD, {"item": public.recommendation.reference})
    for address in (
        public.recommendation.get_absolute_url(),
        "/recommendations/?q=quokka0",
        public.review.get_absolute_url(),
    ):
        assert is_said(client.get(address).text, public.recommendation.reference), address
    question = LearningItem.objects.filter(kind="question", review__audience="public").first()
    client.post(ADD, {"item": question.reference})
    assert is_said(client.get("/questions/").text, question.reference)


def test_each_reader_sees_their_own_briefing_only(client):
    address = PAGES["a theme"]
    client.post(ADD, {"item": FINDING})
    own = client.get(address)
    assert is_said(own.text, POINT)
    assert own["Cache-Control"] == "private, no-cache"
    assert "Cookie" in own["Vary"]
    other = Client().get(address)
    assert other["Cache-Control"] == "no-cache"
    assert "In your briefing" not in other.text


@pytest.mark.usefixtures("pages_kept")
def test_the_page_cache_holds_nobodys_briefing(client):
    address = PAGES["a theme"]
    first = Client().get(address)
    client.post(ADD, {"item": FINDING})
    assert is_said(client.get(address, headers={"If-None-Match": first["ETag"]}).text, POINT)
    assert Client().get(address).content == first.content


def test_a_point_whose_finding_is_in_the_briefing_is_not_added_twice(client):
    client.post(ADD, {"item": FINDING})
    listed = plan_in(client).references
    assert listed[:2] == [FINDING, POINT]
    asked = client.get(f"{ADD}?item={POINT}").text
    assert "<h1>Already in your briefing</h1>" in asked
    assert "Add to briefing</button>" not in asked
    assert "Already in your briefing" in client.post(ADD, {"item": POINT}).text
    assert plan_in(client).references == listed


def test_the_page_that_asks_names_the_points_that_come_along(client):
    assert f"{FINDING}, from Baby E, with the point under it." in " ".join(
        client.get(f"{ADD}?item={FINDING}").text.split()
    )
    client.post(ADD, {"item": POINT})
    asked = client.get(f"{ADD}?item={FINDING}").text
    assert "1 of them is in your briefing already." in asked
    client.post(ADD, {"item": FINDING})
    assert sorted(plan_in(client).references) == [FINDING, POINT]


def test_a_finding_is_removed_with_its_points_and_a_point_alone(client):
    back = {"referer": f"http://testserver{PAGES['a theme']}"}
    client.post(ADD, {"item": FINDING})
    asked = client.get(f"{REMOVE}?item={FINDING}", headers=back).text
    assert "with the point under it." in " ".join(asked.split())
    assert plan_in(client).references == [FINDING, POINT]
    done = client.post(REMOVE, {"item": FINDING, "back": PAGES["a theme"]}).text
    assert "Removed from your briefing" in done
    assert f'href="{PAGES["a theme"]}">Go back to the previous page' in done
    assert plan_in(client).references == []
    client.post(ADD, {"item": FINDING})
    client.post(REMOVE, {"item": POINT})
    assert plan_in(client).references == [FINDING]
    page = client.get(PAGES["a theme"]).text
    assert is_said(page, FINDING)
    assert not is_said(page, POINT)
    assert "<h1>Not in your briefing</h1>" in client.get(f"{REMOVE}?item={POINT}").text


def test_who_removes_an_item_is_told_that_their_note_goes_too(client):
    client.post(ADD, {"item": FINDING})
    assert "are deleted too" not in client.get(f"{REMOVE}?item={FINDING}").text
    session = client.session
    session["briefing"]["entries"][1]["note"] = "Ask Anna."
    session.save()
    assert "headings and notes that you wrote for them are deleted too" in client.get(f"{REMOVE}?item={FINDING}").text


def test_nothing_hidden_is_named_when_it_is_to_be_removed(client, world):
    hidden = world.reviews["professionals"].item
    session = client.session
    session["briefing"] = {"entries": [{"reference": hidden.reference}]}
    session.save()
    for answer in (client.get(f"{REMOVE}?item={hidden.reference}"), client.post(REMOVE, {"item": hidden.reference})):
        assert answer.status_code == 404
