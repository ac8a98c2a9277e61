"""The HTTP methods that the portal supports."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

METHODS = ["GET", "HEAD", "POST"]


def refuse_other_methods(get_response: Callable[[HttpRequest], HttpResponse]):
    """Return a middleware that answers 405 to methods that the portal does not support, such as TRACE.

    It runs before everything that handles requests, including static files and redirects.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request) if request.method in METHODS else HttpResponseNotAllowed(METHODS)

    return middleware
