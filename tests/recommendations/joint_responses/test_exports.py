"""Each export, kept version and redaction has a joint response once."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import timezone

from learning.search.index_sets import index_sets
from learning.search.related_names import attach_lines
from recommendations.line_parts import attach_parts
from recommendations.models import Passage, Recommendation, Response, ResponseStep
from reviews_portal.briefings import exporting
from reviews_portal.briefings.changes import changes
from reviews_portal.briefings.joint_responses import with_joint_once
from reviews_portal.briefings.layouts import LAYOUTS
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.outline import Item, Section
from reviews_portal.briefings.quoting.quoter import Quoter
from reviews_portal.briefings.reader_view import as_seen_by
from reviews_portal.redaction.erase import take_out
from reviews_portal.redaction.matching import Passages, passage_of
from reviews_portal.selectors.review_detail import give_answers
from tests.briefings.exported import body
from tests.documents.joint_responses import (
    IN_ORDER,
    JOINT,
    LABELS,
    OWN,
    PAIRS,
    government_response,
    publish,
    recommendation_at,
)
from tests.portal.pages.words import text_of
from tests.recommendations.joint_responses.conftest import FIRST, MINISTRY, NUMBAT, WOMBAT, agency, words_in
from tests.recommendations.test_printed_labels import READ

pytestmark = pytest.mark.django_db
SLIDES = {"pptx?layout=all-slides": "pptx?layout=briefing"}  # all slides leave responses out


@pytest.mark.parametrize("format", READ)
def test_each_export_has_it_once_in_the_documents_order(client, review, format):
    address = f"/briefings/review/{review.slug}.{SLIDES.get(format, format)}"
    text = READ[format](body(client.get(address)))
    assert words_in(text) == IN_ORDER
    squeezed = " ".join(text.split())
    assert f"Response from {MINISTRY} and {NUMBAT}" in squeezed
    assert f"Also answers recommendation 3 ({LABELS[2][0]})" in squeezed
    assert f"Same response as for {FIRST}" in squeezed


@pytest.mark.parametrize("format", ["html", "csv"])
def test_the_exports_of_a_recommendation_and_of_an_agency_have_it_once(client, review, format):
    reference = recommendation_at(3).reference
    text = READ[format](body(client.get(f"/briefings/recommendation/{reference}.{format}")))
    assert words_in(text) == ["J01", "J02", "J03"]
    text = READ[format](body(client.get(f"/briefings/agency/joint-health.{format}")))
    assert words_in(text) == ["J01", "J02", "K02", "J03"]
    assert "Joint response with" in text


def test_the_public_knows_nothing_of_those_in_a_restricted_review(client, world):
    hidden = government_response(audience="professionals")
    assert hidden.audience == "professionals"
    addresses = [hidden.get_absolute_url(), recommendation_at(3).get_absolute_url(), "/search/?q=together+board"]
    addresses += ["/agencies/joint-health/", f"/api/v1/reviews/{hidden.slug}", "/recommendations/"]
    for address in addresses:
        page = client.get(address).text
        assert not words_in(page), address
        assert WOMBAT not in page, address


def test_the_api_has_each_joint_response_once_with_all_that_it_answers(client, review):
    first, second = client.get(f"/api/v1/reviews/{review.slug}").json()["joint_responses"]
    assert (first["document"], first["number"], first["place"]) == ("printed-government", 1, "page 1")
    assert (first["text"], second["language"]) == (JOINT[1], "cy")
    assert second["answers"] == [
        {"recommendation": recommendation_at(place).reference, "agency": f"joint-{name}"}
        for number, name, place in sorted(PAIRS, key=lambda pair: pair[2])
        if number == 2
    ]


def kept_of(review, layout: str = "briefing"):
    """Return the outline of a review that an anonymous reader gets, in a layout."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    return exporting.selected(request, "review", review.slug, LAYOUTS[layout])


def test_a_kept_version_knows_what_changed_in_it(review):
    outline, reader = kept_of(review), AnonymousUser()
    edition = Edition(made_at=timezone.now())
    assert changes(edition, outline, reader) == []
    own = {"text": "Newer.", "document": Passage.objects.get(number=1).document}
    publish(Response.objects.get(agency=agency("ministry"), recommendation=recommendation_at(3)), **own)
    (newer,) = changes(edition, outline, reader)
    assert (newer.reference, newer.what) == (
        recommendation_at(3).reference,
        "A newer response to it has been published.",
    )


def test_a_document_without_the_first_recommendation_has_the_words_under_the_next(review):
    some = replace(kept_of(review), sections=(Section("Some", tuple(all_answered(review)[1:])),))
    quoted = [under.text for item in with_joint_once(some).items() for under in item.under if under.versions]
    assert quoted == [OWN["ministry", 1], JOINT[1], OWN["health", 2], "", JOINT[2], ""]


def all_answered(review) -> list[Item]:
    """Return the items of all recommendations, each with the words of every response to it."""
    recommendations = list(Recommendation.objects.filter(review=review).select_related("review", "document"))
    attach_lines(recommendations, index_sets())
    attach_parts(recommendations)
    give_answers(recommendations)
    quoter = Quoter("https://portal.example", timezone.localdate())
    return [quoter.statement(one) for one in sorted(recommendations, key=lambda one: one.position)]


def test_a_withdrawn_one_is_taken_out_of_kept_versions(review):
    outline = kept_of(review)
    for version in Passage.objects.get(number=1).versions.all():
        ResponseStep.objects.create(version=version, action="withdrawn")
    left = as_seen_by(outline, ["anyone"], AnonymousUser())
    assert words_in(" ".join(left.words())) == ["K01", "K02", "J03"]


def test_a_redaction_reaches_it_once_and_everywhere(client, review):
    assert take_out(Passages([passage_of("new board")])) == 1
    assert "new board" not in Passage.objects.get(number=1).text
    for place in (0, 2, 3):
        page = text_of(client.get(recommendation_at(place).get_absolute_url()).text)
        assert "new board" not in page
        assert "Wording J02: a" in page
    assert "Wording J02" not in text_of(client.get('/search/?q="new+board"').text)
