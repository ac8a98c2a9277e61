"""Forms that anybody may send without a cookie: they are taken from pages of this site alone."""

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
    """Return a view whose form needs no cookie. Another site's form is refused by what the browser says of it.

    For views that do the same for everybody and take nothing from a session: there is nothing that another site could
    do in a reader's name. A browser that says nothing at all of where a form comes from is believed.
    """

    @wraps(view)
    def checked(request: HttpRequest, *args, **kwargs) -> HttpResponseBase:
        if request.method == "POST" and not is_from_here(request):
            refuse = get_callable(settings.CSRF_FAILURE_VIEW)
            return refuse(request, reason=FROM_ELSEWHERE)
        return view(request, *args, **kwargs)

    return csrf_exempt(checked)


def is_from_here(request: HttpRequest) -> bool:
    """Return whether a form was sent from a page of this site, by the most reliable header that the browser sent."""
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
    """Return whether the operator lets this origin send forms here."""
    return origin in settings.CSRF_TRUSTED_ORIGINS
