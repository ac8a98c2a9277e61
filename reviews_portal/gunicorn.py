"""How gunicorn serves the portal: `gunicorn -c python:reviews_portal.gunicorn`. Options given after it win."""

import gc
import logging
import os
import re

from reviews_portal.logs import REMOVED, RemoveQueryString

wsgi_app = "reviews_portal.wsgi"
workers = 2
# A proxy holds the connections that are slow or opened in advance. Where none does, threads do, although two that read
# SQLite at once take twice the processor time each.
threads = 1 if os.environ.get("BEHIND_PROXY") == "1" else 4
accesslog = None  # addresses hold search words
limit_request_line = 0  # an address that is too long is answered by a page (bounds.py); gunicorn still stops at 1 MB
control_socket_disable = True
forwarder_headers = ""  # no header says under which path the portal stands: settings.py does


def post_worker_init(worker) -> None:
    """Let the collector of garbage pass over all that is loaded by now, and look less often at what a page makes."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


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
