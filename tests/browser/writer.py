"""Somebody with a browser without scripts, for what takes many people at once."""

import re
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

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


class Writer:
    """Signed in at a portal, if an account is named."""

    def __init__(self, portal, email: str = "") -> None:
        self.url = portal.url
        self.opener = build_opener(HTTPCookieProcessor(CookieJar()), NoRedirect)
        if email:
            form = self.fields("/accounts/sign-in/")
            assert self.ask("/accounts/sign-in/", form | {"username": email, "password": portal.password})[0] == 302

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
