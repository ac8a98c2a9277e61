"""How many new versions a network may have made in an hour without an account: each is kept for good, and takes room.

What was made before can still be had, and so can everything by who signs in. A whole council may share one address.
"""

from allauth.account.adapter import get_adapter
from allauth.core.internal.ratelimit import truncate_ip
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

MOST_NEW = 300
HOUR = 3600  # seconds


class TooManyVersions(Exception):
    """A network had too many new versions made in this hour; its words say what to do."""

    def __init__(self) -> None:
        super().__init__(
            "Many new documents were made from your network in this hour. Try again in the next hour, or sign in. "
            "What was exported before can still be exported now."
        )


def count_new(request: HttpRequest) -> None:
    """Count a new version that is made for a request; raises TooManyVersions if it is one too many."""
    if request.user.is_authenticated or "REMOTE_ADDR" not in request.META:  # the terminal has none
        return
    try:
        network = truncate_ip(get_adapter().get_client_ip(request))
    except PermissionDenied:  # a proxy that does not say whose request it hands on
        network = "unknown"
    key = f"new-versions/{network}/{timezone.now():%Y-%m-%d-%H}"
    number = cache.get(key, 0) + 1
    if number > MOST_NEW:
        raise TooManyVersions
    cache.set(key, number, HOUR)
