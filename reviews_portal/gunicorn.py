"""The gunicorn configuration: `gunicorn -c python:reviews_portal.gunicorn`. Command-line options override it."""

import gc
import logging
import os
import re
import sys

from reviews_portal.logs import REMOVED, RemoveQueryString

wsgi_app = "reviews_portal.wsgi"
workers = 2
# A proxy holds slow and idle connections. Without one, threads do, although two threads that read SQLite at the same
# time each take twice the processor time.
threads = 1 if os.environ.get("BEHIND_PROXY") == "1" else 4
preload_app = True  # workers share what was loaded before the fork
accesslog = None  # URLs contain search words
# middleware/address_length.py answers too long an address with a page; gunicorn itself refuses 1 MB
limit_request_line = 0
control_socket_disable = True
forwarder_headers = ""  # ignore the SCRIPT_NAME header: settings.py sets the path of the portal


def when_ready(server) -> None:
    """Load what every page needs before workers are forked.

    The server does not start if every page would fail.
    """
    from reviews_portal import checks, preload  # imported here, because Django is not set up earlier

    problems = [*checks.check_static_files(), *checks.check_tables()]
    for one in problems:
        server.log.error("%s %s", one.msg, one.hint)
    if any(one.id in checks.HOPELESS for one in problems):
        sys.exit(1)
    preload.preload(server.app.wsgi())


def post_worker_init(worker) -> None:
    """Run the garbage collector less often; it skips the preloaded objects."""
    gc.set_threshold(10_000, 10, 10)


def remove_bad_request(record: logging.LogRecord) -> bool:
    """Remove gunicorn's quotation of a request that it could not parse, because its URL may contain search words."""
    if record.msg.startswith("Invalid request"):
        record.msg = re.sub("['\"].*", REMOVED, record.msg, flags=re.DOTALL)
    return True


error_log = logging.getLogger("gunicorn.error")
error_log.addFilter(remove_bad_request)
error_log.addFilter(RemoveQueryString())  # the log of a failed request contains its URL

# Django leaves the body in a response to HEAD, and gunicorn warns each time that it drops it.
logging.getLogger("gunicorn.http.wsgi").setLevel(logging.ERROR)
