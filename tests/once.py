"""Which tests `make test` runs on the second engine, too, because their outcome can depend on the engine.

They are the tests in ON_BOTH, which store, lock, sort, compare or search in some way of their own, and the modules
that name something of the engine. All others run on the first engine only: those that use no database, and those of
pages, files and words. What pages ask of the database is asked on both engines all the same, because the sweeps
request every address there. test_once.py checks this.

If a test tries the same thing with many values (each role, each format), some of them may be `once()`; the others run
on both engines.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Folders and modules whose tests run on both engines.
ON_BOTH = (
    "tests/accounts/",
    "tests/audit/",
    "tests/briefings/builder/test_saved.py",
    "tests/briefings/exports/test_export_queue.py",
    "tests/briefings/summaries/test_writing.py",
    "tests/briefings/versions/test_kept_versions.py",
    "tests/browser/serving/",
    "tests/content/test_fixtures.py",
    "tests/editing/",
    "tests/hiding/",
    "tests/imports/test_attaching.py",
    "tests/imports/test_importing.py",
    "tests/interchange/",
    "tests/learning/constraints/",
    "tests/learning/merging/",
    "tests/learning/originals/",
    "tests/learning/public_names/",
    "tests/learning/reviews/test_review_filters.py",
    "tests/learning/search/",
    "tests/learning/test_actions.py",
    "tests/learning/test_fast_from_db.py",
    "tests/learning/test_old_slugs.py",
    "tests/learning/test_sight.py",
    "tests/learning/vocabulary/",
    "tests/operation/test_migrated_names.py",
    "tests/people/",
    "tests/publication/",
    "tests/recommendations/",
    "tests/redaction/",
    "tests/slow/",
    "tests/sweeps/",
    "tests/upgrade/",
)
# What runs on one engine all the same, with what it tests.
ONCE = {
    "tests/editing/page/test_quoted_rows.py": "the form of a row; test_quoted_rows.py has what is stored",
    "tests/editing/test_roles.py": "who is shown which page; page/test_access.py has who may do what",
    "tests/editing/test_stale_forms.py": "what is said of a form that is out of date",
    "tests/hiding/test_pages.py": "words of pages; test_actions.py has what is stored",
    "tests/interchange/test_commands.py": "words of commands and pages; the other modules have what is stored",
    "tests/learning/public_names/test_files.py": "words in files",
    "tests/learning/public_names/test_page.py": "the form of a generic name; test_names.py has what is stored",
    "tests/learning/search/test_tokenizer.py": "how words are cut, before anything is stored",
    "tests/publication/test_pages.py": "words of pages; test_confirming.py has what is stored",
    "tests/recommendations/joint_responses/test_exports.py": "words in files",
    "tests/recommendations/joint_responses/test_pages.py": "words of pages",
    "tests/recommendations/views/": "pages and forms; actions/ has what is stored",
    "tests/sweeps/test_cut_texts.py": "the lengths of form fields",
    "tests/sweeps/test_differences.py": "what pages show; test_leaks.py has what is read",
    "tests/sweeps/test_public_names.py": "words of pages and files",
    "tests/sweeps/test_read_only.py": "what is refused before anything is written",
    "tests/sweeps/test_oversized.py": "what is refused before anything is stored",
}
# What a module contains if it depends on the engine, wherever it stands.
OF_THE_ENGINE = re.compile(
    r"IntegrityError|OperationalError|\batomic\b|select_for_update|transaction\b|ThreadPoolExecutor|bulk_create"
    r"|\breindex\b|\brebuild\(|vendor|psycopg|with refused\("
)
# Fixtures that lead to a database.
DATABASES = {"db", "transactional_db", "django_db_setup", "live_server", "portal", "slow_portal", "empty"}
# Names in the code of a module that reaches a database without these fixtures.
REACHES = ("TEST_DATABASE_URL", "fresh_database", "running_portal", "django_db_blocker")


@cache
def reaches_database(module: Path) -> bool:
    """Return whether the code of a module reaches a database by itself."""
    text = module.read_text()
    return any(word in text for word in REACHES)


def uses_database(item: pytest.Item) -> bool:
    """Return whether a test can reach a database."""
    asks = item.get_closest_marker("django_db") is not None or bool(DATABASES & set(item.fixturenames))
    return asks or reaches_database(item.path)


def once(*values: object, **options: object):
    """Return parameters with which a test runs on one engine only."""
    return pytest.param(*values, marks=pytest.mark.once, **options)


def rest_once(values: Iterable, few: int) -> list:
    """Return one set of parameters for each value; those after the first `few` run on one engine only."""
    return [value if at < few else once(value) for at, value in enumerate(values)]


# Slow tests of what several processes do at once, or of what a killed one leaves: each engine has its own answer.
OF_PROCESSES = (
    "tests/slow/",
    "tests/browser/serving/",
    "tests/browser/test_together.py",
    "tests/browser/test_writers.py",
    "tests/learning/search/test_random_edits.py",
)


def is_left_out_in_short(item: pytest.Item) -> bool:
    """Return whether the short form of the slow tests leaves one out.

    It has only what several processes do at once and what a killed one leaves. All others try further values of what
    each run of the tests tries, or migrations that never change again.
    """
    return item.get_closest_marker("slow") is not None and not item.nodeid.startswith(OF_PROCESSES)


@cache
def depends_on_the_engine(module: Path) -> bool:
    """Return whether the outcome of a module's tests can depend on the engine."""
    name = module.relative_to(ROOT).as_posix()
    return OF_THE_ENGINE.search(module.read_text()) is not None or (
        name.startswith(ON_BOTH) and not name.startswith(tuple(ONCE))
    )


def runs_once(item: pytest.Item) -> bool:
    """Return whether a test need not run on a second engine."""
    is_marked = item.get_closest_marker("once") is not None
    return is_marked or not uses_database(item) or not depends_on_the_engine(item.path)
