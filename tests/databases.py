"""The database that the tests start from: migrated and filled with the portal's content once, then copied.

It is kept in var/tests/databases until something that it was made from changes (see `digest`); `migrate` runs on
each copy in any case. The folder can be deleted at any time.

`python -m tests.databases FOLDER` makes one: an SQLite database in that folder or, with TEST_DATABASE_URL, one named
TEMPLATE on that server. A file in the folder records what it was made from.
"""

import hashlib
import json
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from importlib.metadata import distributions
from pathlib import Path

import psycopg

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "tests" / "databases"
TEMPLATE = "portal_template"
# What determines the tables and their content: fixtures are loaded through models, so all of the portal's code counts.
SOURCES = ["learning", "recommendations", "reviews_portal", "fixtures", "tests/settings.py", "tests/databases.py"]


def digest(loaded: Collection[str], root: Path = ROOT) -> str:
    """Return a digest of everything that determines the database.

    It covers the fixtures, the test settings and the portal's modules that were `loaded` (their paths) when the
    database was made. Of all other modules it covers only the names, because code that is not loaded cannot run. It
    also covers the versions of Python, SQLite and all installed packages, and the day, because records have dates.
    """
    found = hashlib.sha256()
    for source in SOURCES:
        for path in sorted([root / source, *(root / source).rglob("*")]):
            if path.is_file() and path.suffix != ".pyc":
                name = str(path.relative_to(root))
                counts = path.suffix != ".py" or name in loaded
                found.update(repr([name, path.read_bytes() if counts else b""]).encode())
    installed = sorted(f"{one.name} {one.version}" for one in distributions())
    days = [date.today(), datetime.now(UTC).date()]  # noqa: DTZ011 - on this machine, and in UTC
    found.update(repr([sys.version, sqlite3.sqlite_version, installed, days]).encode())
    return found.hexdigest()


def loaded_now() -> list[str]:
    """Return the paths of the modules of the portal and its tests that this process has loaded."""
    files = {Path(file) for module in [*sys.modules.values()] if (file := getattr(module, "__file__", None))}
    return sorted(
        {str(file.relative_to(ROOT)) for file in files if file.is_relative_to(ROOT)} | {"tests/databases.py"}
    )


def kept(name: str) -> Path | None:
    """Return the database that is kept under a name, or None if anything that it was made from has changed."""
    try:
        made = json.loads((FOLDER / name / "made_from.json").read_text())
    except FileNotFoundError:
        return None
    return FOLDER / name / "database" if made["digest"] == digest(made["loaded"]) else None


@contextmanager
def keeping(name: str) -> Iterator[Path]:
    """Yield a folder to make a database in. At the end it replaces what was kept under the name."""
    FOLDER.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=FOLDER, prefix="new-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)
        shutil.rmtree(FOLDER / name, ignore_errors=True)
        Path(folder).rename(FOLDER / name)


def write_made_from(folder: Path) -> None:
    """Record in a folder what the database of this process was made from."""
    loaded = loaded_now()
    (folder / "made_from.json").write_text(json.dumps({"digest": digest(loaded), "loaded": loaded}))


def write_sqlite(folder: Path) -> None:
    """Write the database of this process into a folder."""
    from django.db import connection

    write_made_from(folder)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(folder / "database")])


@contextmanager
def copied_in_memory(file: Path) -> Iterator[None]:
    """Within this block, fill the first connection to SQLite's in-memory database from the file."""
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


def main(folder: Path) -> None:
    """Make the database that the tests copy."""
    import django
    from django.db import connection
    from django.test.utils import setup_databases

    django.setup()
    from reviews_portal.fixtures import load_fixtures

    setup_databases(verbosity=0, interactive=False)
    load_fixtures()
    if connection.vendor == "sqlite":
        write_sqlite(folder)
        return
    write_made_from(folder)
    made = connection.settings_dict["NAME"]
    connection.close()
    with psycopg.connect(os.environ["TEST_DATABASE_URL"], autocommit=True) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{TEMPLATE}"')
        server.execute(f'ALTER DATABASE "{made}" RENAME TO "{TEMPLATE}"')


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    main(Path(sys.argv[1]))
