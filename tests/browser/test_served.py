"""The portal that `make run` serves, seen from outside."""

import urllib.error
import urllib.request


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
    status, text = answer(f"{portal.url}/search/?q={'a' * 10_240}")
    assert status in {200, 400}
    assert "</footer>" in text
