"""What the pages of staff are about, and staff who are signed in, once for the tests of this folder."""

import json

import pytest

from ..conftest import manage
from ..pages import sign_in

MAKE = "from tests.browser.staff.make import make; print(make())"
FORGET = "from tests.browser.staff.make import forget; forget()"


@pytest.fixture(scope="package")
def made(portal):
    """Make reviews, agencies and themes; yield the keys and references in their addresses, and delete all of it."""
    printed = manage(portal, "shell", "-v0", "-c", MAKE).stdout
    yield json.loads(next(line for line in printed.splitlines() if line.startswith("{")))
    manage(portal, "shell", "-v0", "-c", FORGET)


@pytest.fixture(scope="package")
def page_of(browser, portal, made):
    """Yield a function that returns the page of somebody who is signed in, who is named as in `portal`."""
    pages = {}

    def page(who: str):
        if who not in pages:
            pages[who] = browser.new_context(base_url=portal.url).new_page()
            sign_in(pages[who], portal, getattr(portal, who))
        return pages[who]

    yield page
    for one in pages.values():
        one.context.close()
