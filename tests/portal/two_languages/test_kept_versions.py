"""Briefings in Welsh: built, checked by their code, and kept."""

import json
import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from learning.models import LearningItem, SourceWording
from reviews_portal.briefings.changes import changes
from reviews_portal.briefings.models import Edition
from reviews_portal.briefings.outline import from_data
from tests.briefings.exported import body, keep_code, plan_in, sent_by
from tests.documents.two_languages import CY, SECOND, SLUG, WORDS, whole
from tests.portal.pages.words import in_order, text_of

pytestmark = pytest.mark.django_db


def test_the_check_code_of_a_welsh_document_is_compared_with_the_welsh_words(client, briefing):
    exported = from_data(json.loads(body(client.get(f"/briefings/review/{SLUG}.json?language=cy"))))
    assert "language=cy" in exported.check_address
    page = client.get(exported.check_address.removeprefix("http://testserver"))
    assert "unchanged" in text_of(page.text).lower()
    wording = SourceWording.objects.get(text=WORDS[2][3])
    wording.text = "Ni ofynnodd neb."
    wording.save()
    page = client.get(exported.check_address.removeprefix("http://testserver")).text
    (shown,) = re.findall(r'<div class="differences" lang="cy">.*?</div>', page, re.S)
    assert "beth oedd dymuniad Mr A" in " ".join(re.findall(r"<del>(.*?)</del>", shown, re.S))


def test_a_kept_welsh_version_opens_with_its_words_and_says_what_changed(client, briefing):
    code = keep_code(client, f"/briefings/review/{SLUG}.json?language=cy")
    html = client.get(f"/briefings/versions/{code}.html").text
    assert in_order(whole(CY), text_of(html))
    assert '<blockquote lang="cy">' in html
    outline = from_data(json.loads(body(client.get(f"/briefings/versions/{code}.json"))))
    found = Edition.objects.get(code=code)
    assert changes(found, outline, AnonymousUser()) == []
    wording = SourceWording.objects.get(text=WORDS[2][3])
    wording.text = "Ni ofynnodd neb."
    wording.save()
    (changed,) = changes(found, outline, AnonymousUser())
    assert (changed.what, changed.language) == ("It has been reworded.", CY)


def test_a_trainer_chooses_the_language_of_a_briefing(client, briefing):
    item = LearningItem.objects.get(text=SECOND[0])
    client.post("/briefings/add/", {"from": f"review/{SLUG}?language=cy"})
    assert plan_in(client).language == CY
    assert re.search(r'<option value="cy" selected>Cymraeg</option>', client.get(reverse("builder")).text)
    data = from_data(json.loads(body(client.get(reverse("take_briefing", args=["json"])))))
    assert {one.language for one in data.items() if one.reference == item.reference} == {CY}
    assert "language=cy" in data.check_address
    checked = client.get(data.check_address.removeprefix("http://testserver")).text
    assert "These words are unchanged" in text_of(checked)
    client.post(reverse("builder_save"), sent_by(client))
    assert plan_in(client).language == CY  # a form without the field changes nothing
    client.post(reverse("builder_save"), sent_by(client) | {"language": ""})
    data = from_data(json.loads(body(client.get(reverse("take_briefing", args=["json"])))))
    assert {one.text for one in data.items() if one.reference == item.reference} == {SECOND[0]}


def test_the_builder_offers_no_language_where_there_is_one(client, world):
    client.post("/briefings/add/", {"item": world.reviews["public"].item.reference})
    assert 'name="language"' not in client.get(reverse("builder")).text
