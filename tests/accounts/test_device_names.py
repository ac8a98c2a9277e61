"""Browsers in words."""

import pytest
from django.test import Client

from reviews_portal.accounts.device_names import browser_in_words

from .conftest import sign_in

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"
WINDOWS = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {WEBKIT} Chrome/140.0.0.0 Safari/537.36"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
GALAXY = f"Mozilla/5.0 (Linux; Android 10; K) {WEBKIT} SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36"
CASES = [
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0", "Firefox on Windows"),
    (WINDOWS, "Chrome on Windows"),
    (f"{WINDOWS} Edg/140.0.0.0", "Edge on Windows"),
    (f"{WINDOWS} OPR/120.0.0.0", "Opera on Windows"),
    (f"{MAC} Version/18.5 Safari/605.1.15", "Safari on a Mac"),
    (f"{IPHONE} Version/18.5 Mobile/15E148 Safari/604.1", "Safari on an iPhone"),
    (f"{IPHONE} CriOS/140.0.7339.39 Mobile/15E148 Safari/604.1", "Chrome on an iPhone"),
    (GALAXY, "Samsung Internet on Android"),
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
    (f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {WEBKIT} Chrome/140.0.0.0 Safari/537.36", "Chrome on a Chromebook"),
    ("Something (Windows NT 10.0)", "A browser on Windows"),
    ("A telephone", "A telephone"),
    ("", ""),
]


@pytest.mark.parametrize(("said", "words"), CASES)
def test_a_browser_is_called_by_the_name_that_people_know(said, words):
    assert browser_in_words(said) == words


def test_sessions_are_listed_by_their_browser(user):
    here, there = Client(HTTP_USER_AGENT=WINDOWS), Client(HTTP_USER_AGENT="")
    for client in (here, there):
        sign_in(client, user.email)
    page = here.get("/accounts/sessions/").text
    assert "<strong>Chrome on Windows</strong>: this browser" in page
    assert "<strong>Unknown browser</strong>" in page
    assert "Mozilla" not in page
