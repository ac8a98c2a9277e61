"""The process that reads a file: its answer, its limits, and what it does not import."""

import subprocess
import sys
import time

import pytest
from django.core.exceptions import ValidationError

from learning.models import OriginalFormat
from learning.originals import inspection, processes
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
    with pytest.raises(processes.ServerBusyError) as raised:
        files.inspected("report.pdf", files.pdf())
    assert "because the server is busy" in raised.value.messages[0]
    assert time.monotonic() - began < 10


def test_a_process_that_fails_does_not_blame_the_file(process, monkeypatch):
    monkeypatch.setattr(processes.sys, "executable", "/bin/false")
    with pytest.raises(processes.ReaderFailedError) as raised:
        files.inspected("report.txt", b"Words.")
    assert "because of a fault in the portal" in raised.value.messages[0]


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("raise MemoryError", processes.OverLimitError),
        ("raise RecursionError", processes.OverLimitError),
        ("os.kill(os.getpid(), signal.SIGXCPU)", processes.OverLimitError),
        ("os.kill(os.getpid(), signal.SIGTERM)", processes.ReaderFailedError),
        ("raise KeyError('the words of the file')", processes.ReaderFailedError),
        ("sys.exit(3)", processes.ReaderFailedError),
    ],
)
def test_a_limit_is_told_from_a_fault_of_the_portal(tmp_path, monkeypatch, settings, code, error):
    settings.BASE_DIR = tmp_path
    monkeypatch.setenv("PYTHONPATH", str(inspection.__file__).removesuffix("/learning/originals/inspection.py"))
    (tmp_path / "trial.py").write_text(
        "import os, signal, sys\nfrom learning.originals.reader.answering import write_answer\n"
        f"def read():\n    {code}\nwrite_answer(read)\n"
    )
    with pytest.raises(error) as raised:
        processes.answer_of("trial", [], b"", seconds=20)
    assert "words of the file" not in str(raised.value)


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
