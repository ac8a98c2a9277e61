"""How to cite a statement."""

from datetime import date

import pytest

from learning.citation import citation
from learning.models import LearningItem, Review, SourceDocument


@pytest.fixture
def cited(world):
    """Return the citation of the public review's item, after its document and review are changed."""
    made = world.reviews["public"]

    def cited(document: dict | None = None, review: dict | None = None, item: dict | None = None) -> str:
        SourceDocument.objects.filter(pk=made.document.pk).update(**document or {"title": made.document.title})
        Review.objects.filter(pk=made.review.pk).update(**review or {"title": made.review.title})
        LearningItem.objects.filter(pk=made.item.pk).update(**item or {"place": ""})
        statement = LearningItem.objects.select_related("document", "review").get(pk=made.item.pk)
        return citation(statement, "https://portal.example.org/learning/R9000-1/", date(2026, 11, 21), "The portal")

    return cited


def test_it_names_publisher_year_document_place_reference_address_and_day(cited):
    words = cited({"publisher": "Northshire", "published_on": "2021-10-01", "published_precision": "month"})
    assert words == (
        "Northshire (2021). Document quokka0. “Heading quokka0”, good practice. The portal, R9000-1. "
        "https://portal.example.org/learning/R9000-1/ (accessed 21 November 2026)."
    )


def test_what_is_not_stated_is_said_to_be_missing(cited):
    assert cited().startswith("Publisher not stated (undated). Document quokka0.")


def test_the_partnership_as_the_document_names_it_stands_for_a_missing_publisher(cited):
    assert cited(review={"partnership_as_named": "SSCB"}).startswith("SSCB (undated).")


def test_the_date_of_the_review_stands_for_that_of_an_undated_document(cited):
    assert "(2016)" in cited(review={"published_on": "2016-09-06", "published_precision": "day"})


def test_the_year_of_the_incident_is_never_that_of_the_document(cited):
    assert "(undated)" in cited(review={"incident_on": "2013-01-01", "incident_precision": "year"})


def test_a_statement_without_a_heading_is_cited_by_what_it_is(cited):
    assert "Document quokka0. Good practice. The portal" in cited(item={"heading": ""})


def test_an_items_page_shows_how_to_cite_it(world, client):
    page = client.get("/learning/R9000-1/")
    assert "http://testserver/learning/R9000-1/ (accessed " in page.text
    assert page.context["citation"] in page.text
