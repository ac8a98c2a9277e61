"""What an import makes of judged documents: no word of them disappears, and most statements are what they are.

`python -m tests.imports.scoring` prints the figures for each document and type. The documents whose names begin with
"blind_" were written after the importer worked, to see how it does on documents that nobody had in mind.
"""

import pytest

from reviews_portal.imports.draft import Draft
from reviews_portal.imports.readers import read_file
from reviews_portal.imports.structure.document import draft_of
from tests.imports.inventory import documents
from tests.imports.inventory import truth as truth_of_seed
from tests.imports.scoring import JUDGED, Score, score, table, truths

TRUTHS = truths()
SHARE, SHARE_OF_SEEDS = 0.85, 0.95


def judged(name: str) -> tuple[Draft, Score]:
    truth = TRUTHS[name]
    file = JUDGED / name / truth["file"]
    draft = draft_of(read_file(file.read_bytes(), file.name))
    found = score(draft, truth)
    found.name = name
    return draft, found


@pytest.fixture(scope="module")
def all_judged() -> dict[str, tuple[Draft, Score]]:
    return {name: judged(name) for name in TRUTHS}


def test_most_statements_have_their_type_and_words(all_judged):
    scores = [found for _, found in all_judged.values()]
    share = sum(one.right.total() for one in scores) / sum(one.total.total() for one in scores)
    assert share >= SHARE, table(scores)


@pytest.mark.parametrize("name", TRUTHS)
def test_every_word_is_in_a_statement_or_listed(all_judged, name):
    draft, found = all_judged[name]
    # A hyphen at the end of a line stays where nothing in the text says that it only divides a word.
    parts = set(draft.words())
    divided = {
        word for word in found.lost if any(word[:at] in parts and word[at:] in parts for at in range(2, len(word)))
    }
    assert not set(found.lost) - divided


@pytest.mark.parametrize("name", TRUTHS)
def test_a_statement_stands_under_an_earlier_one_of_its_review(all_judged, name):
    draft, _ = all_judged[name]
    for at, one in enumerate(draft.statements):
        assert one.under is None or one.under < at
        assert one.review < len(draft.reviews)
        assert one.text or one.type == "recommendation"


def test_the_seed_documents_are_read_almost_whole():
    scores = []
    for seed, file in documents().items():
        scores.append(score(draft_of(read_file(file.read_bytes(), file.name)), truth_of_seed(seed)))
        assert not scores[-1].lost, scores[-1].lost
    share = sum(one.right.total() for one in scores) / sum(one.total.total() for one in scores)
    assert share >= SHARE_OF_SEEDS, table(scores)
