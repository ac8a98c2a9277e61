"""People with browsers without scripts, for what takes many at once."""

import re
from http.cookiejar import Cookie, CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

from .conftest import manage

SIGN_IN = """
from django.contrib.auth import get_user_model
from django.test import Client
for email in {emails}:
    client = Client()
    client.force_login(get_user_model().objects.get(email=email))
    print("session", client.cookies["sessionid"].value)
"""
# What makes a response whole, but for its text.
WHOLE = {
    "acceptance": "accepted",
    "progress": "in-progress",
    "signed_off_by": "Head of safeguarding",
    "signed_off_on": "2026-01-31",
}


class NoRedirect(HTTPRedirectHandler):
    """Answers a redirect as it is."""

    def redirect_request(self, *args, **kwargs):
        return None


def sessions_of(portal, *emails: str) -> list[str]:
    """Sign these people in, and return the values of their session cookies."""
    said = manage(portal, "shell", "-c", SIGN_IN.format(emails=emails)).stdout
    return [line.split()[1] for line in said.splitlines() if line.startswith("session")]


class Writer:
    """Somebody who is signed in at a portal."""

    def __init__(self, portal, session: str) -> None:
        self.url = portal.url
        host = (False, "127.0.0.1", False, False)
        cookies = CookieJar()
        cookies.set_cookie(Cookie(0, "sessionid", session, None, *host, "/", True, False, None, True, None, None, {}))
        self.opener = build_opener(HTTPCookieProcessor(cookies), NoRedirect)

    def ask(self, path: str, data: dict | None = None) -> tuple[int, str]:
        """Return the status and the page; redirects are not followed."""
        body = urlencode(data, doseq=True).encode() if data is not None else None
        try:
            with self.opener.open(self.url + path, body, timeout=120) as answer:
                return answer.status, answer.read().decode()
        except HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def fields(self, path: str) -> dict[str, str]:
        """Return the hidden fields of the form on a page."""
        status, page = self.ask(path)
        assert status == 200, (path, status)
        return hidden_fields(page[page.index("<main") :])


def hidden_fields(page: str) -> dict[str, str]:
    """Return the hidden fields on a page, or a piece of one."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
