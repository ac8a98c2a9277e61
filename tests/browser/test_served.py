"""The portal that `make run` serves, seen from outside."""

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

from .conftest import manage


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
            assert "That address is too long" in text


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


@pytest.mark.parametrize("moment", [0.5, 0.7, 0.8, 0.85, 0.9, 0.95])
def test_a_reindex_may_be_killed_at_any_moment(portal, moment):
    started = time.monotonic()
    manage(portal, "reindex")
    whole = time.monotonic() - started
    spoil = "from learning.models import SearchEntry; SearchEntry.objects.update(body='')"
    manage(portal, "shell", "--command", spoil)  # so that there is much to write
    reindex = subprocess.Popen(
        [sys.executable, "manage.py", "reindex"],
        cwd=settings.BASE_DIR,
        env=portal.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    time.sleep(whole * moment)
    reindex.send_signal(signal.SIGKILL)
    reindex.wait()
    assert answer(f"{portal.url}/search/?q=father")[0] == 200
    manage(portal, "reindex")
    assert "in step" in manage(portal, "reindex", "--check").stdout
    assert 'class="item' in answer(f"{portal.url}/search/?q=father")[1]
