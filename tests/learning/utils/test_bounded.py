"""A store that is limited in size."""

from learning.utils.bounded import Bounded


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
    store.put("heavy", "x", 11)
    assert store.get("heavy") is None
    assert store.weight == 0


def test_a_value_is_made_once():
    store, made = Bounded[str](10), []
    for _ in range(2):
        assert store.keep("key", lambda: made.append(1) or "value", len) == "value"
    assert len(made) == 1
    assert store.weight == len("value")
    store.forget()
    assert (store.get("key"), store.weight) == (None, 0)
