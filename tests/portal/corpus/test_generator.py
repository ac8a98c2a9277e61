"""`bench/corpus.py` writes the same for the same arguments, in the portal's own words."""

from learning.models import ItemKind, ReviewType

from .conftest import TINY, write


def test_the_generator_writes_the_same_for_the_same_arguments(written, tmp_path):
    assert write(tmp_path / "again", *TINY)[1:] == written[1:]
    assert write(tmp_path / "other", "--items=120", "--reviews=8", "--seed=2").items != written.items


def test_the_generator_uses_the_portals_own_vocabulary(written):
    assert {slug for slug, _ in written.vocabulary["kinds"]} <= {*ItemKind.values, "recommendation"}
    assert {slug for slug, _ in written.vocabulary["types"]} == {*ReviewType.values}
    assert len(written.vocabulary["themes"]) == len(dict(written.vocabulary["themes"])) == 60
    assert len(set(written.vocabulary["partnerships"])) == 130
