"""`make test` fails when the tests fail on either engine, and never skips one without a word."""

import os
import subprocess
from contextlib import nullcontext

import pytest

from tests import engines


@pytest.fixture
def run(monkeypatch):
    """Return a run of both engines with these exit codes of pytest, and how each was started."""

    monkeypatch.setattr(engines, "make_sqlite", lambda: None)
    monkeypatch.setattr(engines, "given_server", nullcontext)

    def run(codes: list[int], **environment: str) -> tuple[int, list[dict[str, str]]]:
        started: list[dict[str, str]] = []

        def run_pytest(engine: str, arguments: list[str], **given: str) -> int:
            assert "TEST_DATABASE_URL" not in os.environ
            assert ("--second-engine" in arguments) == (engine == "PostgreSQL")
            started.append({"engine": engine, **given})
            return codes[len(started) - 1]

        for name in ["TEST_DATABASE_URL", "REQUIRE_POSTGRES"]:
            monkeypatch.setenv(name, environment.get(name, ""))
        monkeypatch.setattr(engines, "run_pytest", run_pytest)
        return engines.main([]), started

    return run


@pytest.fixture
def no_postgresql(monkeypatch):
    monkeypatch.setattr(engines.shutil, "which", lambda name: None)
    monkeypatch.setattr(engines.Path, "glob", lambda self, pattern: [])


@pytest.mark.parametrize(("codes", "expected"), [([0, 0], 0), ([1, 0], 1), ([5, 5], 1), ([-9, 0], 1)])
def test_a_failure_on_either_engine_is_a_failure(run, codes, expected):
    code, started = run(codes, TEST_DATABASE_URL="postgresql://portal@127.0.0.1/postgres")
    assert code == expected
    assert started == [
        {"engine": "SQLite"},
        {
            "engine": "PostgreSQL",
            "TEST_DATABASE_URL": "postgresql://portal@127.0.0.1/postgres",
            "TEST_TEMPLATE": "portal_template",
        },
    ]


def test_a_second_run_in_which_nothing_is_left_to_run_is_no_failure(run):
    code, _ = run([0, 5], TEST_DATABASE_URL="postgresql://portal@127.0.0.1/postgres")
    assert code == 0


def test_without_postgresql_its_tests_are_skipped_aloud(run, no_postgresql, capsys):
    code, started = run([0])
    assert code == 0
    assert started == [{"engine": "SQLite"}]
    assert "PostgreSQL: tests SKIPPED: no PostgreSQL server is installed here" in capsys.readouterr().out


def test_without_postgresql_a_run_that_requires_it_fails(run, no_postgresql, capsys):
    code, _ = run([0], REQUIRE_POSTGRES="1")
    assert code == 1
    assert "PostgreSQL: FAILED" in capsys.readouterr().out


def test_nothing_runs_when_the_database_cannot_be_made(run, monkeypatch, capsys):
    def fail(address: str = "") -> None:
        raise subprocess.CalledProcessError(1, "tests.databases")

    monkeypatch.setattr(engines, "given_server", fail)
    code, started = run([], TEST_DATABASE_URL="postgresql://portal@127.0.0.1/postgres")
    assert (code, started) == (1, [])
    assert "could not be made" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "processes"),
    [([], "logical"), (["-m", "slow"], "logical"), (["tests/learning", "-k", "words"], "0")],
)
def test_few_tests_run_in_one_process(monkeypatch, arguments, processes):
    started = []

    class Process:
        def __init__(self, command, **kwargs) -> None:
            started.append(command)

        def wait(self) -> int:
            return 0

    monkeypatch.setattr(engines.subprocess, "Popen", Process)
    assert engines.run_pytest("SQLite", arguments) == 0
    assert f"--numprocesses={processes}" in started[0]
