"""Reading what somebody typed into the search box."""

import pytest

from learning.models import LearningItem
from learning.search.words import MAX_LENGTH, MAX_WORDS, UnreadableQuery, holds, words_of


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", []),
        ("   ", []),
        ("father", ["father"]),
        ("  left   out ", ["left", "out"]),
        ('"left out" father', ["left out", "father"]),
        ('father "', ["father"]),
        ('"unclosed phrase', ["unclosed", "phrase"]),
        ('""', []),
        ("- ? !", []),
        ("R0001-14", ["R0001-14"]),
        ("mother’s", ["mother’s"]),
        ("%", []),
        ("100%", ["100%"]),
        ("Älter 12", ["Älter", "12"]),
    ],
)
def test_words_and_phrases_are_told_apart(typed, words):
    assert words_of(typed) == words


def test_a_query_of_the_greatest_length_is_read():
    assert len(words_of(("x" * 19 + " ") * 10)) == 10
    assert words_of("x" * MAX_LENGTH) == ["x" * MAX_LENGTH]
    assert len(words_of("a " * MAX_WORDS)) == MAX_WORDS


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("x" * (MAX_LENGTH + 1), "201 characters long. Shorten it to 200"),
        ("x" * 10_000, "10,000 characters long"),
        ("a " * (MAX_WORDS + 1), "has 13 words. Use 12 or fewer"),
        ("a\x00b", "cannot be searched for"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(typed, says):
    with pytest.raises(UnreadableQuery, match=says):
        words_of(typed)


@pytest.fixture
def found(world):
    made = world.reviews["public"]

    def found(text: str, *words: str, heading: str = "") -> bool:
        LearningItem.objects.filter(pk=made.item.pk).update(text=text, heading=heading)
        condition = holds(list(words), "text", "heading")
        return LearningItem.objects.filter(condition, pk=made.item.pk).exists()

    return found


def test_every_word_must_stand_in_the_text_in_any_case(found):
    assert found("Fathers were left out", "FATHER", "left")
    assert not found("Fathers were left out", "father", "right")


def test_the_words_may_stand_in_different_fields(found):
    assert found("Fathers were left out", "father", "hidden", heading="Hidden men")


def test_a_phrase_must_stand_as_it_is(found):
    assert found("Fathers were left out", "left out")
    assert not found("left behind, and out", "left out")


@pytest.mark.parametrize("sign", ["%", "_", "\\", "'", '"', ";--"])
def test_signs_of_a_database_mean_themselves(found, sign):
    assert not found("Fathers were left out", f"left{sign}out")
    assert found(f"left{sign}out", f"left{sign}out")
