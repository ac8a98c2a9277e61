"""A populated database of an earlier version is upgraded, and the portal answers from it as that version did.

The databases in data/ were made by make_database.py with the code of their time, one for each engine; they are never
made again. What is compared depends on none of our own words (see answers.py). If a migration moves a column on
purpose, name it in `NOT_KEPT` there, and let pages or exports show that nothing is lost.
"""

import lzma
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from tests.browser.conftest import fresh_database
from tests.upgrade.answers import read, without_invisible

DATA = Path(__file__).parent / "data"
NAMES = sorted({file.name.partition(".")[0] for file in DATA.glob("*.xz")})
REDACTED = "zorbelina"
REFUSALS = {
    "a version is changed": "UPDATE recommendations_responseversion SET text = 'Other words.'",
    "a version is deleted": "DELETE FROM recommendations_responseversion",
    "a part of a version is deleted": "DELETE FROM recommendations_responseversion_parts",
    "a step is changed": "UPDATE recommendations_responsestep SET note = 'Another note.'",
    "a step is deleted": "DELETE FROM recommendations_responsestep",
    "a comment is changed": "UPDATE recommendations_scrutinycomment SET text = 'Another comment.'",
    "evidence is changed": "UPDATE recommendations_evidencefile SET name = 'other.txt'",
    "evidence is deleted": "DELETE FROM recommendations_evidencefile",
    "a version is published twice": "INSERT INTO recommendations_responsestep (version_id, action, note, acted_as, "
    "deciding_body, meeting, as_only_editor, at) SELECT version_id, action, note, acted_as, deciding_body, meeting, "
    "as_only_editor, at FROM recommendations_responsestep WHERE action = 'published'",
}


# What columns held before that later versions hold in another way, see `numbers` and `wordings` in answers.py.
HELD = {
    "numbers": "SELECT id, number FROM recommendations_recommendation WHERE NOT numbering_is_ours",
    "wordings": "SELECT id, part FROM learning_sourcewording",
}


@dataclass
class Upgraded:
    """A database that was upgraded, what the version before answered from it, and what is answered now."""

    address: str
    before: dict[str, Any]
    held: dict[str, dict[str, str]]
    now: dict[str, Any]

    def tables(self, connected: Any) -> list[str]:
        """Return the names of its tables."""
        of_engine = {
            "sqlite": "SELECT name FROM sqlite_master WHERE type = 'table'",
            "postgresql": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'",
        }
        return [name for (name,) in connected.execute(of_engine[self.address.partition(":")[0]]).fetchall()]


@contextmanager
def connected_to(address: str) -> Iterator[Any]:
    """Yield a plain connection to a database, without any code of ours; what it changes is rolled back."""
    if address.startswith("sqlite"):
        with closing(sqlite3.connect(address.removeprefix("sqlite:///"))) as one:
            yield one
    else:
        with closing(psycopg.connect(address)) as one:
            yield one


def load(name: str, address: str) -> None:
    """Fill an empty database with the one that was made under a name for its engine."""
    kept = lzma.decompress((DATA / f"{name}.{address.partition(':')[0]}.xz").read_bytes())
    if address.startswith("sqlite"):
        Path(address.removeprefix("sqlite:///")).write_bytes(kept)
    else:
        with psycopg.connect(address, autocommit=True) as server:
            server.execute(kept)


@pytest.fixture(
    scope="module",
    params=[(name, True) for name in NAMES] + [pytest.param((name, False), marks=pytest.mark.slow) for name in NAMES],
    ids=lambda one: f"{one[0]}, {'few' if one[1] else 'all'}",
)
def upgraded(request, tmp_path_factory) -> Iterator[Upgraded]:
    """Return each database after the upgrade, with the answers to a few questions or to all."""
    name, is_short = request.param
    folder = tmp_path_factory.mktemp("upgrade")
    questions, answers = DATA / f"{name}.{connection.vendor}.answers.xz", folder / "answers.xz"
    with fresh_database(folder, empty=True) as address:
        load(name, address)
        with connected_to(address) as connected:
            held = {
                what: {str(key): str(value) for key, value in connected.execute(query).fetchall()}
                for what, query in HELD.items()
            }
        command = [sys.executable, "-m", "tests.upgrade.answers", questions, answers, *["--short"] * is_short]
        environment = os.environ | {"TEST_DATABASE_URL": address}
        subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)
        yield Upgraded(address, read(questions)["answers"], held, read(answers))


def assert_same(before: dict[str, Any], now: dict[str, Any]) -> None:
    """Assert that each question that was asked now is answered as before, and that some were asked."""
    assert now
    assert {at: answer for at, answer in now.items() if answer != before[at]} == {}


def test_there_is_a_database_for_each_engine():
    assert NAMES
    kinds = ("sqlite.xz", "sqlite.answers.xz", "postgresql.xz", "postgresql.answers.xz")
    assert {file.name for file in DATA.iterdir()} == {f"{name}.{kind}" for name in NAMES for kind in kinds}
    assert all(file.stat().st_size < 500_000 for file in DATA.iterdir())


def test_every_address_answers_as_before(upgraded):
    before, now = upgraded.before["pages"], upgraded.now["pages"]
    for address, answer in now.items():
        old = before[address]
        assert (answer["status"], answer["to"]) == (old["status"], old["to"]), address
        assert set(old["references"]) <= set(answer["references"]), address
    assert {answer["status"] for answer in now.values()} >= {200, 301, 302, 403, 404, 410}


def test_exports_and_kept_versions_quote_the_same_words_in_the_same_order(upgraded):
    assert_same(upgraded.before["exports"], upgraded.now["exports"])


def test_every_format_quotes_them(upgraded):
    assert_same(upgraded.before["files"], upgraded.now["files"])
    assert all(upgraded.now["files"].values())


def test_approved_summaries_stay_approved(upgraded):
    own = [answer["own"] for address, answer in upgraded.now["exports"].items() if "layout=seven-minute" in address]
    assert all(own)
    assert own


def test_printed_codes_are_known(upgraded):
    """Of earlier words as such, and of those that still stand as unchanged: an upgrade changes no word."""
    assert_same(upgraded.before["checks"], upgraded.now["checks"])
    outcomes = [answer["is_same"] for answer in upgraded.now["checks"].values()]
    assert outcomes.count(True) > 10
    assert outcomes.count(False) > 5


def test_evidence_is_downloaded_as_it_was_given(upgraded):
    assert_same(upgraded.before["evidence"], upgraded.now["evidence"])


def test_the_api_says_what_it_said(upgraded):
    assert upgraded.now["api"]
    for address, now in upgraded.now["api"].items():
        assert_says(upgraded.before["api"][address], now, address)


def assert_says(before: Any, now: Any, where: str) -> None:
    """Assert that data has all keys and values of before, but for invisible characters; it may have more keys."""
    if isinstance(before, dict):
        for key, value in before.items():
            assert key in now, f"{where} has no {key}"
            if key != "version":
                assert_says(value, now[key], f"{where}, {key}")
    elif isinstance(before, list):
        assert len(now) == len(before), where
        for number, (old, new) in enumerate(zip(before, now, strict=True)):
            assert_says(old, new, f"{where}, {number}")
    elif isinstance(before, str):
        assert without_invisible(now) == without_invisible(before), where
    else:
        assert now == before, where


def test_no_row_is_lost_or_changed(upgraded):
    changed = []
    for table, before in upgraded.before["rows"].items():
        now = upgraded.now["rows"][table]
        for key, row in before.items():
            if key not in now:
                changed.append(f"{table} {key} is gone")
                continue
            changed += [
                f"{table} {key}, {column}: {value!r}, now {now[key].get(column)!r}"
                for column, value in row.items()
                if column not in now[key] or now[key][column] != value
            ]
    assert not changed, "\n".join(changed[:20])


@pytest.mark.parametrize("what", HELD)
def test_what_moved_to_another_column_is_kept(upgraded, what):
    assert len({*upgraded.held[what].values()}) > 2
    assert upgraded.held[what].items() <= upgraded.now[what].items()


def test_redacted_words_are_nowhere(upgraded):
    with connected_to(upgraded.address) as connected:
        for table in upgraded.tables(connected):
            for row in connected.execute(f'SELECT * FROM "{table}"').fetchall():
                text = " ".join(bytes(one).decode(errors="replace") if is_bytes(one) else str(one) for one in row)
                assert REDACTED not in text.lower(), table


def is_bytes(value: Any) -> bool:
    return isinstance(value, bytes | memoryview)


@pytest.mark.parametrize("what", REFUSALS)
def test_the_database_refuses_still_that(upgraded, what):
    with connected_to(upgraded.address) as connected, pytest.raises((sqlite3.IntegrityError, psycopg.IntegrityError)):
        connected.execute(REFUSALS[what])


def test_drafts_are_there(upgraded):
    rows = upgraded.now["rows"]
    assert len(rows["recommendations_responsedraft"]) >= 4
    assert len(rows["recommendations_conflictingdraft"]) >= 1
    assert len(rows["recommendations_evidencefile"]) == 2
