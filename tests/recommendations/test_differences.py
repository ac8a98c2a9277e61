"""Two texts, compared."""

import pytest

from recommendations.differences import differences


@pytest.mark.parametrize(
    ("old", "new"),
    [("", ""), ("a b", "a b"), ("", "a"), ("a", ""), ("a b c", "a x c"), ("one\n\ntwo", "two"), ("é ü", "é!")],
)
def test_differences_make_up_both_texts(old, new):
    pieces = differences(old, new)
    assert "".join(text for what, text in pieces if what != "gone") == new
    assert "".join(text for what, text in pieces if what != "new") == old
