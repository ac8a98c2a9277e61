"""Published responses in search and on the pages of agencies, however they are edited."""

import pytest
from django.test import Client

from learning.models import Agency
from recommendations.models import Recommendation, Response
from tests.learning.search.test_index import in_step
from tests.world import publish_version


@pytest.fixture
def made(world):
    """Return the public review, whose response a second agency gives too, after two paragraphs of its own."""
    made = world.reviews["public"]
    said = made.response.versions.get().text
    second = Response.objects.create(recommendation=made.recommendation, agency=police(), position=9)
    publish_version(second, f"First wombat.\n\n{said}\n\nLast wombat.")
    return made


def police() -> Agency:
    return Agency.objects.get(slug="hampshire-constabulary")


def answered(agency: Agency) -> str:
    """Return the page with the responses of an agency."""
    return Client().get(f"/agencies/{agency.slug}/responses/").text


def test_a_response_stays_in_lists_after_its_place_among_others_changes(made):
    second = Response.objects.get(agency=police(), recommendation=made.recommendation)
    publish_version(second, made.response.versions.get().text)  # the first of the two stands for both
    for response, position in ((made.response, 20), (second, 30), (made.response, 40)):
        response.position = position
        response.save()
        assert in_step()
        for agency in (made.agency, police()):
            assert made.recommendation.reference in answered(agency)


def test_a_response_that_moves_is_listed_where_it_is_and_nowhere_else(made):
    other = Agency.objects.exclude(responses__recommendation=made.recommendation).order_by("pk").first()
    response = Response.objects.get(pk=made.response.pk)
    response.agency = other
    response.save()
    assert in_step()
    assert made.recommendation.reference in answered(other)
    assert made.recommendation.reference not in answered(made.agency)
    elsewhere = Recommendation.objects.exclude(responses__agency=other).filter(review__audience="public").first()
    response.recommendation = elsewhere
    response.save()
    assert in_step()
    assert elsewhere.reference in answered(other)
    assert made.recommendation.reference not in answered(other)


def test_an_excerpt_marks_what_others_say_between_the_paragraphs_of_a_response(made):
    page = Client().get("/search/?q=wombat&kind=response").text
    assert "First wombat. … Last wombat." in page.replace("<mark>", "").replace("</mark>", "")
