"""A corpus that cannot be loaded: what is wrong is named, and nothing of its batch is kept."""

import itertools

import pytest
from django.core.management import CommandError

from learning.models import LearningItem, Review

from .conftest import held


@pytest.mark.parametrize(
    ("name", "number", "values", "says"),
    [
        ("items.jsonl", 7, {"text": "{"}, "This is not JSON"),
        ("items.jsonl", 7, {"text": "[1]"}, "This is not a record"),
        ("items.jsonl", 7, {"kind": "rumour"}, "no kind of item 'rumour'. Use one of: good-practice"),
        ("items.jsonl", 7, {"themes": ["weather"]}, "vocab.json has no theme 'weather'. Add it there"),
        ("items.jsonl", 7, {"agencies": ["circus"]}, "vocab.json has no agency 'circus'. Add it there"),
        ("items.jsonl", 7, {"review": 99}, "reviews.jsonl has no review 99. Add it there"),
        ("items.jsonl", 120, {"review": 1}, "An item of review 1 comes after one of review 8. Sort the items"),
        ("items.jsonl", 7, {"ref": ""}, '"ref" is missing'),
        ("items.jsonl", 7, {"seq": 6}, "same ref or seq"),
        ("items.jsonl", 7, {"seq": -1}, "position: "),
        ("items.jsonl", 7, {"under": "R99999-001"}, "Name the ref or seq of an item above that is no recommendation"),
        ("items.jsonl", 7, {"under": 7}, "Name the ref or seq of an item above"),
        ("items.jsonl", 7, {"kind": "recommendation", "label": "x" * 25}, "short_label: "),
        ("items.jsonl", 7, {"kind": "recommendation", "label": 7}, '"label" is missing, empty or no str'),
        ("items.jsonl", 7, {"audience": "partnership"}, "Its audience is not that of its review"),
        ("reviews.jsonl", 4, {"text": "{"}, "This is not JSON"),
        ("reviews.jsonl", 4, {"id": 3}, "Sort the reviews by id"),
        ("reviews.jsonl", 4, {"code": "R00002"}, "The code R00002 was given to a review above"),
        ("reviews.jsonl", 4, {"code": "Four"}, "Enter R and at least four digits"),
        ("reviews.jsonl", 4, {"published": "May"}, "published_on: "),
        ("reviews.jsonl", 4, {"audience": "friends"}, "audience: "),
        ("reviews.jsonl", 4, {"partnership": "Nowhere"}, "vocab.json has no partnership 'Nowhere'"),
        ("reviews.jsonl", 4, {"title": "x" * 201}, "title: "),
    ],
)
def test_a_broken_line_is_named_and_nothing_of_its_batch_is_kept(load, change, name, number, values, says):
    before = held()
    change(name, number, **values)
    with pytest.raises(CommandError) as error:
        load()
    assert f"{name}, line {number}: " in str(error.value)
    assert says in str(error.value)
    assert held() == before


def test_a_fourth_level_of_items_is_refused(load, written, change):
    lines = [
        (number, item)
        for number, item in enumerate(written.items, 1)
        if item["review"] == 1 and item["kind"] != "recommendation"
    ]
    for (_, above), (number, _) in itertools.pairwise(lines[:4]):
        change("items.jsonl", number, under=above["ref"])
    with pytest.raises(CommandError, match="Items stand up to 3 levels deep"):
        load()


def test_what_the_database_refuses_is_named_and_nothing_of_its_batch_is_kept(load, change):
    before = held()
    twice = LearningItem.objects.order_by("reference").first()
    change("items.jsonl", 7, ref=twice.reference, kind="finding")
    with pytest.raises(CommandError, match=r"reviews\.jsonl, lines 1 to 8: The database refused"):
        load()
    assert held() == before


def test_an_address_is_not_taken_from_another_review(load, change):
    change("reviews.jsonl", 4, slug=Review.objects.get(code="R0001").slug)
    with pytest.raises(CommandError, match=r"reviews\.jsonl, line 4: Another review is or was at the address"):
        load()


@pytest.mark.parametrize("name", ["vocab.json", "reviews.jsonl", "items.jsonl"])
def test_a_missing_file_is_named(load, written, name):
    (written.folder / name).unlink()
    with pytest.raises(CommandError, match=f"{name} is missing. Name a folder"):
        load()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('{\n "themes": [}', r"vocab\.json, line 2: This is not JSON"),
        ('{"themes": [], "agencies": [], "kinds": []}', r"vocab\.json: .*'partnerships'.* Add what is missing"),
        (
            '{"kinds": [], "agencies": [], "partnerships": [],\n"themes": [["Bad slug", "Weather"]]}',
            r"vocab\.json, line 2: slug: ",
        ),
    ],
)
def test_a_vocabulary_that_is_none_is_named(load, written, text, says):
    (written.folder / "vocab.json").write_text(text)
    with pytest.raises(CommandError, match=says):
        load()
