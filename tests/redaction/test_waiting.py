"""PostgreSQL keeps dead rows for whoever looks at an older state: the cleaning waits for them."""

import os

import psycopg
import pytest

from reviews_portal.redaction import cleaning

SERVER = os.environ.get("TEST_DATABASE_URL", "")


@pytest.mark.skipif(not SERVER, reason="This is of PostgreSQL alone.")
def test_the_cleaning_waits_for_work_that_began_before(monkeypatch):
    monkeypatch.setattr(cleaning, "LONGEST_WAIT", 1)
    with psycopg.connect(SERVER, autocommit=True) as own, psycopg.connect(SERVER) as other, own.cursor() as cursor:
        other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        other.execute("SELECT 1 FROM pg_class LIMIT 1")
        cursor.execute("SELECT pg_current_xact_id()")  # what was redacted since
        with pytest.raises(cleaning.NotNow):
            cleaning.wait_for_older_work(cursor)
        other.rollback()
        monkeypatch.setattr(cleaning, "LONGEST_WAIT", 30)
        cleaning.wait_for_older_work(cursor)
