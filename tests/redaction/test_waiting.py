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


@pytest.mark.skipif("TEST_DATABASE_URL" not in os.environ, reason="This is of PostgreSQL alone.")
@pytest.mark.parametrize(
    ("database", "statement"),
    [("postgres", SNAPSHOT), ("postgres", WRITER), ("template1", WRITER)],
    ids=["who reads", "who writes", "who writes in another database"],
)
def test_the_cleaning_waits_for_work_that_began_before(monkeypatch, server, database, statement):
    monkeypatch.setattr(cleaning, "LONGEST_WAIT", 1)
    elsewhere = urlsplit(server)._replace(path=f"/{database}").geturl()
    with psycopg.connect(server, autocommit=True) as own, psycopg.connect(elsewhere) as other, own.cursor() as cursor:
        if statement == SNAPSHOT:  # which is otherwise dropped after the statement
            other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        other.execute(statement)
        cursor.execute("SELECT pg_current_xact_id()")  # what was redacted since
        with pytest.raises(cleaning.NotNow):
            cleaning.wait_for_older_work(cursor)
        other.rollback()
        monkeypatch.setattr(cleaning, "LONGEST_WAIT", 30)
        cleaning.wait_for_older_work(cursor)


@pytest.mark.skipif("TEST_DATABASE_URL" not in os.environ, reason="This is of PostgreSQL alone.")
def test_the_cleaning_does_not_wait_for_who_only_reads_another_database(monkeypatch, server):
    monkeypatch.setattr(cleaning, "LONGEST_WAIT", 1)
    elsewhere = urlsplit(server)._replace(path="/template1").geturl()
    with psycopg.connect(server, autocommit=True) as own, psycopg.connect(elsewhere) as other, own.cursor() as cursor:
        other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        other.execute(SNAPSHOT)
        cursor.execute("SELECT pg_current_xact_id()")
        cleaning.wait_for_older_work(cursor)
