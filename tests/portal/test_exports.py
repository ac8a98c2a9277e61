"""A list as CSV, and a review as JSON: right, whole, and only what the reader may see."""

import csv
import io

import pytest

from learning.models import LearningItem, Review

pytestmark = pytest.mark.django_db


def rows(client, query: str = "") -> list[dict[str, str]]:
    response = client.get(f"/learning/?format=csv{query}")
    body = response.content.decode()
    assert body.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))


def test_the_csv_is_the_list_in_its_order(client, world):
    listed = []
    number = 1
    while True:
        page = client.get(f"/learning/?sort=reference&page={number}").context["page"]
        listed += [one.reference for one in page]
        if not page.has_next():
            break
        number += 1
    found = rows(client, "&sort=reference")
    assert [row["Reference"] for row in found] == listed
    item = world.reviews["public"].item
    own = next(row for row in found if row["Reference"] == item.reference)
    assert own["Text"] == item.text
    assert own["Themes"] == "Neglect"
    assert item.reference in own["Citation"]
    assert own["Address"] == f"http://testserver{item.get_absolute_url()}"
    whole = next(row for row in found if row["Reference"] == world.reviews["public"].recommendation.reference)
    assert whole["Text"] == "Stem quokka0\n(a) Part a quokka0\n(b) Part b quokka0\nTail quokka0"


def test_the_csv_is_narrowed_like_the_list(client, world):
    assert {row["Kind"] for row in rows(client, "&kind=question&kind=finding")} == {"Finding", "Reflective question"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_cell_is_no_formula(client, world, start):
    item = world.reviews["public"].item
    LearningItem.objects.filter(pk=item.pk).update(text=f"{start}HYPERLINK(1)")
    own = next(row for row in rows(client) if row["Reference"] == item.reference)
    assert own["Text"] == f"'{start}HYPERLINK(1)"


def test_restricted_rows_are_marked_and_so_is_the_file(client, client_of, world):
    public = client.get("/learning/?format=csv")
    assert public["Content-Disposition"] == 'attachment; filename="learning.csv"'
    assert {row["Audience"] for row in rows(client)} == {""}
    browser = client_of("practitioner")
    private = browser.get("/learning/?format=csv")
    assert "professionals-only" in private["Content-Disposition"]
    assert private["Cache-Control"] == "private, no-store"
    assert {row["Audience"] for row in rows(browser)} == {"", "Professionals only"}


def test_a_review_as_json_is_whole(client, world):
    for review in Review.objects.filter(code__in=["R0001", "R0002", "R0003"]):
        data = client.get(f"/api/v1/reviews/{review.slug}").json()
        assert (data["code"], data["title"]) == (review.code, review.title)
        assert [one["reference"] for one in data["items"]] == list(
            review.learningitems.order_by("document__position", "position").values_list("reference", flat=True)
        )
        assert [one["text"] for one in data["items"]] == list(
            review.learningitems.order_by("document__position", "position").values_list("text", flat=True)
        )
        assert len(data["recommendations"]) == review.recommendations.count()
        assert len(data["sections"]) == review.reviewsections.count()


@pytest.mark.parametrize("name", ["professionals", "partnership", "draft", "withdrawn"])
@pytest.mark.parametrize("role", ["anyone", "practitioner", "administrator"])
def test_json_is_of_public_reviews_only_whoever_asks(client_of, world, name, role):
    review = world.reviews[name].review
    assert client_of(role).get(f"/api/v1/reviews/{review.slug}").status_code == 404
