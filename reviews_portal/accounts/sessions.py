"""The length of a session: one hour without a request, and at most twelve hours. Pages warn before it ends."""

import time
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.exceptions import SessionInterrupted
from django.contrib.sessions.middleware import SessionMiddleware as DjangoSessionMiddleware
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from reviews_portal import read_only
from reviews_portal.read_only import ReadOnlyDatabase

BEGAN, SEEN = "began", "seen"  # session keys; the values are seconds since 1970
JUST = 5 * 60  # seconds
NOTED_EVERY = 60  # seconds between writes, so that not every request writes


class SessionMiddleware(DjangoSessionMiddleware):
    """Django's session middleware; readers keep their sessions while the database is read-only."""

    def process_request(self, request: HttpRequest) -> None:
        """Set the request's session, and tell the session whether the request only reads."""
        super().process_request(request)
        request.session.only_reads = request.method in ("GET", "HEAD")  # type: ignore[attr-defined]

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session; a request that only reads is answered even if it cannot be saved."""
        try:
            return super().process_response(request, response)
        except ReadOnlyDatabase:
            return response if request.method in ("GET", "HEAD") else read_only.page(request)


@receiver(user_logged_in)
def begin(sender, request: HttpRequest, user, **kwargs) -> None:
    """Store the time of signing in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def end_long_sessions(get_response: Callable[[HttpRequest], HttpResponse]):
    """Return a middleware that records once a minute that a session is in use, and ends sessions that are too long.

    A request that only asks for the time left does not count as use.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.setdefault(BEGAN, now) > settings.SESSION_LONGEST:
                logout(request)
            elif now - request.session.get(SEEN, 0) > NOTED_EVERY and not asks_how_long(request):
                note_that_seen(request, now)
        return get_response(request)

    return middleware


def note_that_seen(request: HttpRequest, now: int) -> None:
    """Record the time of the request; if that cannot be stored, the session ends at its previous time."""
    before = request.session.get(SEEN, now)
    request.session[SEEN] = now
    try:
        save_at_once(request)
    except ReadOnlyDatabase:
        request.session[SEEN] = before
        request.session.modified = False


def save_at_once(request: HttpRequest) -> None:
    """Save the session before the view runs. After a slow view it would overwrite changes by other requests.

    Raises SessionInterrupted, which Django handles, if the session was ended elsewhere in the meantime.
    """
    try:
        request.session.save()
    except UpdateError as error:
        raise SessionInterrupted("The session ended while this was asked for.") from error
    request.session.modified = False


def asks_how_long(request: HttpRequest) -> bool:
    """Return whether this request only asks for the time left in the session."""
    return request.method == "GET" and request.path == reverse("session_left")


def has_just_signed_in(request: HttpRequest) -> bool:
    """Return whether the user signed in within the last five minutes."""
    return time.time() - request.session.get(BEGAN, 0) < JUST


def seconds_left(request: HttpRequest) -> int:
    """Return the number of seconds until the session of a signed-in user ends without further requests."""
    now, session = time.time(), request.session
    idle_end = session.get(SEEN, now) + settings.SESSION_COOKIE_AGE
    return max(0, int(min(idle_end, session.get(BEGAN, now) + settings.SESSION_LONGEST) - now))


def lengths(request: HttpRequest) -> dict[str, int]:
    """Return template variables, in seconds: the length of an idle session, and when to warn before its end."""
    return {"session_length": settings.SESSION_COOKIE_AGE, "session_warning": settings.SESSION_WARNING}
