"""PostgreSQL keeps dead rows for transactions that see or made an older state: the cleaning waits for them."""

import os
from urllib.parse import urlsplit

import psycopg
import pytest

from reviews_portal.redaction import cleaning
from tests.redaction.own_server import own_server

SNAPSHOT, WRITER = "SELECT 1 FROM pg_class LIMIT 1", "SELECT pg_current_xact_id()"


@pytest.fixture(scope="module")
def server():
    with own_server() as address:
        yield address


pytestmark = pytest.mark.skipif("TEST_DATABASE_URL" not in os.environ, reason="This is of PostgreSQL alone.")


def waits_in_vain(cursor: psycopg.Cursor) -> bool:
    """Return whether the cleaning gave up waiting."""
    try:
        cleaning.wait_for_older_work(cursor)
    except cleaning.NotNow:
        return True
    return False


@pytest.mark.parametrize(
    ("database", "statement", "waits"),
    [
        ("postgres", SNAPSHOT, True),
        ("postgres", WRITER, True),
        ("template1", WRITER, True),
        ("template1", SNAPSHOT, False),
    ],
    ids=["who reads", "who writes", "who writes in another database", "not who reads another database"],
)
def test_the_cleaning_waits_for_work_that_began_before(monkeypatch, server, database, statement, waits):
    monkeypatch.setattr(cleaning, "LONGEST_WAIT", 1)
    elsewhere = urlsplit(server)._replace(path=f"/{database}").geturl()
    with psycopg.connect(server, autocommit=True) as own, psycopg.connect(elsewhere) as other, own.cursor() as cursor:
        if statement == SNAPSHOT:  # which is otherwise dropped after the statement
            other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        other.execute(statement)
        cursor.execute("SELECT pg_current_xact_id()")  # what was redacted since
        assert waits_in_vain(cursor) == waits
        other.rollback()
        monkeypatch.setattr(cleaning, "LONGEST_WAIT", 30)
        assert not waits_in_vain(cursor)
