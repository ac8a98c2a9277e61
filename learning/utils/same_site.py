"""Forms without a CSRF cookie: a view accepts them only from pages of this site."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import get_callable
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponseBase]

FROM_ELSEWHERE = "The form was sent from another site."


def without_cookies(view: View) -> View:
    """Return a view whose form needs no CSRF cookie. A form from another site is refused by the browser's headers.

    Only for views that do the same for everybody and use no session, so that another site cannot do anything in a
    reader's name. If the browser sends none of these headers, the form is accepted.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if request.method == "POST" and not is_from_here(request):
            refuse = get_callable(settings.CSRF_FAILURE_VIEW)
            return refuse(request, reason=FROM_ELSEWHERE)
        return view(request, *args, **kwargs)

    return csrf_exempt(checked)


def is_from_here(request: HttpRequest) -> bool:
    """Return whether a form was sent from a page of this site, by the most reliable header present."""
    if fetched_from := request.headers.get("Sec-Fetch-Site"):
        return fetched_from in ("same-origin", "none") or is_trusted(request.headers.get("Origin", ""))
    sender = request.headers.get("Origin") or request.headers.get("Referer")
    if sender is None:
        return True
    try:
        parts = urlsplit(sender)
    except ValueError:
        return False
    own = (request.scheme, request.get_host())
    return (parts.scheme, parts.netloc) == own or is_trusted(f"{parts.scheme}://{parts.netloc}")


def is_trusted(origin: str) -> bool:
    """Return whether the settings trust this origin to send forms."""
    return origin in settings.CSRF_TRUSTED_ORIGINS
