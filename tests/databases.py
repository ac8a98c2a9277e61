"""The database that the tests start from: migrated and filled with the portal's content once, then copied.

A copy is kept in var/tests/databases, and used as long as all that it is made from is as it was (see `digest`).
`migrate` runs on each copy in any case. The folder can be deleted at any time.

`python -m tests.databases` makes it: SQLite's in that folder, or with TEST_DATABASE_URL one named TEMPLATE on that
server.
"""

import hashlib
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from importlib.metadata import distributions
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "tests" / "databases"
TEMPLATE = "portal_template"
# What decides on the tables and on the content in them: all code of the portal, as fixtures go through its models.
SOURCES = ["learning", "recommendations", "reviews_portal", "fixtures", "tests/settings.py", "tests/databases.py"]


def digest(root: Path = ROOT) -> str:
    """Return a digest of everything that the database is made from.

    These are the code of the portal with its migrations, its fixtures, the settings of the tests, the versions of
    Python, SQLite and all that is installed, and the day, because records say when they were made.
    """
    found = hashlib.sha256()
    for source in SOURCES:
        for path in sorted([root / source, *(root / source).rglob("*")]):
            if path.is_file() and path.suffix != ".pyc":
                found.update(f"{path.relative_to(root)}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\0".encode())
    installed = sorted(f"{one.name} {one.version}" for one in distributions())
    days = [date.today(), datetime.now(UTC).date()]  # noqa: DTZ011 - of this machine, and of UTC
    found.update(repr([sys.version, sqlite3.sqlite_version, installed, days]).encode())
    return found.hexdigest()[:20]


def kept(name: str) -> Path:
    """Return the path in the folder of what is kept under a name, as long as nothing it is made from changes."""
    return FOLDER / f"{name}-{digest()}"


@contextmanager
def keeping(path: Path) -> Iterator[Path]:
    """Yield a path to write to, which takes the place of `path` at the end, and of all of that name before it."""
    FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix="new-") as folder:
        yield Path(folder, "new")
        for old in FOLDER.glob(f"{path.name.rpartition('-')[0]}-*"):
            shutil.rmtree(old) if old.is_dir() else old.unlink(missing_ok=True)
        Path(folder, "new").rename(path)


@contextmanager
def copied_in_memory(file: Path) -> Iterator[None]:
    """Let the first connection to SQLite's database in memory within this block begin with what is in the file."""
    from django.db.backends.signals import connection_created

    def fill(connection, **_) -> None:
        connection_created.disconnect(fill)
        with closing(sqlite3.connect(file)) as source:
            source.backup(connection.connection)

    connection_created.connect(fill)
    try:
        yield
    finally:
        connection_created.disconnect(fill)


def keep_sqlite(file: Path) -> None:
    """Keep SQLite's database of this process in a file."""
    from django.db import connection

    with keeping(file) as new, connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(new)])


def main() -> None:
    """Make the database that the tests copy."""
    import django
    from django.db import connection
    from django.test.utils import setup_databases

    django.setup()
    from reviews_portal.fixtures import load_fixtures

    setup_databases(verbosity=0, interactive=False)
    load_fixtures()
    if connection.vendor == "sqlite":
        keep_sqlite(kept("sqlite"))
        return
    made = connection.settings_dict["NAME"]
    connection.close()
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}"')
        server.execute(f'ALTER DATABASE "{made}" RENAME TO "{TEMPLATE}"')


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    main()
