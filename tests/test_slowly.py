"""What is left to `make test-slow` still leaves each value at least once in `make test`."""

import pytest

from tests.slowly import each_once, rest_slow


def usual(parameters: list) -> list:
    """Return the parameters that `make test` runs."""
    return [one for one in parameters if not getattr(one, "marks", ())]


def test_the_first_values_are_usual_and_the_rest_slow():
    parameters = rest_slow("abc", 2)
    assert usual(parameters) == ["a", "b"]
    assert len(parameters) == 3


@pytest.mark.parametrize(("first", "second"), [("abc", "12345"), ("abcde", "12"), ("ab", "12"), ("a", "123")])
def test_of_all_pairs_those_are_usual_in_which_each_value_comes(first, second):
    parameters = each_once(first, second)
    assert len(parameters) == len(first) * len(second)
    assert {one for one, _ in usual(parameters)} == set(first)
    assert {other for _, other in usual(parameters)} == set(second)
    assert len(usual(parameters)) == max(len(first), len(second))
