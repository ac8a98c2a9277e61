"""How gunicorn serves the portal: `gunicorn -c python:reviews_portal.gunicorn`. Options given after it win."""

import gc
import logging
import os
import re
import sys

from reviews_portal.logs import REMOVED, RemoveQueryString

wsgi_app = "reviews_portal.wsgi"
workers = 2
# A proxy holds the connections that are slow or opened in advance. Where none does, threads do, although two that read
# SQLite at once take twice the processor time each.
threads = 1 if os.environ.get("BEHIND_PROXY") == "1" else 4
preload_app = True  # workers share what was loaded before the fork
accesslog = None  # addresses hold search words
limit_request_line = 0  # bounds.py answers too long an address with a page; gunicorn itself refuses 1 MB
control_socket_disable = True
forwarder_headers = ""  # ignore the SCRIPT_NAME header: settings.py sets the path of the portal


def when_ready(server) -> None:
    """Preload what every page needs, before a worker is forked.

    A site that could only answer with errors does not start.
    """
    from reviews_portal import checks, preload  # imported here, because Django is set up only now

    problems = [*checks.check_static_files(), *checks.check_tables()]
    for one in problems:
        server.log.error("%s %s", one.msg, one.hint)
    if any(one.id in checks.HOPELESS for one in problems):
        sys.exit(1)
    preload.preload(server.app.wsgi())


def post_worker_init(worker) -> None:
    """Run the garbage collector less often; it leaves preloaded objects alone."""
    gc.set_threshold(10_000, 10, 10)


def remove_bad_request(record: logging.LogRecord) -> bool:
    """Take out what gunicorn quotes of a request that it could not read: words of the address may be in it."""
    if record.msg.startswith("Invalid request"):
        record.msg = re.sub("['\"].*", REMOVED, record.msg, flags=re.DOTALL)
    return True


error_log = logging.getLogger("gunicorn.error")
error_log.addFilter(remove_bad_request)
error_log.addFilter(RemoveQueryString())  # a request that breaks is logged with its address

# Django leaves the body in its answer to HEAD, and gunicorn drops it with a warning each time.
logging.getLogger("gunicorn.http.wsgi").setLevel(logging.ERROR)
