"""A long export from the running portal arrives complete, or its receiver sees that it is truncated."""

import http.client
import re
import time
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from .conftest import manage, running_portal

CUT = """
import zlib
from reviews_portal.briefings.models import LongExportPart
part = LongExportPart.objects.get()
part.content = zlib.compress(zlib.decompress(part.content)[:-1000])
part.save()
"""


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """Yield a portal that takes every export for a long one."""
    with running_portal(tmp_path_factory.mktemp("long"), PORTAL_EXPORT_SECONDS="0") as portal:
        yield portal


class Reader:
    """Somebody with a browser without scripts."""

    def __init__(self, portal) -> None:
        self.url = portal.url
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()))
        self.opener.addheaders = [("Origin", portal.url)]

    def page(self, address: str, **sent: str) -> tuple[int, str, str]:
        """Return the status, the address and the text of a page."""
        body = urlencode(sent).encode() if sent else None
        try:
            with self.opener.open(self.url + address, body, timeout=60) as answer:
                return answer.status, answer.url.removeprefix(self.url), answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, address, error.read().decode()


def test_a_file_that_is_cut_in_its_middle_is_seen_to_be_cut(portal):
    reader, address = Reader(portal), "/briefings/learning.md"
    status, _, text = reader.page(address)
    assert status == 405  # to read it is not to start it
    token = re.search('name="csrfmiddlewaretoken" value="([^"]+)"', text)[1]
    _, made, text = reader.page(address, csrfmiddlewaretoken=token)
    assert made.startswith("/briefings/exports/")
    end = time.monotonic() + 60
    while ">Download " not in text and time.monotonic() < end:
        time.sleep(0.5)
        text = reader.page(made)[2]
    with reader.opener.open(f"{portal.url}{made}file/", timeout=60) as answer:
        length = int(answer.headers["Content-Length"])
        assert len(answer.read()) == length

    manage(portal, "shell", "--command", CUT)
    with reader.opener.open(f"{portal.url}{made}file/", timeout=60) as answer:
        assert answer.status == 200
        with pytest.raises(http.client.IncompleteRead) as cut:
            answer.read()
    assert len(cut.value.partial) == length - 1000
