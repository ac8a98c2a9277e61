"""After a backup is restored under the running portal, its processes show the restored content only."""

import os
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

from tests.browser.conftest import manage
from tests.engines import postgresql_binaries

from .test_copies import SLUG
from .test_served import answer

PAGES = ["/", f"/reviews/{SLUG}/", "/reviews/", "/search/?q=wombat", "/glossary/"]


def sqlite_file(portal) -> str:
    return portal.environment["DATABASE_URL"].removeprefix("sqlite:///")


def back_up(portal, to: Path) -> None:
    """Copy the database while the portal runs."""
    if "sqlite" in portal.environment["DATABASE_URL"]:
        with closing(sqlite3.connect(sqlite_file(portal))) as source, closing(sqlite3.connect(to)) as copy:
            source.backup(copy)
        return
    dump = [postgresql_binaries() / "pg_dump", "--clean", "--if-exists", "--no-owner", f"--file={to}"]
    subprocess.run([*dump, portal.environment["DATABASE_URL"]], check=True)


def restore(portal, backup: Path) -> None:
    """Replace the database with the copy while the portal runs."""
    if "sqlite" in portal.environment["DATABASE_URL"]:
        with closing(sqlite3.connect(backup)) as copy, closing(sqlite3.connect(sqlite_file(portal))) as target:
            copy.backup(target)
        return
    psql = [postgresql_binaries() / "psql", "--quiet", "--single-transaction", f"--file={backup}"]
    subprocess.run([*psql, portal.environment["DATABASE_URL"]], check=True, stdout=subprocess.DEVNULL, env=os.environ)


def reword(portal, word: str) -> None:
    code = f"""
from learning.models import Review
review = Review.objects.get(slug="{SLUG}")
review.curator_note = "A note of a {word}"
review.save()
"""
    manage(portal, "shell", "--command", code)


def test_no_process_shows_what_it_kept_before_a_restore(portal, tmp_path):
    backup = tmp_path / "backup"
    assert urlsplit(portal.url).port
    back_up(portal, backup)
    reword(portal, "wombat")
    for _ in range(6):  # every process keeps the pages
        assert "A note of a wombat" in answer(f"{portal.url}/reviews/{SLUG}/")[1]
        for page in PAGES:
            answer(portal.url + page)
    restore(portal, backup)
    reword(portal, "quokka")  # the same number of changes as before
    for _ in range(6):
        page = answer(f"{portal.url}/reviews/{SLUG}/")[1]
        assert "A note of a quokka" in page
        assert "wombat" not in page
    restore(portal, backup)
    manage(portal, "after_restore")
    for _ in range(6):
        assert "A note of a" not in answer(f"{portal.url}/reviews/{SLUG}/")[1]
