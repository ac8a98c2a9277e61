"""The limit on the length of an address: 8 KB. A longer one gets a 414 page, and no other code reads it.

Most servers refuse it themselves, with a page of their own. Gunicorn is configured not to
(`reviews_portal/gunicorn.py`), so that the reader gets a page that says what to do.
"""

from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

LONGEST_ADDRESS = 8 * 1024  # characters of the path, decoded, and of the query string together


def refuse_long_addresses(get_response: Callable[[HttpRequest], HttpResponse]):
    """Return a middleware that answers 414 to an address that is too long.

    It comes before everything that parses the address. Middleware before it sets headers, which this page needs too.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if len(request.META.get("PATH_INFO", "")) + len(request.META.get("QUERY_STRING", "")) <= LONGEST_ADDRESS:
            return get_response(request)
        headers = {"Cache-Control": "no-cache", "X-Frame-Options": "DENY"}
        return HttpResponse(render_to_string("414.html"), status=414, headers=headers)

    return middleware


def cut_long_addresses(application: WSGIApplication) -> WSGIApplication:
    """Return a WSGI application that gets too long an address cut, to a length that the middleware still refuses.

    Django reads the path before any middleware, in quadratic time if it is not UTF-8.
    """

    def bounded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        for name in ("PATH_INFO", "QUERY_STRING"):
            environ[name] = environ.get(name, "")[: LONGEST_ADDRESS + 1]
        return application(environ, start_response)

    return bounded
