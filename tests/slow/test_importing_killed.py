"""A folder of documents is imported in the terminal. After the import is killed and run again, each is added once."""

import os
import re
import time

import pytest

from learning.models import OriginalFile, Review
from reviews_portal.editing.models import Row, SourceBlock

from .conftest import KILLS, go, loaded

pytestmark = pytest.mark.slow
NUMBER = 100
TOGETHER = 8
IMPORTED = re.compile(r"already imported as R\d+|Added as R\d+")
MOST_MEMORY = 400_000  # kilobytes that the command itself may use; each file is read in a process of its own
PAGE = """<!doctype html><html><body><main><h1>Child Safeguarding Practice Review: Child Numbat {number}</h1>
<h2>What happened</h2><p>Numbat {number} was four years old when her teacher noticed that she was often hungry.</p>
<h2>What we learnt</h2><ul><li>Ask who lives in home number {number}.</li><li>Write down the answer.</li></ul>
<h2>Recommendations</h2><ol><li>The partnership should agree guidance number {number}.</li></ol>
</main></body></html>"""


@pytest.fixture
def folder(tmp_path):
    """Return a folder with a hundred documents, one of which cannot be read."""
    for number in range(NUMBER):
        content = PAGE.format(number=number) if number != 50 else ""
        (tmp_path / f"{number:03}.html").write_text(content)
    return tmp_path


def test_a_killed_import_of_a_folder_adds_each_document_once(portal, inside, chance, folder):
    command = ["import_briefing", str(folder), "--by", "partnership-editor@example.org"]
    command += ["--partnership", "fernley-invented"]
    before = Review.objects.count()
    for _ in range(min(KILLS, 10)):
        with loaded(portal, *command) as (job,):
            go(job)
            time.sleep(chance.uniform(2, 12))
            job.kill()
            job.wait()
    with loaded(portal, *command) as (job,):
        go(job)
        report = job.stdout.read().decode()
        _, status, usage = os.wait4(job.pid, 0)
    assert os.waitstatus_to_exitcode(status) == 1  # for the one that cannot be read
    assert usage.ru_maxrss < MOST_MEMORY
    others = [line for line in report.splitlines() if ".html: " in line and not IMPORTED.search(line)]
    assert [line.split(":")[0] for line in others] == ["050.html"], "\n".join(others)
    assert "050.html: not read." in report
    assert Review.objects.count() == before + NUMBER - 1
    added = Review.objects.filter(title__contains="Numbat")
    assert len({review.title for review in added}) == NUMBER - 1
    assert all(Row.objects.filter(copy__review=review).count() == 7 for review in added)
    assert all(SourceBlock.objects.filter(copy__review=review).count() == 8 for review in added)


def test_people_who_import_the_same_files_at_once_add_each_once(portal, inside, tmp_path):
    """Two windows of one editor, and an administrator."""
    for number in range(TOGETHER):
        (tmp_path / f"{number:03}.html").write_text(PAGE.format(number=number).replace("Numbat", "Potoroo"))
    options = ["--partnership", "fernley-invented", "--by"]
    command = ["import_briefing", str(tmp_path), *options]
    with (
        loaded(portal, *command, "partnership-editor@example.org", copies=2) as editors,
        loaded(portal, *command, "administrator@example.org") as others,
    ):
        jobs = [*editors, *others]
        for job in jobs:
            go(job)
        reports = [job.communicate()[0].decode() for job in jobs]
    assert [job.returncode for job in jobs] == [0, 0, 0]
    assert sum(report.count("Added as") for report in reports) == TOGETHER
    assert Review.objects.filter(title__contains="Potoroo").count() == TOGETHER
    assert OriginalFile.objects.filter(documents=None).count() == 0
