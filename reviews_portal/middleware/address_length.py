"""The limit on the length of an address: 8 KB. A longer one gets a 414 page, and no other code parses it.

Most servers refuse a long address themselves, with their own error page. Gunicorn is configured not to
(`reviews_portal/gunicorn.py`), so that readers get a page that tells them what to do.
"""

from collections.abc import Callable, Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

LONGEST_ADDRESS = 8 * 1024  # characters of the path, decoded, and of the query string together


def refuse_long_addresses(get_response: Callable[[HttpRequest], HttpResponse]):
    """Return a middleware that answers 414 to an address that is too long.

    It runs before everything that parses the address, and after the middleware that sets headers, which this page
    needs too.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if len(request.META.get("PATH_INFO", "")) + len(request.META.get("QUERY_STRING", "")) <= LONGEST_ADDRESS:
            return get_response(request)
        headers = {"Cache-Control": "no-cache", "X-Frame-Options": "DENY"}
        return HttpResponse(render_to_string("414.html"), status=414, headers=headers)

    return middleware


def cut_long_addresses(application: WSGIApplication) -> WSGIApplication:
    """Wrap a WSGI application, truncating addresses that are too long to a length that the middleware still refuses.

    Django decodes the path before any middleware runs, and takes quadratic time if it is not UTF-8.
    """

    def bounded(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        for name in ("PATH_INFO", "QUERY_STRING"):
            environ[name] = environ.get(name, "")[: LONGEST_ADDRESS + 1]
        return application(environ, start_response)

    return bounded
