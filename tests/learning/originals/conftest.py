"""Files are read in the process of the tests, except where a test is about the process."""

import pytest

from learning.originals import inspection
from learning.originals.reader.__main__ import answer


@pytest.fixture(autouse=True)
def read_here(monkeypatch) -> None:
    monkeypatch.setattr(inspection, "run_reader", lambda format, content: answer(str(format), content))
