"""The seed documents as web pages, Word files and PDFs give the same statements as their text."""

import os
import shutil

import pytest

from reviews_portal.imports.readers import read_file
from reviews_portal.imports.structure.document import draft_of
from tests.imports.inventory import truth
from tests.imports.scoring import score, table
from tests.imports.seed_files import convert, write_pages

SHARE = 0.95
needs_office = pytest.mark.skipif(
    shutil.which("soffice") is None and not os.environ.get("REQUIRE_OFFICE"), reason="LibreOffice is not installed"
)


FORMATS = ["html", *(pytest.param(end, marks=needs_office) for end in ("docx", "pdf"))]


@pytest.mark.parametrize("end", FORMATS)
def test_a_seed_document_in_another_format(tmp_path, end):
    files = write_pages(tmp_path)
    if end != "html":
        files = convert(files, end)
    scores = []
    for file in files:
        scores.append(score(draft_of(read_file(file.read_bytes(), file.name)), truth(file.stem)))
        scores[-1].name = file.name
        assert not scores[-1].lost, (file.name, scores[-1].lost)
    share = sum(one.right.total() for one in scores) / sum(one.total.total() for one in scores)
    assert share >= SHARE, table(scores)
