"""Handles a read-only database, as during an upgrade, on a standby server or with a full disk.

Pages can still be read. A request that changes something gets a 503 page that says so and contains everything typed.
"""

import sqlite3
from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from reviews_portal.typed_text import fields_sent, may_be_sent_again

MESSAGE = "You cannot save changes at the moment. Try again in a few minutes."
TRY_AFTER = 120  # seconds
POSTGRESQL = "25006"  # the SQLSTATE of "read-only SQL transaction"


class ReadOnlyDatabase(DatabaseError):
    """Something had to be written, but the database is read-only."""


def is_read_only(error: BaseException | None) -> bool:
    """Return whether an error or one of its causes says that the database is read-only.

    Django raises OperationalError on SQLite and InternalError on PostgreSQL; only the driver's error identifies it.
    """
    while error is not None:
        if isinstance(error, ReadOnlyDatabase) or getattr(error, "sqlstate", None) == POSTGRESQL:
            return True
        if (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF == sqlite3.SQLITE_READONLY:
            return True
        error = error.__cause__ or error.__context__
    return False


class SayReadOnly:
    """Middleware that returns the 503 page if a view could not write to the database."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return page(request) if is_read_only(exception) else None


def page(request: HttpRequest) -> HttpResponse:
    """Return the 503 page, with the typed text and a button to send it again. It makes no query."""
    if request.accepts("text/html"):
        context: dict[str, object] = {"path": request.get_full_path()}
        if request.method == "POST":
            context |= {"fields": fields_sent(request), "may_send": may_be_sent_again(request)}
            context |= {"csrf_token": get_token(request)}
        answer = HttpResponse(render_to_string("503.html", context), status=503)
    else:
        answer = JsonResponse({"problem": MESSAGE}, status=503)
    answer["Retry-After"] = TRY_AFTER
    answer["Cache-Control"] = "no-store"
    return answer
