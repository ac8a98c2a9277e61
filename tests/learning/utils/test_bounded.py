"""A store that is limited in size."""

from dataclasses import dataclass

from learning.models import LearningItem, Review
from learning.utils.bounded import OBJECT, Bounded, weight_of


def test_the_oldest_values_are_dropped():
    store = Bounded[str](10)
    for number in range(4):
        store.put(number, f"value {number}", 3)
    assert [store.get(number) for number in range(4)] == [None, "value 1", "value 2", "value 3"]
    assert store.weight == 9
    store.put(1, "longer", 4)
    assert [store.get(number) for number in (1, 2, 3)] == ["longer", "value 2", "value 3"]
    assert store.weight == 10


def test_a_value_heavier_than_the_store_is_not_kept():
    store = Bounded[str](10)
    store.put("light", "x", 3)
    store.put("heavy", "x", 11)
    assert store.get("heavy") is None
    assert (store.get("light"), store.weight) == ("x", 3)  # nothing was dropped for it
    store.put("light", "longer", 11)
    assert (store.get("light"), store.weight) == (None, 0)


def test_a_value_is_made_once():
    store, made = Bounded[str](10), []
    for _ in range(2):
        assert store.keep("key", lambda: made.append(1) or "value", len) == "value"
    assert len(made) == 1
    assert store.weight == len("value")
    store.forget()
    assert (store.get("key"), store.weight) == (None, 0)


@dataclass
class Page:
    title: str
    records: list


def test_a_value_weighs_its_texts_and_those_of_what_was_read_with_it():
    review = Review(title="r" * 10_000)
    item = LearningItem(text="i" * 2_000, review=review)
    assert 12_000 < weight_of(item) < 12_000 + 10 * OBJECT
    item.responses = [LearningItem(text="s" * 5_000, review=review) for _ in range(3)]
    assert 27_000 < weight_of(item) < 27_000 + 20 * OBJECT  # the review once
    assert 27_000 < weight_of(Page("t", [item])) - weight_of(Page("t", [])) < 27_000 + 20 * OBJECT
    assert weight_of({"abc": ["de", 1, None]}) == 2 * OBJECT + len("abcde")
    review.part = review  # it leads back to itself
    assert weight_of(review) < 10_000 + 10 * OBJECT
