"""A request for a selection that nobody sent: of a command or a task, which select by the same functions as a page."""

from io import BytesIO
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest


def request_of(user, query: str, site: str = "") -> HttpRequest:
    """Return a request of a user to the portal's own address, or to the `site` at which it was asked."""
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
