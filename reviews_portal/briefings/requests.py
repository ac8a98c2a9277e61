"""Request objects for commands and tasks, which use the same selection functions as views."""

from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest


def request_of(user, query: str, site: str = "") -> HttpRequest:
    """Return a request by a user to the portal's own URL, or to the `site` of the original request."""
    address = urlsplit(site or settings.PORTAL_ADDRESS)
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "QUERY_STRING": query.removeprefix("?"),
        "HTTP_HOST": address.netloc,
        "wsgi.url_scheme": address.scheme,
        "wsgi.input": BytesIO(),
    }
    request = WSGIRequest(environ)
    request.user = user
    return request
