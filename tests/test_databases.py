"""The database that the tests copy is made again as soon as anything changes that it is made from."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
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


def test_the_digest_is_the_same_as_long_as_nothing_changes(sources):
    assert databases.digest(sources) == databases.digest()


@pytest.mark.parametrize(
    "source",
    [
        "learning/migrations/0001_initial.py",
        "recommendations/immutability.py",
        "reviews_portal/fixtures.py",
        "fixtures/R0001.json",
        "fixtures/restricted/R0004.json",
        "tests/settings.py",
    ],
)
def test_a_change_of_a_source_changes_the_digest(sources, source):
    if not (path := sources / source).exists():
        pytest.skip("fixtures/restricted is not here.")
    path.write_text(path.read_text() + "\n")
    assert databases.digest(sources) != databases.digest()


def test_a_file_more_or_less_changes_the_digest(sources):
    (sources / "learning/migrations/9999_new.py").touch()
    more = databases.digest(sources)
    (sources / "fixtures/R0001.json").unlink()
    assert len({more, databases.digest(sources), databases.digest()}) == 3


def test_another_day_changes_the_digest(monkeypatch):
    today = databases.digest()
    monkeypatch.setattr(databases, "date", type("Yesterday", (), {"today": staticmethod(lambda: "yesterday")}))
    assert databases.digest() != today


def test_what_is_kept_takes_the_place_of_what_was_kept_before(monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "FOLDER", tmp_path / "databases")
    for digest in ("old", "new"):
        with databases.keeping(databases.FOLDER / f"sqlite-{digest}") as new:
            new.write_text(digest)
    assert [path.name for path in databases.FOLDER.iterdir()] == ["sqlite-new"]
    assert databases.FOLDER.stat().st_mode & 0o777 == 0o700


def test_nothing_is_kept_of_what_fails(monkeypatch, tmp_path):
    monkeypatch.setattr(databases, "FOLDER", tmp_path)
    with pytest.raises(FileNotFoundError), databases.keeping(tmp_path / "sqlite-new"):
        (tmp_path / "not there").read_text()
    assert [*tmp_path.iterdir()] == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="This is of SQLite alone.")
def test_a_copy_holds_what_was_kept(db):
    assert Review.objects.exists()
    assert connection.settings_dict["NAME"].startswith("file:memorydb")
    with closing(sqlite3.connect(databases.kept("sqlite"))) as file:
        codes = [code for (code,) in file.execute("SELECT code FROM learning_review ORDER BY code")]
    assert codes == [*Review.objects.order_by("code").values_list("code", flat=True)]
