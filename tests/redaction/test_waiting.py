"""PostgreSQL keeps dead rows for whoever looks at an older state: the cleaning waits for them."""

import os

import psycopg
import pytest
from django.db import connection

from reviews_portal.redaction import cleaning

pytestmark = pytest.mark.skipif(not os.environ.get("TEST_DATABASE_URL"), reason="This is of PostgreSQL alone.")


@pytest.mark.django_db(transaction=True)
def test_the_cleaning_waits_for_work_that_began_before(monkeypatch):
    monkeypatch.setattr(cleaning, "LONGEST_WAIT", 1)
    settings = connection.get_connection_params()
    with connection.cursor() as cursor, psycopg.connect(**{**settings, "cursor_factory": psycopg.Cursor}) as other:
        other.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        other.execute("SELECT 1 FROM django_migrations LIMIT 1")
        cursor.execute("SELECT pg_current_xact_id()")  # what was redacted since
        with pytest.raises(cleaning.NotNow):
            cleaning.wait_for_older_work(cursor)
        other.rollback()
        cleaning.wait_for_older_work(cursor)
