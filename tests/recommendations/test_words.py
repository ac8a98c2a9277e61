"""A recommendation without words cannot be saved by hand, published or loaded."""

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command

from learning.actions import publish_review
from learning.models import LearningItem, Review, Status
from learning.utils.text import has_words
from recommendations.models import Recommendation, RecommendationPart
from recommendations.part_rules import NO_WORDS
from tests.portal.administration import address_of, opened

NOTHING = ["", " ", "\n\n", "\u200b", "\ufeff \u2060", "\xa0"]


@pytest.mark.parametrize("nothing", NOTHING)
def test_what_shows_nothing_is_no_words(nothing):
    assert not has_words(nothing, nothing)
    assert has_words(nothing, "☐")


@pytest.fixture
def silent(world) -> Recommendation:
    """Return the recommendation of a draft, without words."""
    recommendation = world.reviews["draft"].recommendation
    recommendation.parts.all().delete()
    Recommendation.objects.filter(pk=recommendation.pk).update(stem="", tail="\u200b")
    return recommendation


def test_it_is_not_saved_in_the_administration(client_of, world):
    recommendation = world.reviews["draft"].recommendation
    recommendation.parts.all().delete()
    browser = client_of("administrator")
    form = opened(browser, recommendation) | {"stem": "", "tail": "\u200b"}
    page = browser.post(address_of(recommendation), form)
    assert page.status_code == 200
    assert NO_WORDS in page.text
    assert Recommendation.objects.get(pk=recommendation.pk).stem
    assert browser.post(address_of(recommendation), form | {"tail": "Do it."}).status_code == 302


def test_a_part_or_an_item_that_shows_nothing_is_not_saved(world):
    made = world.reviews["draft"]
    with pytest.raises(ValidationError, match="Enter the text of this part"):
        RecommendationPart(recommendation=made.recommendation, label="c", text="\u200b").full_clean()
    with pytest.raises(ValidationError, match="Enter the text as published"):
        LearningItem(
            review=made.review, document=made.document, position=99, kind="finding", text="\ufeff"
        ).full_clean()


def test_a_review_is_not_published_with_it(world, silent):
    with pytest.raises(ValidationError, match=silent.reference):
        publish_review(silent.review, by=world.people["administrator"])
    assert Review.objects.get(pk=silent.review_id).status == Status.DRAFT


@pytest.mark.django_db
def test_fixtures_with_it_are_not_loaded(settings, tmp_path):
    rows = json.loads((settings.BASE_DIR / "fixtures" / "R0003.json").read_text())
    for row in rows:
        if row["fields"].get("reference") == "R0003-12":
            row["fields"] |= {"stem": "", "tail": ""}
    path = tmp_path / "silent.json"
    path.write_text(json.dumps(rows))
    with pytest.raises(CommandError, match="See R0003-12"):
        call_command("loaddata", path)
    assert Recommendation.objects.get(reference="R0003-12").stem
