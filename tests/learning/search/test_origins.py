"""Exports share the reviews and documents that they read; they show what the tables say, and no more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from learning.models import LearningItem, Review, SourceDocument
from learning.search.index_sets import index_sets
from learning.search.origins import read, with_origins
from learning.search.results import SearchResults
from learning.utils.bounded import Bounded
from recommendations.statements import STATEMENT_KINDS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["anyone", "practitioner", "administrator"])
def test_an_export_has_the_records_of_the_pages_with_their_own_review_and_document(world, role):
    found = SearchResults(world.people[role], index_sets(), kinds=STATEMENT_KINDS)
    keys = found.keys(0, len(found))
    exported, shown = found.read(keys, for_page=False), found.read(keys)
    assert list(exported) == list(shown)
    for key, one in exported.items():
        other = shown[key]
        assert (one, one.review, one.document) == (other, other.review, other.document)
        assert (one.review.title, one.document.title) == (other.review.title, other.document.title)
        assert (one.dated, one.agency_names, one.place_name) == (other.dated, other.agency_names, other.place_name)


def of_an_origin(sql: str) -> bool:
    return any(f'FROM "{model._meta.db_table}"' in sql for model in (Review, SourceDocument))


def test_each_origin_is_read_once_in_a_generation(world):
    found = SearchResults(world.people["anyone"], index_sets(), kinds=STATEMENT_KINDS)
    keys = found.keys(0, len(found))
    found.sets.origins.forget()
    with CaptureQueriesContext(connection) as first:
        found.read(keys, for_page=False)
    with CaptureQueriesContext(connection) as again:
        records = found.read(keys, for_page=False)
    assert any(of_an_origin(query["sql"]) for query in first)
    assert not any(of_an_origin(query["sql"]) for query in again)
    reviews = [one.review for one in records.values()]
    assert len({id(one) for one in reviews}) == len({one.pk for one in reviews}) < len(reviews)


def test_a_new_generation_reads_the_reviews_anew(client, world):
    def body() -> str:
        return b"".join(client.get("/learning/?format=csv")).decode()

    title = "A corrected title, found nowhere else"
    before = body()
    review = LearningItem.objects.visible_to(world.people["anyone"]).first().review
    Review.objects.filter(pk=review.pk).update(title=title)
    assert title not in before
    assert title in body()


def test_a_statement_whose_review_is_gone_is_left_out(world, monkeypatch):
    items = LearningItem.objects.visible_to(world.people["anyone"])
    gone = items.first().review_id

    def read_without(name, keys, kept):
        return {key: one for key, one in read(name, keys, kept).items() if name != "review" or key != gone}

    assert set(with_origins(items, Bounded(10**6))) == set(items)
    monkeypatch.setattr("learning.search.origins.read", read_without)
    assert set(with_origins(items, Bounded(10**6))) == set(items.exclude(review=gone))
