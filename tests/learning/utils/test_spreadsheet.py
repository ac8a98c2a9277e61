"""No cell that is made of published text runs as a formula in a spreadsheet."""

import csv
import io

import pytest

from learning.utils.spreadsheet import safe, written


@pytest.mark.parametrize("lead", ["", " ", "\n", "\u00a0", "\ufeff"])
@pytest.mark.parametrize("sign", "=+-@\uff1d\uff0b\uff0d\uff20")
def test_a_formula_is_text_whatever_stands_before_it(lead, sign):
    assert safe(f"{lead}{sign}HYPERLINK(1)") == f"'{lead}{sign}HYPERLINK(1)"


@pytest.mark.parametrize("text", ["Who asked?", "1 + 1", "a = b", "", "’tis"])
def test_other_text_stays_as_it_is(text):
    assert safe(text) == text


def test_rows_are_written_as_by_the_library():
    rows = [["a", 'say "so"', ""], ["two\nlines", "comma, semicolon; tab\t", "\r\n"], ["=1", "’", "\N{DUCK}"]]
    file = io.StringIO()
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows([map(safe, row) for row in rows])
    assert written(rows) == file.getvalue()
