"""The portal that `make run` serves, seen from outside."""

import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings

from tests.browser.conftest import manage
from tests.slowly import rest_slow


def answer(url: str) -> tuple[int, str]:
    """Return the status and the text of the page at the address."""
    try:
        with urllib.request.urlopen(url) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def test_the_home_page_opens_in_a_browser(page):
    response = page.goto("/")
    assert response.status == 200
    assert page.locator("h1").count() == 1


def test_a_very_long_address_is_answered_by_a_page_of_the_portal(portal):
    for long in ("a" * 10_240, "%20" * 200_000, "%FF" * 200_000):
        for address in (f"/search/?q={long}", f"/learning/{long}/"):
            status, text = answer(portal.url + address)
            assert status == 414
            assert "This web address is too long" in text


SECRET = "zzwombat"
ASKED = [
    f"/search/?q={SECRET}",
    f"/search/?q=father+{SECRET}&theme={SECRET}&page={SECRET}",
    f"/search/?q={SECRET * 2000}",
    f"/search/?q={quote(chr(34) + SECRET + chr(0) + chr(0x202E))}",
    f"/search/suggest/?q={SECRET}",
    f"/search/suggest/?q={SECRET * 2000}",
    f"/search/?q=%ff{SECRET}",
    f"/learning/?theme={SECRET}&format=csv",
    f"/themes/?q={SECRET}",
    f"/no/such/page/?q={SECRET}",
    f"/static/no-such-file.css?q={SECRET}",
]


def test_no_word_of_a_search_is_in_the_log(portal):
    for address in ASKED:
        answer(portal.url + address)
    for request in (f"GET /search/?q={SECRET} nonsense\r\n\r\n", f"BREW /search/?q={SECRET} HTTP/1.1\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", urlsplit(portal.url).port)) as connection:
            connection.sendall(request.encode())
            connection.settimeout(10)
            connection.recv(1000)
    written = portal.log.read_text()
    assert "Sign in as" in written  # it is the log
    assert SECRET not in written


@pytest.mark.parametrize("moment", rest_slow([0.85, 0.5, 0.7, 0.8, 0.9, 0.95], 1))
def test_a_reindex_may_be_killed_at_any_moment(portal, moment):
    started = time.monotonic()
    assert start_reindex(portal).wait() == 0
    whole = time.monotonic() - started
    spoil = "from learning.models import SearchEntry; SearchEntry.objects.update(body='')"
    manage(portal, "shell", "--command", spoil)  # so that there is much to write
    reindex = start_reindex(portal)
    time.sleep(whole * moment)
    reindex.send_signal(signal.SIGKILL)
    reindex.wait()
    assert answer(f"{portal.url}/search/?q=father")[0] == 200
    manage(portal, "reindex")
    assert "up to date" in manage(portal, "reindex", "--check").stdout
    assert 'class="item' in answer(f"{portal.url}/search/?q=father")[1]


def start_reindex(portal) -> subprocess.Popen:
    """Start to write the index, and return the process."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "reindex"],
        cwd=settings.BASE_DIR,
        env=portal.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def raw(portal, request: str) -> str:
    """Return the answer to a request that no browser sends."""
    with socket.create_connection(("127.0.0.1", urlsplit(portal.url).port), timeout=10) as connection:
        connection.sendall(request.encode())
        parts = []
        while part := connection.recv(65_536):
            parts.append(part)
        return b"".join(parts).decode("utf-8", "replace")


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "OPTIONS", "PUT", "DELETE", "PATCH", "PROPFIND", "BREW"])
def test_the_port_answers_no_method_that_the_portal_does_not_serve(portal, method):
    style_sheet = re.search(r'href="(/static/css/[^"]+)"', answer(f"{portal.url}/")[1])[1]
    for path in ("/", "/no/such/page/", "/accounts/sign-in/", "/admin/", style_sheet):
        said = raw(
            portal, f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Secret: {SECRET}\r\nConnection: close\r\n\r\n"
        )
        assert said.startswith("HTTP/1.1 405 "), (path, said[:100])
        assert "Allow: GET, HEAD, POST" in said
        assert SECRET not in said


@pytest.mark.parametrize("header", ["SCRIPT_NAME", "SCRIPT-NAME", "Script_Name", "SCRIPT_URL", "X-Forwarded-Prefix"])
def test_no_header_says_where_the_portal_stands(portal, header):
    for value in ("/reviews", "/evil", "//evil.example"):
        for path in ("/reviews/", "/accounts/sign-in/", "/briefings/"):
            said = raw(
                portal, f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{header}: {value}\r\nConnection: close\r\n\r\n"
            )
            assert said.startswith("HTTP/1.1 200 "), (value, path, said[:100])
            assert "evil" not in said
            assert 'href="/reviews/reviews' not in said
    for _ in range(8):  # in whichever process
        page = answer(f"{portal.url}/")[1]
        assert 'href="/static/css/' in page
        assert 'href="/reviews/"' in page
        assert "evil" not in page
