"""Limits of the served portal, whose processes count together: parallel requests pass none."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from learning.views.contact import IDENTIFICATIONS, REPORTS

from .conftest import manage
from .test_cut_files import Reader

LOOK = """
from learning.models import ErrorReport
print("stored", ErrorReport.objects.filter(kind={kind!r}, about="At once").count())
"""
FORGET = """
from learning.models import ErrorReport, RateCount
ErrorReport.objects.filter(about="At once").delete()
RateCount.objects.all().delete()
"""


@pytest.fixture
def fresh(portal):
    """Have nothing counted, before and after."""
    manage(portal, "shell", "--command", FORGET)
    yield
    manage(portal, "shell", "--command", FORGET)


@pytest.mark.parametrize(("kind", "most"), [("error", REPORTS.network), ("identification", IDENTIFICATIONS.network)])
def test_two_hundred_reports_at_once_pass_no_limit(portal, fresh, kind, most):
    def send(number: int) -> int:
        reader = Reader(portal)
        token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', reader.page("/contact/")[2])[1]
        sent = {"kind": kind, "about": "At once", "text": f"Report {number}.", "csrfmiddlewaretoken": token}
        return reader.page("/contact/", **sent)[0]

    with ThreadPoolExecutor(20) as pool:
        answers = Counter(pool.map(send, range(200)))
    assert answers == {200: most, 429: 200 - most}
    assert f"stored {most}" in manage(portal, "shell", "--command", LOOK.format(kind=kind)).stdout
