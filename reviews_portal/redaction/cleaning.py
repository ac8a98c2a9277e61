"""Remove what the database keeps of old rows after a redaction: free pages, dead rows and statistics.

This cannot be part of the redaction's transaction. A task does it at once, and tries again later if it could not;
`manage.py redact --clean` does the same by hand.
"""

import time
from datetime import timedelta

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.tasks import task
from django.utils import timezone

from learning.search import engine

from .erase import take_out
from .models import Redaction

PAUSE = timedelta(minutes=1)
LONGEST_WAIT = 30  # seconds


class NotNow(Exception):
    """Another connection still uses old rows, so the database cannot be cleaned yet."""


@task()
def clean_up() -> bool:
    """Clean the database, or try again in a minute if that is not possible now. Return whether it is clean."""
    try:
        clean()
    except NotNow:
        clean_up.using(run_after=timezone.now() + PAUSE).enqueue()
        return False
    return True


def clean() -> int:
    """Redact again what was loaded past the models, and clean the database. Return the number of cells changed.

    Raises NotNow if other connections prevent it; the redactions are then not marked as cleaned.
    """
    due = list(Redaction.objects.done().filter(cleaned_at=None).values_list("pk", flat=True))
    with transaction.atomic():
        passages = Redaction.objects.passages()
        again = take_out(passages) if passages else 0
    engine.forget()
    try:
        CLEANED_BY[connection.vendor]()
    except OperationalError as error:
        raise NotNow("The database cannot be cleaned because it is in use.") from error
    Redaction.objects.filter(pk__in=due).update(cleaned_at=timezone.now())
    return again


def clean_sqlite() -> None:
    """Rewrite the database file without free pages, and empty its write-ahead log."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        if cursor.fetchone()[0]:
            raise NotNow("Another connection is still reading an older state of the database.")


def clean_postgresql() -> None:
    """Rewrite each table without dead rows, waiting at most ten seconds for each lock."""
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '10s'")
        try:
            wait_for_older_work(cursor)
            cursor.execute("VACUUM (FULL, ANALYZE)")
            forget_samples_of_empty_tables(cursor)
            wait_for_older_work(cursor)
            cursor.execute("VACUUM (FULL) pg_statistic")  # column samples from before
            wait_for_older_work(cursor)
            cursor.execute("VACUUM (FULL) pg_statistic")  # and again, for the long samples, which are stored apart
        finally:
            cursor.execute("RESET lock_timeout")


def forget_samples_of_empty_tables(cursor: CursorWrapper) -> None:
    """Remove PostgreSQL's column samples of tables that are empty now, which ANALYZE leaves as they were.

    Setting a column to the type that it already has removes its samples.
    """
    cursor.execute(
        "SELECT c.oid::regclass::text, quote_ident(a.attname), format_type(a.atttypid, a.atttypmod)"
        " FROM pg_stats s JOIN pg_class c ON c.relname = s.tablename AND c.relnamespace = s.schemaname::regnamespace"
        " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = s.attname"
        " WHERE s.schemaname = current_schema() AND c.reltuples <= 0"
    )
    for table, column, type_ in cursor.fetchall():
        cursor.execute(f"ALTER TABLE {table} ALTER COLUMN {column} TYPE {type_}")


def wait_for_older_work(cursor: CursorWrapper) -> None:
    """Wait until nothing that began before now makes PostgreSQL keep dead rows.

    That is a snapshot in this database, which autovacuum may hold too, or a transaction that has written in any
    database of the server: the snapshots that others take meanwhile reach back to the oldest of these. Raises NotNow
    after half a minute.
    """
    cursor.execute("SELECT pg_current_xact_id()::xid::text")
    now = cursor.fetchone()[0]
    for _ in range(LONGEST_WAIT):
        cursor.execute(
            "SELECT (SELECT count(*) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
            " AND (age(backend_xid) > age(%(now)s::xid)"
            " OR datname = current_database() AND age(backend_xmin) > age(%(now)s::xid)))"
            " + (SELECT count(*) FROM pg_prepared_xacts WHERE age(transaction) > age(%(now)s::xid))",
            {"now": now},
        )
        if not cursor.fetchone()[0]:
            return
        time.sleep(1)
    raise NotNow("Transactions that started earlier are still running.")


CLEANED_BY = {"sqlite": clean_sqlite, "postgresql": clean_postgresql}
