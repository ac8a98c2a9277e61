"""How long somebody stays signed in: an hour without a request, twelve hours in any case; the page warns before."""

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

BEGAN, SEEN = "began", "seen"  # places in the session: seconds since 1970
JUST = 5 * 60  # seconds
NOTED_EVERY = 60  # seconds: not each request writes


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
    """Write down when somebody signed in."""
    request.session[BEGAN] = request.session[SEEN] = int(time.time())


def end_long_sessions(get_response: Callable[[HttpRequest], HttpResponse]):
    """Return a middleware that notes each minute that somebody is there, and ends a session that lasted too long.

    Asking how long a session still lasts is no sign of somebody being there.
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
    """Save the session before the page is made: after a slow one it would be written over what came in meanwhile.

    Raises SessionInterrupted, which Django answers, if it was ended elsewhere at this moment.
    """
    try:
        request.session.save()
    except UpdateError as error:
        raise SessionInterrupted("The session ended while this was asked for.") from error
    request.session.modified = False


def asks_how_long(request: HttpRequest) -> bool:
    """Return whether this request only asks how long the session lasts."""
    return request.method == "GET" and request.path == reverse("session_left")


def has_just_signed_in(request: HttpRequest) -> bool:
    """Return whether somebody signed in within the last five minutes."""
    return time.time() - request.session.get(BEGAN, 0) < JUST


def seconds_left(request: HttpRequest) -> int:
    """Return after how many seconds the session of a signed-in person ends if no request comes."""
    now, session = time.time(), request.session
    idle_end = session.get(SEEN, now) + settings.SESSION_COOKIE_AGE
    return max(0, int(min(idle_end, session.get(BEGAN, now) + settings.SESSION_LONGEST) - now))


def lengths(request: HttpRequest) -> dict[str, int]:
    """Return, for templates, how long a session lasts without a request, and when the page warns, in seconds."""
    return {"session_length": settings.SESSION_COOKIE_AGE, "session_warning": settings.SESSION_WARNING}
