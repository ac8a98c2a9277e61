"""Second wordings: in another document or another language, of every kind of record, each once."""

import json
from io import StringIO

import pytest
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from learning.languages import lang_of, language_of
from learning.models import LearningItem, Resource, ReviewSection, SearchEntry, SourceDocument, SourceWording
from learning.search.languages import detached
from learning.utils.clean_text import clean
from learning.wordings import attach_wordings, chosen_language, in_language, languages_of
from recommendations.models import Recommendation, RecommendationPart, ResponseVersion
from recommendations.second_wordings import also_in
from tests.documents.two_languages import CY, PARTS, READING, SECOND, STEM, TAIL, WORDS, make_briefing, say
from tests.portal.administration import opened


@pytest.fixture
def briefing(world):
    return make_briefing()


@pytest.fixture
def document(briefing) -> SourceDocument:
    return briefing.documents.get(slug="mr-a")


def item_with(text: str) -> LearningItem:
    return LearningItem.objects.select_related("document").get(text=text)


def errors(wording: SourceWording) -> dict[str, list[str]]:
    """Return what is said of a wording that is refused, field by field."""
    with pytest.raises(ValidationError) as refused:
        wording.full_clean()
    return refused.value.message_dict


@pytest.mark.parametrize("language", ["", "en"])
def test_the_language_of_the_statement_in_its_own_document_is_refused(briefing, document, language):
    one = SourceWording(
        review=briefing,
        document=document,
        reference=item_with(WORDS[2][2]).reference,
        language=language,
        text="Other.",
    )
    (said,) = errors(one)["language"]
    assert said == (
        "The record already has its words in English from this document. Choose another language or another document."
    )


def test_the_same_language_twice_in_a_document_is_refused_by_form_and_database(briefing, document):
    section = ReviewSection.objects.get(text=WORDS[0][2])
    resource = Resource.objects.get(title=READING[0])
    for worded in ({"reference": item_with(WORDS[2][2]).reference}, {"section": section}, {"resource": resource}):
        again = SourceWording(review=briefing, document=document, language=CY, text="Eto.", **worded)
        assert "already has a second wording of this record in this language" in str(errors(again))
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()
    welsh = briefing.documents.get(language=CY)  # blank or "cy", it is the same
    again = SourceWording(
        review=briefing, document=welsh, reference=item_with(SECOND[0]).reference, language=CY, text="Eto."
    )
    assert "already has a second wording" in str(errors(again))
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save()


def test_another_language_needs_words(briefing, document):
    reference = item_with(WORDS[4][2]).reference
    here = SourceWording(review=briefing, document=document, reference=reference, language=CY)
    assert errors(here)["text"] == ["Enter the words in Welsh, exactly as published."]
    with pytest.raises(IntegrityError), transaction.atomic():
        here.save()
    there = SourceWording(review=briefing, document=briefing.documents.get(language=CY), reference=reference)
    assert errors(there)["text"] == ["Enter the words in Welsh, exactly as published."]
    english = SourceDocument.objects.create(
        review=briefing, slug="mr-a-2", title="Mr A: again", kind="other", position=9
    )
    SourceWording(review=briefing, document=english, reference=reference).full_clean()  # the same words again


@pytest.mark.parametrize(
    "values",
    [{}, {"reference": "R9700-1", "section": True}, {"section": True, "part_position": 1}],
    ids=["nothing", "two", "part of a section"],
)
def test_a_wording_is_of_one_record(briefing, document, values):
    if "section" in values:
        values = {**values, "section": ReviewSection.objects.get(text=WORDS[0][2])}
    one = SourceWording(review=briefing, document=document, language="ga", text="Focal.", **values)
    assert "one of these: a reference, a section or a resource" in str(errors(one))
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


def test_a_document_has_one_of_the_known_languages(document):
    document.language = "xx"
    with pytest.raises(IntegrityError), transaction.atomic():
        document.save()


def test_a_record_of_another_review_is_refused(briefing, document, world):
    section = world.reviews["draft"].review.reviewsections.first()
    one = SourceWording(review=briefing, document=document, section=section, language=CY, text="Geiriau.")
    assert "belongs to another review" in str(errors(one))


def test_texts_have_the_language_of_their_document_unless_they_say_otherwise(briefing, world):
    assert language_of(item_with(WORDS[2][2])) == "en"
    assert language_of(item_with(WORDS[3][3])) == CY
    assert language_of(SourceWording.objects.get(text=SECOND[1])) == CY
    part = RecommendationPart.objects.get(text=PARTS[0][1])
    assert language_of(part) == "en"
    part.recommendation.language = CY
    assert language_of(part) == CY
    version = world.reviews["public"].response.versions.get()
    version.document.language = CY
    assert language_of(version) == CY
    assert language_of(ResponseVersion(text="Typed.")) == "en"
    assert lang_of(version) == ' lang="cy"'
    assert lang_of(version, within=CY) == ""
    assert lang_of(item_with(WORDS[2][2]), within=CY) == ' lang="en"'


def test_a_record_is_shown_in_a_language_without_being_changed(briefing):
    item = item_with(WORDS[2][2])
    attach_wordings([item])
    welsh, irish = in_language(item, CY), in_language(item, "ga")
    assert (welsh.text, language_of(welsh), welsh.lacks) == (WORDS[2][3], CY, "")
    assert welsh.quoted_from.place == "tudalen 30"
    assert (irish.text, language_of(irish), irish.lacks) == (WORDS[2][2], "en", "all")
    assert item.text == WORDS[2][2]
    assert languages_of([item]) == ["en", CY]
    one = Recommendation.objects.prefetch_related("parts").get(review=briefing)
    SourceWording.objects.get(text=PARTS[1][2]).delete()
    attach_wordings([one])
    partly = in_language(one, CY)
    assert (partly.stem, partly.lacks) == (STEM[1], "part")
    assert [(part.text, part.language) for part in partly.line_parts] == [(PARTS[0][2], CY), (PARTS[1][1], "en")]


@pytest.mark.parametrize("lost", ["text", "tail"])
def test_words_that_a_wording_lacks_stay_in_their_own_language(briefing, lost):
    one = Recommendation.objects.prefetch_related("parts").get(review=briefing)
    SourceWording.objects.filter(text=STEM[1]).update(**{lost: ""})
    attach_wordings([one])
    partly = in_language(one, CY)
    wanted = (STEM[0], "en", TAIL[1], CY) if lost == "text" else (STEM[1], CY, TAIL[0], "en")
    assert (partly.stem, partly.language, partly.tail, partly.tail_language) == wanted
    assert partly.lacks == "part"
    assert [part.text for part in partly.line_parts] == [part[2] for part in PARTS]


def test_a_wording_in_the_language_of_the_stem_is_no_translation_if_a_part_has_another_language(briefing):
    SourceWording.objects.filter(review=briefing, reference__gt="").delete()
    RecommendationPart.objects.filter(text=PARTS[0][1]).update(language=CY, text=PARTS[0][2])
    one = Recommendation.objects.prefetch_related("parts").get(review=briefing)
    other = SourceDocument.objects.create(review=briefing, slug="mr-a-2", title="Again", kind="other", position=9)
    say(briefing, other, reference=one.reference, text="The board must:")
    english = say(briefing, other, reference=one.reference, part_position=1, text=PARTS[0][1])
    attach_wordings([one])
    assert one.wordings == [english]
    shown = in_language(one, "en")
    assert (shown.stem, shown.line_parts[0].text, shown.lacks) == (STEM[0], PARTS[0][1], "")
    (there,) = also_in(SourceWording.objects.filter(document=other).select_related("document"), one)
    assert [wording.text for wording in there.differing] == ["The board must:"]


def test_words_after_the_parts_are_those_of_a_whole_recommendation(briefing, document):
    one = Recommendation.objects.get(review=briefing)
    for worded in ({"reference": one.reference, "part_position": 1}, {"reference": item_with(WORDS[2][2]).reference}):
        wrong = SourceWording(review=briefing, document=document, language="ga", tail="Focal.", **worded)
        assert errors(wrong)["tail"] == [
            "Enter these words as the text. Only a whole recommendation has words after its parts."
        ]


def test_of_two_wordings_in_a_language_that_of_its_own_document_is_shown(briefing):
    item = item_with(WORDS[2][2])
    say(briefing, briefing.documents.get(language=CY), reference=item.reference, text="Ni ofynnodd unrhyw un.")
    attach_wordings([item])
    assert len(item.wordings) == 2
    assert in_language(item, CY).text == WORDS[2][3]


def test_the_language_of_a_page_is_one_that_there_is():
    assert chosen_language(CY, ["en", CY]) == CY
    assert chosen_language("ga", ["en", CY]) == "en"
    assert chosen_language("", [CY, "ga"]) == CY
    assert chosen_language(CY, ["en"]) == ""


def test_fixtures_hold_wordings_of_everything(briefing):
    wordings = SourceWording.objects.filter(review=briefing)
    held = serializers.serialize("json", wordings, use_natural_foreign_keys=True, use_natural_primary_keys=True)
    before = list(wordings.order_by("text").values("reference", "section", "resource", "language", "text", "tail"))
    for one in serializers.deserialize("json", held):  # each is known again, and not added
        assert one.object.pk
        one.save()
    for found in wordings:
        assert SourceWording.objects.get_by_natural_key(*found.natural_key()) == found
    wordings.delete()
    for one in serializers.deserialize("json", held):
        one.save()
    after = SourceWording.objects.filter(review=briefing)
    assert list(after.order_by("text").values(*before[0])) == before
    old = json.loads(held)[0]["fields"] | {"reference": "R9700-3", "text": ""}
    for name in ("language", "section", "resource", "tail", "heading"):
        old.pop(name)
    (loaded,) = serializers.deserialize("json", json.dumps([{"model": "learning.sourcewording", "fields": old}]))
    assert loaded.object.language == ""


def test_search_entries_follow_the_wordings(briefing):
    item = item_with(WORDS[4][2])
    assert len(SearchEntry.objects.filter(source="item", record=item.pk)) == 1

    def body() -> str:
        return SearchEntry.objects.get(source="item", record=item.pk).body

    wording = say(
        briefing, briefing.documents.get(slug="mr-a"), reference=item.reference, language=CY, text="Nyrs dda."
    )
    assert "nyr dda" in body()
    assert "language:cy" in SearchEntry.objects.get(source="item", record=item.pk).tags
    wording.reference = item_with(SECOND[0]).reference
    wording.save()
    assert "nyr dda" not in body()
    wording.delete()
    review = SearchEntry.objects.get(source="review", record=briefing.pk)
    assert "ddeng mlynedd" in review.body
    output = StringIO()
    call_command("reindex", "--check", stdout=output)


def test_welsh_words_are_found_without_what_is_attached_to_them():
    assert detached("Teulu’r plentyn a’i dad; mae'n ŵr", CY) == ["teulu mae"]
    assert detached("The family's view", "en") == []


@pytest.mark.parametrize("text", ["Ŵyr y tŷ yn ŷd â’r dŵr ŵ Ŷ", "Gŵyl Ddewi: ’n ôl"])
def test_cleaning_keeps_welsh_letters(text):
    assert clean(text) == text


def test_a_wording_in_another_language_is_not_a_different_wording(briefing):
    one = Recommendation.objects.prefetch_related("parts").get(review=briefing)
    welsh = briefing.documents.get(language=CY)
    say(briefing, welsh, reference=one.reference, text="Dylai’r bwrdd wneud hyn:")
    wordings = SourceWording.objects.filter(reference=one.reference).select_related("document")
    (there,) = also_in(wordings, one)
    assert (there.document, there.languages, there.repeated, there.differing) == (welsh, ["Welsh"], "", [])


def test_the_admin_refuses_and_accepts(briefing, document, client_of):
    client = client_of("administrator")
    section = ReviewSection.objects.get(text=WORDS[0][2])
    page = reverse("admin:learning_sourcewording_add")
    form = opened(client.get(page), SourceWording())
    sent = {"review": briefing.pk, "document": document.pk, "section": section.pk, "text": "Eto.", "part_position": 0}
    refused = client.post(page, {**form, **sent, "language": CY})
    assert "already has a second wording" in refused.text
    accepted = client.post(page, {**form, **sent, "language": "ga"})
    assert accepted.status_code == 302
