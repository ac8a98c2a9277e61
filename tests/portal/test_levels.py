"""Learning items stand up to three levels deep, and never in a circle."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from learning.models import LearningItem
from tests.documents.three_levels import WORDS, item_with, make_report
from tests.portal.administration import opened

FINDING, CONCERN, QUESTION, _, HANDOVERS, SINCE, NIGHT, *_ = (words for _, level, _, words in WORDS if level)


@pytest.fixture(autouse=True)
def report(db):
    return make_report()


def error_of(item: LearningItem) -> str:
    """Return the error at the parent of an item, or "" if there is none."""
    try:
        item.clean()
    except ValidationError as error:
        return " ".join(error.message_dict["parent"])
    return ""


def put(words: str, under: str) -> LearningItem:
    item = item_with(words)
    item.parent = item_with(under)
    return item


def test_a_fourth_level_is_refused_with_the_point_to_choose_instead():
    question, concern = item_with(QUESTION), item_with(CONCERN)
    said = error_of(put(ITEM_AT_THE_END, QUESTION))
    assert f"{question.reference} is already at level 3" in said
    assert f"Choose {concern.reference}, the point above it, or leave this blank." in said


def test_points_with_points_under_them_may_not_be_moved_so_that_these_would_be_at_a_fourth_level():
    assert "The sub-points of this one would be at level 4" in error_of(put(FINDING, NIGHT))
    assert "The sub-points of this one would be at level 4" in error_of(put(NIGHT, CONCERN))
    assert error_of(put(NIGHT, FINDING)) == ""
    assert error_of(put(HANDOVERS, NIGHT)) == ""
    assert error_of(put(SINCE, CONCERN)) == ""


def test_no_point_stands_under_itself_or_under_what_stands_under_it():
    for above in (FINDING, CONCERN, QUESTION):
        assert "A point cannot be placed under itself" in error_of(put(FINDING, above))


def test_the_form_refuses_a_fourth_level_and_keeps_what_was_typed(administrator):
    item, question = item_with(ITEM_AT_THE_END), item_with(QUESTION)
    address = reverse("admin:learning_learningitem_change", args=[item.pk])
    page = administrator.post(address, opened(administrator, item, parent=question.pk, text="Typed anew, and long."))
    assert "Points can be nested up to three levels deep" in page.text
    assert "Typed anew, and long." in page.text
    assert not LearningItem.objects.filter(text="Typed anew, and long.").exists()


def test_the_form_offers_only_points_that_may_have_points_under_them(administrator):
    asked = {"app_label": "learning", "model_name": "learningitem", "field_name": "parent"}
    found = administrator.get(reverse("admin:autocomplete"), asked | {"term": "R9600-"}).json()["results"]
    offered = {int(one["id"]) for one in found}
    assert {item_with(FINDING).pk, item_with(CONCERN).pk} <= offered
    assert item_with(QUESTION).pk not in offered


ITEM_AT_THE_END = WORDS[-1][-1]
