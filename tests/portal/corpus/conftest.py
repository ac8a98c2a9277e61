"""A tiny corpus that bench/corpus.py wrote, and `manage.py load_corpus`."""

import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.core.management import call_command

from learning.models import Agency, AgencyKind, LearningItem, Partnership, Review, Theme
from recommendations.models import Recommendation

GENERATOR = settings.BASE_DIR / "bench" / "corpus.py"
TINY = ["--items=120", "--reviews=8", "--restricted=0.33"]


class Written(NamedTuple):
    """A corpus on disk, and what stands in its files."""

    folder: Path
    reviews: list[dict]
    items: list[dict]
    vocabulary: dict
    cases: dict


def write(folder: Path, *arguments: str) -> Written:
    """Let the generator write a corpus into a folder."""
    subprocess.run([sys.executable, GENERATOR, "--out", folder, *arguments], check=True, capture_output=True)

    def records(name: str) -> list[dict]:
        return [json.loads(line) for line in (folder / name).read_text().splitlines()]

    return Written(
        folder,
        records("reviews.jsonl"),
        records("items.jsonl"),
        json.loads((folder / "vocab.json").read_text()),
        json.loads((folder / "cases.json").read_text()),
    )


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> Written:
    """Return a tiny corpus, a third of it for professionals only."""
    return write(tmp_path_factory.mktemp("corpus"), *TINY)


@pytest.fixture
def written(corpus, tmp_path) -> Written:
    """Return it in a folder of the test's own."""
    folder = tmp_path / "corpus"
    shutil.copytree(corpus.folder, folder)
    return corpus._replace(folder=folder)


@pytest.fixture(autouse=True)
def rebuilds(monkeypatch) -> list[bool]:
    """Do not rebuild the search index, which has tests of its own; return what it was called with."""
    calls: list[bool] = []
    monkeypatch.setattr("reviews_portal.corpus.rebuild", lambda *, progress=False: calls.append(progress))
    return calls


@pytest.fixture
def load(db, written, capsys):
    """Return a function that loads the corpus and gives what the command said."""

    def load() -> str:
        call_command("load_corpus", str(written.folder))
        return capsys.readouterr().out

    return load


@pytest.fixture
def change(written):
    """Return a function that changes one record of a file, by its number of line; text replaces the whole line."""

    def change(name: str, number: int, text: str = "", **values) -> None:
        file = written.folder / name
        lines = file.read_text().splitlines()
        lines[number - 1] = text or json.dumps(json.loads(lines[number - 1]) | values)
        file.write_text("\n".join(lines) + "\n")

    return change


def held() -> Counter:
    """Return how many records there are of each model that a load writes."""
    models = [Agency, AgencyKind, LearningItem, Partnership, Recommendation, Review, Theme]
    models += [LearningItem.themes.through, Recommendation.themes.through, Review.themes.through]
    models += [LearningItem.agencies.through, Recommendation.agencies.through, Review.partnerships.through]
    models += [LearningItem.history.model, Review.history.model, Theme.history.model, Recommendation.history.model]
    return Counter({model._meta.label: model._base_manager.count() for model in models})


def statements() -> dict[str, LearningItem | Recommendation]:
    """Return what was loaded, by reference."""
    ours = {"review__documents__slug__endswith": "-corpus"}
    return {one.reference: one for model in (LearningItem, Recommendation) for one in model.objects.filter(**ours)}
