"""The server preloads before it forks its workers."""

import json

from reviews_portal import gunicorn
from tests.browser.conftest import manage

# A process that preloads, as gunicorn's does, and then answers a reader.
SCRIPT = """
import gc, json
from django.core.wsgi import get_wsgi_application
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from learning.search import generation, index_sets
from reviews_portal import page_cache, preload

application = get_wsgi_application()
preload.preload(application)
found = {
    "pages kept": len(page_cache.pages.pages),
    "open connections": [one.alias for one in connections.all() if one.connection is not None],
    "frozen objects": gc.get_freeze_count(),
    "threads": len(__import__("threading").enumerate()),
    "index is loaded": index_sets._newest.generation == generation.read_generation()[0],
}
for reader in ("first", "second"):
    page_cache.pages.forget()
    with CaptureQueriesContext(connection) as asked:
        preload.ask(application, "/themes/fathers-and-male-carers/")
    found[reader] = [query["sql"] for query in asked]
print(json.dumps(found))
"""


def test_the_first_reader_waits_for_nothing_that_the_second_does_not(portal):
    """Workers are forked from a process that has loaded the index, and has no connection that they would share."""
    assert gunicorn.preload_app
    found = json.loads(manage(portal, "shell", "--no-imports", "--command", SCRIPT).stdout)
    assert found["index is loaded"]
    assert found["open connections"] == []
    assert found["pages kept"] == 0
    assert found["threads"] == 1, "a process that is forked while threads run may wait for them for ever"
    assert found["frozen objects"] > 100_000
    assert found["first"] == found["second"] != []
