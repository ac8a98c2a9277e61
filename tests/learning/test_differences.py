"""Two texts, compared."""

import pytest

from learning.differences import differences


@pytest.mark.parametrize(
    ("old", "new"),
    [("", ""), ("a b", "a b"), ("", "a"), ("a", ""), ("a b c", "a x c"), ("one\n\ntwo", "two"), ("é ü", "é!")],
)
def test_differences_make_up_both_texts(old, new):
    pieces = differences(old, new)
    assert "".join(text for what, text in pieces if what != "gone") == new
    assert "".join(text for what, text in pieces if what != "new") == old


def test_only_what_changed_is_said_to_have_changed():
    assert differences("We ask how, at home.", "We ask when, at home and school.") == [
        ("same", "We ask "), ("gone", "how"), ("new", "when"), ("same", ", at home"), ("new", " and school"),
        ("same", "."),
    ]  # fmt: skip
    assert differences("One.\n\nTwo.", "One. Two.") == [
        ("same", "One."), ("gone", "\n\n"), ("new", " "), ("same", "Two.")
    ]  # fmt: skip


@pytest.mark.parametrize(("old", "new"), [("a " * 9999, "b a " * 4999), ("." * 20_000, ".," * 10_000)])
def test_long_texts_that_are_hard_to_compare_are_compared_whole(old, new):
    pieces = differences(old, new)
    assert "".join(text for what, text in pieces if what != "gone") == new
    assert "".join(text for what, text in pieces if what != "new") == old


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Łukasz", "Łu\u00adkasz"),
        ("Zoe\u0308 came", "Zoë came"),
        ("a\u200bb", "ab"),
        ("Yes \u2714\ufe0f", "Yes \u2714"),
    ],
)
def test_what_reads_alike_is_no_difference(old, new):
    assert [what for what, _ in differences(old, new)] == ["same"]


@pytest.mark.parametrize(("old", "new"), [("Lukasz", "Łukasz"), ("Zoe", "Zoë"), ("rose", "Rose"), ("ਕੀ", "ਕਿ")])
def test_what_reads_otherwise_is_a_difference(old, new):
    assert {"gone", "new"} <= {what for what, _ in differences(old, new)}
