"""A joint response is shown once on each page, under the names of all who give it, with what else it answers."""

import re

import pytest
from django.core.exceptions import ValidationError

from learning.merging import merge
from learning.models import Agency
from recommendations.models import Passage, Recommendation, Response
from reviews_portal.selectors.review_detail import give_answers
from tests.documents.joint_responses import (
    IN_ORDER,
    LABELS,
    publish,
    recommendation_at,
    response_of,
)
from tests.portal.pages.words import text_of
from tests.recommendations.joint_responses.conftest import FIRST, LAST, MINISTRY, NUMBAT, WOMBAT, agency, words_in

pytestmark = pytest.mark.django_db


def test_the_page_of_a_review_shows_it_once_under_the_first_recommendation(client, review):
    page = client.get(review.get_absolute_url()).text
    full = page[page.index("Full text, as published") :]
    assert words_in(full) == IN_ORDER
    text = text_of(full)
    assert f"{MINISTRY} , {NUMBAT}" in text.replace(f"{MINISTRY},", f"{MINISTRY} ,")
    also = f"Also answers recommendation 3 ({LABELS[2][0]}) for {MINISTRY}; recommendation 1 ({LABELS[3][0]})"
    assert f"{also} for {MINISTRY} and {WOMBAT}" in text
    assert text.count(f"Same response as for {FIRST}") == 2
    assert f'<a href="#{recommendation_at(0).reference}">{FIRST}</a>' in full


def test_the_page_of_each_recommendation_shows_it_with_what_else_it_answers(client, review):
    for place, words in enumerate([["J01", "J02"], ["K01"], ["J01", "J02", "K02"], ["J01", "J02", "J03"], ["J03"]]):
        page = client.get(recommendation_at(place).get_absolute_url()).text
        assert words_in(page) == words, place
    text = text_of(page)
    assert f"Also answers recommendation 1 ({LABELS[3][0]}) for {NUMBAT}" in text
    assert '<blockquote lang="cy">' in page
    assert f'href="{recommendation_at(3).get_absolute_url()}#responses"' in page


def test_a_list_counts_it_once_for_each_recommendation(client, review):
    page = text_of(client.get("/recommendations/?sort=reference").text)
    counts = re.findall(r"Wording R0\d\..*?(\d) responses?", page)
    assert counts == ["1", "1", "2", "2", "1"]
    assert "2 responses" in text_of(client.get(recommendation_at(3).get_absolute_url()).text)


def test_the_page_of_an_agency_shows_it_once(client, review):
    page = client.get(agency("health").get_absolute_url()).text
    assert words_in(page) == ["J01", "J02", "K02", "J03"]
    text = text_of(page)
    assert f"Joint response with {MINISTRY} and {WOMBAT}" in text
    assert f"Joint response with {WOMBAT}" in text
    assert f"Also answers {LAST} for {WOMBAT} and {NUMBAT}" in text
    # It answers none of the recommendations that the first of these answers, in whose place the entry stands.
    assert words_in(client.get(agency("police").get_absolute_url()).text) == ["J01", "J02", "J03"]


def test_search_finds_it_once_under_all_names(client, review):
    page = client.get("/search/?q=together+board").text
    text = text_of(page)
    assert text.count("Wording J01") == 1
    assert f"{MINISTRY}, {NUMBAT} and {WOMBAT} on {FIRST}" in text


def test_its_versions_are_shown_with_what_else_it_answers(client, review):
    recommendation = recommendation_at(4)
    page = client.get(f"{recommendation.get_absolute_url()}responses/joint-police/").text
    assert words_in(page) == ["J03"]
    assert "Also answers" in text_of(page)
    assert "Quoted from" in text_of(page)


def test_an_agencys_newer_version_takes_its_place_for_that_agency_and_recommendation_only(client, review):
    own = {"text": "Wording K09.", "document": Passage.objects.get(number=1).document}
    publish(Response.objects.get(agency=agency("health"), recommendation=recommendation_at(0)), **own)
    page = client.get(recommendation_at(0).get_absolute_url()).text
    assert words_in(page) == ["J01", "J02", "K09"]
    other = text_of(client.get(recommendation_at(3).get_absolute_url()).text)
    assert f"Also answers {FIRST} for {MINISTRY}" in other
    assert words_in(client.get(agency("health").get_absolute_url()).text) == ["K09", "K02", "J03"]
    text = text_of(client.get("/search/?q=together+board").text)
    assert f"{MINISTRY} and {WOMBAT} on {FIRST}" in text
    page = client.get(f"{recommendation_at(0).get_absolute_url()}responses/joint-health/").text
    assert page.index("Version 2") < page.index("Version 1")
    assert "Wording" in text_of(page)


def test_a_merged_agency_is_named_once(client, review):
    kind = agency("ministry").kind
    former = Agency.objects.create(name="Former Ministry", slug="joint-former", kind=kind)
    publish(response_of(recommendation_at(4), former), passage=Passage.objects.get(number=1))
    with pytest.raises(ValidationError, match="Two responses cannot be merged"):
        merge(agency("police"), agency("health"))  # both give a joint response to one recommendation
    merge(former, agency("ministry"))
    text = text_of(client.get("/search/?q=together+board").text)
    assert f"{MINISTRY}, {NUMBAT} and {WOMBAT} on {FIRST}" in text
    assert words_in(client.get(agency("ministry").get_absolute_url()).text).count("J01") == 1


def test_without_joint_responses_nothing_is_shown_elsewhere(world):
    recommendations = list(Recommendation.objects.filter(review=world.reviews["public"].review))
    give_answers(recommendations)
    found = [answer for one in recommendations for answer in one.answers]
    assert found
    assert all(answer.passage is None and answer.shown_under is None for answer in found)
