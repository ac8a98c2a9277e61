"""Rate limits of the running portal, whose processes count together: parallel requests cannot pass them."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from learning.views.contact import IDENTIFICATIONS, REPORTS
from reviews_portal.briefings.long_exports import MOST_OF_NETWORK
from tests.browser.conftest import manage
from tests.browser.test_cut_files import Reader
from tests.slowly import slow

LOOK = """
from learning.models import ErrorReport
print("stored", ErrorReport.objects.filter(kind={kind!r}, about="At once").count())
"""
FORGET = """
from learning.models import ErrorReport, RateCount
ErrorReport.objects.filter(about="At once").delete()
RateCount.objects.all().delete()
"""


# Forty requests of one network, of which the worker takes none meanwhile.
START = """
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from learning.rate_limits import TooManyRequests
from reviews_portal.briefings import long_exports
from reviews_portal.briefings.exporting import export
from reviews_portal.briefings.models import LongExport
from reviews_portal.briefings.requests import request_of
from reviews_portal.briefings.writers import FORMATS

class Never:
    def using(self, **options):
        return self
    def enqueue(self, *arguments):
        pass

long_exports.write_export = Never()

def start(number):
    request = request_of(AnonymousUser(), "")
    request.META["REMOTE_ADDR"], request.session = "203.0.113.9", SessionStore()
    made = export(request, "review", "baby-e", FORMATS["md"])
    try:
        long_exports.ask(replace(made, source=replace(made.source, title=str(number))), request, [])
    except TooManyRequests:
        return False
    finally:
        connection.close()
    return True

with ThreadPoolExecutor(10) as pool:
    print("started", sum(pool.map(start, range(40))))
print("waiting", LongExport.objects.under_way().count())
LongExport.objects.all().delete()
"""


@pytest.fixture
def fresh(portal):
    """Have nothing counted, before and after."""
    manage(portal, "shell", "--command", FORGET)
    yield
    manage(portal, "shell", "--command", FORGET)


@pytest.mark.parametrize(
    ("kind", "most"), [("identification", IDENTIFICATIONS.network), slow("error", REPORTS.network)]
)
def test_two_hundred_reports_at_once_pass_no_limit(portal, fresh, kind, most):
    def send(number: int) -> int:
        sent = {"kind": kind, "about": "At once", "text": f"Report {number}."}
        return Reader(portal).page("/contact/", **sent)[0]

    with ThreadPoolExecutor(20) as pool:
        answers = Counter(pool.map(send, range(200)))
    assert answers == {200: most, 429: 200 - most}
    assert f"stored {most}" in manage(portal, "shell", "--command", LOOK.format(kind=kind)).stdout


def test_forty_long_exports_asked_for_at_once_fill_no_queue(portal, fresh):
    said = manage(portal, "shell", "--command", START).stdout
    assert f"started {MOST_OF_NETWORK}\nwaiting {MOST_OF_NETWORK}\n" in said
