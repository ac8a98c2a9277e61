"""Lists that no document holds: as CSV they stream, with the rows that a document would have."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews_portal.briefings.models import Edition

pytestmark = pytest.mark.django_db
LISTS = [
    "/briefings/learning.csv?sort=reference",
    "/briefings/search.csv?q=child",
    "/briefings/questions.csv",
    "/briefings/recommendations.csv?theme=neglect",
    "/briefings/theme/neglect.csv?kind=finding&kind=recommendation",
    "/briefings/agency/agency-quokka0.csv",
]


@pytest.fixture
def short_documents(monkeypatch):
    """Let a document hold less than any list has, and read a few records at a time."""
    monkeypatch.setattr("reviews_portal.briefings.listings.MOST", 0)
    monkeypatch.setattr("reviews_portal.briefings.listings.BATCH", 2)


def rows(answer) -> list[dict[str, str]]:
    assert answer.status_code == 200
    body = answer.text
    assert body.count("\ufeff") == 1
    return list(csv.DictReader(io.StringIO(body.removeprefix("\ufeff"))))


@pytest.mark.parametrize("role", ["anyone", "practitioner", "partnership-editor"])
@pytest.mark.parametrize("address", LISTS)
def test_a_list_streams_with_the_rows_and_the_name_of_a_document(client_of, world, request, address, role):
    browser = client_of(role)
    at_once = browser.get(address)
    expected = rows(at_once)
    assert expected
    kept = Edition.objects.count()
    request.getfixturevalue("short_documents")
    answer = browser.get(address)
    found = rows(answer)
    assert Edition.objects.count() == kept
    said = {row.pop("Version") for row in found}
    assert len({row.pop("Version") for row in expected}) == len(said) == 1
    assert re.fullmatch(r"\d+ \w+ \d{4} http://testserver/\S+", said.pop())
    assert found == expected
    assert answer["Content-Disposition"] == at_once["Content-Disposition"]
    assert all(row["Citation"] for row in found if row["Reference"] and not row["Kind"].startswith("Response to"))


def test_the_name_says_only_what_is_in_the_list(client_of, world, short_documents):
    browser = client_of("practitioner")
    assert 'filename="learning-professionals-only.csv"' in browser.get(LISTS[0])["Content-Disposition"]
    public = browser.get("/briefings/learning.csv?audience=public")
    assert 'filename="learning.csv"' in public["Content-Disposition"]
    assert {row["Audience"] for row in rows(public)} == {""}


def test_rows_have_their_review_and_themes(client, world, short_documents):
    item = world.reviews["public"].item
    (row,) = [row for row in rows(client.get(LISTS[0])) if row["Reference"] == item.reference]
    assert (row["Review"], row["Themes"]) == (item.review.title, "Neglect")


def test_the_older_address_of_the_list_gives_the_same(client, world):
    assert rows(client.get("/learning/?format=csv&kind=finding")) == rows(
        client.get("/briefings/learning.csv?kind=finding")
    )


def test_each_batch_takes_as_many_queries(client, world, monkeypatch):
    monkeypatch.setattr("reviews_portal.briefings.listings.MOST", 0)
    taken = {}
    for batch in (2, 50):
        monkeypatch.setattr("reviews_portal.briefings.listings.BATCH", batch)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            number = len(rows(client.get("/briefings/learning.csv")))
        taken[batch] = len(queries) / (number / batch)
    assert taken[2] < 10
    assert taken[50] < 20


@pytest.mark.parametrize("address", LISTS)
def test_a_list_is_put_in_order_once_and_not_again_for_each_batch(client, world, short_documents, address):
    with CaptureQueriesContext(connection) as queries:
        assert rows(client.get(address))
    # A batch that is read by offset makes the database sort everything before it as well.
    assert not [query["sql"] for query in queries if " OFFSET " in query["sql"]]
