"""Which tests `make test` runs on the first engine only, because their outcome cannot depend on the engine.

These are the tests that use no database: they ask for no fixture that leads to one, without which pytest-django lets
nothing connect, and their module starts no portal and no server. So are the modules of ONCE, which do use a database,
but look at what is made of what comes out of it. Everything about SQL, constraints, locks, search, sight, redaction,
permissions and the sweeps runs on both engines. test_once.py holds this to its word.

Of a test that tries the same with many values (each role, each format) some may be `once()`: the others run on both.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

# Each with what it looks at.
ONCE = {
    "tests/briefings/builder/test_builder.py": "the form of the builder; test_saved.py has what is stored",
    "tests/briefings/formats/test_any_text.py": "any text in files",
    "tests/briefings/formats/test_calc.py": "what LibreOffice reads in a file",
    "tests/briefings/formats/test_documents.py": "words in files; exports/test_exports.py has what is exported",
    "tests/briefings/test_attribution.py": "what documents say of their items",
    "tests/briefings/test_layouts.py": "how layouts arrange words",
    "tests/briefings/versions/test_kept_files.py": "earlier versions' files; test_kept_versions.py has who reads them",
    "tests/browser/test_accessibility.py": "how axe reads pages as they are drawn",
    "tests/browser/test_accounts.py": "forms, codes and passkeys in a browser; tests/accounts/ has their rules",
    "tests/browser/test_briefing.py": "the builder with a mouse, a keyboard and without JavaScript",
    "tests/browser/test_journeys.py": "pages with a keyboard and without JavaScript",
    "tests/browser/test_long_exports.py": "the page of a long export; tests/briefings/exports/ has the task",
    "tests/browser/test_printing.py": "printed sheets",
    "tests/browser/test_single_sign_on.py": "the way through another server; tests/accounts/ has its rules",
    "tests/browser/test_suggest.py": "the script of the search box; tests/learning/search/ has what it suggests",
    "tests/browser/test_workspace.py": "forms in a browser; tests/recommendations/ has their rules",
    "tests/learning/test_citation.py": "words of citations",
    "tests/learning/test_line_breaks.py": "line breaks in pages and files",
    "tests/learning/test_lines.py": "words of the interface",
    "tests/learning/test_templatetags.py": "what template tags draw",
    "tests/learning/test_template_functions.py": "words of the interface",
    "tests/portal/pages/test_home.py": "words of a page",
    "tests/portal/pages/test_review.py": "words of a page; tests/sweeps/ has who sees it",
    "tests/portal/pages/test_true_sentences.py": "words of pages",
    "tests/portal/test_headers.py": "the headers of pages",
    "tests/test_form_limits.py": "the limits of form fields",
    "tests/content/test_inventory.py": "the files of the content",
}
# Fixtures that lead to a database.
DATABASES = {"db", "transactional_db", "django_db_setup", "live_server", "portal", "slow_portal", "empty"}
# What the code of a module names that reaches a database without them.
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
    """Return the parameters of a test that run on one engine only; with others it runs on both."""
    return pytest.param(*values, marks=pytest.mark.once, **options)


def rest_once(values: Iterable, few: int) -> list:
    """Return parameters of one value each: with those after the first `few` the test runs on one engine only."""
    return [value if at < few else once(value) for at, value in enumerate(values)]


def runs_once(item: pytest.Item) -> bool:
    """Return whether a test need not run on a second engine."""
    is_marked = item.get_closest_marker("once") is not None
    return is_marked or item.nodeid.partition("::")[0] in ONCE or not uses_database(item)
