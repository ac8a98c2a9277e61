"""What every answer of the portal carries."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


def keep_signed_in_pages_private(get_response: Callable[[HttpRequest], HttpResponse]):
    """Return a middleware that lets nobody store a page made for a signed-in reader.

    Pages for anonymous readers are the same for all, and are asked for again each time, so
    that a withdrawn review is gone at once.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        elif "Cache-Control" not in response:
            response["Cache-Control"] = "no-cache"
        return response

    return middleware
