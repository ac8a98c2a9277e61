"""The lists of the workspace: what they count, in which order, with how many queries."""

import pytest

from learning.models import Agency
from recommendations.models import (
    Recommendation,
    ResponseRequest,
)
from tests.recommendations.conftest import page_of


def test_the_dashboard_counts_and_leads_to_what_it_counts(client_of, world, asked, submitted):
    ResponseRequest.objects.create(
        recommendation=asked.recommendation,
        agency=world.reviews["public"].agency,
        asked_by=world.partnership,
        asked_on="2020-01-01",
        due_on="2020-02-01",
    )
    silent = Agency.objects.create(name="Silent", slug="silent", kind=asked.agency.kind)
    ResponseRequest.objects.create(
        recommendation=world.reviews["draft"].recommendation,
        agency=silent,
        asked_by=world.partnership,
        asked_on="2020-01-01",
        due_on="2020-02-01",
    )
    client = client_of("partnership-editor")
    address = "/responses/partnerships/northshire/"
    page = client.get(address)
    tally = page.context["tally"]
    assert (tally.asked, tally.published, tally.waits, tally.overdue) == (3, 1, 1, 1)
    assert {one.name: one.asked for one in page.context["by_agency"]} == {
        "Northshire Health": 1, world.reviews["public"].agency.name: 1, "Silent": 1
    }  # fmt: skip
    for query, expected in (
        ("show=overdue", [silent.name]),
        ("show=waits", ["Northshire Health"]),
        ("show=published", [world.reviews["public"].agency.name]),
        ("agency=silent&show=waits", []),
        (f"review={world.reviews['draft'].review.code}", [silent.name]),
        ("show=nonsense", [one.agency.name for one in ResponseRequest.objects.order_by("due_on", "pk")]),
    ):
        assert [one.agency.name for one in client.get(f"{address}?{query}").context["page"]] == expected, query


def test_an_agencys_requests_stand_by_what_there_is_to_do(client_of, world, asked):
    agency = asked.agency
    late = ResponseRequest.objects.create(
        recommendation=world.reviews["professionals"].recommendation,
        agency=agency,
        asked_by=world.partnership,
        asked_on="2020-01-01",
        due_on="2020-02-01",
    )
    page = client_of("writer").get("/responses/")
    assert page.context["own"] == [late, asked]
    assert "overdue since 1 February 2020" in page.text
    # An agency that is asked reads the recommendation, though it may not see the review.
    assert world.reviews["professionals"].word in client_of("writer").get(page_of(late)).text


@pytest.mark.parametrize("who", ["writer", "partnership-editor", "scrutineer"])
def test_a_list_takes_as_many_queries_for_many_requests_as_for_one(
    client_of, world, asked, submitted, who, django_assert_max_num_queries
):
    client = client_of(who)
    pages = ["/responses/"]
    if who != "writer":
        pages += ["/responses/partnerships/northshire/", "/responses/partnerships/northshire/report/"]

    def counted() -> list[int]:
        numbers = []
        for page in pages:
            with django_assert_max_num_queries(15) as queries:
                assert client.get(page).status_code == 200
            numbers.append(len(queries))
        return numbers

    one = counted()
    for number in range(20):
        made = Recommendation.objects.create(
            review=asked.recommendation.review,
            document=asked.recommendation.document,
            position=2000 + number,
            number=50 + number,
            stem=f"Stem {number}",
        )
        made.themes.set(asked.recommendation.themes.all())
        ResponseRequest.objects.create(
            recommendation=made,
            agency=asked.agency,
            asked_by=world.partnership,
            asked_on=asked.asked_on,
            due_on=asked.due_on,
        )
    assert counted() == one
