"""Two texts, compared."""

import pytest
from rapidfuzz.distance import Indel

from learning.utils.differences import MOST_PAIRS, differences
from learning.utils.folding import as_seen


@pytest.mark.parametrize(
    ("old", "new"),
    [("", ""), ("a b", "a b"), ("", "a"), ("a", ""), ("a b c", "a x c"), ("one\n\ntwo", "two"), ("é ü", "é!")],
)
def test_differences_make_up_edit_conflict(old, new):
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


HARD = {
    "one-letter words": ("a b " * 75_000, "b a c " * 50_000, False),
    "long lines": ("x y z " * 50_000 + "\n" + "same\n" * 9, "z y x " * 50_000 + "\n" + "same\n" * 9, True),
    "paragraphs": ("one two three four\n\n" * 9_000, "one two four\n\none two three four\n\n" * 4_000, True),
    "short lines": ("a\nb\n" * 75_000, "b\nc\na\n" * 50_000, False),
}


@pytest.mark.parametrize("name", HARD)
def test_very_many_words_are_compared_by_paragraphs_or_not_at_all(monkeypatch, name):
    """Comparisons are counted: two stale saves of 150,000 one-letter words took 6 seconds and 2 GB."""
    old, new, has_same = HARD[name]
    pairs = []
    opcodes = Indel.opcodes

    def counted(before, after):
        pairs.append(len(before) * len(after))
        return opcodes(before, after)

    monkeypatch.setattr("learning.utils.differences.Indel.opcodes", counted)
    pieces = differences(old, new)
    assert sum(pairs) <= MOST_PAIRS
    assert "".join(text for what, text in pieces if what != "gone") == as_seen(new)
    assert "".join(text for what, text in pieces if what != "new") == as_seen(old)
    assert any(what == "same" for what, _ in pieces) == has_same


def test_a_small_change_of_a_very_long_text_is_shown_word_by_word():
    """The common beginning and end of two texts are not compared."""
    old = "We ask who lives there. " * 30_000
    new = old.replace("who lives there. " * 1, "who sleeps there. ", 15_000)
    pieces = differences(old, old[:300_000] + "Now we ask. " + old[300_000:])
    assert len(pieces) == 3
    assert [what for what, _ in pieces] == ["same", "new", "same"]
    assert len(differences(old, new)) > 1
