"""CSV as a spreadsheet program opens it: every word is there, and nothing runs."""

import pytest

from reviews_portal.briefings.writers import FORMATS
from tests.briefings.exported import body, outline_at

from .office import MARKUP, bare, cells_of, tricky_outline
from .test_any_text import lettered, unquoted

pytestmark = pytest.mark.django_db


def texts(rows: list[list[str]]) -> list[str]:
    """Return the column of the published texts."""
    return [row[rows[0].index("Text")] for row in rows[1:]]


def test_a_formula_that_is_let_through_is_seen(tmp_path):
    """What the other tests rest on."""
    assert cells_of(b"A,B\r\n=1+1,x\r\n", tmp_path)[1] == ["of:=1+1", "x"]


def test_nothing_in_a_file_runs(tmp_path):
    made = b"".join(FORMATS["csv"].write(tricky_outline()))
    rows = cells_of(made, tmp_path)
    assert not [cell for row in rows for cell in row if cell.startswith("of:")]
    told = "".join(map(lettered, tricky_outline().items()))
    assert bare("".join(map(unquoted, texts(rows)))) == bare(told)
    assert max(map(len, texts(rows))) <= 32_767  # more does not fit in a cell of Excel
    assert "'" + MARKUP[4] in texts(rows)


@pytest.mark.parametrize("address", ["review/family-t", "agency/hampshire-constabulary", "learning"])
def test_the_real_content_has_its_words_in_order(client, tmp_path, address):
    rows = cells_of(body(client.get(f"/briefings/{address}.csv")), tmp_path)
    words = outline_at(client, f"/briefings/{address}.json").words()
    whole = bare("".join(texts(rows)))
    assert all(bare(text) in whole for text in words)
    assert not [cell for row in rows for cell in row if cell.startswith("of:")]
