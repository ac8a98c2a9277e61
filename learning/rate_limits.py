"""Rate limits on costly actions: for each account, browser and network, and for everybody together.

Uses are counted in the database that all copies of the portal share, each by one UPDATE, so that parallel requests
cannot exceed a limit. Only requests that change something are counted.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import truncate_ip
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, Q, Value, When
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.crypto import salted_hmac

from learning.models import RateCount

HOUR = timedelta(hours=1)
FORGOTTEN_AT_ONCE = 100  # rows


@dataclass(frozen=True)
class RateLimit:
    """How often something may be done in a period."""

    name: str
    refusal: str  # one sentence that says what was done too often; "Try again in …" follows it
    each: int  # for one account, or one browser without an account
    network: int  # for all browsers without an account in one network, such as a council's
    everybody: int
    period: timedelta = HOUR


class TooManyRequests(Exception):
    """A rate limit was exceeded. The message says when to try again; the response has status 429."""

    def __init__(self, refusal: str, retry_after: int) -> None:
        """`refusal` is a sentence that says what was done too often; `retry_after` is in seconds."""
        self.retry_after = retry_after
        minutes = -(-retry_after // 60)
        super().__init__(f"{refusal} Try again in {'a minute' if minutes == 1 else f'{minutes} minutes'}.")


@transaction.atomic
def count(request: HttpRequest, limit: RateLimit) -> None:
    """Count one use of a limit. Raises TooManyRequests, and counts nothing, if the limit is reached."""
    for requester, most in requesters(request, limit):
        count_one(limit, requester, most)


def requesters(request: HttpRequest, limit: RateLimit) -> Iterator[tuple[str, int]]:
    """Yield the requesters for whom a use counts, each with the limit that applies.

    A request with an account counts for the account only. Without one it counts for the browser, if that has a
    session, so that one reader does not use up the limit of a network; and for the network, because a session is
    easily discarded.
    """
    if request.user.is_authenticated:
        yield f"account {request.user.pk}", limit.each
    else:
        if request.session.session_key:
            yield f"browser {request.session.session_key}", limit.each
        yield f"network {network_of(request)}", limit.network
    yield "everybody", limit.everybody


def requester_of(request: HttpRequest) -> str:
    """Return a keyed digest of the account or, without one, of the network that a request comes from."""
    user = request.user
    return digest_of(f"account {user.pk}" if user.is_authenticated else f"network {network_of(request)}")


def digest_of(requester: str) -> str:
    """Return the key of a requester in the database."""
    return salted_hmac("rate limit", requester, algorithm="sha256").hexdigest()[:32]


def network_of(request: HttpRequest) -> str:
    """Return the network that a request comes from."""
    try:
        return truncate_ip(get_adapter().get_client_ip(request))
    except PermissionDenied:  # a proxy that does not forward the client's address
        return "unknown"


def count_one(limit: RateLimit, requester: str, most: int) -> None:
    """Count one use for one requester. Raises TooManyRequests if there were `most` in the period."""
    now = timezone.now()
    key = f"{limit.name}/{digest_of(requester)}"
    row = RateCount.objects.filter(key=key)
    is_over = Q(ends_at__lte=now)

    def is_counted() -> bool:
        number = Case(When(is_over, then=Value(1)), default=F("number") + 1)
        ends_at = Case(When(is_over, then=Value(now + limit.period)), default=F("ends_at"))
        return bool(row.filter(is_over | Q(number__lt=most)).update(number=number, ends_at=ends_at))

    if is_counted():
        return
    RateCount.objects.bulk_create([RateCount(key=key, ends_at=now)], ignore_conflicts=True)
    if not is_counted():
        left = row.values_list("ends_at", flat=True).get() - timezone.now()
        raise TooManyRequests(limit.refusal, max(1, round(left.total_seconds())))
    forget_over(now)


def forget_over(now: datetime) -> None:
    """Delete some expired rows, except those that another transaction has locked."""
    over = RateCount.objects.select_for_update(skip_locked=True).filter(ends_at__lte=now)
    RateCount.objects.filter(pk__in=list(over.values_list("pk", flat=True)[:FORGOTTEN_AT_ONCE])).delete()


class AnswerTooManyRequests:
    """Middleware that answers TooManyRequests, wherever it is raised, with a page that says when to try again."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return too_many_requests(request, error) if isinstance(error, TooManyRequests) else None


NEW_SESSIONS = RateLimit(
    "new sessions",
    "There have been too many new visits from your network this hour.",
    each=600,
    network=600,
    everybody=20_000,
)


def limit_new_sessions(get_response: Callable[[HttpRequest], HttpResponseBase]):
    """Return a middleware that limits how many sessions are stored for browsers without an account.

    Signing in has limits of its own.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        session = request.session
        is_new = session.modified and not session.session_key and not session.is_empty()
        if is_new and not request.user.is_authenticated:
            try:
                count(request, NEW_SESSIONS)
            except TooManyRequests as error:
                session.flush()
                return too_many_requests(request, error)
        return response

    return middleware


def too_many_requests(request: HttpRequest, error: TooManyRequests) -> HttpResponse:
    """Return the page for a rate limit that was exceeded."""
    page = render(request, "429.html", {"what": str(error)}, status=429)
    page["Retry-After"] = str(error.retry_after)
    return page
