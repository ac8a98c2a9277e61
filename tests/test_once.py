"""Check that the tests which run on one engine only cannot depend on the engine."""

import re
from pathlib import Path

import pytest
from django.db import connection

from learning.models import Review
from tests.once import OF_THE_ENGINE, ON_BOTH, ONCE, ROOT, depends_on_the_engine, runs_once, uses_database

TESTS = Path(__file__).parent
# What starts a process: a module that does so without requesting a database must say here what the process is.
STARTS = re.compile(r"\bsubprocess\b|\bmanage\(")
STARTED = {
    "tests/briefings/formats/test_pdf_any_text.py": "a reader of PDFs",
    "tests/imports/test_reading.py": "the process that reads a file, without Django",
    "tests/learning/originals/test_reading_process.py": "the process that reads a file, without Django",
    "tests/operation/test_audit.py": "a program that stands for the one that knows of weaknesses",
    "tests/operation/test_checks.py": "manage.py check, each with a database in SQLite of its own",
    "tests/test_engines.py": "nothing: it stands in for what would start",
    "tests/test_once.py": "nothing",
    "tests/operation/test_settings.py": "Python that reads the settings",
}


def test_who_asks_for_no_database_gets_none():
    """The fixtures of a test must show whether it uses a database."""
    with pytest.raises(RuntimeError, match="Database access not allowed"):
        Review.objects.exists()


def test_what_is_named_is_there():
    assert not [name for name in (*ON_BOTH, *ONCE) if not (ROOT / name).exists()]


def test_what_runs_once_names_nothing_of_the_engine():
    for name in ONCE:
        assert name.startswith(ON_BOTH), f"{name} need not be named"
        assert name.endswith("/") or not OF_THE_ENGINE.findall((ROOT / name).read_text()), name


def test_whatever_names_something_of_the_engine_runs_on_both():
    assert depends_on_the_engine(TESTS / "portal" / "test_outbox.py")
    assert not depends_on_the_engine(TESTS / "portal" / "pages" / "test_home.py")


def test_of_the_values_of_a_test_some_run_on_both_engines(request):
    """Of the tests that are collected now."""
    marked, others = set(), set()
    for item in request.session.items:
        (marked if item.get_closest_marker("once") else others).add(item.nodeid.partition("[")[0])
    assert marked <= others


def test_what_starts_a_process_and_uses_no_database_is_known(request):
    found = {
        item.nodeid.partition("::")[0]
        for item in request.session.items
        if not uses_database(item) and STARTS.search(item.path.read_text())
    }
    assert found <= STARTED.keys()


def test_on_the_second_engine_only_what_runs_once_is_left_out(request):
    """Of the tests that are collected now; a run on the first engine leaves out none."""
    if not request.config.getoption("second_engine"):
        pytest.skip("This is of a second engine.")
    assert not [item.nodeid for item in request.session.items if runs_once(item)]
    assert connection.vendor == "postgresql"
