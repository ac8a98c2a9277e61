"""Short forms of published texts, which never stop in the middle of a sentence."""

import pytest

from learning.models import LearningItem
from learning.utils.text import ends_a_sentence, whole_sentences
from recommendations.models import Recommendation

ONE, TWO, THREE = "Ask who lives there.", "Write it down, e.g. in the record.", "Tell Dr. Ray and the school!"


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        (f"{ONE} {TWO} {THREE}", 40, f"{ONE} {TWO} {THREE}"),
        (f"{ONE} {TWO} {THREE}", 11, f"{ONE} {TWO} …"),
        (f"{ONE} {TWO} {THREE}", 10, f"{ONE} …"),
        (f"{ONE} {TWO} {THREE}", 1, f"{ONE} …"),
        (f"{THREE} {ONE}", 6, f"{THREE} …"),  # “Dr.” ends no sentence
        (f"He said: “{ONE}” {TWO}", 6, f"He said: “{ONE}” …"),
        ("No sentence ends here, however long it is", 3, "No sentence ends here, however long it is"),
        (f"{ONE}\n\n{TWO}", 4, f"{ONE} …"),
        ("", 3, ""),
    ],
)
def test_a_text_is_shortened_at_the_end_of_a_sentence(text, words, shown):
    assert whole_sentences(text, words) == shown


@pytest.mark.parametrize(
    ("text", "is_whole"),
    [("Ask them.", True), ("Ask them?” ", True), ("Agencies should:", False), ("with regard to;", False), ("", False)],
)
def test_where_a_sentence_ends(text, is_whole):
    assert ends_a_sentence(text) is is_whole


@pytest.mark.django_db
def test_no_summary_of_the_real_content_stops_in_the_middle():
    texts = [
        *LearningItem.objects.values_list("text", flat=True),
        *Recommendation.objects.values_list("stem", flat=True),
    ]
    for text in texts:
        shown = whole_sentences(text, 40)
        if shown != text:
            assert text.startswith(shown.removesuffix(" …"))
            assert ends_a_sentence(shown.removesuffix(" …"))
    assert len(texts) > 80
