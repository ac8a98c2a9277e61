"""`bench/corpus.py` writes the same for the same arguments, in the portal's own words."""

from learning.models import ItemKind

from .conftest import TINY, write

# The kinds of review of corpora that were written before kinds of review became a vocabulary.
TYPES = {
    "serious-case-review",
    "local-child-safeguarding-practice-review",
    "national-child-safeguarding-practice-review",
    "rapid-review",
    "child-practice-review",
    "single-unified-safeguarding-review",
    "significant-case-review",
    "learning-review",
    "case-management-review",
    "safeguarding-adult-review",
    "domestic-homicide-review",
    "multi-agency-audit",
    "other",
}


def test_the_generator_writes_the_same_for_the_same_arguments(written, tmp_path):
    assert write(tmp_path / "again", *TINY)[1:] == written[1:]
    assert write(tmp_path / "other", "--items=120", "--reviews=8", "--seed=2").items != written.items


def test_the_generator_uses_the_portals_own_vocabulary(written):
    assert {slug for slug, _ in written.vocabulary["kinds"]} <= {*ItemKind.values, "recommendation"}
    assert {slug for slug, _ in written.vocabulary["types"]} == TYPES
    assert len(written.vocabulary["themes"]) == len(dict(written.vocabulary["themes"])) == 60
    assert len(set(written.vocabulary["partnerships"])) == 130
