"""Which tests `make test` runs on the first engine only, because their outcome cannot depend on the engine.

They are the tests that use no database: they request no fixture that leads to one (pytest-django then blocks any
connection), and their module starts no portal and no server. They also include the modules in ONCE, which do use a
database, but test only what is made from the data that it returns. Everything about SQL, constraints, locks, search,
sight, redaction, permissions and the sweeps runs on both engines. test_once.py checks this.

If a test tries the same thing with many values (each role, each format), some of them may be `once()`; the others run
on both engines.
"""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest

# Each module, with what it tests.
ONCE = {
    "tests/briefings/builder/test_builder.py": "the form of the builder; test_saved.py has what is stored",
    "tests/briefings/builder/test_in_briefing.py": "words of pages",
    "tests/briefings/builder/test_lost_work.py": "forms that are shown again; test_saved.py has what is stored",
    "tests/briefings/formats/test_any_text.py": "any text in files",
    "tests/briefings/formats/test_calc.py": "what LibreOffice reads in a file",
    "tests/briefings/formats/test_documents.py": "words in files; exports/test_exports.py has what is exported",
    "tests/briefings/test_attribution.py": "what documents say of their items",
    "tests/briefings/layouts/test_layouts.py": "how layouts arrange words",
    "tests/briefings/layouts/test_seven_minute.py": "how a layout arranges words",
    "tests/briefings/layouts/test_sheets.py": "how a layout arranges words",
    "tests/briefings/layouts/test_short_layouts.py": "how layouts arrange words",
    "tests/briefings/layouts/test_slides.py": "how a layout arranges words",
    "tests/briefings/versions/test_check_codes.py": "codes in files; test_checking.py has what they are compared with",
    "tests/briefings/versions/test_kept_files.py": "earlier versions' files; test_kept_versions.py has who reads them",
    "tests/browser/test_accessibility.py": "how axe reads pages as they are drawn",
    "tests/browser/test_accounts.py": "forms, codes and passkeys in a browser; tests/accounts/ has their rules",
    "tests/browser/test_briefing.py": "the builder with a mouse, a keyboard and without JavaScript",
    "tests/browser/test_journeys.py": "pages with a keyboard and without JavaScript",
    "tests/browser/test_long_exports.py": "the page of a long export; tests/briefings/exports/ has the task",
    "tests/browser/test_printing.py": "printed sheets",
    "tests/browser/test_single_sign_on.py": "the way through another server; tests/accounts/ has its rules",
    "tests/browser/test_adding.py": "pages in a browser; tests/editing/ and tests/publication/ have their rules",
    "tests/browser/editing/test_editing.py": "the page of a whole review; tests/editing/ has what is stored",
    "tests/browser/staff/test_pages.py": "how axe reads pages as they are drawn",
    "tests/browser/staff/test_tasks.py": "forms with a keyboard; the tests of each part have their rules",
    "tests/browser/test_publication.py": "forms in a browser; tests/publication/ has their rules",
    "tests/browser/test_review_page.py": "the page of a review as it is drawn",
    "tests/browser/test_suggest.py": "the script of the search box; tests/learning/search/ has what it suggests",
    "tests/browser/test_terms.py": "what a term of the glossary shows",
    "tests/browser/test_workspace.py": "forms in a browser; tests/recommendations/ has their rules",
    "tests/learning/test_citation.py": "words of citations",
    "tests/learning/test_line_breaks.py": "line breaks in pages and files",
    "tests/learning/test_lines.py": "words of the interface",
    "tests/learning/test_templatetags.py": "what template tags draw",
    "tests/learning/test_template_functions.py": "words of the interface",
    "tests/portal/pages/test_home.py": "words of a page",
    "tests/portal/pages/test_review.py": "words of a page; tests/sweeps/ has who sees it",
    "tests/portal/pages/test_three_levels.py": "words and order of pages and files",
    "tests/portal/pages/test_true_sentences.py": "words of pages",
    "tests/portal/test_headers.py": "the headers of pages",
    "tests/test_form_limits.py": "the limits of form fields",
    "tests/content/test_inventory.py": "the files of the content",
}
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


def runs_once(item: pytest.Item) -> bool:
    """Return whether a test need not run on a second engine."""
    is_marked = item.get_closest_marker("once") is not None
    return is_marked or item.nodeid.partition("::")[0] in ONCE or not uses_database(item)
