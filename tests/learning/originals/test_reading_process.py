"""The process that reads a file: its answer, its limits, and what it does not import."""

import subprocess
import sys
import time

import pytest
from django.core.exceptions import ValidationError

from learning.models import OriginalFormat
from learning.originals import inspection
from tests.learning.originals import files

RUN = inspection.run_reader  # before the fixture replaces it


@pytest.fixture
def process(monkeypatch, read_here) -> None:
    """Read files in a process of their own, as outside the tests."""
    monkeypatch.setattr(inspection, "run_reader", RUN)


@pytest.mark.parametrize(("format", "content"), [("pdf", files.pdf()), ("docx", files.word())])
def test_the_process_answers_what_the_reader_finds(process, format, content):
    assert files.TEXT in files.inspected(f"report.{format}", content).text


def test_the_process_says_why_it_refuses_a_file(process):
    with pytest.raises(ValidationError, match="encrypted"):
        files.inspected("locked.pdf", files.encrypted_pdf())


def test_reading_that_does_not_finish_is_stopped(process, monkeypatch):
    monkeypatch.setattr(inspection, "LONGEST_READING", 0.01)
    began = time.monotonic()
    with pytest.raises(ValidationError, match="could not be read"):
        files.inspected("report.pdf", files.pdf())
    assert time.monotonic() - began < 10


def test_a_process_that_fails_refuses_the_file(process, monkeypatch):
    monkeypatch.setattr(inspection.sys, "executable", "/bin/false")
    with pytest.raises(ValidationError, match="could not be read"):
        files.inspected("report.txt", b"Words.")


def test_the_process_limits_itself_and_imports_no_django():
    code = (
        "import sys, resource, learning.originals.reader.__main__ as m;"
        "m.limit(memory=m.MEMORY, seconds=m.PROCESSOR_SECONDS); m.answer('txt', b'x');"
        "print([n for n in sys.modules if n.startswith('django')], resource.getrlimit(resource.RLIMIT_FSIZE)[0],"
        "resource.getrlimit(resource.RLIMIT_AS)[0] == m.MEMORY)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["[]", "0", "True"]


def test_the_formats_of_the_reader_are_those_of_the_portal():
    assert set(inspection.FORMATS.values()) == set(OriginalFormat) == set(inspection.LOOKS_RIGHT)
