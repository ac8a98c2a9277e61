"""A joint response is held once, and shown once under the names of all who give it, on all that it answers."""

import re
from dataclasses import replace

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from learning.merging import merge
from learning.models import Agency, SearchEntry, Theme
from learning.search.index_sets import index_sets
from learning.search.related_names import attach_lines
from recommendations.line_parts import attach_parts
from recommendations.models import Passage, Recommendation, Response, ResponseStep, ResponseVersion
from recommendations.triggers.workflow import RULES_OF, VERSION
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
    AGENCIES,
    IN_ORDER,
    JOINT,
    LABELS,
    OWN,
    PAIRS,
    government_response,
    publish,
    recommendation_at,
    response_of,
)
from tests.documents.three_levels import make_report
from tests.portal.pages.words import text_of
from tests.recommendations.test_printed_labels import READ

pytestmark = pytest.mark.django_db

WORDING = re.compile(r"Wording ([JK]\d\d)")
MINISTRY, WOMBAT, NUMBAT = AGENCIES.values()
FIRST, LAST = (f"recommendation {label} ({series})" for series, label in (LABELS[0], LABELS[4]))


@pytest.fixture
def review():
    return government_response()


def words_in(page: str) -> list[str]:
    return WORDING.findall(page)


def agency(name: str) -> Agency:
    return Agency.objects.get(slug=f"joint-{name}")


# --- As it is held --------------------------------------------------------------------------------------------


def test_words_source_and_place_are_those_of_the_passage(review):
    passage = Passage.objects.get(number=1)
    version = ResponseVersion.objects.filter(passage=passage).first()
    assert version.words == JOINT[1]
    assert version.paragraphs == JOINT[1].split("\n\n")
    assert (version.text, version.document, version.place) == ("", None, "")
    assert (version.source, version.place_in_source) == (passage.document, "page 1")
    assert not version.is_typed


@pytest.mark.parametrize(
    "fields",
    [{}, {"text": "Its own."}, {"place": "page 2"}, {"is_quoted": True}],
    ids=["neither", "text", "place", "document"],
)
def test_a_version_has_either_words_of_its_own_or_a_passage(review, fields):
    passage = Passage.objects.get(number=1)
    response = response_of(recommendation_at(1), agency("police"))
    version = ResponseVersion(response=response, number=1, passage=passage if fields else None)
    if fields.pop("is_quoted", False):
        version.document = passage.document
    for name, value in fields.items():
        setattr(version, name, value)
    with pytest.raises(ValidationError, match="Enter the text, or choose a joint response"):
        version.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save()


def test_the_database_refuses_a_passage_of_another_review(review):
    government_response("R9701", "other-government")
    foreign = Passage.objects.get(document__review__code="R9701", number=1)
    response = response_of(recommendation_at(1), agency("police"))
    version = ResponseVersion(response=response, number=1, passage=foreign)
    with pytest.raises(ValidationError, match="This document belongs to another review"):
        version.full_clean()
    (words,) = RULES_OF[VERSION].values()
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        version.save()


def test_a_version_has_the_language_of_its_joint_response(review, refused):
    response = response_of(recommendation_at(1), agency("police"))
    version = ResponseVersion(response=response, number=1, passage=Passage.objects.get(number=1), language="cy")
    with pytest.raises(ValidationError, match="which has its text, document and language"):
        version.full_clean()
    with refused("version_has_text"):
        version.save()


@pytest.mark.parametrize("field", ["document", "number", "place", "text", "language"])
def test_a_passage_never_changes(review, refused, field):
    other = make_report().documents.get().pk if field == "document" else 9
    with refused("never changed or deleted"):
        Passage.objects.filter(number=1).update(**{field: other})


def test_a_passage_has_text_and_a_number_of_its_own_in_its_document(review, refused):
    passage = Passage.objects.get(number=1)
    with refused():
        Passage.objects.create(document=passage.document, number=3, text="")
    with refused():
        Passage.objects.create(document=passage.document, number=1, text="Another.")


def test_a_passage_is_never_deleted(review, refused):
    with refused("never changed or deleted"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM recommendations_passage")


def test_it_comes_back_from_a_fixture_under_its_natural_keys(review, tmp_path):
    rows = [*Passage.objects.order_by("pk"), *ResponseVersion.objects.exclude(passage=None).order_by("pk")]
    written = serializers.serialize("json", rows, use_natural_foreign_keys=True, use_natural_primary_keys=True)
    assert '"passage": ["printed-government", 1]' in written
    (tmp_path / "joint.json").write_text(written)
    call_command("loaddata", str(tmp_path / "joint.json"), verbosity=0)
    assert Passage.objects.count() == len(JOINT)


# --- On pages -------------------------------------------------------------------------------------------------


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


# --- In the index ---------------------------------------------------------------------------------------------


def entries() -> list[tuple[int, str]]:
    found = SearchEntry.objects.filter(source="response").exclude(tags="")
    own = Response.objects.filter(recommendation__review__code="R9700").values("pk")
    return list(found.filter(record__in=own).order_by("record").values_list("record", "tags"))


def test_the_index_has_one_entry_and_a_rebuild_changes_nothing(review):
    assert len(entries()) == len(JOINT) + 2
    before = entries()
    call_command("reindex", "--check", verbosity=0)
    assert entries() == before


def test_the_entry_moves_when_the_first_version_is_withdrawn_or_superseded(review):
    first = Response.objects.get(agency=agency("ministry"), recommendation=recommendation_at(0))
    assert first.pk in dict(entries())
    publish(first, text="Its own now.", document=Passage.objects.get(number=1).document)
    again = Response.objects.get(agency=agency("health"), recommendation=recommendation_at(0))
    assert {first.pk, again.pk} <= dict(entries()).keys()
    call_command("reindex", "--check", verbosity=0)


def test_a_change_of_another_recommendations_theme_reaches_the_entry(review):
    theme = Theme.objects.get(slug="hoarding")
    recommendation_at(3).themes.add(theme)
    first = Response.objects.get(agency=agency("ministry"), recommendation=recommendation_at(0))
    assert f"theme:{theme.pk}" in dict(entries())[first.pk].split()


# --- In exports -----------------------------------------------------------------------------------------------


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


# --- Its words are read in one place --------------------------------------------------------------------------


def test_without_joint_responses_nothing_is_shown_elsewhere(world):
    recommendations = list(Recommendation.objects.filter(review=world.reviews["public"].review))
    give_answers(recommendations)
    found = [answer for one in recommendations for answer in one.answers]
    assert found
    assert all(answer.passage is None and answer.shown_under is None for answer in found)
