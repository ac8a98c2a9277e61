"""The parts of a recommendation are in document order everywhere, whatever their labels are."""

import json
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.admin.templatetags.admin_list import result_headers
from django.db.models import F
from django.utils.text import get_text_list

from learning.models import SourceDocument, SourceWording
from learning.search.index import deferred
from learning.search.tokenizer import tokens_of
from recommendations.actions.drafting import as_said
from recommendations.forms import DraftForm
from recommendations.models import RecommendationPart, Response, ResponseDraft, ResponseVersion
from recommendations.search import recommendation_entries
from reviews_portal.briefings.writers import FORMATS
from tests.briefings.exported import body
from tests.once import rest_once
from tests.portal.administration import address_of, opened
from tests.portal.pages.words import text_of

ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]
NEVER_SORTED = {"reference", "recommendation part"}
NUMBERS = [str(number) for number in range(1, 13)]


@pytest.fixture(params=[ROMAN, NUMBERS], ids=["roman", "numbers"])
def whole(request, world):
    """Return the public recommendation with parts that are labelled like this."""
    recommendation = world.reviews["public"].recommendation
    with deferred():
        recommendation.parts.all().delete()
        for label in request.param:
            RecommendationPart.objects.create(recommendation=recommendation, label=label, text=f"Part number {label}.")
    recommendation.labels = request.param
    return recommendation


def in_order(whole, text: str) -> bool:
    """Return whether all parts stand in a text, and in their order."""
    places = [text.find(f"Part number {label}.") for label in whole.labels]
    return -1 not in places and places == sorted(places)


@pytest.mark.django_db
def test_every_page_shows_parts_in_the_documents_order(client, whole):
    agency = whole.agencies.get()
    for address in (
        whole.get_absolute_url(),
        whole.review.get_absolute_url(),
        "/recommendations/?review=R9000",
        "/themes/neglect/?kind=recommendation",
        "/search/?q=quokka0",
        agency.get_absolute_url(),
        f"/work-in/{agency.kind.slug}/",
    ):
        page = client.get(address)
        assert page.status_code == 200
        if "Part number" in page.text or address == whole.get_absolute_url():
            assert in_order(whole, page.text), address


@pytest.mark.parametrize("format", rest_once(["json", "html", "md", "csv"], 1))
@pytest.mark.parametrize("place", ["review/review-quokka0", "recommendation/R9000-9", "recommendations"])
def test_every_export_has_parts_in_the_documents_order(client, whole, place, format):
    assert format in FORMATS
    assert in_order(whole, body(client.get(f"/briefings/{place}.{format}")).decode().replace("\\", ""))


def test_the_data_have_parts_in_the_documents_order(client, whole):
    (held,) = client.get("/api/v1/reviews/review-quokka0").json()["recommendations"]
    assert [part["label"] for part in held["parts"]] == whole.labels


def test_the_index_has_parts_in_the_documents_order(whole):
    (entry,) = recommendation_entries([whole.pk])
    words = entry.body_tokens
    places = [words.index(" ".join(tokens_of(f"Part number {label}."))) for label in whole.labels]
    assert places == sorted(places)


def test_a_response_names_its_parts_in_the_documents_order(client, whole):
    response = Response.objects.get(recommendation=whole)
    labels = [whole.labels[1], whole.labels[-1], whole.labels[-2]]
    parts = list(whole.parts.filter(label__in=labels))
    answered = [f"({part.label})" for part in parts]
    version = ResponseVersion.objects.get(response=response)
    version.parts.set(parts)
    assert f"on parts {get_text_list(answered, 'and')}" in text_of(client.get(whole.get_absolute_url()).text)
    assert as_said({"parts": reversed(parts)}) == {"parts": [part.pk for part in parts]}
    form = DraftForm(instance=ResponseDraft(response=response))
    assert [part.label for part in form.fields["parts"].queryset] == whole.labels


def test_second_wordings_stand_in_the_order_of_what_they_word(client, whole):
    review = whole.review
    document = SourceDocument.objects.create(slug="second", review=review, title="Second", kind="report", position=20)
    for position, label in reversed([*enumerate(["", *whole.labels])]):
        text = f"Part number {label}."
        SourceWording.objects.create(
            review=review, reference=whole.reference, part_position=position, document=document, text=text
        )
    for address in (review.get_absolute_url(), whole.get_absolute_url()):
        page = client.get(address).text
        assert in_order(whole, page[page.index("wordings" if address == review.get_absolute_url() else "Also in") :])
    held = json.loads(body(client.get("/briefings/review/review-quokka0.json")))
    (section,) = [one for one in held["sections"] if "Different wording" in one["heading"]]
    assert in_order(whole, json.dumps(section))


def test_a_new_part_comes_last_and_a_position_typed_twice_is_refused(client_of, whole):
    browser = client_of("administrator")
    form = opened(browser, whole)
    assert in_order(whole, browser.get(address_of(whole)).text)
    RecommendationPart.objects.create(recommendation=whole, label="z", text="The last.")
    assert [part.label for part in whole.parts.all()] == [*whole.labels, "z"]
    form = opened(browser, whole) | {"parts-1-position": "1"}
    page = browser.post(address_of(whole), form)
    assert "Give each part its own position; 1 is used more than once." in page.text
    swapped = opened(browser, whole) | {"parts-0-position": "2", "parts-1-position": "1"}
    assert browser.post(address_of(whole), swapped).status_code == 302
    assert [part.label for part in whole.parts.all()][:3] == [whole.labels[1], whole.labels[0], whole.labels[2]]


def test_lists_of_the_administration_are_not_sorted_by_references_as_text(client_of, whole):
    browser = client_of("administrator")
    for name in ("recommendations/recommendation", "recommendations/recommendationpart", "learning/learningitem"):
        page = browser.get(f"/admin/{name}/")
        columns = {str(one["text"]).lower(): one["sortable"] for one in result_headers(page.context["cl"])}
        assert columns
        assert not any(is_sortable for text, is_sortable in columns.items() if text in NEVER_SORTED)


@pytest.mark.django_db
def test_the_migration_numbers_parts_as_they_came_in(whole):
    RecommendationPart.objects.update(position=F("position") + 100)
    import_module("recommendations.migrations.0007_order_of_parts").number_parts(apps, None)
    assert [(part.position, part.label) for part in whole.parts.all()] == list(enumerate(whole.labels, start=1))
    latest = {one.label: one.position for one in RecommendationPart.history.filter(recommendation=whole)}
    assert latest.items() >= dict(zip(whole.labels, range(1, 13), strict=False)).items()


def test_the_fixtures_parts_stand_in_the_order_of_their_lines(db):
    parts = RecommendationPart.objects.all()
    lines = [(part.recommendation_id, int(part.place.removeprefix("line "))) for part in parts]
    by_recommendation: dict[int, list[int]] = {}
    for recommendation, line in lines:
        by_recommendation.setdefault(recommendation, []).append(line)
    assert len(by_recommendation) == 6
    assert all(found == sorted(found) for found in by_recommendation.values())
    assert all(part.position for part in parts)
