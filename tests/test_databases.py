"""The database that the tests copy is made again as soon as anything changes that it is made from."""

import json
import shutil
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from django.apps import apps
from django.db import connection

from learning.models import Review
from tests import databases


@pytest.fixture
def sources(tmp_path) -> Path:
    """Return a folder with the sources of the database, of which a test may change each."""
    for source in databases.SOURCES:
        path = databases.ROOT / source
        copy = shutil.copytree if path.is_dir() else shutil.copyfile
        (tmp_path / source).parent.mkdir(exist_ok=True)
        copy(path, tmp_path / source)
    return tmp_path


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """Return a function that tells whether what was kept at first is still good, by the sources."""

    def kept(sources: Path) -> bool:
        monkeypatch.setattr(databases, "digest", partial(digest, root=sources))
        return databases.kept("sqlite") is not None

    digest = databases.digest
    monkeypatch.setattr(databases, "FOLDER", tmp_path / "databases")
    with databases.keeping("sqlite") as folder:
        databases.write_made_from(folder)
        (folder / "database").touch()
    return kept


def test_it_is_kept_as_long_as_nothing_changes(kept, sources):
    assert kept(sources)
    assert databases.FOLDER.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "source",
    [
        "learning/models/__init__.py",
        "recommendations/triggers/immutability.py",
        "reviews_portal/fixtures.py",
        "fixtures/R0001.json",
        "fixtures/restricted/R0004.json",
        "tests/settings.py",
        "tests/databases.py",
    ],
)
def test_it_is_made_again_after_a_change_of_a_source(kept, sources, source):
    if not (path := sources / source).exists():
        pytest.skip("fixtures/restricted is not here.")
    path.write_text(path.read_text() + "\n")
    assert not kept(sources)


def test_it_is_made_again_with_a_file_more_or_less(kept, sources):
    new = sources / "learning/migrations/9999_new.py"
    new.touch()
    assert not kept(sources)
    new.unlink()
    assert kept(sources)
    (sources / "fixtures/R0001.json").unlink()
    assert not kept(sources)


def test_it_is_made_again_on_another_day(kept, sources, monkeypatch):
    monkeypatch.setattr(databases, "date", type("Yesterday", (), {"today": staticmethod(lambda: "yesterday")}))
    assert not kept(sources)


def test_every_migration_is_among_what_it_was_made_from(db):
    if connection.vendor != "sqlite":
        pytest.skip("This is of SQLite alone.")
    made = json.loads((databases.FOLDER / "sqlite" / "made_from.json").read_text())
    apps_folders = [databases.ROOT / source for source in databases.SOURCES]
    migrations = [path for folder in apps_folders for path in folder.rglob("migrations/*.py")]
    assert len(migrations) > 20
    assert {str(path.relative_to(databases.ROOT)) for path in migrations} <= set(made["loaded"])


def test_every_app_of_the_portal_is_a_source():
    folders = [Path(app.path).relative_to(databases.ROOT).parts[0] for app in apps.get_app_configs()]
    assert {folder for folder in folders if folder != ".venv"} <= set(databases.SOURCES)


def test_what_is_kept_takes_the_place_of_what_was_kept_before(monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "FOLDER", tmp_path)
    for words in ("old", "new"):
        with databases.keeping("sqlite") as folder:
            (folder / words).touch()
    assert [path.name for path in tmp_path.rglob("*")] == ["sqlite", "new"]


def test_nothing_is_kept_of_what_fails(monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "FOLDER", tmp_path)
    with pytest.raises(FileNotFoundError), databases.keeping("sqlite"):
        (tmp_path / "not there").read_text()
    assert [*tmp_path.iterdir()] == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="This is of SQLite alone.")
def test_a_copy_holds_what_was_kept(db):
    assert Review.objects.exists()
    assert connection.settings_dict["NAME"].startswith("file:memorydb")
    with closing(sqlite3.connect(databases.kept("sqlite"))) as file:
        codes = [code for (code,) in file.execute("SELECT code FROM learning_review ORDER BY code")]
    assert codes == [*Review.objects.order_by("code").values_list("code", flat=True)]
