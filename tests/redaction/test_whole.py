"""A redacted word is in no table, index, cache, outbox, export or page afterwards."""

import os
import subprocess
import sys
from contextlib import ExitStack

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tests.browser.conftest import fresh_database
from tests.redaction.own_server import own_server
from tests.slowly import slow

# Tables of no model: what the framework and the engines keep beside them. They hold no words of people, or (the
# search index, the cache) are emptied by name.
OTHERS = {"django_migrations", "shared_cache", "sqlite_sequence", "sqlite_stat1", "sqlite_stat4"}


@pytest.mark.parametrize("most", [1, slow(3)], ids=["one row of each model", "three"])
def test_a_redacted_word_is_nowhere_afterwards(tmp_path, monkeypatch, most):
    """See whole.py for what it looks at: it searches the whole file or dump, and crawls the pages."""
    with ExitStack() as stack:
        if "TEST_DATABASE_URL" in os.environ:
            monkeypatch.setenv("TEST_DATABASE_URL", stack.enter_context(own_server(filled=True)))
        address = stack.enter_context(fresh_database(tmp_path))
        done = subprocess.run(
            [sys.executable, "-m", "tests.redaction.whole", str(most)],
            cwd=settings.BASE_DIR,
            env=os.environ | {"TEST_DATABASE_URL": address},
            capture_output=True,
            text=True,
        )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_table_is_without_a_model(db):
    """A table that no model stands for would be searched by nobody."""
    tables = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        unknown = set(connection.introspection.table_names(cursor)) - tables - OTHERS
    assert {name for name in unknown if not name.startswith("search_fts")} == set()
